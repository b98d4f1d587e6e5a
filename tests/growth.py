"""How the time of a piece of work grows with its input: a ratio of two times, so the machine falls out."""

import gc
import time
from collections.abc import Callable

_ATTEMPTS = 5
_LEAST_SECONDS = 0.002


def grows_no_faster_than_its_input(work: Callable[[int], object], small: int, large: int) -> bool:
    """Return whether work on `large` takes nearer to large / small times that on `small` than to its square.

    A busy moment of the machine only ever adds to a time: the best of a few attempts counts.

    Args:
        work: does the work for an input of a size. It is called once before times are taken.
        small: the smaller size.
        large: the larger.
    """
    work(small)
    limit = (large / small) ** 1.5
    base = max(min(_seconds(work, small) for _ in range(_ATTEMPTS)), _LEAST_SECONDS)
    return any(_seconds(work, large) < limit * base for _ in range(_ATTEMPTS))


def _seconds(work: Callable[[int], object], size: int) -> float:
    # As `timeit` does: a collection looks through all that other tests have left in this process.
    gc.disable()
    try:
        began = time.process_time()
        work(size)
        return time.process_time() - began
    finally:
        gc.enable()
