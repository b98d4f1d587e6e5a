"""Codes of columns → 64-bit numbers that can be added: equal sums mean equal sets of values.

A class of records is told by one number instead of a tuple, so that thousands of groupings take seconds.
Numbers of different values agree by chance alone (2**-64 a pair); what is released is checked again by value.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
_STEP, _FIRST, _SECOND = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xBF58476D1CE4E5B9),
    np.uint64(0x94D049BB133111EB),
)


def mixed(numbers: Numbers) -> Numbers:
    """Return numbers as unlike as random ones (the finalizer of SplitMix64, Steele and others 2014)."""
    numbers = numbers + _STEP
    numbers = (numbers ^ (numbers >> np.uint64(30))) * _FIRST
    numbers = (numbers ^ (numbers >> np.uint64(27))) * _SECOND
    return numbers ^ (numbers >> np.uint64(31))


def hashed(codes: NDArray[np.integer], column: int) -> Numbers:
    """Return a number for each value of a column; the code -1 is a blank."""
    return mixed((codes.astype(np.int64) + 1).astype(np.uint64) + np.uint64(column << 32))


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return the numbers that occur, in order; for millions of them a sort is the fastest way."""
    ordered = np.sort(numbers)
    found: NDArray[Any] = ordered[np.diff(ordered, prepend=ordered[:1] - ordered.dtype.type(1)) != 0]
    return found
