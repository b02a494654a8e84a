"""Sections 7 and 8: hidden values, what is collected about them, and the sumcheck."""

from dataclasses import dataclass, field

from .field import K, ONE, ZERO


class Hidden:
    """A constant plus a linear form in the pads."""

    __slots__ = ("constant", "form")

    def __init__(self, constant, form=None):
        self.constant = constant
        self.form = form or {}

    def __add__(self, other):
        form = dict(self.form)
        for pad, factor in other.form.items():
            form[pad] = form[pad] + factor if pad in form else factor
        return Hidden(self.constant + other.constant, form)

    def __mul__(self, factor):
        """A known multiple, by an element of K or an integer."""
        return Hidden(self.constant * factor, {pad: value * factor for pad, value in self.form.items()})

    def __sub__(self, other):
        return self + other * -1

    def __neg__(self):
        return self * -1


def known(value):
    """A public value."""
    return Hidden(value if isinstance(value, K) else K(value))


@dataclass
class Claim:
    """A linear functional of committed slices equals a hidden value: parts are (weights, [(commitment, slice, factor)])."""

    name: str
    parts: list
    value: Hidden


@dataclass
class ProductRelation:
    """target = sum of coefficient left right."""

    name: str
    target: Hidden
    products: list     # (coefficient, left, right)


@dataclass
class Script:
    """What prover and verifier say, up to the opening: over a channel that reads a proof or only counts."""

    channel: object
    pads: int = 0
    rounds: int = 0
    coordinates: int = 0
    fraction_layers: int = 0
    claims: list = field(default_factory=list)
    constraints: list = field(default_factory=list)
    products: list = field(default_factory=list)

    def fresh_pad(self):
        """A hidden value P_i that covers no message."""
        pad = Hidden(ZERO, {self.pads: ONE})
        self.pads += 1
        return pad

    def send(self, label):
        """The hidden value (message) - P_i."""
        hidden = Hidden(self.channel.message(label), {self.pads: -ONE})
        self.pads += 1
        return hidden

    def challenge(self, label):
        return self.channel.challenge(label)

    def point(self, label, variables):
        """A random point of a relation or a padded tensor."""
        self.coordinates += variables
        return [self.challenge(label) for _ in range(variables)]

    def claim(self, name, parts, value):
        self.claims.append(Claim(name, parts, value))

    def constrain(self, name, value):
        """The value is zero."""
        self.constraints.append((name, value))

    def relate(self, name, target, products):
        self.products.append(ProductRelation(name, target, products))

    def sumcheck(self, label, variables, claim, weights=None):
        """Section 8: plain, or weighted by eq(weights, .). Gives the point and the last claim."""
        point = []
        for i in range(variables):
            low = self.send(f"{label} h(0)")
            top = self.send(f"{label} h(inf)")
            if weights is None:
                high = claim - low
            else:
                t = weights[i]
                high = (claim - low * (ONE - t)) * t.inverse()
            r = self.challenge(f"{label} r")
            claim = low + (high - low - top) * r + top * (r * r)
            point.append(r)
            self.rounds += 1
        return point, claim


class CountingChannel:
    """Stands in for a proof to count what its script sends."""

    def message(self, label):
        return ZERO

    def challenge(self, label):
        return K(0, 1)


class ProofChannel:
    """Reads messages from a proof and absorbs them."""

    def __init__(self, reader, transcript):
        self.reader = reader
        self.transcript = transcript

    def message(self, label):
        return self.clear(label, 1)[0]

    def clear(self, label, count):
        """Elements in the clear, absorbed together."""
        elements, data = self.reader.elements_of_k(count)
        self.transcript.absorb(label, data)
        return elements

    def challenge(self, label):
        return self.transcript.challenge(label)
