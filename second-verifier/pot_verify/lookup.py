"""Section 10: every limb is in its table, by sums of fractions and a tree that adds them up."""

from dataclasses import dataclass

from .field import K, ONE, ZERO
from .invalid import require
from .layout import run_offsets
from .multilinear import ceil2, eq_at, eq_prefix
from .script import known
from .weights import Eq, Poles

MOST_LEAVES = 2**29


@dataclass
class Run:
    """Leaves in a row: sums of factor times slice, and the k of a pair."""

    variables: int
    limb: object = None        # (commitment, slice, factor) of a run of limbs
    pair: tuple = None         # (digit parts, factor parts, k) of a run of pairs


@dataclass
class Leaves:
    runs: list
    offsets: list
    count: int                 # N

    @property
    def variables(self):
        """M."""
        return ceil2(self.count)


def list_leaves(circuit, commitments, width):
    """The leaves of the fraction tree."""
    runs = []
    for commitment in commitments:
        for tensor in commitment.tensors:
            for limb in commitment.limbs[tensor.name]:
                runs.append(Run(limb.variables, limb=(commitment, limb, 1)))
                if limb.width < width:
                    runs.append(Run(limb.variables, limb=(commitment, limb, 2 ** (width - limb.width))))
    auxiliary = commitments[-1]
    for k, (digit, factor) in enumerate(circuit.pairs, 1):
        runs.append(Run(digit.variables, pair=(_parts(auxiliary, digit, width), _parts(auxiliary, factor, width), k)))
    offsets, count = run_offsets([1 << run.variables for run in runs])
    require(count <= MOST_LEAVES, "hyper-parameters: the lookup has too many leaves")
    return Leaves(runs, offsets, count)


def _parts(commitment, tensor, width):
    """A tensor without offset, put together from its limbs."""
    return [(commitment, limb, 2 ** (width * j)) for j, limb in enumerate(commitment.limbs[tensor.name])]


def run_lookup(script, circuit, auxiliary, leaves, width, alpha, delta):
    """The table's side, the tree, and the leaves."""
    numerator, denominator = _root(script, circuit, auxiliary, width, alpha, delta)
    point = []
    for v in range(leaves.variables):
        name = f"fraction layer {v}"
        combine = script.challenge("lambda")
        below, last = script.sumcheck(name, v, numerator + denominator * combine, point)
        n0, n1, d0, d1 = (script.send(f"{name} {child}") for child in ("n0", "n1", "d0", "d1"))
        script.relate(name, last, [(ONE, n0, d1), (ONE, n1, d0), (combine, d0, d1)])
        rho = script.challenge("rho")
        numerator = n0 + (n1 - n0) * rho
        denominator = d0 + (d1 - d0) * rho
        point = [rho] + below
        script.fraction_layers += 1
    _leaves(script, leaves, alpha, delta, point, numerator, denominator)


def _root(script, circuit, auxiliary, width, alpha, delta):
    """T, and the fraction at the root that equals it."""
    table_sum = script.send("table sum")
    parts = []
    plain = auxiliary.places["multiplicities"][1]
    parts.append((Poles(alpha, lambda: [K(t) for t in range(2**width)], width), [(auxiliary, plain, 1)]))
    for k, table in enumerate(circuit.tables, 1):
        part = auxiliary.places[f"multiplicities@{k}"][1]
        parts.append((Poles(alpha, _pair_entries(table, delta, k), part.variables), [(auxiliary, part, 1)]))
    script.claim("multiplicities", parts, table_sum)
    numerator = script.send("root numerator")
    denominator = script.send("root denominator")
    script.relate("lookup identity", numerator, [(ONE, table_sum, denominator)])
    return numerator, denominator


def _pair_entries(table, delta, k):
    return lambda: [K(d) + delta * entry + delta * delta * k for d, entry in enumerate(table)]


def _leaves(script, leaves, alpha, delta, point, numerator, denominator):
    covered = eq_prefix(point, leaves.count)
    script.constrain("leaf numerators", numerator - known(covered))
    parts, constants = [], ZERO
    for run, offset in zip(leaves.runs, leaves.offsets):
        split = len(point) - run.variables
        place = eq_at(point[:split], offset >> run.variables)
        weights = Eq(point[split:])
        if run.limb:
            commitment, limb, factor = run.limb
            parts.append((weights, [(commitment, limb, place * factor)]))
        else:
            digit, factors, k = run.pair
            parts.append((weights, [(commitment, limb, place * factor) for commitment, limb, factor in digit]))
            parts.append((weights, [(commitment, limb, place * delta * factor) for commitment, limb, factor in factors]))
            constants = constants + delta * delta * k * place
    script.claim("leaf denominators", parts, known(alpha * covered + ONE - covered - constants) - denominator)
