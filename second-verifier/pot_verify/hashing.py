"""Section 1: domain tags, words, frames and numbers."""

import hashlib


def word(n):
    """A word: eight bytes, little-endian, two's complement."""
    return (n % 2**64).to_bytes(8, "little")


def frame(data):
    """The length as a word, then the bytes."""
    return word(len(data)) + data


def tagged_hash(name, *parts):
    """H(name; parts): SHA-256 of the tag of the name and the parts, joined."""
    tag = b"PoT-ZK/1/" + name.encode("ascii")
    return hashlib.sha256(tag.ljust(32, b"\0") + b"".join(parts)).digest()
