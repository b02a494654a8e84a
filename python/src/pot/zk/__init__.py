"""Zero-knowledge proofs that a training step was done as declared: the client of ``pot``."""

from pot.zk.builder import ZKWitnessBuilder
from pot.zk.errors import (
    InternalFaultError,
    PotError,
    ProgramCrashedError,
    ProgramNotFoundError,
    ProverTimeoutError,
    UntrueStepError,
    UnusableRequestError,
)
from pot.zk.prover import Prover, ProverConfig, SGDZKProver, default_prover, prove_sgd_step
from pot.zk.store import OpeningRecord, OpeningStore, default_store
from pot.zk.types import SGDStepStatement, SGDStepWitness
from pot.zk.verifier import (
    SGDZKVerifier,
    WeightOpening,
    verify_sgd_step,
    verify_weight_opening,
)

__all__ = [
    "InternalFaultError",
    "OpeningRecord",
    "OpeningStore",
    "PotError",
    "ProgramCrashedError",
    "ProgramNotFoundError",
    "Prover",
    "ProverConfig",
    "ProverTimeoutError",
    "SGDStepStatement",
    "SGDStepWitness",
    "SGDZKProver",
    "SGDZKVerifier",
    "UntrueStepError",
    "UnusableRequestError",
    "WeightOpening",
    "ZKWitnessBuilder",
    "default_prover",
    "default_store",
    "prove_sgd_step",
    "verify_sgd_step",
    "verify_weight_opening",
]
