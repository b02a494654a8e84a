import hashlib
import unittest

from pot_verify.field import P
from pot_verify.hashing import frame, tagged_hash, word
from pot_verify.invalid import Invalid
from pot_verify.reader import Reader
from pot_verify.transcript import Transcript


class HashingTest(unittest.TestCase):
    def test_words_and_frames(self):
        self.assertEqual(word(258), bytes([2, 1, 0, 0, 0, 0, 0, 0]))
        self.assertEqual(word(-1), b"\xff" * 8)
        self.assertEqual(frame(b"ab"), word(2) + b"ab")

    def test_tags_have_32_bytes(self):
        tag = b"PoT-ZK/1/leaf" + bytes(19)
        self.assertEqual(tagged_hash("leaf", b"a", b"b"), hashlib.sha256(tag + b"ab").digest())


class TranscriptTest(unittest.TestCase):
    def test_the_protocol_is_absorbed_first(self):
        expected = tagged_hash("transcript", bytes(32), frame(b"protocol"), frame(b"PoT-ZK/1/sgd-step"))
        self.assertEqual(Transcript(b"PoT-ZK/1/sgd-step").state, expected)

    def test_challenges_are_not_in_f_and_differ(self):
        transcript = Transcript(b"test")
        challenges = [transcript.challenge("x") for _ in range(20)]
        self.assertEqual(len(set(challenges)), 20)
        self.assertTrue(all(c.b and c.a < P and c.b < P for c in challenges))

    def test_positions_are_distinct_and_ascend(self):
        positions = Transcript(b"test").positions("positions", 64, 30)
        self.assertEqual(positions, sorted(set(positions)))
        self.assertEqual(len(positions), 30)
        self.assertLess(positions[-1], 64)

    def test_work(self):
        transcript = Transcript(b"test")
        transcript.absorb("work")
        nonce = next(n for n in range(10**6) if tagged_hash("grind", transcript.state, word(n))[0] == 0)
        Transcript(b"test").work("work", 8, Reader(word(nonce)))
        with self.assertRaises(Invalid):
            Transcript(b"test").work("work", 64, Reader(word(nonce)))
        with self.assertRaises(Invalid):
            Transcript(b"test").work("work", 8, Reader(b""))

    def test_no_work_leaves_no_trace(self):
        transcript = Transcript(b"test")
        state = transcript.state
        transcript.work("work", 0, Reader(b""))
        self.assertEqual(transcript.state, state)


class ReaderTest(unittest.TestCase):
    def test_words_not_below_p_are_refused(self):
        Reader(word(P - 1) + word(0)).elements_of_k(1)
        with self.assertRaises(Invalid):
            Reader(word(P) + word(0)).elements_of_k(1)


if __name__ == "__main__":
    unittest.main()
