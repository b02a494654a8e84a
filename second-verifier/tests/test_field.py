import random
import unittest

from pot_verify.code import code_point
from pot_verify.field import K, ONE, P, ZERO, evaluate, inverses, powers_from_one, total
from pot_verify.multilinear import ceil2, eq, eq_at, eq_prefix, eq_table
from pot_verify.weights import Difference, Eq, MaskedEq, Ones, Place, Poles, Product

dice = random.Random(1)


def element():
    return K(dice.randrange(P), dice.randrange(P))


def point(variables):
    return [element() for _ in range(variables)]


class FieldTest(unittest.TestCase):
    def test_u_squared_is_seven(self):
        self.assertEqual(K(0, 1) * K(0, 1), K(7))

    def test_multiplication_distributes(self):
        a, b, c = point(3)
        self.assertEqual(a * (b + c), a * b + a * c)
        self.assertEqual(a * 3, a + a + a)
        self.assertEqual(a * -1, ZERO - a)

    def test_inverses(self):
        values = point(9)
        self.assertEqual(inverses(values), [value.inverse() for value in values])
        self.assertTrue(all(value * value.inverse() == ONE for value in values))

    def test_powers_start_at_one(self):
        x = element()
        self.assertEqual(powers_from_one(x, 3), [x, x * x, x * x * x])

    def test_evaluate(self):
        coefficients, x = point(4), dice.randrange(P)
        self.assertEqual(evaluate(coefficients, x), total(c * pow(x, i, P) for i, c in enumerate(coefficients)))

    def test_code_points_are_distinct_and_in_the_coset(self):
        points = {code_point(j, 6) for j in range(64)}
        self.assertEqual(len(points), 64)
        self.assertEqual({pow(x, 64, P) for x in points}, {pow(7, 64, P)})
        self.assertEqual(code_point(0, 6), 7)
        self.assertEqual(code_point(1, 6), P - 7)      # rev(1) = 32: omega^32 = -1


class MultilinearTest(unittest.TestCase):
    def test_ceil2(self):
        self.assertEqual([ceil2(n) for n in (1, 2, 3, 4, 5, 8, 9)], [0, 1, 2, 2, 3, 3, 4])

    def test_variable_zero_is_the_most_significant_bit(self):
        a = point(3)
        table = eq_table(a)
        self.assertEqual(table, [eq_at(a, i) for i in range(8)])
        self.assertEqual(table[4], a[0] * (ONE - a[1]) * (ONE - a[2]))
        self.assertEqual(eq(a, [ONE, ZERO, ZERO]), table[4])

    def test_prefixes(self):
        for variables in range(4):
            a = point(variables)
            for count in range(1 << variables):
                self.assertEqual(eq_prefix(a, count + 1), total(eq_table(a)[:count + 1]))

    def test_extensions_and_sums_are_those_of_the_tables(self):
        a, b, alpha = point(2), point(2), element()
        entries = point(16)
        tables = [
            (Product(Eq(a), Eq(b)), [x * y for x in eq_table(a) for y in eq_table(b)]),
            (Product(Ones(2), Eq(b)), eq_table(b) * 4),
            (Product(MaskedEq(a, 3), Eq(b)), [x * y for x in eq_table(a)[:3] + [ZERO] for y in eq_table(b)]),
            (Difference(Eq(a + b), MaskedEq(a + b, 5)), [ZERO] * 5 + eq_table(a + b)[5:]),
            (Place(6, 4), [ONE if i == 6 else ZERO for i in range(16)]),
            (Poles(alpha, lambda: entries, 4), [(alpha - entry).inverse() for entry in entries]),
        ]
        z = point(4)
        for weights, table in tables:
            self.assertEqual(weights.extension(z), total(x * y for x, y in zip(table, eq_table(z))))
            if not isinstance(weights, Poles):
                self.assertEqual(weights.sum(), total(table))


if __name__ == "__main__":
    unittest.main()
