"""What hyper-parameters say of a model's arrays, and what arrays say of a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

import numpy as np

from pot.zk._arrays import Array, numbers
from pot.zk.errors import unusable
from pot.zk.hyperparameters import linear

Shapes = dict[str, tuple[int, ...]]


def parameter_shapes(hyperparameters: Mapping[str, Any]) -> Shapes:
    """Name and shape of every tensor of the state, in its order.

    With momentum the buffers of a layer, ``NAME.weight.momentum`` and so on, follow it.
    """
    shapes: Shapes = {}
    for layer in hyperparameters["model"]["layers"]:
        if layer["op"] == "linear":
            own: Shapes = {f"{layer['name']}.weight": (layer["in"], layer["out"])}
            if layer["bias"]:
                own[f"{layer['name']}.bias"] = (layer["out"],)
            shapes.update(own)
            if hyperparameters["optimizer"]["momentum"]["m"] != 0:
                shapes.update({f"{name}.momentum": shape for name, shape in own.items()})
    return shapes


def deduce_layers(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Linear layers from their arrays, in insertion order: a 2-D ``NAME`` or ``NAME.weight`` is a
    weight, inputs x outputs; a ``NAME.bias`` is its bias.

    Raises:
        UnusableRequestError: an array is neither.
    """
    layers: dict[str, dict[str, Any]] = {}
    for name, value in state.items():
        array = numbers(value, f"weights.{name}")
        layer = name.removesuffix(".weight").removesuffix(".bias")
        if name.endswith(".bias") and layer in layers:
            layers[layer]["bias"] = True
        elif not name.endswith(".bias") and array.ndim == 2:
            layers[layer] = linear(layer, array.shape[0], array.shape[1], False)
        else:
            raise unusable(
                name,
                f"an array of shape {array.shape}",
                "a weight of shape (inputs, outputs), or the bias of a layer before it",
                "declare the model: ZKWitnessBuilder(hyperparameters=..)",
            )
    if not layers:
        raise unusable(
            "weights", "no arrays", "at least one layer's weight", "give the model's state"
        )
    return list(layers.values())


def flatten(state: Mapping[str, Any], shapes: Shapes, what: str) -> Array:
    """All parameters in one row, in the order of the state.

    Raises:
        UnusableRequestError: an array is missing, not declared, or of another shape.
    """
    left = dict(state)
    parts = []
    for name, shape in shapes.items():
        key = name if name in left else name.removesuffix(".weight")
        if key not in left:
            raise unusable(f"{what}.{name}", "nothing", f"an array of shape {shape}", "add it")
        array = numbers(left.pop(key), f"{what}.{key}")
        if array.shape != shape and array.shape != (1, *shape):
            turned = array.shape == tuple(reversed(shape))
            raise unusable(
                f"{what}.{key}",
                f"an array of shape {array.shape}",
                str(shape),
                "transpose it: weights are in x out" if turned else "give the declared shape",
            )
        parts.append(array.astype(np.float64).reshape(-1))
    if left:
        raise unusable(
            f"{what}.{next(iter(left))}",
            "an array that is not declared",
            str(list(shapes)),
            "remove it",
        )
    return np.concatenate(parts)


def matrix(values: Any, what: str) -> Array:
    """Samples in rows; one sample may come without its row.

    Raises:
        UnusableRequestError: the values are no matrix of numbers.
    """
    array = numbers(values, what)
    if array.ndim not in (1, 2) or array.size == 0:
        raise unusable(
            what, f"an array of shape {array.shape}", "numbers, batch x features", "correct it"
        )
    return np.atleast_2d(array).astype(np.float64)


def loss(
    hyperparameters: Mapping[str, Any], weights: Array, inputs: Array, targets: Array
) -> float:
    """The declared loss before the step, in float64."""
    tensors = {}
    at = 0
    for name, shape in parameter_shapes(hyperparameters).items():
        size = int(np.prod(shape))
        tensors[name] = weights[at : at + size].reshape(shape)
        at += size
    values: Array = inputs
    for layer in hyperparameters["model"]["layers"]:
        if layer["op"] == "relu":
            values = np.maximum(values, 0)
            continue
        values = values @ tensors[f"{layer['name']}.weight"]
        if layer["bias"]:
            values = values + tensors[f"{layer['name']}.bias"]
    squares = float(np.sum((values - targets) ** 2))
    if hyperparameters["loss"]["reduction"] == "mean":
        return squares / int(values.size)
    return squares / 2 / int(values.shape[0])


def loss_if_computed_here(
    hyperparameters: Mapping[str, Any], weights: Array, inputs: Array, targets: Array
) -> Optional[float]:
    """The same; None for other layers and losses, as a wrong value would be held against the
    data."""
    layers = {layer["op"] for layer in hyperparameters["model"]["layers"]}
    if hyperparameters["loss"]["op"] != "mse" or not layers <= {"linear", "relu"}:
        return None
    return loss(hyperparameters, weights, inputs, targets)
