"""Text → ages over 89, and birth years from which one follows."""

import re

from imr_reports.scrub.apply import OLDEST_AGE, written_in
from imr_reports.scrub.rules import Check, RuleRecognizer


def shows_old_age(text: str, match: re.Match[str]) -> bool:
    """Accept a birth year that makes someone older than 89 when the letter was written."""
    return written_in(text) - int(match["hit"]) > OLDEST_AGE


CHECKS: dict[str, Check] = {"shows_old_age": shows_old_age}


class AgeRecognizer(RuleRecognizer):
    """Presidio recognizer of ages over 89; results are named `ages.<rule>`."""

    def __init__(self) -> None:
        super().__init__("ages", CHECKS)
