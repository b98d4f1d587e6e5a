"""Tables → one linked additive system: every count of a report once, and what ties counts together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from imr_reports.errors import PrivacyGateError
from imr_reports.records.tables import (
    CountName,
    Measure,
    MeasureKind,
    Relation,
    RelationKind,
    Row,
    Table,
)

_WEIGHT_OF_TOTAL, _WEIGHT_OF_SIZE, _WEIGHT_OF_MAIN_ROW = 100.0, 6.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A count that is published, or that readers can work out from published ones.

    Attributes:
        value: the true count.
        published: whether a cell of the report shows it, unless it is withheld.
        is_count: whether it counts persons or letters; the slack of an inequality does not.
        floor: what a reader knows it to be at least when it is withheld: zeros are always shown, so that
            a withheld cell is at least 1; one whose median is shown is at least the threshold.
        weight: the loss to readers when it is withheld.
        table: key of the first table that holds it.
    """

    value: int
    published: bool
    is_count: bool
    floor: int
    weight: float
    table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSystem:
    """All counts of a report and the equations between them.

    Attributes:
        places: where a published count stands among `quantities`.
        equations: each a mapping of place to coefficient; the weighted sum of its quantities is zero.
        threshold: the smallest count above zero that may be known.
    """

    quantities: tuple[Quantity, ...]
    places: Mapping[CountName, int]
    equations: tuple[Mapping[int, int], ...]
    threshold: int

    def is_small(self, place: int) -> bool:
        """Return whether a count must not be known: 1 to below the threshold."""
        quantity = self.quantities[place]
        return quantity.is_count and 1 <= quantity.value < self.threshold


def count_name(table: Table, row: Row, measure: Measure) -> CountName:
    """Return the name under which tables share a count."""
    unit = measure.unit or table.unit
    if row.is_total:
        return CountName(unit=unit, measure=measure.key)
    return CountName(unit=unit, dimension=table.dimension, row=row.key, measure=measure.key)


def link_tables(tables: Sequence[Table], threshold: int) -> LinkedSystem:
    """Collect the counts of all tables of a report, and every way in which a reader can add them up.

    Raises:
        PrivacyGateError: if tables contradict each other or their own margins; such a report can't be
            protected.
    """
    system = _Builder(threshold=threshold)
    for table in tables:
        system.add_counts(table)
    for table in tables:
        system.add_margins(table)
    for table in tables:
        for relation in table.relations:
            system.add_relation(relation, table.key)
    return LinkedSystem(
        quantities=tuple(system.quantities),
        places=system.places,
        equations=tuple(system.equations),
        threshold=threshold,
    )


@dataclass(slots=True, kw_only=True)
class _Builder:
    threshold: int
    quantities: list[Quantity] = field(default_factory=list)
    places: dict[CountName, int] = field(default_factory=dict)
    equations: list[Mapping[int, int]] = field(default_factory=list)
    known: set[frozenset[tuple[int, int]]] = field(default_factory=set)
    columns: set[tuple[str, str, str]] = field(default_factory=set)

    def add_counts(self, table: Table) -> None:
        """Add every count of a table; a count that another table holds must be the same there."""
        for row in table.rows:
            for measure, value in _counts(table, row):
                name = count_name(table, row, measure)
                self.columns.add((name.unit, name.dimension, name.measure))
                if name not in self.places:
                    self.places[name] = len(self.quantities)
                    self.quantities.append(
                        Quantity(
                            value=value,
                            published=True,
                            is_count=True,
                            floor=self._floor(table, measure, value),
                            weight=_weight(table, row, measure, value),
                            table=table.key,
                        )
                    )
                elif self.quantities[self.places[name]].value != value:
                    raise PrivacyGateError(f"table {table.key} contradicts another table about a count")

    def _floor(self, table: Table, measure: Measure, value: int) -> int:
        has_statistics = any(
            other.kind is MeasureKind.NUMBER and other.denominator == measure.key for other in table.measures
        )
        return self.threshold if has_statistics and value >= self.threshold else min(1, value)

    def add_margins(self, table: Table) -> None:
        """Add what a table's own layout tells: sums over rows and columns, percentages, what is left."""
        for measure in table.measures:
            if measure.kind is MeasureKind.COUNT:
                self._add_row_margins(table, measure)
        for row in table.rows:
            here = {item.key: self.places[count_name(table, row, item)] for item, _ in _counts(table, row)}
            self._add_column_margins(table, here)

    def _add_column_margins(self, table: Table, here: Mapping[str, int]) -> None:
        """Add what one row's columns tell; `here` names the places of its counts."""
        for total, parts in table.sums:
            if total in here:
                present = [(1, here[part]) for part in parts if part in here]
                self._add_sum(here[total], present, RelationKind.EQUALS, table.key)
        for measure in table.measures:
            if measure.kind is not MeasureKind.PERCENT or measure.denominator_is_total:
                continue
            if measure.numerator in here and measure.denominator in here:
                part = [(1, here[measure.numerator])]
                self._add_sum(here[measure.denominator], part, RelationKind.CONTAINS, table.key)

    def _add_row_margins(self, table: Table, measure: Measure) -> None:
        for whole, parts in _families(table.rows):
            names = [count_name(table, row, measure) for row in parts]
            total = self.places.get(count_name(table, whole, measure))
            places = [self.places[name] for name in names if name in self.places]
            if total is None or not places:
                continue
            if table.rows_are_partition:
                self._add_sum(total, [(1, place) for place in places], RelationKind.EQUALS, table.key)
                continue
            for place in places:
                self._add_sum(total, [(1, place)], RelationKind.CONTAINS, table.key)
            if not whole.is_total:
                self._add_overlap(total, places, table.key)

    def _add_overlap(self, total: int, places: list[int], table: str) -> None:
        """Add by how much works add up to more than their source: what is cited more than once."""
        surplus = sum(self.quantities[place].value for place in places) - self.quantities[total].value
        if surplus >= 0:
            hidden = self._hide(surplus, table, is_count=True)
            self._equate({total: -1, hidden: -1, **dict.fromkeys(places, 1)}, table)

    def add_relation(self, relation: Relation, table: str) -> None:
        """Add a declared relation, unless the report lacks one of its columns."""
        names = [relation.total, *(name for _, name in relation.parts)]
        if any((name.unit, name.dimension, name.measure) not in self.columns for name in names):
            return
        parts = [(weight, self.places[name]) for weight, name in relation.parts if name in self.places]
        self._add_sum(self.places.get(relation.total), parts, relation.kind, table)

    def _add_sum(
        self, total: int | None, parts: Iterable[tuple[int, int]], kind: RelationKind, table: str
    ) -> None:
        coefficients: dict[int, int] = {} if total is None else {total: -1}
        for weight, place in parts:
            coefficients[place] = coefficients.get(place, 0) + weight
        coefficients = {place: weight for place, weight in coefficients.items() if weight}
        key = frozenset(coefficients.items())
        if key in self.known or not coefficients:
            return
        self.known.add(key)
        if kind is not RelationKind.EQUALS:
            left = -sum(weight * self.quantities[place].value for place, weight in coefficients.items())
            coefficients[self._hide(left, table, is_count=kind is RelationKind.CONTAINS)] = 1
        self._equate(coefficients, table)

    def _hide(self, value: int, table: str, *, is_count: bool) -> int:
        if value < 0:
            raise PrivacyGateError(f"table {table} holds a part that is larger than its whole")
        self.quantities.append(
            Quantity(value=value, published=False, is_count=is_count, floor=0, weight=0.0, table=table)
        )
        return len(self.quantities) - 1

    def _equate(self, coefficients: Mapping[int, int], table: str) -> None:
        if sum(weight * self.quantities[place].value for place, weight in coefficients.items()):
            raise PrivacyGateError(f"table {table} does not add up")
        self.equations.append(coefficients)


def _counts(table: Table, row: Row) -> Iterator[tuple[Measure, int]]:
    for measure, cell in zip(table.measures, row.cells, strict=True):
        if measure.kind is MeasureKind.COUNT and cell.value is not None:
            yield measure, int(cell.value)


def _families(rows: Sequence[Row]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row that has parts with them: the total with the main rows, a main row with its details."""
    mains = [row for row in rows if row.depth == 0 and not row.is_total]
    for total in (row for row in rows if row.is_total):
        yield total, mains
    details: dict[str, list[Row]] = {}
    main = None
    for row in rows:
        if row.depth == 0:
            main = row
        elif main is not None:
            details.setdefault(main.key, []).append(row)
    for row in mains:
        if row.key in details:
            yield row, details[row.key]


def _weight(table: Table, row: Row, measure: Measure, value: int) -> float:
    weight = 1 + log2(1 + value)
    if row.is_total:
        weight *= _WEIGHT_OF_TOTAL
    elif row.depth == 0:
        weight *= _WEIGHT_OF_MAIN_ROW
    sizes = [item.key for item in table.measures if item.kind is MeasureKind.COUNT]
    return weight * _WEIGHT_OF_SIZE if measure.key == sizes[0] else weight
