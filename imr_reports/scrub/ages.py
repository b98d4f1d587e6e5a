"""Text → ages over 89, and birth years from which one follows."""

import re

from imr_reports.scrub.policy import OLDEST_AGE
from imr_reports.scrub.rules import Check, RuleRecognizer
from imr_reports.scrub.years import written_in

_MERE_YEARS = re.compile(r"(?:years|yrs)\.?\Z", re.IGNORECASE)
_BEING = re.compile(r"(?:\b(?:he|she|who)|[A-Z]\w+|er)\s+(?:is|was)\s+(?:now\s+)?\Z")


def shows_old_age(text: str, match: re.Match[str]) -> bool:
    """Accept a birth year that makes someone older than 89 when the letter was written."""
    return written_in(text) - int(match[0]) > OLDEST_AGE


def is_somebodys(text: str, match: re.Match[str]) -> bool:
    """Accept "96 yrs." only where a verb of being stands before it; other shapes say that they are ages."""
    if not _MERE_YEARS.search(match[0]):
        return True
    return _BEING.search(text[max(0, match.start() - 40) : match.start()]) is not None


CHECKS: dict[str, Check] = {"shows_old_age": shows_old_age, "is_somebodys": is_somebodys}


class AgeRecognizer(RuleRecognizer):
    """Presidio recognizer of ages over 89; results are named `ages.<rule>`."""

    def __init__(self) -> None:
        super().__init__("ages", CHECKS)
