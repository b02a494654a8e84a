"""Verify requests: JSON files as `./pot verify` reads them (docs/json.md)."""

import base64
import binascii
import json
import re

from .invalid import Invalid
from .step import Statement, verify_step

ROOTS = ("w_t_root", "batch_root", "hparams_hash", "w_t1_root")
NUMBERS = ("step_nonce", "step_number", "epoch")


class Unreadable(Exception):
    """The request is none: nothing is said about the proof in it."""


def check_file(path):
    """None if the proof in this request is valid, else the reason why it is not."""
    request = read_json(path)
    expect(isinstance(request, dict), "the request is not an object")
    expect(set(request) <= {"version", "public_inputs", "proof", "params_k", "metadata"}, "the request has other members")
    expect(request.get("version", 1) == 1, "another version")
    statement, proof = _statement(request.get("public_inputs")), read_proof(request.get("proof"))
    try:
        verify_step(statement, proof)
    except Invalid as reason:
        return str(reason)
    return None


def read_json(path):
    """A JSON file, with every member named once."""
    try:
        with open(path, "rb") as file:
            return json.loads(file.read(), object_pairs_hook=_object)
    except (OSError, ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: {error}") from None


def _object(pairs):
    expect(len({name for name, _ in pairs}) == len(pairs), "a member appears twice")
    return dict(pairs)


def expect(condition, reason):
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
        return base64.b64decode(value, validate=True)
    except (OSError, ValueError, binascii.Error) as error:
        raise Unreadable(f"proof: {error}") from None


def _statement(value):
    expect(isinstance(value, dict) and set(value) == {*ROOTS, *NUMBERS}, "public_inputs has other members")
    for name in NUMBERS:
        number = value[name]
        expect(type(number) is int and 0 <= number < 2**63, f"{name} is not an integer from 0 to 2^63 - 1")
    return Statement(**{name: read_root(value[name], name) for name in ROOTS}, **{name: value[name] for name in NUMBERS})
