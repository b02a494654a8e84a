"""Section 1: the field F of order p and its quadratic extension K = F[u]/(u^2 - 7)."""

P = 2**64 - 2**32 + 1
GENERATOR = 7


class K:
    """An element a + b u of K. Immutable; `*` also takes an integer."""

    __slots__ = ("a", "b")

    def __init__(self, a, b=0):
        self.a = a % P
        self.b = b % P

    def __add__(self, other):
        return K(self.a + other.a, self.b + other.b)

    def __sub__(self, other):
        return K(self.a - other.a, self.b - other.b)

    def __neg__(self):
        return K(-self.a, -self.b)

    def __mul__(self, other):
        if isinstance(other, int):
            return K(self.a * other, self.b * other)
        return K(self.a * other.a + 7 * self.b * other.b, self.a * other.b + self.b * other.a)

    def __eq__(self, other):
        return self.a == other.a and self.b == other.b

    def __hash__(self):
        return hash((self.a, self.b))

    def __repr__(self):
        return f"K({self.a}, {self.b})"

    def inverse(self):
        """1 / (a + b u) = (a - b u) / (a^2 - 7 b^2). The element must not be zero."""
        norm = pow(self.a * self.a - 7 * self.b * self.b, P - 2, P)
        return K(self.a * norm, -self.b * norm)


ZERO = K(0)
ONE = K(1)


def total(values):
    """The sum of elements of K."""
    result = ZERO
    for value in values:
        result = result + value
    return result


def powers_from_one(base, count):
    """base^1, ..., base^count."""
    result, power = [], ONE
    for _ in range(count):
        power = power * base
        result.append(power)
    return result


def inverses(values):
    """The inverses of many elements for the price of one inversion. None may be zero."""
    prefixes, product = [], ONE
    for value in values:
        prefixes.append(product)
        product = product * value
    result, rest = [ZERO] * len(values), product.inverse()
    for i in range(len(values) - 1, -1, -1):
        result[i] = rest * prefixes[i]
        rest = rest * values[i]
    return result


def evaluate(coefficients, x):
    """The polynomial with these coefficients in K, lowest first, at x in F."""
    a = b = 0
    for coefficient in reversed(coefficients):
        a = (a * x + coefficient.a) % P
        b = (b * x + coefficient.b) % P
    return K(a, b)
