"""Section 5: leaves, nodes and multi-proofs of the commitments' trees."""

from .hashing import tagged_hash


def leaf(salt, values):
    """The hash of a leaf: its salt and the bytes of its lanes' values."""
    return tagged_hash("leaf", salt, values)


def root_of(leaves, depth, reader):
    """The root that these leaves, by position, lead to with the siblings that the reader gives."""
    level = leaves
    for _ in range(depth):
        above = {}
        for position in sorted(level):
            if position >> 1 in above:
                continue
            sibling = level.get(position ^ 1) or reader.take(32)
            pair = (sibling, level[position]) if position & 1 else (level[position], sibling)
            above[position >> 1] = tagged_hash("node", *pair)
        level = above
    return level[0]
