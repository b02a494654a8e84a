"""Requests as `./pot verify` and `./pot open` read them (docs/json.md): a step's proof, or an opening of weights."""

import base64
import json
import re

from .invalid import Invalid
from .opened_weights import verify_opening
from .step import Statement, verify_step

ROOTS = ("w_t_root", "batch_root", "hparams_hash", "w_t1_root")
NUMBERS = ("step_nonce", "step_number", "epoch")


class Unreadable(Exception):
    """The request is none: nothing is said about the proof in it."""


def check_file(path):
    """The verdict on the request in this file."""
    return check_request(read_json(path))


def check_request(request):
    """(None if the proof is valid, else the reason why it is not; the weights that a valid opening shows)."""
    expect(isinstance(request, dict), "the request is not an object")
    expect(type(request.get("version", 1)) is int and request.get("version", 1) == 1, "another version")
    opening = "root" in request
    members = {"root", "weights"} if opening else {"public_inputs", "params_k"}
    expect(set(request) <= members | {"version", "proof", "metadata"}, "the request has other members")
    proof = read_proof(request.get("proof"))
    try:
        if opening:
            return None, verify_opening(read_root(request["root"], "root"), proof)
        verify_step(read_statement(request.get("public_inputs")), proof)
        return None, []
    except Invalid as reason:
        return str(reason), []


def read_json(path):
    """A JSON file, with every member named once."""
    try:
        with open(path, "rb") as file:
            return json.loads(file.read(), object_pairs_hook=_object)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from None


def _object(pairs):
    expect(len({name for name, _ in pairs}) == len(pairs), "a member appears twice")
    return dict(pairs)


def expect(condition, reason):
    """Raises Unreadable with the reason unless the condition holds."""
    if not condition:
        raise Unreadable(reason)


def read_root(value, name):
    """32 bytes in hexadecimal, with or without 0x."""
    expect(isinstance(value, str) and re.fullmatch("(0x)?[0-9a-fA-F]{64}", value), f"{name} is not 64 hexadecimal digits")
    return bytes.fromhex(value[-64:])


def read_proof(value):
    """Base64, or a file."""
    try:
        if isinstance(value, dict) and set(value) == {"file"} and isinstance(value["file"], str):
            with open(value["file"], "rb") as file:
                return file.read()
        expect(isinstance(value, str), "proof is neither base64 nor a file")
        expect(re.fullmatch("[A-Za-z0-9+/]*={0,2}", value) and ("=" not in value or len(value) % 4 == 0), "proof is not base64")
        return base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (OSError, ValueError) as error:
        raise Unreadable(f"proof: {error}") from None


def read_statement(value):
    """The public inputs of a step."""
    expect(isinstance(value, dict) and set(value) == {*ROOTS, *NUMBERS}, "public_inputs has other members")
    for name in NUMBERS:
        number = value[name]
        expect(type(number) is int and 0 <= number < 2**63, f"{name} is not an integer from 0 to 2^63 - 1")
    return Statement(**{name: read_root(value[name], name) for name in ROOTS}, **{name: value[name] for name in NUMBERS})
