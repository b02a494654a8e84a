"""Section 2: the integers that follow from the hyper-parameters, and what is refused."""

from dataclasses import dataclass
from fractions import Fraction

from .hparams import Format, Linear
from .invalid import require
from .multilinear import ceil2

PROBABILITY = Format(24, 23, signed=False)
FACTOR = Format(31, 30, signed=False)


@dataclass
class Derived:
    """The names are those of section 2."""

    linear: list          # the linear layers
    taken: list           # the format of what each takes in
    given: list           # the format of what each gives
    gradients: list       # the format of the gradient of each one's output
    tolerance: int        # t
    buffer_tolerance: int = 0  # tV
    shifts: tuple = ()    # s_l
    loss_factor: int = 0  # C
    loss_input: int = 0   # fin
    prediction: int = 0   # fP
    loss_shift: int = 0   # sg


@dataclass
class Update:
    """The constants of one parameter's update: those without momentum, or those with it."""

    kappa: int
    extra: int = 0        # without momentum
    decay: int = 0        # D
    gradient: int = 0     # 2^(F - fg), with momentum
    momentum: int = 0     # M
    shift: int = 0        # s
    rate: int = 0         # R
    nesterov: int = 0     # N


def within(value, least, most, what):
    require(least <= value <= most, f"hyper-parameters: {what} is {value}, not {least} to {most}")
    return value


def floor_log2(x):
    """floor(log2 x) of a positive rational."""
    guess = x.numerator.bit_length() - x.denominator.bit_length()
    return guess if Fraction(2) ** guess <= x else guess - 1


def rounded(x, frac, what):
    """A constant rounded to `frac` bits, which are not negative: 1 to 2^40 unless it is zero."""
    if x == 0:
        return 0
    require(frac >= 0, f"hyper-parameters: {what} would have {frac} fractional bits")
    return within((x * Fraction(2) ** frac + Fraction(1, 2)).__floor__(), 1, 2**40, what)


def derive(h):
    """All that follows for the model as a whole."""
    weight, activation = h.formats["weight"], h.formats["activation"]
    d = Derived(linear=[layer for layer in h.layers if isinstance(layer, Linear)], taken=[], given=[], gradients=[], tolerance=0)
    if not h.mode.exact:
        d.tolerance = within(h.mode.tolerance_log2 + weight.frac + 1, 1, min(40, weight.bits - 1), "t")
    if h.cross_entropy:
        target = h.formats["target"]
        require((target.frac, target.bits) == (0, 1), "cross-entropy's target is not {frac 0, bits 1}")
        within(activation.bits - activation.frac, 6, 32, "bA - fA")
    _formats(h, d)
    d.shifts = [within(taken.frac + weight.frac - given.frac, 1, 61, "s_l") for taken, given in zip(d.taken, d.given)]
    _loss(h, d)
    if not h.mode.exact:
        _buffer_tolerance(h, d)
    for layer in d.linear:
        for a, b in ((layer.inputs, layer.outputs), (h.batch, layer.inputs), (h.batch, layer.outputs)):
            within(ceil2(a) + ceil2(b), 0, 26, f"the variables of a tensor of {layer.name}")
    return d


def _buffer_tolerance(h, d):
    """tV with momentum; without it t must fit the buffers, too."""
    buffer = h.formats["buffer"]
    most = min(40, buffer.bits - 1)
    if h.momentum.m:
        d.buffer_tolerance = within(h.mode.buffer_tolerance_log2 + buffer.frac + 1, 1, most, "tV")
    else:
        within(d.tolerance, 1, most, "t beside the buffers")


def _formats(h, d):
    """Formats by layer."""
    weight, activation, gradient = h.formats["weight"], h.formats["activation"], h.formats["gradient"]

    def room(n):
        return within(64 - weight.bits - ceil2(n), 8, 64, "the room beside the weights")

    taken = h.formats["input"]
    for number, layer in enumerate(d.linear):
        last = number == len(d.linear) - 1
        given = activation
        if not last:
            bits = min(28, activation.bits, room(layer.outputs))
            given = Format(bits, min(activation.frac, bits - 5))
            require(given.frac >= 0, "hyper-parameters: too few bits for the output of a hidden layer")
        d.taken.append(taken)
        d.given.append(given)
        d.gradients.append(gradient if number == 0 else Format(min(gradient.bits, room(layer.outputs)), gradient.frac))
        taken = given


def _loss(h, d):
    """The loss factor and its shift."""
    gradient, target = h.formats["gradient"], h.formats["target"]
    outputs = d.linear[-1].outputs
    halves = h.cross_entropy or h.reduction == "half_mean"
    factor = Fraction(1, h.batch) if halves else Fraction(2, h.batch * outputs)
    if not h.momentum.m:
        factor *= h.learning_rate.value
    d.prediction = PROBABILITY.frac if h.cross_entropy else h.formats["activation"].frac
    d.loss_input = max(d.prediction, target.frac)
    within(d.loss_input - min(d.prediction, target.frac), 0, 36, "fin - min(fP, fT)")
    log = floor_log2(factor)
    bits = within(min(60, max(21 - log, gradient.frac - d.loss_input + 1)), 0, 60, "fc")
    d.loss_factor = within((factor * 2**bits + Fraction(1, 2)).__floor__(), 1, 2**25 - 1, "C")
    require(log >= -gradient.frac, "the rate is below a unit of the gradient")
    d.loss_shift = within(bits + d.loss_input - gradient.frac, 1, 61, "sg")


def derive_update(h, d, gradient_frac, gradient_bound):
    """The constants of a parameter's update: fg and the bound of its gradient are given."""
    return (_with_momentum if h.momentum.m else _without_momentum)(h, d, gradient_frac, gradient_bound)


def _without_momentum(h, d, gradient_frac, gradient_bound):
    t, kappa, extra, decay = d.tolerance, gradient_frac - h.formats["weight"].frac, 0, 0
    within(kappa, 0, 61, "kappa")
    within(kappa + t, 1, 61, "kappa + t")
    if h.weight_decay.m:
        extra = max(0, min(25 - kappa, 29 - t - kappa, 61 - gradient_bound.bit_length()))
        kappa += extra
        decay = rounded(h.learning_rate.value * h.weight_decay.value, kappa, "D")
    return Update(kappa=kappa, extra=extra, decay=decay)


def _with_momentum(h, d, gradient_frac, gradient_bound):
    weight, buffer, rate, mu = h.formats["weight"], h.formats["buffer"], h.learning_rate, h.momentum
    common = max(gradient_frac, buffer.frac + min(24, max(0, -mu.e)))
    shift = common - buffer.frac
    within(shift + d.buffer_tolerance, 1, 61, "s + tV")
    rate_bits = 29 if h.nesterov else min(29, max(1, -rate.e))
    return Update(
        kappa=within(buffer.frac + rate_bits - weight.frac, 1, 61 - d.tolerance, "kappa"),
        decay=rounded(h.weight_decay.value, common - weight.frac, "D"),
        gradient=2 ** (common - gradient_frac),
        momentum=rounded(mu.value, shift, "M"),
        shift=shift,
        rate=rounded(rate.value * (1 + mu.value) if h.nesterov else rate.value, rate_bits, "R"),
        nesterov=rounded(rate.value * mu.value, rate_bits, "N") if h.nesterov else 0)
