"""What several tables take out of a period's frames → taken but once."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from imr_reports.records.limited import CaseFrames

_Told = ParamSpec("_Told")
_Taken = TypeVar("_Taken")


def once(
    take: Callable[Concatenate[CaseFrames, _Told], _Taken],
) -> Callable[Concatenate[CaseFrames, _Told], _Taken]:
    """Return the same function, which works out each answer but once for as long as its frames are in use.

    Args:
        take: takes something out of frames; whatever else it is told is hashable and given by place.
    """
    kept: WeakKeyDictionary[CaseFrames, dict[tuple[object, ...], _Taken]] = WeakKeyDictionary()

    @wraps(take)
    def kept_or_taken(frames: CaseFrames, /, *told: _Told.args, **named: _Told.kwargs) -> _Taken:
        answers = kept.setdefault(frames, {})
        if told not in answers:
            answers[told] = take(frames, *told, **named)
        return answers[told]

    return kept_or_taken
