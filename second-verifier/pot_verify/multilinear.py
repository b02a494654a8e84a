"""Section 3, points: the most significant bit of an index is variable 0."""

from .field import ONE, ZERO


def ceil2(n):
    """The number of variables of n entries."""
    return (n - 1).bit_length()


def eq(a, b):
    """eq(a, b) = prod (a_i b_i + (1 - a_i)(1 - b_i))."""
    result = ONE
    for x, y in zip(a, b):
        xy = x * y
        result = result * (ONE - x - y + xy + xy)
    return result


def eq_at(point, index):
    """eq(point, bits of the index)."""
    result = ONE
    for i, x in enumerate(point):
        bit = index >> (len(point) - 1 - i) & 1
        result = result * (x if bit else ONE - x)
    return result


def eq_table(point):
    """eq(point, x) for all x in order."""
    table = [ONE]
    for x in point:
        halves = ((value, value * x) for value in table)
        table = [entry for value, high in halves for entry in (value - high, high)]
    return table


def prefix_sum(count, low, high):
    """sum_{x < count} prod_i (high_i if bit i of x else low_i), along the bits of count."""
    variables = len(low)
    rests = [ONE]
    for i in range(variables - 1, -1, -1):
        rests.append(rests[-1] * (low[i] + high[i]))
    rests.reverse()
    if count == 1 << variables:
        return rests[0]
    result, product = ZERO, ONE
    for i in range(variables):
        if count >> (variables - 1 - i) & 1:
            result = result + product * low[i] * rests[i + 1]
            product = product * high[i]
        else:
            product = product * low[i]
    return result


def eq_prefix(point, count):
    """sum_{x < count} eq(point, x)."""
    return prefix_sum(count, [ONE - x for x in point], point)
