"""Which issues' rationales a report may quote, and their scrubbed texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from imr_reports.records.coded import Decision
from imr_reports.records.limited import IssueText
from imr_reports.records.tables import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class RationaleRequest:
    """Asks the store for the texts of one issue.

    Attributes:
        service_category: the issue's category; for the public the label of the row that counts it.
        service_details: what else is known of the service, from the general to the special: sub-category,
            procedure, drugs; names of the vocabulary.
        reasons: reasons that the rationale gives, in words.
    """

    reference: str
    sequence: int
    decision: Decision
    service_category: str
    service_details: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedRationale:
    """A rationale chosen for the report.

    Attributes:
        rank: place among the overturned in an order whose beginnings are representative; 0 for others.
        alike: how many of those compared read nearly the same, itself included; 0 where none was compared.
        compared: how many letters' rationales were compared.

    Raises:
        ValueError: if the text is not that of the issue asked for.
    """

    request: RationaleRequest
    text: IssueText
    showing: Showing = Showing.OVERTURNED
    rank: int = 0
    alike: int = 0
    compared: int = 0

    def __post_init__(self) -> None:
        if (self.request.reference, self.request.sequence) != (self.text.reference, self.text.sequence):
            raise ValueError("the text must belong to the issue that was asked for")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotableRows:
    """The rows of the public table by service category from which a public report may quote.

    Attributes:
        labels: label of each category that has a row of its own.
        rest: label of the row into which all other categories are merged, "" where there is none.
        overturned: labels of the rows whose overturned issues the public knows the number of.
        upheld: the same for upheld issues.
    """

    labels: Mapping[str, str]
    rest: str
    overturned: frozenset[str]
    upheld: frozenset[str]

    def label_of(self, category: str) -> str:
        """Return the label of the row that counts a category."""
        return self.labels.get(category, self.rest)
