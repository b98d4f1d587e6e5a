"""The cues of a sentence → the stretches in which a statement is denied, or asked for and not yet done.

In the manner of NegEx: a cue reaches forward (or, "surgery was recommended", back) until the sentence ends or
another phrase bounds it.
"""

import re
from dataclasses import dataclass

from imr_reports.vocabulary.clinical.words import ClinicalWord, Cue
from imr_reports.vocabulary.matching.phrases import Found

# "Denies any prior surgery" is denied still; "does not smoke, drink or work, and has had surgery" is not.
_STILL_DENIED = 40
# A semicolon, or the end of the brackets in which the cue stands: "therapy (count not given) and ice".
_DENIAL_STOP = re.compile(r"[^();]*+\)|[^;]*+(?=;)")


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch in which a cue holds; a plan that stands behind what it plans is UNDONE."""

    cue: Cue
    start: int
    end: int


def find_reaches(text: str, start: int, end: int, found: list[Found[ClinicalWord]]) -> list[Reach]:
    """Return the reaches of the cues of one sentence.

    Args:
        text: the text.
        start: where the sentence begins.
        end: where it ends.
        found: the phrases of the sentence, in order.
    """
    cues = [hit.value.cue for hit in found]
    if cues.count(None) == len(cues):
        return []
    reading = _Reading(text, start)
    for hit, cue in zip(found, cues, strict=True):
        if cue is None:
            reading.pass_content(hit)
        else:
            reading.pass_cue(hit, cue)
    reading.close(end)
    return reading.reaches


class _Reading:
    """A sentence read from left to right, with the cue that reaches forward at the moment."""

    def __init__(self, text: str, start: int) -> None:
        self.reaches: list[Reach] = []
        self._text = text
        self._open: tuple[Cue, int] | None = None
        self._paused = False
        self._bound, self._is_affirmed = start, False
        self._has_content, self._treated = False, -1

    def pass_content(self, hit: Found[ClinicalWord]) -> None:
        """Pass a phrase that is no cue."""
        if hit.value.treatment is not None:
            self._treated = hit.start
            self._has_content = True
            if self._paused:
                self._open, self._paused = (Cue.PLANNED, hit.end), False
        elif hit.value.is_complaint:
            self._has_content = True

    def pass_cue(self, hit: Found[ClinicalWord], cue: Cue) -> None:
        """Pass a cue."""
        if cue is Cue.UNDONE and self._treated >= self._bound:
            self.reaches.append(Reach(cue, self._back(hit.start), hit.start))
            return
        if self._is_closed_by(cue, hit.start):
            # "Recommended to continue therapy and to begin acupuncture": a plan goes on behind what goes on.
            is_plan = self._open is not None and self._open[0] is Cue.PLANNED
            self._paused = cue is Cue.ONGOING and is_plan
            self.close(hit.start)
        if cue in _BOUNDS:
            self._bound, self._is_affirmed = hit.end, cue is not Cue.ENDS
        elif cue in _FORWARD and self._open is None:
            self._open, self._paused, self._has_content = (_FORWARD[cue], hit.end), False, False

    def close(self, end: int) -> None:
        """End the reach of the cue that reaches forward."""
        if self._open is None:
            return
        cue, start = self._open
        if cue is Cue.DENIED and (stop := _DENIAL_STOP.match(self._text, start, end)):
            end = stop.end()
        self.reaches.append(Reach(cue, start, end))
        self._open = None

    def _is_closed_by(self, cue: Cue, place: int) -> bool:
        if self._open is None or cue not in _BOUNDS:
            return False
        opened, start = self._open
        return (
            cue is Cue.ENDS or opened is not Cue.DENIED or self._has_content or place - start > _STILL_DENIED
        )

    def _back(self, end: int) -> int:
        """Return where "was recommended" reaches back to: in "had therapy and surgery was", to "and"."""
        if not self._is_affirmed:
            return self._bound
        return max(self._bound, self._text.rfind(" and ", self._bound, end))


_BOUNDS = frozenset({Cue.AFFIRMED, Cue.ONGOING, Cue.ENDS})
_FORWARD = {Cue.DENIED: Cue.DENIED, Cue.PLANNED: Cue.PLANNED, Cue.UNDONE: Cue.PLANNED}
