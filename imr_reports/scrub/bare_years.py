"""A letter → years that stand alone and are the case's, for policies under which they would give a date away.

Beside dates counted from the injury, or moved by some weeks, a bare year narrows down what was hidden: two
events in neighbouring years, 200 days apart, leave few days for either. Years of publications stay.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from imr_reports.records.limited import EntityType, Finding
from imr_reports.scrub import guards

RECOGNIZER = "years.bare"
_YEAR = re.compile(
    r"(?<![\w$#.,/-])(?:19|20)\d\d(?!\w|[/-]\d|[.,]\d|\s?(?:%|mg\b|mcg\b|ml\b|units?\b|feet\b|pounds\b|calories\b))"
    r"|(?<=\s)['’]\d\d(?!\w)"
)
_PUBLISHED = re.compile(
    r"\b(?:MTUS|ACOEM|ODG|guidelines?|editions?|ed\.|version|chapter|C\.?C\.?R\.?|Labor Code|Journal|Cochrane"
    r"|revised|updated|accessed|published|effective|et al|study|studies|trial|review of)\b",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([A-Z][\w'’-]+)[\s,(]{1,3}\Z")
_WINDOW = 90


def with_years_of_the_case(text: str, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a letter, and with them the bare years that no publication bears.

    Args:
        text: a letter.
        findings: what was found in it, sorted, not overlapping.
    """
    years = [
        Finding(entity_type=EntityType.DATE, start=start, end=end, score=0.5, recognizer=RECOGNIZER)
        for start, end in _bare_years(text, findings)
    ]
    return tuple(sorted((*findings, *years), key=lambda finding: finding.start))


def _bare_years(text: str, findings: Sequence[Finding]) -> Iterator[tuple[int, int]]:
    starts = [finding.start for finding in findings]
    for match in _YEAR.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        touches = (before >= 0 and findings[before].end > match.start()) or (
            before + 1 < len(starts) and starts[before + 1] < match.end()
        )
        if not touches and not _is_published(text, match.start(), match.end()):
            yield match.span()


def _is_published(text: str, start: int, end: int) -> bool:
    """Return whether a year is that of a guideline, a law or a study."""
    if guards.is_quiet(text, start):
        return True
    before = re.split(r"[.;]\s+(?=[A-Z])", text[max(0, start - _WINDOW) : start])[-1]
    if _PUBLISHED.search(before) or _PUBLISHED.match(text[end : end + 24].lstrip(" ,)(")):
        return True
    word = _WORD_BEFORE.search(before)
    first = start - len(before)
    return word is not None and guards.is_citation(text, first + word.start(1), first + word.end(1))
