"""An attack on public reports, written apart from the protector: what follows from what is printed?

It reads protected tables alone, with what a reader of the definitions knows of how they hang together, and
asks a solver how small and how large each withheld count can be.
"""

from itertools import pairwise

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import PrivacyGateError
from imr_reports.protect import protect_tables
from imr_reports.protect.linked import LinkedSystem
from imr_reports.records.tables import (
    Audience,
    Cell,
    CellStatus,
    Measure,
    MeasureKind,
    ProtectedTable,
    Row,
    Table,
)
from tests.attack.knowledge import OVERLAPPING, STATED_OR_NOT
from tests.attack.knowledge import PARTITIONS as IN_ONE_ROW
from tests.invented_frames import invent_coverage, invent_frames
from tests.listed_tables import listed

THRESHOLD = 11
MOST_ATTACKED = 40
PARTITIONS = IN_ONE_ROW | {"outcomes_by_month"}
COUNTED = {"reviewer_specialties": "cases", "reasons_upheld": "upheld"}
"""The count of overlapping tables whose rest is looked at, where it is not that of overturned issues."""


class Attack:
    """A system of equations and inequalities over the counts of a report, read from its cells."""

    def __init__(self, tables: tuple[ProtectedTable, ...], *, linked: bool = True) -> None:
        self.tables = {table.key: table for table in tables}
        self.names: dict[tuple[str, str, str], int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for table in tables:
            self.read(table)
        for table in tables:
            self.add_margins(table)
        if linked:
            self.add_links()
        else:
            self.link_specialties()

    def read(self, table: ProtectedTable) -> None:
        for row in table.rows:
            for measure, cell in zip(table.measures, row.cells, strict=True):
                if measure.kind is not MeasureKind.COUNT:
                    continue
                if cell.status is CellStatus.SHOWN:
                    self.variable((table.key, row.key, measure.key), cell.value or 0, cell.value or 0)
                else:
                    self.variable((table.key, row.key, measure.key), 1, highspy.kHighsInf)

    def variable(self, name: tuple[str, str, str], low: float, high: float) -> int:
        self.names[name] = len(self.bounds)
        self.bounds.append((low, high))
        return self.names[name]

    def state(self, terms: list[tuple[float, tuple[str, str, str]]], low: float, high: float) -> None:
        """State that a weighted sum lies within limits; rows that aren't printed count as zero."""
        row: dict[int, float] = {}
        for weight, name in terms:
            if name in self.names:
                row[self.names[name]] = row.get(self.names[name], 0) + weight
        if row:
            self.rows.append((row, low, high))

    def equal(self, total: tuple[str, str, str], parts: list[tuple[str, str, str]]) -> None:
        self.state([(-1, total), *((1, part) for part in parts)], 0, 0)

    def at_least(self, total: tuple[str, str, str], part: tuple[str, str, str]) -> None:
        self.state([(1, total), (-1, part)], 0, highspy.kHighsInf)

    def add_margins(self, table: ProtectedTable) -> None:
        mains = [row for row in table.rows if row.depth == 0 and not row.is_total]
        counts = [item.key for item in table.measures if item.kind is MeasureKind.COUNT]
        for key in counts:
            families = [("total", [row.key for row in mains]), *self.details(table)]
            for whole, parts in families:
                is_stated_or_not = table.key in STATED_OR_NOT and whole == "total"
                if table.key in PARTITIONS or is_stated_or_not:
                    self.equal((table.key, whole, key), [(table.key, part, key) for part in parts])
                elif table.key in OVERLAPPING | STATED_OR_NOT:
                    for part in parts:
                        self.at_least((table.key, whole, key), (table.key, part, key))
        for row in table.rows:
            names = {key: (table.key, row.key, key) for key in counts}
            if {"issues", "upheld", "overturned"} <= set(names):
                self.equal(names["issues"], [names["upheld"], names["overturned"]])
            self.add_percentages(table, row)

    def details(self, table: ProtectedTable) -> list[tuple[str, list[str]]]:
        found: dict[str, list[str]] = {}
        main = ""
        for row in table.rows:
            if row.depth == 0:
                main = row.key
            else:
                found.setdefault(main, []).append(row.key)
        return list(found.items())

    def add_percentages(self, table: ProtectedTable, row: Row) -> None:
        for measure, cell in zip(table.measures, row.cells, strict=True):
            if measure.kind is MeasureKind.PERCENT and cell.value is not None:
                below = "total" if measure.denominator_is_total else row.key
                above = (table.key, row.key, measure.numerator)
                whole = (table.key, below, measure.denominator)
                slack = 0.5 * 10**-measure.decimals
                self.state([(100, above), (-(cell.value - slack), whole)], 0, highspy.kHighsInf)
                self.state([(100, above), (-(cell.value + slack), whole)], -highspy.kHighsInf, 0)

    def add_links(self) -> None:
        by_decision = [
            "partly_authorized",
            "outcomes_by_month",
            "decisions_by_category",
            "decisions_by_claims_administrator_basis",
            "decisions_by_reviewer_basis",
            "basis_cross",
            "guidelines_claims_administrator",
            "guidelines_reviewer",
            "decisions_by_body_part",
            "decisions_by_specialty",
        ]
        for key in ("issues", "upheld", "overturned"):
            for one, other in pairwise(by_decision):
                self.equal((one, "total", key), [(other, "total", key)])
            self.link_bases(key)
            self.link_agreement(key)
        self.link_specialties()
        for decision in ("upheld", "overturned"):
            self.equal(("guidelines_differ", "total", decision), [(f"reasons_{decision}", "total", decision)])
            self.equal(("outcomes_issues", decision, "issues"), [("partly_authorized", "total", decision)])
        self.equal(("outcomes_issues", "total", "issues"), [("partly_authorized", "total", "issues")])
        self.link_cases()

    def link_specialties(self) -> None:
        for row in self.tables["decisions_by_specialty"].rows:
            cases = ("decisions_by_specialty", row.key, "cases")
            if "reviewer_specialties" in self.tables:
                self.equal(("reviewer_specialties", row.key, "cases"), [cases])
            self.at_least(("decisions_by_specialty", row.key, "issues"), cases)

    def link_bases(self, key: str) -> None:
        ours, theirs = "decisions_by_claims_administrator_basis", "decisions_by_reviewer_basis"
        bases = ("mtus", "mtus+non_mtus", "non_mtus", "none_cited")
        for basis in bases:
            self.equal((ours, basis, key), [("basis_cross", basis, key)])
            self.equal((theirs, basis, key), [("basis_cross", f"{first}/{basis}", key) for first in bases])
        for side in ("claims_administrator", "reviewer"):
            table = f"decisions_by_{side}_basis"
            self.equal((f"guidelines_{side}", "MTUS", key), [(table, basis, key) for basis in bases[:2]])

    def link_agreement(self, key: str) -> None:
        def crossed(firsts: tuple[str, ...], seconds: tuple[str, ...]) -> list[tuple[str, str, str]]:
            return [("basis_cross", f"{first}/{second}", key) for first in firsts for second in seconds]

        def agreed(row: str) -> tuple[str, str, str]:
            return ("guidelines_differ", row, key)

        cites, none = ("mtus", "mtus+non_mtus", "non_mtus"), ("none_cited",)
        self.equal(agreed("reviewer_only"), crossed(none, cites))
        self.equal(agreed("claims_administrator_only"), crossed(cites, none))
        self.equal(agreed("neither"), crossed(none, none))
        shared = [(1.0, agreed("same_work")), (1.0, agreed("same_source"))]
        both = [(-1.0, cell) for cell in crossed(cites[:2], cites[:2])]
        self.state([*shared, *both], 0, highspy.kHighsInf)
        apart = [*crossed(("mtus",), ("non_mtus",)), *crossed(("non_mtus",), ("mtus",))]
        self.state([(1.0, agreed("different")), *((-1.0, cell) for cell in apart)], 0, highspy.kHighsInf)

    def link_cases(self) -> None:
        for table in ("issues_per_case", "outcomes_by_month", "reviewer_specialties", "california_license"):
            self.equal(("outcomes_cases", "total", "cases"), [(table, "total", "cases")])
        overturns = [("outcomes_cases", key, "cases") for key in ("overturn", "partial_overturn")]
        self.equal(("outcomes_by_month", "total", "any_overturn"), overturns)
        months = self.tables["outcomes_by_month"]
        for row in months.rows:
            cell = {
                key: (months.key, row.key, key) for key in ("cases", "any_overturn", "issues", "overturned")
            }
            self.at_least(cell["issues"], cell["cases"])
            self.at_least(cell["overturned"], cell["any_overturn"])
            self.at_least(cell["cases"], cell["any_overturn"])
        for row in self.tables["findings"].rows:
            self.at_least(("outcomes_cases", "total", "cases"), ("findings", row.key, "cases"))
            self.at_least(("findings", row.key, "findings"), ("findings", row.key, "cases"))
        sizes = [(-int(key[0]), ("issues_per_case", key, "cases")) for key in ("1", "2", "3", "4", "5+")]
        self.state([(1, ("outcomes_issues", "total", "issues")), *sizes], 0, highspy.kHighsInf)
        for row in self.tables["days"].rows:
            self.at_least(("outcomes_cases", "total", "cases"), ("days", row.key, "cases"))
            for priority in ("standard", "expedited"):
                self.at_least(("days", row.key, "cases"), ("days", row.key, priority))
                self.at_least(("days", row.key, priority), ("days", row.key, f"{priority}_above"))

    def difference(self, total: tuple[str, str, str], part: tuple[str, str, str]) -> int:
        """Name what is left of a total without a part."""
        left = self.variable(("left", str(total), str(part)), 0, highspy.kHighsInf)
        self.rows.append(({self.names[total]: -1, self.names[part]: 1, left: 1}, 0, 0))
        return left

    def extremes(self, variable: int) -> tuple[float, float]:
        """Return how small and how large a count can be, in whole numbers."""
        return self.solve(variable, 1), self.solve(variable, -1)

    def solve(self, variable: int, sign: int) -> float:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("mip_rel_gap", 0.0)
        for place, (low, high) in enumerate(self.bounds):
            solver.addVar(low, high)
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for row, low, high in self.rows:
            solver.addRow(
                low, high, len(row), np.array(list(row), dtype=np.int32), np.array(list(row.values()))
            )
        solver.changeColCost(variable, float(sign))
        # Nothing is gained beyond ten times the threshold, and a bounded search always ends.
        low, high = self.bounds[variable]
        solver.changeColBounds(variable, low, max(low, min(high, 1e6)))
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return round(solver.getSolution().col_value[variable])


def true_values(tables: tuple[Table, ...]) -> dict[tuple[str, str, str], int]:
    return {
        (table.key, row.key, measure.key): int(cell.value or 0)
        for table in tables
        for row in table.rows
        for measure, cell in zip(table.measures, row.cells, strict=True)
        if measure.kind is MeasureKind.COUNT
    }


@pytest.mark.parametrize(("cases", "seed"), [(25, 3), (70, 1), (160, 7), (420, 5), (1200, 2)])
def test_no_count_of_a_public_report_can_be_worked_out(cases: int, seed: int) -> None:
    frames = invent_frames(cases, seed)
    tables = aggregate_tables(frames, invent_coverage(frames))
    truth = true_values(tables)
    attack = Attack(protect_tables(tables, Audience.PUBLIC))
    withheld = [name for name, place in attack.names.items() if attack.bounds[place][1] == highspy.kHighsInf]
    assert withheld
    random = np.random.default_rng(seed)
    chosen = [
        withheld[place] for place in random.choice(len(withheld), size=min(40, len(withheld)), replace=False)
    ]
    for name in chosen:
        low, high = attack.extremes(attack.names[name])
        assert low < high, f"{name} is exactly {low}"
        if truth.get(name, THRESHOLD) < THRESHOLD:
            assert high >= THRESHOLD, f"{name} is known to be at most {high}"


@settings(max_examples=12, deadline=None)
@given(st.integers(12, 260), st.integers(0, 10_000))
def test_rows_in_which_an_issue_stands_several_times_are_safe(cases: int, seed: int) -> None:
    frames = invent_frames(cases, seed, overturned=0.2)
    keys = {"decisions_by_body_part", "decisions_by_specialty"}
    tables = tuple(table for table in aggregate_tables(frames, invent_coverage(frames)) if table.key in keys)
    truth = true_values(tables)
    protected = protect_tables(tables, Audience.PUBLIC)
    attack = Attack(protected, linked=False)
    withheld = [name for name, place in attack.names.items() if attack.bounds[place][1] == highspy.kHighsInf]
    random = np.random.default_rng(seed)
    chosen = random.choice(len(withheld), size=min(8, len(withheld)), replace=False) if withheld else []
    for name in (withheld[place] for place in chosen):
        low, high = attack.extremes(attack.names[name])
        assert low < high
        assert truth[name] >= THRESHOLD or high >= THRESHOLD
    pairs = [
        ((table.key, whole, key), (table.key, row.key, key))
        for table in protected
        for row in table.rows
        if not row.is_total
        for whole in (["total", "some"] if row.depth else ["total"])
        for key in ("issues", "overturned")
    ]
    for total, part in pairs:
        left = truth[total] - truth[part]
        if 1 <= left < THRESHOLD:
            assert attack.extremes(attack.difference(total, part))[1] >= THRESHOLD, (total, part)


@pytest.mark.parametrize(("cases", "seed"), [(25, 3), (60, 2)])
def test_what_is_left_of_a_total_is_no_less_safe(cases: int, seed: int) -> None:
    frames = invent_frames(cases, seed)
    tables = aggregate_tables(frames, invent_coverage(frames))
    truth = true_values(tables)
    attack = Attack(protect_tables(tables, Audience.PUBLIC))
    pairs = [
        (("days", row.key, "standard"), ("days", row.key, "standard_above"))
        for row in attack.tables["days"].rows[:2]
    ]
    pairs += [
        (("outcomes_cases", "total", "cases"), ("findings", row.key, "cases"))
        for row in attack.tables["findings"].rows
    ]
    pairs += [
        ((key, "total", measure), (key, row.key, measure))
        for key in sorted(OVERLAPPING - {"decisions_by_specialty"})
        for measure in [COUNTED.get(key, "overturned")]
        for row in attack.tables[key].rows
        if row.depth == 0 and not row.is_total
    ]
    checked = 0
    for total, part in pairs:
        left = truth[total] - truth[part]
        if 1 <= left < THRESHOLD:
            checked += 1
            assert attack.extremes(attack.difference(total, part))[1] >= THRESHOLD, (total, part)
    assert checked


def only_small(system: LinkedSystem) -> frozenset[int]:
    """Withhold small counts, and nothing to cover them."""
    places = range(len(system.quantities))
    return frozenset(item for item in places if system.quantities[item].published and system.is_small(item))


def test_the_attack_succeeds_where_only_small_counts_are_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imr_reports.protect.tables.choose_withheld", only_small)
    monkeypatch.setattr("imr_reports.protect.tables.audit_release", lambda *_: None)
    frames = invent_frames(420, 5)
    tables = aggregate_tables(frames, invent_coverage(frames))
    attack = Attack(protect_tables(tables, Audience.PUBLIC))
    unprinted = [place for place in attack.names.values() if attack.bounds[place][1] == highspy.kHighsInf]
    extremes = [attack.extremes(place) for place in unprinted[:30]]
    assert any(low == high for low, high in extremes)
    assert any(high < THRESHOLD for _, high in extremes)


def test_the_audit_refuses_a_report_in_which_only_small_counts_are_withheld(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "imr_reports.protect.tables.choose_withheld",
        only_small,
    )
    frames = invent_frames(420, 5)
    with pytest.raises(PrivacyGateError, match=r"^table \w+ gives a small count away"):
        protect_tables(aggregate_tables(frames, invent_coverage(frames)), Audience.PUBLIC)


def test_no_small_count_is_printed() -> None:
    frames = invent_frames(500, 9)
    tables = aggregate_tables(frames, invent_coverage(frames), ("client",))
    for table in protect_tables(tables, Audience.PUBLIC):
        for row in table.rows:
            for measure, cell in zip(table.measures, row.cells, strict=True):
                if measure.kind is MeasureKind.COUNT and cell.value is not None:
                    assert cell.value == 0 or cell.value >= THRESHOLD


def two_way(counts: list[list[int]]) -> Table:
    """A table of rows by two parts, with both margins."""
    measures = (
        Measure(key="all", label="All", kind=MeasureKind.COUNT),
        Measure(key="one", label="One", kind=MeasureKind.COUNT),
        Measure(key="two", label="Two", kind=MeasureKind.COUNT),
        Measure(
            key="percent", label="%", kind=MeasureKind.PERCENT, numerator="one", denominator="all", decimals=1
        ),
    )

    def cells(one: int, two: int) -> tuple[Cell, ...]:
        whole = one + two
        percent = 100 * one / whole if whole else None
        return tuple(Cell(value=value) for value in (whole, one, two, percent))

    rows = [Row(key=f"r{place}", label=f"r{place}", cells=cells(*line)) for place, line in enumerate(counts)]
    sums = [sum(line[place] for line in counts) for place in (0, 1)]
    rows.append(Row(key="total", label="All", cells=cells(*sums), is_total=True))
    return Table(
        key="t",
        title="T",
        definition="",
        unit="cases",
        dimension="d",
        row_header="R",
        measures=measures,
        rows=tuple(rows),
        sums=(("all", ("one", "two")),),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=2), min_size=2, max_size=3))
def test_brute_force_over_all_small_worlds_finds_nothing(counts: list[list[int]]) -> None:
    threshold, most = 3, 9
    (table,) = protect_tables(
        [two_way(counts)], Audience.PUBLIC, threshold=threshold, publishable=listed([two_way(counts)])
    )
    worlds = np.indices((most + 1,) * (2 * len(counts))).reshape(2 * len(counts), -1)
    inner = worlds.reshape(len(counts), 2, -1)
    one, two = inner[:, 0], inner[:, 1]
    columns = {"all": one + two, "one": one, "two": two}
    columns = {key: np.vstack([value, value.sum(axis=0)]) for key, value in columns.items()}
    possible = np.ones(worlds.shape[1], dtype=bool)
    for place, row in enumerate(table.rows):
        for key, cell in zip(columns, row.cells, strict=False):
            is_shown = cell.status is CellStatus.SHOWN
            possible &= columns[key][place] == cell.value if is_shown else columns[key][place] >= 1
    for place, row in enumerate(table.rows):
        for key, cell in zip(columns, row.cells, strict=False):
            if cell.status is not CellStatus.SHOWN:
                values = columns[key][place][possible]
                assert values.max() >= threshold
                assert values.min() < values.max()
            else:
                assert cell.value == 0 or cell.value >= threshold
