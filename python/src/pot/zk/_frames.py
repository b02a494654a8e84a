"""Requests and answers as a line of JSON and the frames of their tensors.

A tensor travels as the bytes of an ``.npy`` file, and the JSON says ``{"frame": k}`` in its place.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pot.zk.errors import unusable

SMALL = 64
"""Lists of up to so many numbers stay JSON."""


def encode(envelope: Mapping[str, Any]) -> list[bytes]:
    """A request as the pieces to send: its line, then its frames.

    Raises:
        UnusableRequestError: a value cannot be sent; the message names its place.
    """
    frames: list[bytes] = []
    plain = {name: _plain(value, name, frames) for name, value in envelope.items()}
    if frames:
        plain["frames"] = [len(frame) for frame in frames]
    line = json.dumps(plain, allow_nan=False, separators=(",", ":"))
    return [line.encode() + b"\n", *frames]


def _plain(value: Any, place: str, frames: list[bytes]) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v, f"{place}.{k}", frames) for k, v in value.items()}
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return _finite(float(value), place)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)) and not _is_large(value):
        return [_plain(v, f"{place}[{i}]", frames) for i, v in enumerate(value)]
    if isinstance(value, (list, tuple)) or hasattr(value, "__array__"):
        frames.append(to_npy(value, place))
        return {"frame": len(frames) - 1}
    raise unusable(
        _shown(place), f"a {type(value).__name__}", "numbers, text or an array", "convert it"
    )


def _finite(value: float, place: str) -> float:
    if not math.isfinite(value):
        raise unusable(_shown(place), repr(value), "a finite number", "correct it")
    return value


def _is_large(values: Sequence[Any]) -> bool:
    first = values[0] if values else None
    width = len(first) if isinstance(first, (list, tuple)) else 1
    return len(values) * width > SMALL


def _shown(place: str) -> str:
    """Places are counted from the request, as the program counts them."""
    return place[len("request.") :] if place.startswith("request.") else place


def to_npy(values: Any, place: str) -> bytes:
    """An array as the bytes of an ``.npy`` file.

    Raises:
        UnusableRequestError: the values are no array of real numbers.
    """
    try:
        array: npt.NDArray[Any] = np.asarray(values)
    except (ValueError, TypeError) as e:
        raise unusable(_shown(place), str(e), "numbers in rows of one length", "correct it") from e
    if array.dtype.kind not in "fiu":
        raise unusable(
            _shown(place), f"elements of type {array.dtype}", "real numbers", "convert the array"
        )
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    out = io.BytesIO()
    np.save(out, np.ascontiguousarray(array), allow_pickle=False)
    return out.getvalue()


def decode(value: Any, frames: Sequence[bytes]) -> Any:
    """An answer with its tensors in place."""
    if isinstance(value, dict):
        if set(value) == {"frame"} and isinstance(value["frame"], int):
            return np.load(io.BytesIO(frames[value["frame"]]), allow_pickle=False)
        return {k: decode(v, frames) for k, v in value.items()}
    if isinstance(value, list):
        return [decode(v, frames) for v in value]
    return value
