"""Section 9, succinct weights: linear functionals of a tensor or slice, their extensions and sums."""

from .field import ONE, ZERO, inverses, total
from .invalid import require
from .multilinear import eq, eq_at, eq_prefix, eq_table, prefix_sum


class Eq:
    """eq(point, x)."""

    def __init__(self, point):
        self.point = point
        self.variables = len(point)

    def extension(self, z):
        return eq(self.point, z)

    def sum(self):
        return ONE


class MaskedEq(Eq):
    """[x < count] eq(point, x)."""

    def __init__(self, point, count):
        super().__init__(point)
        self.count = count

    def extension(self, z):
        return prefix_sum(self.count, [(ONE - a) * (ONE - b) for a, b in zip(self.point, z)], [a * b for a, b in zip(self.point, z)])

    def sum(self):
        return eq_prefix(self.point, self.count)


class Ones:
    """1 everywhere."""

    def __init__(self, variables):
        self.variables = variables

    def extension(self, z):
        return ONE

    def sum(self):
        return ONE * 2**self.variables


class Product:
    """Weights of rows times weights of columns."""

    def __init__(self, rows, columns):
        self.rows = rows
        self.columns = columns
        self.variables = rows.variables + columns.variables

    def extension(self, z):
        split = self.rows.variables
        return self.rows.extension(z[:split]) * self.columns.extension(z[split:])

    def sum(self):
        return self.rows.sum() * self.columns.sum()


class Difference:
    """Weights less other weights."""

    def __init__(self, left, right):
        self.left = left
        self.right = right
        self.variables = left.variables

    def extension(self, z):
        return self.left.extension(z) - self.right.extension(z)

    def sum(self):
        return self.left.sum() - self.right.sum()


class Place:
    """1 at one index, 0 elsewhere."""

    def __init__(self, index, variables):
        self.index = index
        self.variables = variables

    def extension(self, z):
        return eq_at(z, self.index)

    def sum(self):
        return ONE


class Poles:
    """1 / (alpha - entry) for the entries of a table, given as elements of K; a small table, taken in full."""

    def __init__(self, alpha, entries, variables):
        self.alpha = alpha
        self.entries = entries
        self.variables = variables

    def extension(self, z):
        differences = [self.alpha - entry for entry in self.entries()]
        require(ZERO not in differences, "a challenge is a pole of a table")
        return total(weight * value for weight, value in zip(inverses(differences), eq_table(z)))
