"""Rows of an operator's index of letters: dates and groups that the letters themselves do not state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """What an operator knows of one letter. Private: a key may be a case number or a file name.

    Attributes:
        key: file name or case number, case-folded.
        dates: dates by field ("decided", "assigned", "received", "ur_denial", "injury").
        groups: any further columns, as groups for internal reports.
    """

    key: str
    dates: Mapping[str, date]
    groups: Mapping[str, str]
