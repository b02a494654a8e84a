"""Whatever users give as numbers, as arrays that can be sent."""

from __future__ import annotations

import math
import operator
from typing import Any

import numpy as np
import numpy.typing as npt

from pot.zk.errors import unusable

Array = npt.NDArray[Any]


def numbers(values: Any, place: str) -> Array:
    """An array of real numbers, of the shape it has; types that ``.npy`` frames carry are kept.

    Raises:
        UnusableRequestError: the values are none; the message names the place.
    """
    try:
        array: Array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as e:
        # The last is how tensors of other libraries say that they are no arrays.
        found = "rows of different lengths" if "inhomogeneous" in str(e) else str(e)
        raise unusable(place, found, "numbers in rows of one length", "correct it") from e
    if array.dtype.kind == "b":
        return array.astype(np.uint8)
    if array.dtype.kind not in "fiu":
        # Complex ones too: NumPy would drop their imaginary parts.
        raise unusable(
            place, f"elements of type {array.dtype}", "real numbers", "convert the array"
        )
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        return array.astype(np.float64)
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def flat(values: Any, place: str) -> Array:
    """The same in one row, row-major."""
    return np.ascontiguousarray(numbers(values, place)).reshape(-1)


def number(value: Any, place: str) -> float:
    """A finite number.

    Raises:
        UnusableRequestError: it is none.
    """
    try:
        if isinstance(value, (str, bytes, bytearray)):
            raise TypeError("text is no number")
        result = float(value)
    except (TypeError, ValueError, OverflowError) as e:
        kind = type(value).__name__
        raise unusable(place, f"a {kind}", "a number", "give a float") from e
    if not math.isfinite(result):
        raise unusable(place, repr(result), "a finite number", "correct it")
    return result


def integer(value: Any, place: str) -> int:
    """An integer of any size.

    Raises:
        UnusableRequestError: it is none; True and False are not.
    """
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError("a truth value is no number")
        return operator.index(value)
    except TypeError as e:
        kind = type(value).__name__
        raise unusable(place, f"a {kind}", "an integer", "give an int") from e
