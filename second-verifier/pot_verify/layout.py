"""Sections 3 and 5: where the limbs stand in the four committed vectors, and what a root says about them."""

from dataclasses import dataclass

from .circuit import Slice
from .hashing import frame, tagged_hash, word
from .invalid import require
from .multilinear import ceil2

MOST_LIMBS = 2**28


def run_offsets(sizes):
    """Sorted by size, larger first, equals as listed, without gaps: the offset of each, and the end."""
    offsets, end = [0] * len(sizes), 0
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        offsets[i] = end
        end += sizes[i]
    return offsets, end


@dataclass
class Commitment:
    """One committed vector: its tensors, and the place of each slice by name."""

    tensors: list
    limbs: dict            # the slices of each tensor, by the tensor's name
    places: dict           # (offset, slice) by the slice's name
    used: int
    variables: int         # m
    lanes: int             # of data
    limb_width: int        # w

    def place(self, part):
        """The coordinates above the slice's own, as an index."""
        return self.places[part.name][0] >> part.variables


def lay_out(tensors, profile, extra=()):
    """The commitment of these tensors; `extra` are slices after all limbs."""
    limbs = {tensor.name: tensor.limbs(profile.limb_width) for tensor in tensors}
    slices = [part for parts in limbs.values() for part in parts] + list(extra)
    require(len(limbs) == len(tensors), "two tensors of one name")
    offsets, used = run_offsets([1 << part.variables for part in slices])
    require(used <= MOST_LIMBS, "hyper-parameters: a commitment has too many limbs")
    places = {part.name: (offset, part) for part, offset in zip(slices, offsets)}
    variables = max(profile.lane_variables, ceil2(max(1, used)))
    return Commitment(tensors, limbs, places, used, variables, max(1, -(-used // profile.lane_length)), profile.limb_width)


def multiplicity_slices(circuit, profile):
    """`multiplicities`, and one slice for each table."""
    slices = [Slice("multiplicities", profile.limb_width)]
    for k, table in enumerate(circuit.tables, 1):
        slices.append(Slice(f"multiplicities@{k}", ceil2(len(table))))
    return slices


def root_tuple(role, commitment, profile):
    """Section 5: the string under which a root is read."""
    out = [word(1), frame(role.encode("ascii")), word(len(commitment.tensors))]
    for tensor in commitment.tensors:
        name = tensor.name.split("/")[-1]
        out += [frame(name.encode("ascii")), word(tensor.rows), word(tensor.columns), word(tensor.format.frac), word(tensor.format.bits),
                word(1 if tensor.format.signed else 0), word(tensor.offset)]
        limbs = commitment.limbs[tensor.name]
        out.append(word(len(limbs)))
        for limb in limbs:
            out += [word(limb.width), word(commitment.places[limb.name][0])]
    out += [word(n) for n in (profile.lane_length, profile.blinding, profile.code_length, profile.queries, profile.grinding, profile.openings)]
    return b"".join(out)


def statement_root(role, commitment, profile, merkle_root):
    """H(root; frame(tuple), frame(Merkle root))."""
    return tagged_hash("root", frame(root_tuple(role, commitment, profile)), frame(merkle_root))


def describe(commitment):
    """Section 12, derived parameters of a commitment."""
    out = [word(commitment.variables)]
    for offset, part in sorted(commitment.places.values(), key=lambda entry: entry[0]):
        out += [frame(part.name.encode("ascii")), word(offset), word(part.variables)]
    return b"".join(out)
