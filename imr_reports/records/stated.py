"""A value that a letter states, with its place."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Generic[T]):
    """A value and the stretch of the letter that states it, offsets in code points.

    Raises:
        ValueError: if the span is negative or runs backwards.
    """

    value: T
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError("a stated value must span a stretch of its letter")
