"""The types of :mod:`pot.zk.types` under their other name."""

from pot.zk.types import SGDStepStatement, SGDStepWitness

__all__ = ["SGDStepStatement", "SGDStepWitness"]
