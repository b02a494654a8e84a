"""Hyper-parameters as the program takes them: plain dictionaries, without floats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Optional

from pot.zk import _arrays

SIGNIFICANT_BITS = 20

ATTESTED: dict[str, Any] = {"op": "attested"}
"""Weights may come from a floating-point step; how far they may be off follows from the rate.

Numbers of one's own are added as ``tolerance_log2`` and so on, see ``docs/json.md``.
"""

EXACT = {"op": "exact"}
"""Weights are what the program's own step gives, to the last bit."""


def dyadic(value: float) -> dict[str, int]:
    """A number as m 2^e, m odd or 0: its shortest decimal, half-even to 20 significant bits.

    >>> dyadic(0.01)
    {'m': 671089, 'e': -26}

    Raises:
        UnusableRequestError: it is no finite number.
    """
    exact = Fraction(repr(_arrays.number(value, "number")))
    if exact == 0:
        return {"m": 0, "e": 0}
    exponent = _floor_log2(abs(exact)) - (SIGNIFICANT_BITS - 1)
    m = round(exact / Fraction(2) ** exponent)
    while m % 2 == 0:
        m //= 2
        exponent += 1
    return {"m": m, "e": exponent}


def _floor_log2(value: Fraction) -> int:
    guess = value.numerator.bit_length() - value.denominator.bit_length()
    return guess if Fraction(2) ** guess <= value else guess - 1


def linear(name: str, inputs: int, outputs: int, bias: bool) -> dict[str, Any]:
    """One linear layer; its weight is inputs x outputs."""
    return {"op": "linear", "name": name, "in": inputs, "out": outputs, "bias": bias}


def linear_hyperparameters(
    layers: Sequence[Mapping[str, Any]],
    *,
    batch: int,
    learning_rate: float,
    reduction: str = "half_mean",
    mode: Optional[Mapping[str, Any]] = None,
) -> dict[str, Any]:
    """Mean squared error and plain SGD on these layers.

    Formats and commitment are left to the program.

    Args:
        layers: made by :func:`linear`.
        batch: samples.
        learning_rate: a decimal.
        reduction: ``"mean"`` over all outputs, as PyTorch's, or ``"half_mean"``, whose gradient is
            X^T(XW - Y)/batch.
        mode: :data:`ATTESTED` if not given, or :data:`EXACT`.
    """
    return {
        "format": "pot-hparams/1",
        "batch": batch,
        "model": {"input": [layers[0]["in"]], "layers": [dict(layer) for layer in layers]},
        "loss": {"op": "mse", "reduction": reduction},
        "optimizer": {
            "op": "sgd",
            "learning_rate": dyadic(learning_rate),
            "momentum": dyadic(0),
            "nesterov": False,
            "weight_decay": dyadic(0),
        },
        "mode": dict(ATTESTED if mode is None else mode),
    }


def canonical_bytes(hyperparameters: Mapping[str, Any]) -> bytes:
    """What is hashed: ASCII JSON, members sorted, no white space. Of complete ones only."""
    return json.dumps(hyperparameters, sort_keys=True, separators=(",", ":")).encode("ascii")


def hparams_hash(hyperparameters: Mapping[str, Any]) -> bytes:
    """SHA-256 of :func:`canonical_bytes`."""
    return hashlib.sha256(canonical_bytes(hyperparameters)).digest()
