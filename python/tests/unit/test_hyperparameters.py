"""Numbers as the program declares them, and models from arrays."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pot.zk import _model
from pot.zk.errors import UnusableRequestError
from pot.zk.hyperparameters import (
    canonical_bytes,
    dyadic,
    hparams_hash,
    linear,
    linear_hyperparameters,
)


def test_known_numbers() -> None:
    assert dyadic(0) == {"m": 0, "e": 0}
    assert dyadic(1) == {"m": 1, "e": 0}
    assert dyadic(0.01) == {"m": 671089, "e": -26}
    assert dyadic(0.1) == {"m": 838861, "e": -23}
    assert dyadic(0.5) == {"m": 1, "e": -1}
    assert dyadic(96) == {"m": 3, "e": 5}
    assert dyadic(-0.75) == {"m": -3, "e": -2}


def test_the_nearest_number_of_twenty_bits() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    draw = random.Random(seed)
    for _ in range(2000):
        x = draw.choice([1, -1]) * draw.random() * 10.0 ** draw.randint(-12, 12)
        d = dyadic(x)
        exact = Fraction(repr(x))
        value = Fraction(d["m"]) * Fraction(2) ** d["e"]
        assert abs(d["m"]) < 1 << 20 and d["m"] % 2 == 1
        assert abs(value - exact) * (1 << 20) <= abs(exact)


def test_ties_go_to_even() -> None:
    # 2^20 + 1 and 2^20 + 3 lie halfway between numbers of twenty bits... of twenty-one: of step 2.
    assert dyadic(float((1 << 20) + 1)) == {"m": 1, "e": 20}
    assert dyadic(float((1 << 20) + 3)) == {"m": ((1 << 20) + 4) >> 2, "e": 2}


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "0.01", None, [1.0]])
def test_numbers_that_are_none(bad: Any) -> None:
    with pytest.raises(UnusableRequestError):
        dyadic(bad)


def test_canonical_bytes_are_what_is_hashed() -> None:
    assert canonical_bytes({"b": [1, 2], "a": {"d": True}}) == b'{"a":{"d":true},"b":[1,2]}'
    assert len(hparams_hash({"a": 1})) == 32


def test_a_draft_leaves_the_rest_to_the_program() -> None:
    draft = linear_hyperparameters([linear("fc1", 3, 2, True)], batch=4, learning_rate=0.01)
    assert set(draft) == {"format", "batch", "model", "loss", "optimizer", "mode"}
    assert draft["model"]["input"] == [3]
    assert draft["loss"] == {"op": "mse", "reduction": "half_mean"}


def test_layers_from_arrays() -> None:
    state = {"a": np.zeros((5, 4)), "b.weight": np.zeros((4, 3)), "b.bias": np.zeros(3)}
    layers = _model.deduce_layers(state)
    assert layers == [linear("a", 5, 4, False), linear("b", 4, 3, True)]
    plain = linear_hyperparameters(layers, batch=1, learning_rate=0.1)
    shapes = _model.parameter_shapes(plain)
    assert shapes == {"a.weight": (5, 4), "b.weight": (4, 3), "b.bias": (3,)}
    flat = _model.flatten(state, shapes, "weights")
    assert flat.shape == (20 + 12 + 3,)
    moved = {**plain, "optimizer": {**plain["optimizer"], "momentum": dyadic(0.9)}}
    assert list(_model.parameter_shapes(moved)) == [
        "a.weight",
        "a.weight.momentum",
        "b.weight",
        "b.bias",
        "b.weight.momentum",
        "b.bias.momentum",
    ]


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"a": np.zeros(3)},
        {"a.bias": np.zeros(3)},
        {"a": np.zeros((2, 3, 4))},
        {"b.bias": np.zeros(3), "b": np.zeros((4, 3))},
    ],
)
def test_arrays_that_are_no_layers(state: dict[str, Any]) -> None:
    with pytest.raises(UnusableRequestError):
        _model.deduce_layers(state)


def test_arrays_that_do_not_fit() -> None:
    shapes: _model.Shapes = {"a.weight": (5, 4), "a.bias": (4,)}
    bias = np.zeros(4)
    with pytest.raises(UnusableRequestError, match="transpose"):
        _model.flatten({"a": np.zeros((4, 5)), "a.bias": bias}, shapes, "weights")
    with pytest.raises(UnusableRequestError, match=r"weights\.a\.bias: found nothing"):
        _model.flatten({"a": np.zeros((5, 4))}, shapes, "weights")
    with pytest.raises(UnusableRequestError, match=r"weights\.x: found an array that is not"):
        _model.flatten({"a": np.zeros((5, 4)), "a.bias": bias, "x": bias}, shapes, "weights")
    flat = _model.flatten({"a": np.zeros((5, 4)), "a.bias": bias.reshape(1, 4)}, shapes, "weights")
    assert flat.shape == (24,)


@pytest.mark.parametrize("bad", [np.ones((5, 4)) * 1j, [["a"] * 4] * 5, [[1, 2], [3]], None])
def test_arrays_that_are_no_numbers(bad: Any) -> None:
    """Complex ones would silently lose their imaginary parts."""
    with pytest.raises(UnusableRequestError, match=r"weights\.a: found"):
        _model.flatten({"a": bad}, {"a.weight": (5, 4)}, "weights")
    with pytest.raises(UnusableRequestError, match=r"weights\.a: found"):
        _model.deduce_layers({"a": bad})


def test_matrices() -> None:
    assert _model.matrix([1, 2, 3], "x").shape == (1, 3)
    assert _model.matrix(np.zeros((2, 3), np.float32), "x").dtype == np.float64
    for bad in (np.zeros((2, 2, 2)), np.zeros((0, 3)), ["a"], 7):
        with pytest.raises(UnusableRequestError):
            _model.matrix(bad, "x")


def test_losses() -> None:
    layers = [linear("a", 2, 2, True), {"op": "relu"}, linear("b", 2, 1, False)]
    h = linear_hyperparameters(layers, batch=2, learning_rate=0.1, reduction="mean")
    weights = np.array([1.0, 0, 0, 1, 0.5, -1, 2, 3])
    inputs, targets = np.array([[1.0, 2.0], [-1.0, 0.0]]), np.array([[1.0], [1.0]])
    # relu(1.5, 1) -> 3 + 3 = 6; relu(-0.5, -1) -> 0.
    assert _model.loss(h, weights, inputs, targets) == pytest.approx((25 + 1) / 2)
    h["loss"] = {"op": "mse", "reduction": "half_mean"}
    assert _model.loss(h, weights, inputs, targets) == pytest.approx((25 + 1) / 2 / 2)


def test_losses_that_are_not_computed_here() -> None:
    """A wrong value would be held against the data."""
    one, layer = np.ones((1, 1)), linear("a", 1, 1, False)
    declared = linear_hyperparameters([layer], batch=1, learning_rate=0.1)
    assert _model.loss_if_computed_here(declared, np.ones(1), one, one) == 0
    entropy = {**declared, "loss": {"op": "softmax_cross_entropy", "reduction": "mean"}}
    assert _model.loss_if_computed_here(entropy, np.ones(1), one, one) is None
    other = {**declared, "model": {"input": [1], "layers": [layer, {"op": "tanh"}]}}
    assert _model.loss_if_computed_here(other, np.ones(1), one, one) is None
