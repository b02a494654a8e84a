"""Reading a proof's bytes (sections 1 and 13); whatever is malformed makes the proof invalid."""

from .field import K, P
from .invalid import require


class Reader:
    def __init__(self, data):
        self.data = data
        self.at = 0

    def remaining(self):
        return len(self.data) - self.at

    def take(self, count):
        require(count <= self.remaining(), "the proof ends too early")
        self.at += count
        return self.data[self.at - count:self.at]

    def word(self):
        return int.from_bytes(self.take(8), "little")

    def elements_of_k(self, count):
        """Elements of K and their bytes."""
        data = self.take(16 * count)
        words = field_words(data)
        return [K(words[i], words[i + 1]) for i in range(0, len(words), 2)], data


def field_words(data):
    """The elements of F in these bytes."""
    words = [int.from_bytes(data[i:i + 8], "little") for i in range(0, len(data), 8)]
    require(all(value < P for value in words), "a word is not below p")
    return words
