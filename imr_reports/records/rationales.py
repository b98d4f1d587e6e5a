"""Which issues' rationales a report may quote, and their scrubbed texts."""

from dataclasses import dataclass

from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText


@dataclass(frozen=True, slots=True, kw_only=True)
class RationaleRequest:
    """Asks the store for the texts of one issue.

    Attributes:
        among: how many issues of the period it stands for: those of the same decision, for a decision
            that was upheld those of the same service category. A public report quotes no small group.
    """

    reference: str
    sequence: int
    decision: Decision
    service_category: str
    among: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedRationale:
    """A rationale chosen for the report.

    Raises:
        ValueError: if the text is not that of the issue asked for.
    """

    request: RationaleRequest
    text: IssueText

    def __post_init__(self) -> None:
        if (self.request.reference, self.request.sequence) != (self.text.reference, self.text.sequence):
            raise ValueError("the text must belong to the issue that was asked for")
