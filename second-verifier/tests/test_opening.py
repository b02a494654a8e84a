import random
import unittest

from pot_verify import merkle
from pot_verify.circuit import Tensor
from pot_verify.code import code_point
from pot_verify.field import K, P, evaluate, powers_from_one, total
from pot_verify.hashing import tagged_hash
from pot_verify.hparams import Format
from pot_verify.invalid import Invalid
from pot_verify.layout import lay_out, run_offsets
from pot_verify.multilinear import eq_table
from pot_verify.opening import PadLanes, check_folded, check_pad_message, pad_lanes
from pot_verify.profile import Profile, least_queries
from pot_verify.reader import Reader

dice = random.Random(2)
PROFILE = Profile(limb_width=8, lane_variables=2, code_variables=6, queries=3, openings=2)
POSITIONS = [5, 17, 40]


def polynomial(length):
    return [dice.randrange(P) for _ in range(length)]


def values(polynomials, position):
    x = code_point(position, PROFILE.code_variables)
    return [evaluate([K(c) for c in coefficients], x).a for coefficients in polynomials]


def pair(polynomials, i):
    """Two lanes as one polynomial over K."""
    return [K(a, b) for a, b in zip(polynomials[i], polynomials[i + 1])]


class FoldedLanesTest(unittest.TestCase):
    def setUp(self):
        """A commitment of three lanes, and an auxiliary one of a lane, pads and masks of two lanes, and g."""
        length = PROFILE.lane_length + PROFILE.blinding
        self.lanes = PadLanes(1, 5, PROFILE.queries)
        tensor = Tensor("t", 1, 8, Format(12, 0))
        self.commitments = [lay_out([tensor], PROFILE), lay_out([], PROFILE)]
        trees = [[polynomial(length) for _ in range(self.commitments[0].lanes)],
                 [polynomial(length)] + [polynomial(self.lanes.length + PROFILE.queries) for _ in range(4)] + [polynomial(length), polynomial(length)]]
        self.columns = [[values(tree, position) for position in POSITIONS] for tree in trees]
        self.z = [K(dice.randrange(P), 1 + i) for i in range(self.commitments[0].variables)]
        self.eta, self.theta = K(3, 5), K(7, 11)
        row = eq_table(self.z[:-2])
        eta, eta_2 = powers_from_one(self.eta, 2)
        self.folded = [g + eta * total(row[i] * trees[0][i][j] for i in range(len(trees[0])))
                       + eta_2 * trees[1][0][j] for j, g in enumerate(pair(trees[1], 5))]
        message = [mask + self.theta * pad for pad, mask in zip(pair(trees[1], 1), pair(trees[1], 3))]
        self.message = message

    def folded_check(self):
        check_folded(self.z, self.eta, self.folded, self.commitments, self.columns, POSITIONS, PROFILE)

    def pad_check(self):
        check_pad_message(self.theta, self.message, self.commitments[1], self.columns[1], POSITIONS, PROFILE, self.lanes)

    def test_honest_columns_pass(self):
        self.folded_check()
        self.pad_check()

    def test_every_coefficient_counts(self):
        for coefficients, check in ((self.folded, self.folded_check), (self.message, self.pad_check)):
            for i, honest in enumerate(list(coefficients)):
                coefficients[i] = honest + K(1)
                with self.assertRaises(Invalid):
                    check()
                coefficients[i] = honest

    def test_every_lane_counts(self):
        for tree in self.columns:
            for column in tree:
                for i, honest in enumerate(column):
                    column[i] = (honest + 1) % P
                    with self.assertRaises(Invalid):
                        self.folded_check()
                        self.pad_check()
                    column[i] = honest


class MerkleTest(unittest.TestCase):
    def test_multi_proof(self):
        leaves = [merkle.leaf(bytes([i]), b"") for i in range(8)]
        levels = [leaves]
        while len(levels[-1]) > 1:
            below = levels[-1]
            levels.append([tagged_hash("node", below[i], below[i + 1]) for i in range(0, len(below), 2)])
        shown = {position: leaves[position] for position in (0, 1, 6)}
        nodes = [leaves[7], levels[1][1], levels[1][2]]
        # on the first level 6 lacks 7; on the second (0, 1) lacks (2, 3) and (6, 7) lacks (4, 5)
        self.assertEqual(merkle.root_of(shown, 3, Reader(b"".join(nodes))), levels[3][0])
        self.assertNotEqual(merkle.root_of(shown, 3, Reader(b"".join([nodes[0], nodes[2], nodes[1]]))), levels[3][0])
        with self.assertRaises(Invalid):
            merkle.root_of(shown, 3, Reader(b"".join(nodes[:2])))


class SizesTest(unittest.TestCase):
    def test_runs_are_sorted_by_size_and_stable(self):
        self.assertEqual(run_offsets([2, 8, 4, 8]), ([20, 0, 16, 8], 22))

    def test_queries_are_the_least(self):
        lane, n, openings = 64, 4096, 4
        q = least_queries(lane, n, openings)
        self.assertLessEqual((n + lane + openings * q) ** q << 85, (2 * n) ** q)
        self.assertGreater((n + lane + openings * (q - 1)) ** (q - 1) << 85, (2 * n) ** (q - 1))

    def test_pads_are_spread_evenly(self):
        self.assertEqual(pad_lanes(8, PROFILE), PadLanes(2, 4, 3))
        self.assertEqual(pad_lanes(0, PROFILE).count, 1)


if __name__ == "__main__":
    unittest.main()
