"""Section 9, softmax cross-entropy: its tensors, relations and tables of exponentials."""

from decimal import ROUND_HALF_UP, Context, Decimal

from .circuit import Combination, ElementProduct, Entry, Mask, OneColumn, Relation, RowSum, Tensor, entries
from .derive import FACTOR, PROBABILITY
from .hparams import Format
from .multilinear import ceil2

PRECISE = Context(prec=80, rounding=ROUND_HALF_UP)


def softmax(h, output, targets):
    """(tensors in order, relations in order, prediction, tables, pairs of digits and factors)."""
    rows, columns, activation = h.batch, targets.columns, h.formats["activation"]
    widths = digit_widths(activation.bits)
    count = len(widths)
    bits_of_columns = ceil2(columns)

    def wide(name, form, padded=False):
        return Tensor(f"softmax.{name}", rows, columns, form, padded)

    maximum = Tensor("softmax.maximum", rows, 1, activation, zero_padded=True)
    selector = wide("selector", Format(1, 0, signed=False))
    digits = [wide(f"digit@{k}", Format(width, 0, signed=False)) for k, width in enumerate(widths, 1)]
    factors = [wide(f"factor@{k}", FACTOR) for k in range(1, count + 1)]
    exponentials = [wide(f"exponential@{k}", FACTOR) for k in range(count - 1, 0, -1)]
    sum_of_row = Tensor("softmax.total", rows, 1, Format(24 + bits_of_columns, 23, signed=False))
    probability = wide("probability", PROBABILITY, True)
    tensors = [maximum, selector, *digits, *factors, *exponentials, sum_of_row, probability]

    far = 2**activation.bits - 1
    distance = Combination("softmax.distance", tuple((digit, 2 ** (8 * k)) for k, digit in enumerate(digits)))
    relations = [
        Relation("targets.one_hot", rows, 1, [RowSum(1, targets), Mask(-1, columns=False)]),
        Relation("softmax.distance", rows, columns,
                 [OneColumn(1, maximum, masked=True), *entries(-1, output), Mask(-far, columns=True), *entries(-1, distance)], far),
        Relation("softmax.selection", rows, 1, [RowSum(1, selector), Mask(-1, columns=False)]),
        Relation("softmax.attained", rows, columns, [ElementProduct(1, selector, distance)]),
    ]
    exponential = factors[-1]
    for k, product in zip(range(count - 1, 0, -1), exponentials):
        terms = [ElementProduct(1, factors[k - 1], exponential), Entry(-(2**30), product)]
        relations.append(Relation(f"softmax.exponential@{k}", rows, columns, terms, 2**29, 30))
        exponential = product
    relations.append(Relation("softmax.total", rows, 1, [RowSum(1, exponential), OneColumn(-(2**7), sum_of_row, masked=False)], 2**6, 7))
    division = Relation("softmax.division", rows, columns,
                        [Entry(2**17, exponential), OneColumn(1, sum_of_row, masked=False), ElementProduct(-2, probability, sum_of_row)],
                        0, 25 + bits_of_columns)
    bound = Relation("softmax.bound", rows, columns,
                     [OneColumn(2, sum_of_row, masked=False), Entry(-1, division.remainder), Mask(-1, columns=False)],
                     0, 25 + bits_of_columns)
    relations += [division, bound]
    tables = [table(k, width, activation.frac) for k, width in enumerate(widths, 1)]
    return tensors, relations, probability, tables, list(zip(digits, factors))


def digit_widths(bits):
    """Section 2: d_k, 8 bits each, the last the bits left."""
    return [min(8, bits - place) for place in range(0, bits, 8)]


def table(k, width, frac):
    """Section 2: entry d is 2^30 exp(-d 2^(8 (k - 1) - frac)), rounded half up."""
    return [exponential(d, 8 * (k - 1) - frac) for d in range(2**width)]


def exponential(d, scale):
    """2^30 exp(-d 2^scale) rounded half up. Where it is far below one half, it is zero without computing it."""
    x = PRECISE.multiply(Decimal(d), PRECISE.power(Decimal(2), scale))
    if x > 100:
        return 0
    return int(PRECISE.multiply(PRECISE.exp(-x), Decimal(2**30)).to_integral_value(rounding=ROUND_HALF_UP))
