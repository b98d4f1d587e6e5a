"""Protected tables → which rationales a public report may quote without telling more than its tables do.

An excerpt says that there is a case: of this category, decided so, resting on these guidelines. Together they
are counts of their own, so they are chosen after the tables were protected, and audited with them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.audit import audit_release
from imr_reports.protect.linked import LinkedSystem, localized
from imr_reports.protect.rollup import ROLLED_UP
from imr_reports.protect.tables import Protected
from imr_reports.records.coded import Decision
from imr_reports.records.rationales import QuotableRows, SelectedRationale
from imr_reports.records.tables import (
    CellStatus,
    CountName,
    MeasureKind,
    ProtectedTable,
    Row,
    Showing,
    Table,
)

QUOTED_FROM = "decisions_by_category"
QUOTED_A_ROW = {Decision.UPHELD: 1, Decision.OVERTURNED: 2}
FEWEST_MONTHS = 12
LARGEST_SHARE_OF_A_MONTH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRelease:
    """The public report in which excerpts would stand.

    Attributes:
        protected: its tables as the public sees them, with all that they are linked with.
        cases_by_month: cases of each month in which any was decided, whatever period the report names.
        count: tables with true counts of some issues alone.
    """

    protected: Protected
    cases_by_month: Sequence[int]
    count: Callable[[Sequence[SelectedRationale]], Sequence[Table]]


def quotable_rows(tables: Sequence[ProtectedTable], threshold: int) -> QuotableRows:
    """Return the rows by service category of whose decisions the public knows how many there are."""
    table = next((table for table in tables if table.key == QUOTED_FROM), None)
    rows = [row for row in table.rows if row.depth == 0 and not row.is_total] if table else []

    def known(measure: str) -> frozenset[str]:
        return frozenset(row.label for row in rows if table and _is_known(table, row, measure, threshold))

    return QuotableRows(
        labels={row.key: row.label for row in rows if row.key != ROLLED_UP},
        rest=next((row.label for row in rows if row.key == ROLLED_UP), ""),
        overturned=known("overturned"),
        upheld=known("upheld"),
    )


def _is_known(table: ProtectedTable, row: Row, measure: str, threshold: int) -> bool:
    return any(
        column.key == measure and cell.status is CellStatus.SHOWN and (cell.value or 0) >= threshold
        for column, cell in zip(table.measures, row.cells, strict=True)
    )


def public_kind(item: SelectedRationale) -> str:
    """Return the decision as public tables count it, where overturned means wholly or in part."""
    return str(Decision.UPHELD if item.request.decision is Decision.UPHELD else Decision.OVERTURNED)


def quote_safely(
    texts: Sequence[SelectedRationale], release: PublicRelease, threshold: int
) -> tuple[SelectedRationale, ...]:
    """Return what a public report quotes.

    Of each row whose count it shows, two overturned issues and one upheld; of no case twice; nothing unless
    its cases are spread over a year. Rows whose excerpts, with all the report's cells, would let a small
    count be worked out are left out.
    """
    if not _spans_a_year(release.cases_by_month, threshold):
        return ()
    groups = list(_by_row(texts, quotable_rows(release.protected.shown, threshold)))
    audit = _Audit(release)
    everything = [item for group in groups for item in group]
    if audit.passes(everything):
        return tuple(everything)
    kept: list[SelectedRationale] = []
    for group in groups:
        if audit.passes([*kept, *group]):
            kept += group
    return tuple(kept)


def _spans_a_year(cases_by_month: Sequence[int], threshold: int) -> bool:
    """Return whether an excerpt dates its case no closer than to a year, by the data and not by a label.

    Months of a few cases don't count: a handful of stragglers would make a year of two full months.
    """
    full = [size for size in cases_by_month if size >= threshold]
    return len(full) >= FEWEST_MONTHS and max(full) <= LARGEST_SHARE_OF_A_MONTH * sum(cases_by_month)


def _by_row(texts: Sequence[SelectedRationale], rows: QuotableRows) -> Iterator[list[SelectedRationale]]:
    """Yield what is quoted of each row: first the overturned of all rows, by label, then the upheld."""
    quoted: set[str] = set()
    for decision, labels in ((Decision.OVERTURNED, rows.overturned), (Decision.UPHELD, rows.upheld)):
        for label in sorted(labels):
            group: list[SelectedRationale] = []
            for item in texts:
                fits = _is_quotable(item) and item.request.service_category == label
                fits = fits and public_kind(item) == decision
                if fits and item.request.reference not in quoted and len(group) < QUOTED_A_ROW[decision]:
                    group.append(item)
                    quoted.add(item.request.reference)
            yield group


def _is_quotable(item: SelectedRationale) -> bool:
    return item.showing is not Showing.DIVERGENT and bool(item.text.rationale.strip())


class _Audit:
    """Asks what a reader of all cells can work out who also knows every cell to which a quoted case belongs.

    That is more than excerpts say: they name no month and no specialty.
    """

    def __init__(self, release: PublicRelease) -> None:
        self._release = release
        self._protected = release.protected
        self._published = release.protected.published()

    def passes(self, items: Sequence[SelectedRationale]) -> bool:
        """Return whether no small count follows from the tables and these excerpts."""
        if not items:
            return True
        system = self._protected.system
        counts = _counts(self._protected.tables, self._release.count(items), system.period)
        try:
            audit_release(self._protected.shown, self._published, system, _places(system, counts))
        except PrivacyGateError:
            return False
        return True


def _counts(tables: Sequence[Table], parts: Sequence[Table], period: str) -> dict[CountName, int]:
    """Return the counts of quoted issues under the names of the counts of which they are some."""
    by_key = {table.key: table for table in tables}
    counts: dict[CountName, int] = {}
    for part in parts:
        table = by_key.get(part.key)
        # Tables that share counts hold the same ones, so each is read once for itself.
        counts |= _counts_of(table, part, period) if table else {}
    return counts


def _counts_of(table: Table, part: Table, period: str) -> dict[CountName, int]:
    keys = {row.key for row in table.rows}
    counts: dict[CountName, int] = {}
    for row, key in _rows_in(part.rows, keys):
        for measure, cell in zip(part.measures, row.cells, strict=True):
            if measure.kind is MeasureKind.COUNT and cell.value:
                unit = measure.unit or part.unit
                name = (
                    CountName(unit=unit, measure=measure.key, period=period)
                    if row.is_total
                    else localized(
                        CountName(unit=unit, dimension=part.dimension, row=key, measure=measure.key), period
                    )
                )
                counts[name] = counts.get(name, 0) + int(cell.value)
    return counts


def _rows_in(rows: Iterable[Row], keys: Collection[str]) -> Iterator[tuple[Row, str]]:
    """Yield rows with the key of the public row that counts them: their own, or that of the merged row."""
    main = ""
    for row in rows:
        main = row.key if row.depth == 0 else main
        merged = ROLLED_UP if row.depth == 0 else f"{main}/{ROLLED_UP}"
        if row.key in keys or merged in keys:
            yield row, row.key if row.key in keys else merged


def _places(system: LinkedSystem, counts: Mapping[CountName, int]) -> dict[int, int]:
    """Return how many quoted issues or cases each quantity holds, also those that no cell shows."""
    quoted = {system.places[name]: value for name, value in counts.items() if name in system.places}
    for equation in system.equations:
        names = [system.quantities[place].name for place in equation]
        # Excerpts don't say in which part of the report's period a case was decided.
        is_own = all(name is None or name.period == system.period for name in names)
        hidden = [place for place in equation if not system.is_cell(place)]
        if is_own and len(hidden) == 1:
            rest = sum(weight * quoted.get(place, 0) for place, weight in equation.items())
            quoted[hidden[0]] = -rest // equation[hidden[0]]
    return {place: min(value, system.quantities[place].value) for place, value in quoted.items()}
