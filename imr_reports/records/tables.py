"""Tables and excerpts: what `aggregate` makes, what `protect` lets out, what `render` shows."""

from dataclasses import dataclass, field
from enum import StrEnum


class Audience(StrEnum):
    """For whom a report is made."""

    INTERNAL = "internal"
    PUBLIC = "public"


class CellStatus(StrEnum):
    """Whether a cell is shown.

    There is one mark for every withheld cell: to tell a small count from one that is withheld to cover it
    would itself tell that the count is small.
    """

    SHOWN = "shown"
    WITHHELD = "withheld"


class MeasureKind(StrEnum):
    """How a column's numbers are made and printed.

    LOWER and UPPER bound a percentage (its 95% interval) and follow its counts, as CHANGE does (percentage
    points since the period compared with). LIMIT is a percentage that rests on all counts of its table.
    """

    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    LOWER = "lower"
    UPPER = "upper"
    CHANGE = "change"
    LIMIT = "limit"


OF_PERCENT = frozenset({MeasureKind.PERCENT, MeasureKind.LOWER, MeasureKind.UPPER, MeasureKind.CHANGE})
"""A percentage and what belongs to it: they go with the two counts that it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A column of a table.

    Attributes:
        key: name of the column within its table.
        label: heading.
        kind: COUNT (additive integer), PERCENT (0–100, from two counts of the same table), NUMBER
            (a statistic such as a median of days), or one of those that belong to a percentage.
        numerator: for PERCENT, LOWER, UPPER, CHANGE: key of the count column above the line, same row.
        denominator: for these: key of the count column below the line; for NUMBER: key of the count
            column on which the statistic rests, "" where it rests on none.
        denominator_is_total: whether the denominator is taken from the total row instead of the same row.
        decimals: digits after the point when printed.
        unit: what its counts count, when that is not the table's unit.
        internal_only: whether the column never goes into a public report.
    """

    key: str
    label: str
    kind: MeasureKind
    numerator: str = ""
    denominator: str = ""
    denominator_is_total: bool = False
    decimals: int = 0
    unit: str = ""
    internal_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CountName:
    """Names one count of a report, wherever it stands: tables that hold the same name hold the same number.

    Attributes:
        unit: what is counted.
        dimension: the row dimension; "" for a total row.
        row: the row's key; "" for a total row.
        measure: the column's key.
        period: the period that it counts; "" for the report's own.
    """

    unit: str
    dimension: str = ""
    row: str = ""
    measure: str
    period: str = ""


class RelationKind(StrEnum):
    """How a total and the weighted sum of its parts compare.

    EQUALS: they are the same. CONTAINS: the parts are some of the total, and what is left is itself a count
    of persons, to be protected like one. AT_LEAST: the total is no smaller; what is left counts nothing.
    """

    EQUALS = "equals"
    CONTAINS = "contains"
    AT_LEAST = "at_least"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What any reader can know of how counts of a report hang together, beyond the margins of its tables.

    Attributes:
        total: the larger count.
        parts: (weight, count) pairs. A row that its table lacks counts as zero.
    """

    total: CountName
    parts: tuple[tuple[int, CountName], ...]
    kind: RelationKind = RelationKind.EQUALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value and whether it is shown.

    `value` is None when the cell is withheld, or when a rate has no denominator ("–" in print). A withheld
    cell holds no value at all, so nothing downstream can show it. A change is notable when it is more than
    chance explains. `letters` is of how many letters a count of issues is, None where that is the count
    itself or not known; no protected cell has it.

    Raises:
        ValueError: if a withheld cell holds a value.
    """

    value: int | float | None
    status: CellStatus = CellStatus.SHOWN
    is_notable: bool = False
    letters: int | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.status is not CellStatus.SHOWN and (self.value is not None or self.letters is not None):
            raise ValueError("a withheld cell holds no value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: one cell a measure.

    Attributes:
        key: identifies the row; the same key in two tables of one dimension means the same thing.
        depth: 0 for a main row, 1 for a row that details the nearest row of depth 0 above it.
        is_total: whether it is the sum of all rows of depth 0 (printed last).
        note: a remark in words of a closed list ("above the limits"), "" for none; it goes where a count of
            its row is withheld.
    """

    key: str
    label: str
    cells: tuple[Cell, ...]
    depth: int = 0
    is_total: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """An aggregated table with true counts: not yet fit to be shown.

    Attributes:
        key: identifies the table ("outcomes_cases", "decisions_by_category", …).
        title: heading, in words.
        definition: what is counted, and of what.
        unit: what a count counts ("cases", "issues", "citations").
        dimension: name of the row dimension; tables that share unit and dimension share cells by row key.
        row_header: heading of the label column.
        measures: columns.
        rows: rows in print order.
        sums: additive relations between count columns: (total, parts) by measure key,
            for example ("issues", ("upheld", "overturned")).
        rows_are_partition: whether the rows of depth 0 add up to the total row (False where one issue can
            stand in several rows, as with citations).
        alone: where rows overlap, key of the row whose issues stand in no other row beside it ("none found").
        ordered_by_size: whether rows stand by the size of their first count.
        relations: how its counts hang together with those of other tables.
        design_effect: by how much letters with several issues widen the variance of its percentages, in all;
            limits that are drawn around the total's percentage rest on it. None where it has none.
        note_header: heading of the column of its rows' notes, "" where they have none.
    """

    key: str
    title: str
    definition: str
    unit: str
    dimension: str
    row_header: str
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rows_are_partition: bool = True
    alone: str = ""
    ordered_by_size: bool = False
    relations: tuple[Relation, ...] = ()
    design_effect: float | None = None
    note_header: str = ""

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.measures) for row in self.rows):
            raise ValueError("each row of a table needs one cell a measure")


class _Seal:
    """Held by `protect` alone: what can't show it is not protected."""


PROTECT_SEAL = _Seal()


def _require_seal(seal: object) -> None:
    if seal is not PROTECT_SEAL:
        raise TypeError("only imr_reports.protect makes protected records")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedTable:
    """A table that may be shown to its audience. Made by `protect` alone.

    Attributes:
        withheld: number of cells that are not shown.
        (others): as in `Table`.
    """

    seal: object
    key: str
    title: str
    definition: str
    unit: str
    dimension: str
    row_header: str
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    audience: Audience
    withheld: int
    design_effect: float | None = None
    note_header: str = ""

    def __post_init__(self) -> None:
        _require_seal(self.seal)


class Showing(StrEnum):
    """As what a rationale stands in a report."""

    OVERTURNED = "overturned"
    TYPICAL = "typical"
    DIVERGENT = "divergent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Scrubbed words of one issue's rationale, without dates, at sentence ends. Made by `protect` alone.

    Attributes:
        kind: "overturned", "partially_overturned" or "upheld".
        text: the excerpt; left-out sentences are marked by "[…]"; "" where the letter gives no rationale.
        service_category: as in the tables.
        disputed_item: the scrubbed disputed item.
        claims_administrator_guideline: scrubbed, may be "".
        reviewer_guideline: scrubbed, may be "".
        reference: the case's reference, for an operator of the store; "" for the public.
        showing: as what it stands in the report.
        service_details: sub-category, procedure, drugs, as in the vocabulary; none for the public.
        reasons: what the rationale gives as reasons, in words; none for the public.
        allowed: what was allowed of a request that was overturned in part, scrubbed, may be "".
        rank: its place among the overturned in an order whose beginnings are representative, 1 first; 0 for
            others and for the public.
        alike: of those compared, how many letters' rationales read nearly the same, its own included; 0 for
            the public, as these are counts of persons.
        compared: how many letters' rationales of its category were compared; 0 for the public.
    """

    seal: object
    kind: str
    text: str
    service_category: str
    disputed_item: str
    claims_administrator_guideline: str
    reviewer_guideline: str
    reference: str
    showing: Showing = Showing.OVERTURNED
    service_details: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    allowed: str = ""
    rank: int = 0
    alike: int = 0
    compared: int = 0

    def __post_init__(self) -> None:
        _require_seal(self.seal)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverturnedCount:
    """How many issues of a service category were overturned: for the internal audience alone."""

    service_category: str
    wholly: int
    in_part: int

    @property
    def issues(self) -> int:
        """Overturned wholly or in part."""
        return self.wholly + self.in_part


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a report's methods or privacy notes: a label and a value, neither from a letter."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture of the organization, as PNG without anything but its points."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a rendered report may hold.

    Attributes:
        title: heading of the report.
        organization: for whom it is made, "" when not set.
        period: the period as the user named it ("2015Q1").
        period_words: the same in words ("January to March 2015").
        basis: by which date cases fall into the period, in words ("decision date").
        as_of: date printed, ISO.
        is_sample: whether the letters are invented samples.
        headlines: findings in plain sentences, made from protected tables.
        tables: in print order.
        excerpts: in print order.
        overturned: how many issues were overturned, the category with the most first; never told to the
            public.
        threshold: counts from 1 up to one below it are withheld from the public.
        methods: versions and settings.
        privacy: findings by entity type and the like.
        kept: identifying text that the policy leaves in the letters, in words; "" for none.
        notice: what every sheet says of the policy, "" under Safe Harbor.
        sections: keys of the sections that were asked for; all of them when there is none.
        logo: of the organization, None when not given.
    """

    title: str
    organization: str
    period: str
    period_words: str
    basis: str
    as_of: str
    audience: Audience
    is_sample: bool
    headlines: tuple[str, ...]
    tables: tuple[ProtectedTable, ...]
    excerpts: tuple[Excerpt, ...]
    overturned: tuple[OverturnedCount, ...]
    threshold: int
    methods: tuple[Fact, ...]
    privacy: tuple[Fact, ...]
    notice: str = ""
    kept: str = ""
    sections: tuple[str, ...] = ()
    logo: Logo | None = None
