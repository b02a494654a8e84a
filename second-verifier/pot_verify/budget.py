"""Section 16: the error budget, in exact rationals."""

from fractions import Fraction

from .field import P
from .invalid import require
from .multilinear import ceil2

CHALLENGES = P * P - P


def lookup_count(circuit, leaves, width):
    """Of the lookup, before the work divides it."""
    count = leaves.count + 2**width
    if circuit.tables:
        count = 2 * (count + sum(len(table) for table in circuit.tables))
    return count


def lookup_work(count):
    """The bits of work before alpha."""
    return max(0, count.bit_length() + 103 - 127)


def error_terms(script, profile, commitments):
    """All terms but that of the lookup, by name."""
    n, length = profile.code_length, profile.lane_length + profile.blinding
    most = max(commitment.lanes for commitment in commitments)
    counts = {
        "sumcheck rounds": 2 * script.rounds,
        "fraction layers": 2 * script.fraction_layers,
        "random points": script.coordinates,
        "batching": len(script.claims),
        "products": len(script.products) + 2,
        "constraints": len(script.constraints),
        "folding lanes": ceil2(most) * n,
        "folding commitments": 4 * n + 4,
        "pads": n + 1,
    }
    terms = {name: Fraction(count, CHALLENGES) for name, count in counts.items()}
    terms["queries"] = Fraction(n + length, 2 * n) ** profile.queries / 2**profile.grinding
    return terms


def check_budget(terms):
    """The sum of section 16 is at most 2^-100."""
    require(sum(terms.values()) <= Fraction(1, 2**100), "the error budget is exceeded")
