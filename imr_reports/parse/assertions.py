"""The cues of a sentence → the stretches in which a statement is denied, or asked for and not yet done.

In the manner of NegEx: a cue reaches forward (or, "surgery was recommended", back) until the sentence ends or
another phrase bounds it.
"""

from dataclasses import dataclass

from imr_reports.vocabulary.clinical import ClinicalWord, Cue
from imr_reports.vocabulary.phrases import Found

# "Denies any prior surgery" is denied still; "does not smoke, drink or work, and has had surgery" is not.
_STILL_DENIED = 40
_BOUNDS = frozenset({Cue.AFFIRMED, Cue.ENDS})
_FORWARD = frozenset({Cue.DENIED, Cue.PLANNED, Cue.UNDONE})


@dataclass(frozen=True, slots=True)
class Reach:
    """A stretch in which a cue holds."""

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
    reaches: list[Reach] = []
    opened: Found[ClinicalWord] | None = None
    bound, is_affirmed, has_content, last_treatment = start, False, False, -1
    for hit in found:
        cue = hit.value.cue
        if cue is None:
            last_treatment = hit.start if hit.value.treatment else last_treatment
            has_content = has_content or hit.value.treatment is not None or hit.value.is_complaint
            continue
        if cue is Cue.UNDONE and last_treatment >= bound:
            reaches.append(Reach(cue, _back(text, bound, hit.start, is_affirmed=is_affirmed), hit.start))
            continue
        if opened and _closes(opened, hit, has_content=has_content):
            reaches.append(_reach(text, opened, hit.start))
            opened = None
        if cue in _BOUNDS:
            bound, is_affirmed = hit.end, cue is Cue.AFFIRMED
        elif cue in _FORWARD and opened is None:
            opened, has_content = hit, False
    if opened:
        reaches.append(_reach(text, opened, end))
    return reaches


def _closes(opened: Found[ClinicalWord], hit: Found[ClinicalWord], *, has_content: bool) -> bool:
    if hit.value.cue is Cue.ENDS:
        return True
    if hit.value.cue is not Cue.AFFIRMED:
        return False
    is_plan = opened.value.cue is not Cue.DENIED
    return is_plan or has_content or hit.start - opened.end > _STILL_DENIED


def _reach(text: str, opened: Found[ClinicalWord], end: int) -> Reach:
    cue = Cue.DENIED if opened.value.cue is Cue.DENIED else Cue.PLANNED
    semicolon = text.find(";", opened.end, end) if cue is Cue.DENIED else -1
    return Reach(cue, opened.end, end if semicolon < 0 else semicolon)


def _back(text: str, bound: int, end: int, *, is_affirmed: bool) -> int:
    """Return where the reach of "was recommended" begins: in "had therapy and surgery was", behind "and"."""
    if not is_affirmed:
        return bound
    return max(bound, text.rfind(" and ", bound, end))
