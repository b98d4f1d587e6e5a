"""What the ledger of releases records, and the frames that public statistics count."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from imr_reports.records.limited import CaseFrames


class ReleaseKind(StrEnum):
    """What was released."""

    REPORT = "report"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One entry of the ledger.

    Attributes:
        number: 1 for the first, each next one more.
        label: what it is called: "2015-01" of a report, "2015 open v1" of a data set.
        period: the label of its period.
        recorded: the day on which it was released, as whoever released it gives it.
        months: those that it pins ("2015-01"): the months of its period that were open until then.
        text: its content as canonical JSON.
        snapshot: SHA-256 of the coded rows of the cases that it pins, "" where it pins none.
        previous: digest of the entry before it, "" for the first.
        digest: SHA-256 over `previous` and the canonical JSON of everything else.
    """

    number: int
    kind: ReleaseKind
    label: str
    period: str
    recorded: date
    months: tuple[str, ...]
    text: str
    snapshot: str
    previous: str
    digest: str

    @property
    def content(self) -> Mapping[str, Any]:
        """What was recorded of it; of a report it can be long, and each time it is read anew."""
        content: Mapping[str, Any] = json.loads(self.text)
        return content


@dataclass(frozen=True, kw_only=True, eq=False)
class PublicFrames:
    """The cases of a period as public statistics count them.

    Each case is counted in one month: in the month that a release pinned it to; or else in that of its
    decision; or, where that is pinned without it, in the first month after it that is open.

    Attributes:
        frames: `cases` have a further column `counted`, that month ("2015-03"). `history` has the months of
            the period and pinned ones before it, by the month in which cases are counted.
        late: how many of the cases are counted in a later month than that of their decision.
        corrected: how many of the cases that are pinned would be counted otherwise today: another letter
            took the place of theirs, or their date, outcome, decisions or categories are read differently.
        pinned: those of the period's months that are pinned.
    """

    frames: CaseFrames
    late: int
    corrected: int
    pinned: tuple[str, ...]
