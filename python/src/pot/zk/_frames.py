"""Requests and answers as a line of JSON and the frames of their tensors.

A tensor travels as the bytes of an ``.npy`` file, and the JSON says ``{"frame": k}`` in its place.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from pot.zk import _arrays
from pot.zk.errors import unusable

SMALL = 64
"""Lists of up to so many numbers stay JSON."""

MOST_IN_LINE = 1 << 26
MOST_IN_FRAME = (1 << 31) - 65
"""Bytes. The program refuses more, and could not tell where the next request begins."""

_NUMBERS = (int, float, np.number, np.bool_)


def encode(envelope: Mapping[str, Any]) -> list[bytes]:
    """A request as the pieces to send: its line, then its frames.

    Raises:
        UnusableRequestError: a value cannot be sent; the message names its place.
    """
    frames: list[bytes] = []
    plain = {name: _plain(value, name, frames) for name, value in envelope.items()}
    if frames:
        plain["frames"] = [len(frame) for frame in frames]
    line = json.dumps(plain, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    _require_at_most(MOST_IN_LINE, line, "request", "give large tensors as arrays")
    return [line, *frames]


def _plain(value: Any, place: str, frames: list[bytes]) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v, f"{place}.{k}", frames) for k, v in value.items()}
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return _arrays.number(value, _shown(place))
    if value is None or isinstance(value, str):
        return value
    if hasattr(value, "__array__") or isinstance(value, (list, tuple)) and _is_tensor(value):
        frames.append(to_npy(value, place))
        return {"frame": len(frames) - 1}
    if isinstance(value, (list, tuple)):
        return [_plain(v, f"{place}[{i}]", frames) for i, v in enumerate(value)]
    raise unusable(
        _shown(place), f"a {type(value).__name__}", "numbers, text or an array", "convert it"
    )


def _is_tensor(values: Sequence[Any]) -> bool:
    """Whether a list is made of arrays, or of many numbers and of nothing else. Long lists of
    other things, such as the indices of an opening, are none."""
    count = 0
    for leaf in _leaves(values):
        if isinstance(leaf, _NUMBERS):
            count += 1
        else:
            return hasattr(leaf, "__array__")
    return count > SMALL


def _leaves(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _leaves(value)
        else:
            yield value


def _shown(place: str) -> str:
    """Places are counted from the request, as the program counts them."""
    return place[len("request.") :] if place.startswith("request.") else place


def to_npy(values: Any, place: str) -> bytes:
    """An array as the bytes of an ``.npy`` file.

    Raises:
        UnusableRequestError: the values are no array of real numbers, or too many for a frame.
    """
    array = _arrays.numbers(values, _shown(place))
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(array), allow_pickle=False)
    frame = out.getvalue()
    _require_at_most(MOST_IN_FRAME, frame, _shown(place), "use a narrower element type, or a file")
    return frame


def _require_at_most(most: int, data: bytes, place: str, action: str) -> None:
    if len(data) > most:
        raise unusable(place, f"{len(data):,} bytes", f"at most {most:,}", action)


def decode(value: Any, frames: Sequence[bytes]) -> Any:
    """An answer with its tensors in place."""
    if isinstance(value, dict):
        if set(value) == {"frame"} and isinstance(value["frame"], int):
            return np.load(io.BytesIO(frames[value["frame"]]), allow_pickle=False)
        return {k: decode(v, frames) for k, v in value.items()}
    if isinstance(value, list):
        return [decode(v, frames) for v in value]
    return value
