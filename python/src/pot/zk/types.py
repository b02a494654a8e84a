"""What a proof is about, and what only the prover knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union

import numpy.typing as npt

Values = Union[Sequence[float], npt.NDArray[Any]]
"""Numbers in a row, or an array of any shape whose row-major order is meant."""


@dataclass
class SGDStepStatement:
    """The public side of one SGD step.

    Roots and hashes are 32 bytes, the numbers 0 to 2^63 - 1; that is checked when proving or
    verifying, not here.

    Attributes:
        W_t_root: commitment to the weights before the step.
        batch_root: commitment to inputs and targets.
        hparams_hash: SHA-256 of the canonical hyper-parameters, as the builder gives it.
        W_t1_root: commitment to the weights after the step.
        step_nonce: a proof is good for this nonce, step number and epoch and for no other.
        step_number: the step's place in the run.
        epoch: the pass over the data that it belongs to.
    """

    W_t_root: bytes
    batch_root: bytes
    hparams_hash: bytes
    W_t1_root: bytes
    step_nonce: int
    step_number: int
    epoch: int


@dataclass
class SGDStepWitness:
    """The secret side of one SGD step. It cannot be printed.

    Attributes:
        weights_before: every parameter in the order of the state, each in x out, row-major.
        weights_after: the same after the step.
        batch_inputs: batch x inputs, row-major.
        batch_targets: batch x outputs, row-major.
        learning_rate: held against the hyper-parameters; not proven by itself.
        loss_value: the loss before the step, held against the data if given; not proven.
        gradients: of the loss, in the order of the weights, held against the data if given.
    """

    weights_before: Values = field(repr=False)
    weights_after: Values = field(repr=False)
    batch_inputs: Values = field(repr=False)
    batch_targets: Values = field(repr=False)
    learning_rate: Optional[float] = field(default=None, repr=False)
    loss_value: Optional[float] = field(default=None, repr=False)
    gradients: Optional[Values] = field(default=None, repr=False)
