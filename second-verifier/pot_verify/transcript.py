"""Section 6: the transcript that challenges, positions and work come from."""

from .field import K, P
from .hashing import frame, tagged_hash, word
from .invalid import require


class Transcript:
    def __init__(self, protocol):
        self.state = bytes(32)
        self.absorb("protocol", protocol)

    def absorb(self, label, message=b""):
        self.state = tagged_hash("transcript", self.state, frame(label.encode("ascii")), frame(message))

    def _words(self):
        """The words that follow from the state."""
        counter = 0
        while True:
            block = tagged_hash("challenge", self.state, word(counter))
            for i in range(0, 32, 8):
                yield int.from_bytes(block[i:i + 8], "little")
            counter += 1

    def challenge(self, label):
        """An element of K that is not in F."""
        self.absorb(label)
        words = (value for value in self._words() if value < P)
        c0 = next(words)
        c1 = next(value for value in words if value)
        return K(c0, c1)

    def positions(self, label, n, count):
        """`count` distinct positions below n, ascending."""
        self.absorb(label)
        chosen, words = set(), self._words()
        while len(chosen) < count:
            chosen.add(next(words) % n)
        return sorted(chosen)

    def work(self, label, bits, proof):
        """Checks the nonce of a proof of work that the proof carries, if there is work at all."""
        if bits == 0:
            return
        self.absorb(label)
        nonce = proof.take(8)
        digest = int.from_bytes(tagged_hash("grind", self.state, nonce), "big")
        require(digest >> (256 - bits) == 0, f"{label}: the nonce does not show {bits} bits of work")
        self.absorb(label, nonce)
