"""Tables → one linked additive system: every count of a report once, and what ties counts together.

The counts of reports that were released before are part of it, and frozen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log2

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.periods import LEFT, MONTHS, UNDATED, parts_of_periods
from imr_reports.records.tables import (
    CountName,
    Measure,
    MeasureKind,
    ProtectedTable,
    Relation,
    RelationKind,
    Row,
    Table,
)

_OVER_TIME = "of another period"
_WEIGHT_OF_TOTAL, _WEIGHT_OF_SIZE, _WEIGHT_OF_MAIN_ROW = 100.0, 6.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A count that is published, or that readers can work out from published ones.

    Attributes:
        value: the true count.
        published: whether a cell of the report shows it, unless it is withheld.
        is_known: whether a report that was released shows it; it can no longer be withheld.
        is_count: whether it counts persons or letters; the slack of an inequality does not.
        floor: what a reader knows it to be at least when it is withheld: zeros are always shown, so that
            a withheld cell is at least 1.
        weight: the loss to readers when it is withheld.
        table: key of the first table that holds it.
        release: number of the first release that tells it, 0 for none.
        name: under which tables share it, or by which what a sum leaves is known again in other periods; None
            where there is no such thing.
        letters: of how many letters a count of issues is, where that is known.
    """

    value: int
    published: bool
    is_count: bool
    floor: int
    weight: float
    table: str
    is_known: bool = False
    release: int = 0
    name: CountName | None = None
    letters: int | None = None

    @property
    def is_cell(self) -> bool:
        """Whether a cell of this report or of one before holds it."""
        return self.name is not None and self.name.unit != LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSystem:
    """All counts of a report and of those released before, and the equations between them.

    Attributes:
        places: where a count that has a name stands among `quantities`.
        equations: each a mapping of place to coefficient; the weighted sum of its quantities is zero.
        threshold: the smallest count above zero that may be known.
        period: the report's own, "" where it stands alone.
    """

    quantities: tuple[Quantity, ...]
    places: Mapping[CountName, int]
    equations: tuple[Mapping[int, int], ...]
    threshold: int
    period: str = ""

    def is_small(self, place: int) -> bool:
        """Return whether a count must not be known: 1 to below the threshold, or issues of so few letters.

        A count that was released under a lower threshold is known already.
        """
        quantity = self.quantities[place]
        few = min(quantity.value, quantity.value if quantity.letters is None else quantity.letters)
        return quantity.is_count and not quantity.is_known and 1 <= few < self.threshold

    def is_below(self, place: int) -> bool:
        """Return whether a small count is below the threshold itself, so that it must not be known to be."""
        return self.is_small(place) and self.quantities[place].value < self.threshold

    def is_cell(self, place: int) -> bool:
        """Return whether a cell of this report or of one before holds a count."""
        return self.quantities[place].is_cell

    def known_without(self, withheld: Collection[int]) -> dict[int, int]:
        """Return what readers know when some of the report's counts are withheld, by place."""
        return {
            place: quantity.value
            for place, quantity in enumerate(self.quantities)
            if quantity.is_known or (quantity.published and place not in withheld)
        }


def apart(
    places: Iterable[int], equations: Sequence[Collection[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the places that equations tie to each other, with the numbers of these equations."""
    leader = {place: place for place in places}

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for first, *others in equations:
        for other in others:
            leader[find(other)] = find(first)
    members: dict[int, list[int]] = {}
    for place in leader:
        members.setdefault(find(place), []).append(place)
    numbers: dict[int, list[int]] = {}
    for number, (first, *_) in enumerate(equations):
        numbers.setdefault(find(first), []).append(number)
    for top, tied in members.items():
        yield tied, numbers.get(top, [])


def around_report(system: LinkedSystem) -> tuple[LinkedSystem, tuple[int, ...]]:
    """Return the part of a system that bears on its report, and the place of each of its counts in the whole.

    It is what hangs together with the report's own counts through what readers don't know of earlier ones.
    What is left is as it was when the last of those was released.
    """
    unknown = [place for place, quantity in enumerate(system.quantities) if not quantity.is_known]
    open_ones = set(unknown)
    tied = [row for row in system.equations if not open_ones.isdisjoint(row)]
    kept: set[int] = set()
    equations: list[int] = []
    for places, numbers in apart(unknown, [open_ones.intersection(row) for row in tied]):
        if any(not system.quantities[place].release for place in places):
            equations += numbers
            kept.update(places, *(tied[number] for number in numbers))
    whole = tuple(sorted(kept))
    at = {place: here for here, place in enumerate(whole)}
    part = replace(
        system,
        quantities=tuple(system.quantities[place] for place in whole),
        places={name: at[place] for name, place in system.places.items() if place in at},
        equations=tuple(
            {at[place]: weight for place, weight in tied[number].items()} for number in sorted(equations)
        ),
    )
    return part, whole


def count_name(table: Table | ProtectedTable, row: Row, measure: Measure, period: str = "") -> CountName:
    """Return the name under which tables, and reports of several periods, share a count."""
    unit = measure.unit or table.unit
    if row.is_total:
        return CountName(unit=unit, measure=measure.key, period=period)
    return localized(
        CountName(unit=unit, dimension=table.dimension, row=row.key, measure=measure.key), period
    )


def localized(name: CountName, period: str) -> CountName:
    """Return a count's name beside those of other periods: a month's row tells that month's total."""
    if name.dimension == MONTHS and name.row != UNDATED:
        return CountName(unit=name.unit, measure=name.measure, period=name.row)
    return replace(name, period=period)


def link_tables(
    tables: Sequence[Table],
    threshold: int,
    *,
    period: str = "",
    released: Sequence[LinkedSystem] = (),
) -> LinkedSystem:
    """Collect the counts of all tables of a report, and every way in which a reader can add them up.

    Args:
        tables: of the report.
        threshold: the smallest count above zero that the public may know.
        period: the report's own, under the name by which it is released.
        released: what was released before of the calendar year: a system a report, whose counts are known, or
            withheld for ever.

    Raises:
        PrivacyGateError: if tables contradict each other, their own margins, or what was released; such a
            report can't be protected.
    """
    system = _Builder(threshold=threshold, period=period)
    for item in released:
        system.add_released(item)
    for table in tables:
        system.add_counts(table)
    for table in tables:
        system.add_margins(table)
    for table in tables:
        for relation in table.relations:
            system.add_relation(relation, table.key)
    if period:
        system.add_periods()
    return LinkedSystem(
        quantities=tuple(system.quantities),
        places=system.places,
        equations=tuple(system.equations),
        threshold=threshold,
        period=period,
    )


@dataclass(slots=True, kw_only=True)
class _Builder:
    threshold: int
    period: str
    quantities: list[Quantity] = field(default_factory=list)
    places: dict[CountName, int] = field(default_factory=dict)
    equations: list[Mapping[int, int]] = field(default_factory=list)
    known: set[frozenset[tuple[int, int]]] = field(default_factory=set)
    columns: set[tuple[str, str, str]] = field(default_factory=set)

    def add_released(self, released: LinkedSystem) -> None:
        """Add the counts and equations of a release; counts that an earlier one told are the same."""
        at: list[int] = []
        for quantity in released.quantities:
            name = quantity.name
            if name is None or name not in self.places:
                at.append(len(self.quantities))
                self.quantities.append(quantity)
                if name is not None:
                    self.places[name] = at[-1]
                continue
            at.append(self.places[name])
            there = self.quantities[at[-1]]
            if there.value != quantity.value:
                raise PrivacyGateError(f"release {quantity.release} contradicts an earlier one")
            merged = replace(
                there,
                is_known=there.is_known or quantity.is_known,
                floor=max(there.floor, quantity.floor),
            )
            self.quantities[at[-1]] = merged
        for equation in released.equations:
            moved = {at[place]: weight for place, weight in equation.items()}
            self.known.add(frozenset(moved.items()))
            self.equations.append(moved)

    def add_counts(self, table: Table) -> None:
        """Add every count of a table; one that another table or a release holds must be the same there."""
        for row in table.rows:
            for measure, value, letters in _counts(table, row):
                name = count_name(table, row, measure, self.period)
                unit, dimension = measure.unit or table.unit, "" if row.is_total else table.dimension
                self.columns.add((unit, dimension, measure.key))
                if name not in self.places:
                    self.places[name] = len(self.quantities)
                    self.quantities.append(
                        Quantity(
                            value=value,
                            published=True,
                            is_count=True,
                            floor=min(1, value),
                            weight=_weight(table, row, measure, value),
                            table=table.key,
                            name=name,
                            letters=letters,
                        )
                    )
                elif self.quantities[self.places[name]].value != value:
                    there = self.quantities[self.places[name]]
                    other = f"release {there.release}" if there.release else "another table"
                    raise PrivacyGateError(f"table {table.key} contradicts {other} about a count")

    def add_periods(self) -> None:
        """Add that a period's counts are the sums of its months' ones, as far as reports tell them."""
        for parts in parts_of_periods(self.places):
            whole = self.quantities[parts.whole]
            rest = whole.value - sum(self.quantities[place].value for place in parts.parts)
            if rest < 0 and not whole.is_cell:
                continue  # rows that are left out can take more than there is: what is left is no law then
            is_count = whole.is_count
            kind = parts.kind if parts.kind is RelationKind.EQUALS or is_count else RelationKind.AT_LEAST
            self._add_sum(parts.whole, [(1, place) for place in parts.parts], kind, _OVER_TIME)

    def add_margins(self, table: Table) -> None:
        """Add what a table's own layout tells: sums over rows and columns, percentages, what is left."""
        for measure in table.measures:
            if measure.kind is MeasureKind.COUNT:
                self._add_row_margins(table, measure)
        for row in table.rows:
            here = {
                item.key: self.places[count_name(table, row, item, self.period)]
                for item, _, _ in _counts(table, row)
            }
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
            names = [count_name(table, row, measure, self.period) for row in parts]
            total = self.places.get(count_name(table, whole, measure, self.period))
            places = [self.places[name] for name in names if name in self.places]
            if total is None or not places:
                continue
            if table.rows_are_partition:
                self._add_sum(total, [(1, place) for place in places], RelationKind.EQUALS, table.key)
                continue
            alone = [self.places[name] for name in names if name.row == table.alone and name in self.places]
            for place in places:
                self._add_sum(total, [(1, place)], RelationKind.CONTAINS, table.key)
                if alone and place not in alone:
                    beside = [(1, other) for other in (place, *alone)]
                    self._add_sum(total, beside, RelationKind.CONTAINS, table.key)
            if not whole.is_total:
                self._add_overlap(total, places, table.key)

    def _add_overlap(self, total: int, places: list[int], table: str) -> None:
        """Add by how much works add up to more than their source: what is cited more than once."""
        surplus = sum(self.quantities[place].value for place in places) - self.quantities[total].value
        if surplus >= 0:
            self._leave({total: 1, **dict.fromkeys(places, -1)}, table, is_count=True)

    def add_relation(self, relation: Relation, table: str) -> None:
        """Add a declared relation, unless the report lacks one of its columns."""
        names = [relation.total, *(name for _, name in relation.parts)]
        if any((name.unit, name.dimension, name.measure) not in self.columns for name in names):
            return
        named = [(weight, localized(name, self.period)) for weight, name in relation.parts]
        parts = [(weight, self.places[name]) for weight, name in named if name in self.places]
        self._add_sum(self.places.get(localized(relation.total, self.period)), parts, relation.kind, table)

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
        if kind is RelationKind.EQUALS:
            self._equate(coefficients, table)
        else:
            self._leave(coefficients, table, is_count=kind is RelationKind.CONTAINS)

    def _leave(self, coefficients: dict[int, int], table: str, *, is_count: bool) -> None:
        """Add that a sum of counts leaves something, of which there can't be less than none."""
        value = -sum(weight * self.quantities[place].value for place, weight in coefficients.items())
        if value < 0:
            raise PrivacyGateError(f"table {table} holds a part that is larger than its whole")
        name = self._name_of_left(coefficients)
        if name in self.places:  # a release has told it
            return
        if name is not None:
            self.places[name] = len(self.quantities)
        self._equate({**coefficients, len(self.quantities): 1}, table, left=value)
        self.quantities.append(
            Quantity(
                value=value, published=False, is_count=is_count, floor=0, weight=0.0, table=table, name=name
            )
        )

    def _name_of_left(self, coefficients: Mapping[int, int]) -> CountName | None:
        """Return by what is known again, in other periods, what a sum of counts of one period leaves."""
        terms = [(weight, self.quantities[place].name) for place, weight in coefficients.items()]
        periods = {name.period for _, name in terms if name}
        if len(periods) != 1 or any(name is None or name.unit == LEFT for _, name in terms):
            return None
        row = ";".join(
            sorted(
                f"{weight}*{name.unit}|{name.dimension}|{name.row}|{name.measure}"
                for weight, name in terms
                if name
            )
        )
        return CountName(unit=LEFT, row=row, measure="left", period=periods.pop())

    def _equate(self, coefficients: Mapping[int, int], table: str, *, left: int = 0) -> None:
        known = {place: weight for place, weight in coefficients.items() if place < len(self.quantities)}
        if left + sum(weight * self.quantities[place].value for place, weight in known.items()):
            raise PrivacyGateError(f"table {table} does not add up")
        self.equations.append(coefficients)


def _counts(table: Table, row: Row) -> Iterator[tuple[Measure, int, int | None]]:
    for measure, cell in zip(table.measures, row.cells, strict=True):
        if measure.kind is MeasureKind.COUNT and cell.value is not None:
            yield measure, int(cell.value), cell.letters


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
