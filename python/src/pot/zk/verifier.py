"""Verifying: of steps, and of weights that were opened."""

from __future__ import annotations

from dataclasses import dataclass

from pot.zk.errors import UnusableRequestError, several
from pot.zk.prover import Config, ProverConfig, base64_of, hexadecimal, public_inputs
from pot.zk.types import SGDStepStatement


class SGDZKVerifier:
    """Verifies proofs of SGD steps."""

    def __init__(self, config: Config = None) -> None:
        self._config = ProverConfig.of(config)

    def verify_sgd_step(self, statement: SGDStepStatement, proof: bytes) -> bool:
        """See :func:`verify_sgd_step`."""
        faults: list[UnusableRequestError] = []
        public = public_inputs(statement, faults)
        if faults:
            raise several(faults)
        request = {"public_inputs": public, "proof": base64_of(proof)}
        return bool(self._config.call("verify", request)["valid"])


def verify_sgd_step(statement: SGDStepStatement, proof: bytes, config: Config = None) -> bool:
    """Whether the proof proves the statement. Any bytes whatever get an answer.

    Args:
        statement: what should be proven.
        proof: the bytes that :func:`pot.zk.prover.prove_sgd_step` gave.
        config: a :class:`pot.zk.prover.ProverConfig` or a mapping of its attributes.

    Raises:
        UnusableRequestError: the statement is none: a root of another length, say.
        PotError: the program failed.
    """
    return SGDZKVerifier(config).verify_sgd_step(statement, proof)


@dataclass(frozen=True)
class WeightOpening:
    """What an opening of chosen weights shows.

    Attributes:
        valid: whether the commitment behind the root holds these weights.
        weights: name, flat index and value of each, in the order of the state.
        reason: why it is not valid, else empty.
    """

    valid: bool
    weights: list[tuple[str, int, float]]
    reason: str = ""


def verify_weight_opening(root: bytes, proof: bytes, config: Config = None) -> WeightOpening:
    """Checks the ``proof`` of :meth:`pot.zk.builder.ZKWitnessBuilder.extract_weights_for_zk`."""
    request = {"root": hexadecimal(root, "root"), "proof": base64_of(proof)}
    answer = ProverConfig.of(config).call("open", request)
    weights = [(w["name"], w["index"], w["value"]) for w in answer["weights"]]
    return WeightOpening(bool(answer["valid"]), weights, answer.get("reason", ""))
