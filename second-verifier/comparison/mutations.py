"""Statements and proofs with something wrong in one place."""

import base64

from pot_verify.hparams import read_hyper_parameters
from pot_verify.opened_weights import MAGIC as OPENING_MAGIC
from pot_verify.reader import Reader
from pot_verify.step import MAGIC, make_plan, read_header
from .regrind import with_work_done

WORKED_OVER = ("auxiliary root", "lookup nonce", "messages", "masked factors", "folded lanes", "mask form", "pad message", "query nonce")


def sections(proof):
    """(name, offset, length) of a step's proof; what follows the query nonce is one section."""
    reader = Reader(proof)
    canonical = read_header(reader, MAGIC)
    sizes = {"magic": 8, "version": 8, "length": 8, "hyper-parameters": len(canonical), "Merkle root of W": 32,
             "Merkle root of W'": 32, "Merkle root of the batch": 32, **make_plan(read_hyper_parameters(canonical)).sections}
    at = 0
    for name, size in sizes.items():
        if size:
            yield name, at, size
        at += size
    yield "columns and nodes", at, len(proof) - at


def mutations(request, dice, flips):
    """(what, mutated request) for every kind of mutation, `flips` of each section."""
    proof = base64.b64decode(request["proof"])
    for name, at, size in sections(proof):
        for _ in range(flips * (8 if name == "columns and nodes" else 1)):
            bit = dice.randrange(8 * at, 8 * (at + size))
            yield f"{name}: bit {bit} flipped", _with_proof(request, flipped(proof, bit))
        if name in WORKED_OVER:
            yield f"{name}: bit {bit} flipped, work done again", with_work_done(_with_proof(request, flipped(proof, bit)))
        place = at + dice.randrange(size) // 8 * 8
        yield f"{name}: a word of ones", _with_proof(request, proof[:place] + b"\xff" * 8 + proof[place + 8:])
        yield f"{name}: cut at its start", _with_proof(request, proof[:at])
        yield f"{name}: eight bytes left out", _with_proof(request, proof[:place] + proof[place + 8:])
    last = len(proof)
    yield "last byte cut", _with_proof(request, proof[:-1])
    yield "last bit flipped", _with_proof(request, flipped(proof, 8 * last - 1))
    for extension in (b"\0", bytes(8), bytes(32), proof):
        yield f"extended by {len(extension)} bytes", _with_proof(request, proof + extension)
    yield "empty", _with_proof(request, b"")
    yield from statements(request, dice)


def opening_mutations(request, dice, flips):
    """Of an opening of weights: bits of the header, of what it shows, and of everything after; cuts, extensions, the root."""
    proof = base64.b64decode(request["proof"])
    reader = Reader(proof)
    read_header(reader, OPENING_MAGIC)
    shown = reader.at + 32
    count = int.from_bytes(proof[shown:shown + 8], "little")
    ends = {"header": shown, "weights shown": shown + 8 + 24 * count, "auxiliary root": shown + 40 + 24 * count, "the rest": len(proof)}
    at = 0
    for name, end in ends.items():
        for _ in range(flips * (24 if name == "the rest" else 8)):
            bit = dice.randrange(8 * at, 8 * end)
            yield f"{name}: bit {bit} flipped", _with_proof(request, flipped(proof, bit))
        if at >= shown:
            yield f"{name}: bit {bit} flipped, work done again", with_work_done(_with_proof(request, flipped(proof, bit)))
        yield f"{name}: cut at its start", _with_proof(request, proof[:at])
        yield f"{name}: eight bytes left out", _with_proof(request, proof[:end - 8] + proof[end:])
        at = end
    yield "extended", _with_proof(request, proof + bytes(8))
    yield "root changed", {**request, "root": flipped(bytes.fromhex(request["root"]), dice.randrange(256)).hex()}


def statements(request, dice):
    """Every field of public_inputs changed, and roots exchanged."""
    public_inputs = request["public_inputs"]
    for name, value in public_inputs.items():
        if isinstance(value, str):
            other = flipped(bytes.fromhex(value), dice.randrange(256)).hex()
        else:
            other = value ^ 1 << dice.randrange(62)
        yield f"{name} changed", _with_inputs(request, **{name: other})
        if isinstance(value, str):
            yield f"{name} in capitals, with 0x", _with_inputs(request, **{name: "0x" + value.upper()})
    yield "weights exchanged", _with_inputs(request, w_t_root=public_inputs["w_t1_root"], w_t1_root=public_inputs["w_t_root"])


def flipped(data, bit):
    """The bytes with one bit flipped."""
    result = bytearray(data)
    result[bit // 8] ^= 1 << bit % 8
    return bytes(result)


def _with_proof(request, proof):
    return {**request, "proof": base64.b64encode(proof).decode("ascii")}


def _with_inputs(request, **changes):
    return {**request, "public_inputs": {**request["public_inputs"], **changes}}
