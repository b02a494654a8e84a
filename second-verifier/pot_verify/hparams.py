"""Section 2: the hyper-parameters as an object, each member checked."""

import re
from dataclasses import dataclass
from fractions import Fraction

from .canonical import parse_canonical
from .invalid import require

MOST = 2**24
MOST_LAYERS = 256


@dataclass(frozen=True)
class Format:
    """Integers of `bits` bits in units of 2^-frac."""

    bits: int
    frac: int
    signed: bool = True


@dataclass(frozen=True)
class Linear:
    name: str
    inputs: int
    outputs: int
    bias: bool


@dataclass(frozen=True)
class Relu:
    pass


@dataclass(frozen=True)
class Dyadic:
    """The number m 2^e."""

    m: int
    e: int

    @property
    def value(self):
        return Fraction(self.m) * Fraction(2) ** self.e


@dataclass(frozen=True)
class Mode:
    """Tolerances are None in exact mode."""

    tolerance_log2: int = None
    gate_band_log2: int = None
    buffer_tolerance_log2: int = None

    @property
    def exact(self):
        return self.tolerance_log2 is None


@dataclass(frozen=True)
class HyperParameters:
    batch: int
    openings: int
    formats: dict
    cross_entropy: bool
    reduction: str
    mode: Mode
    inputs: int
    layers: tuple
    learning_rate: Dyadic
    momentum: Dyadic
    nesterov: bool
    weight_decay: Dyadic


def read_hyper_parameters(data):
    """Canonical bytes to hyper-parameters, or Invalid."""
    top = _members(parse_canonical(data), "", "batch commitment format formats loss mode model optimizer")
    require(top["format"] == "pot-hparams/1", "another format of hyper-parameters")
    commitment = _members(top["commitment"], "commitment", "openings profile")
    require(_integer(commitment["profile"], "profile", 1, 1), "another profile")
    model = _members(top["model"], "model", "input layers")
    require(isinstance(model["input"], list) and len(model["input"]) == 1, "model.input has not one size")
    inputs = _integer(model["input"][0], "model.input", 1, MOST)
    optimizer = _members(top["optimizer"], "optimizer", "learning_rate momentum nesterov op weight_decay")
    require(optimizer["op"] == "sgd", "another optimizer")
    rate, momentum, decay = (_dyadic(optimizer[name], name) for name in ("learning_rate", "momentum", "weight_decay"))
    nesterov = _boolean(optimizer["nesterov"], "nesterov")
    require(rate.m != 0, "the learning rate is zero")
    require(momentum.value < 1, "momentum is not below 1")
    require(momentum.m != 0 or not nesterov, "nesterov without momentum")
    cross_entropy, reduction = _loss(top["loss"])
    formats = _formats(top["formats"])
    mode = _mode(top["mode"], formats, bool(momentum.m))
    layers = _layers(model["layers"], inputs)
    return HyperParameters(
        batch=_integer(top["batch"], "batch", 1, MOST), openings=_integer(commitment["openings"], "openings", 1, 64),
        formats=formats, cross_entropy=cross_entropy, reduction=reduction, mode=mode, inputs=inputs, layers=layers,
        learning_rate=rate, momentum=momentum, nesterov=nesterov, weight_decay=decay)


def _members(value, where, names):
    """An object with exactly these members."""
    require(isinstance(value, dict) and set(value) == set(names.split()), f"hyper-parameters: members of {where or 'the whole'}")
    return value


def _integer(value, where, least, most):
    require(type(value) is int and least <= value <= most, f"hyper-parameters: {where} is not an integer from {least} to {most}")
    return value


def _boolean(value, where):
    require(type(value) is bool, f"hyper-parameters: {where} is neither true nor false")
    return value


def _dyadic(value, where):
    _members(value, where, "e m")
    m = _integer(value["m"], where, 0, 2**20 - 1)
    e = _integer(value["e"], where, -1074, 1023)
    require(m % 2 == 1 or (m == 0 and e == 0), f"hyper-parameters: {where} is not in lowest terms")
    return Dyadic(m, e)


def _format(value, where):
    _members(value, where, "bits frac")
    return Format(_integer(value["bits"], where, 1, 62), _integer(value["frac"], where, 0, 62))


def _formats(value):
    names = "activation buffer gradient input target weight"
    _members(value, "formats", names)
    return {name: _format(value[name], name) for name in names.split()}


def _loss(value):
    _members(value, "loss", "op reduction")
    if value["op"] == "softmax_cross_entropy":
        require(value["reduction"] == "mean", "another reduction")
        return True, "mean"
    require(value["op"] == "mse" and value["reduction"] in ("mean", "half_mean"), "another loss")
    return False, value["reduction"]


def _mode(value, formats, momentum):
    if isinstance(value, dict) and value.get("op") == "exact":
        _members(value, "mode", "op")
        return Mode()
    _members(value, "mode", "buffer_tolerance_log2 gate_band_log2 op tolerance_log2")
    require(value["op"] == "attested", "another mode")
    weight, buffer, activation = formats["weight"], formats["buffer"], formats["activation"]
    tolerance = _integer(value["tolerance_log2"], "tolerance_log2", -weight.frac, 62)
    least, most = (-buffer.frac, 62) if momentum else (tolerance, tolerance)
    return Mode(
        tolerance,
        _integer(value["gate_band_log2"], "gate_band_log2", -activation.frac, activation.bits - 1 - activation.frac),
        _integer(value["buffer_tolerance_log2"], "buffer_tolerance_log2", least, most))


def _layers(value, inputs):
    require(isinstance(value, list) and 1 <= len(value) <= MOST_LAYERS, "hyper-parameters: number of layers")
    layers, names, width = [], set(), inputs
    for entry in value:
        if isinstance(entry, dict) and entry.get("op") == "relu":
            _members(entry, "a layer", "op")
            layers.append(Relu())
            continue
        _members(entry, "a layer", "bias in name op out")
        require(entry["op"] == "linear", "another kind of layer")
        name = entry["name"]
        require(isinstance(name, str) and re.fullmatch(r"[A-Za-z0-9_.\-]{1,64}", name), "hyper-parameters: a layer's name")
        require(name not in names, "two layers of one name")
        names.add(name)
        layer = Linear(name, _integer(entry["in"], "in", 1, MOST), _integer(entry["out"], "out", 1, MOST), _boolean(entry["bias"], "bias"))
        require(layer.inputs == width, f"layer {name} does not take what it is given")
        width = layer.outputs
        layers.append(layer)
    require(names, "no linear layer")
    return tuple(layers)
