"""A data holder's own numbers of utilization review decisions, to set those of IMR beside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UrLine:
    """Decisions of one month, of all services or of one category.

    Attributes:
        month: of the decision, "2015-03".
        category: the state's name of the service category, "" for all services together.
        decisions: how many requests were decided.
        denials: how many of them were denied or modified.

    Raises:
        ValueError: if there are more denials than decisions, or fewer than none.
    """

    month: str
    category: str
    decisions: int
    denials: int

    def __post_init__(self) -> None:
        if not 0 <= self.denials <= self.decisions:
            raise ValueError("denials are some of the decisions")


@dataclass(frozen=True, slots=True, kw_only=True)
class UrDecisions:
    """The lines of one period.

    Attributes:
        lines: one a month and category; months outside the period are left out.
        by: the date that places IMR cases in a month: "decided", "received" or "assigned".
        outside: how many lines lie outside the period.
    """

    lines: tuple[UrLine, ...]
    by: str = "decided"
    outside: int = 0
