"""Section 2: strict reading of canonical JSON."""

import json

from .invalid import Invalid, require

DEPTH = 8


def parse_canonical(data):
    """The value of canonical JSON: ASCII, sorted members, no white space, integers below 2^53 and nothing else."""
    require(all(0x20 < byte < 0x7F and byte != 0x5C for byte in data), "hyper-parameters are not canonical ASCII")
    _check_depth(data)
    try:
        value = json.loads(data, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse)
    except ValueError:
        raise Invalid("hyper-parameters are not JSON") from None
    again = json.dumps(value, sort_keys=True, separators=(",", ":"))
    require(again.encode("ascii") == data, "hyper-parameters are not in canonical form")
    return value


def _check_depth(data):
    """No string of hyper-parameters has brackets, so they can be counted without looking at strings."""
    depth = 0
    for byte in data:
        if byte in b"[{":
            depth += 1
            require(depth <= DEPTH, "hyper-parameters are nested too deeply")
        elif byte in b"]}":
            depth -= 1


def _integer(digits):
    require(len(digits) <= 17 and abs(int(digits)) < 2**53, "an integer of the hyper-parameters is too large")
    return int(digits)


def _refuse(text):
    raise Invalid(f"hyper-parameters have the number {text[:20]}")
