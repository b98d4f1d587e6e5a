"""What an audience sees of a table: internal in full, public without small counts or what gives them away."""

from dataclasses import replace

import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import PrivacyGateError
from imr_reports.protect import protect_tables
from imr_reports.records.tables import (
    Audience,
    Cell,
    CellStatus,
    CountName,
    Measure,
    MeasureKind,
    ProtectedTable,
    Relation,
    Row,
    Table,
)
from tests.invented_frames import invent_coverage, invent_frames
from tests.listed_tables import listed

COUNT = Measure(key="n", label="N", kind=MeasureKind.COUNT)
SHARE = Measure(
    key="share",
    label="%",
    kind=MeasureKind.PERCENT,
    numerator="n",
    denominator="n",
    denominator_is_total=True,
)
MEDIAN = Measure(key="median", label="Median", kind=MeasureKind.NUMBER, denominator="n", decimals=1)
LONGEST = Measure(key="max", label="Longest", kind=MeasureKind.NUMBER, denominator="n", internal_only=True)


def table_of(counts: dict[str, int], key: str = "t", dimension: str = "d", **fields: object) -> Table:
    """A table of one count and its share, with its total."""
    total = sum(counts.values())
    rows = [
        Row(key=name, label=name.title(), cells=(Cell(value=size), Cell(value=100 * size / total)))
        for name, size in counts.items()
    ]
    rows.append(Row(key="total", label="All", cells=(Cell(value=total), Cell(value=100.0)), is_total=True))
    return Table(
        **{
            "key": key,
            "title": key,
            "definition": "Cases.",
            "unit": "cases",
            "dimension": dimension,
            "row_header": "Row",
            "measures": (COUNT, SHARE),
            "rows": tuple(rows),
            **fields,
        }
    )


def shown(table: ProtectedTable) -> dict[str, object]:
    """The first column, a star for what is withheld."""
    cells = {row.key: row.cells[0] for row in table.rows}
    return {key: cell.value if cell.status is CellStatus.SHOWN else "*" for key, cell in cells.items()}


def protect_own(tables: list[Table], *, merged: str = "", threshold: int = 11) -> list[ProtectedTable]:
    public = listed(tables, merged)
    return list(protect_tables(tables, Audience.PUBLIC, threshold=threshold, publishable=public))


def protect_one(table: Table, *, merged: str = "", threshold: int = 11) -> ProtectedTable:
    (protected,) = protect_own([table], merged=merged, threshold=threshold)
    return protected


def test_the_internal_audience_sees_every_count() -> None:
    frames = invent_frames(90, 1)
    tables = aggregate_tables(frames, invent_coverage(frames), ("client",))
    protected = protect_tables(tables, Audience.INTERNAL)
    assert [table.key for table in protected] == [table.key for table in tables]
    for table, whole in zip(protected, tables, strict=True):
        assert table.rows == whole.rows
        assert table.withheld == 0


def test_internal_tables_and_columns_do_not_reach_the_public() -> None:
    frames = invent_frames(90, 1)
    tables = aggregate_tables(frames, invent_coverage(frames), ("client",))
    public = {table.key: table for table in protect_tables(tables, Audience.PUBLIC)}
    assert "group:client" not in public
    assert not {"decisions_by_drug_class", "coverage", "days_by_month"} & public.keys()
    kinds = [measure.key for measure in public["days"].measures if measure.kind is MeasureKind.NUMBER]
    assert kinds == ["lower_quartile", "median", "upper_quartile"]
    assert all(
        measure.key != "partially_overturned" for table in public.values() for measure in table.measures
    )


def test_a_small_count_takes_another_with_it() -> None:
    table = protect_one(table_of({"a": 3, "b": 20, "c": 50}))
    assert shown(table) == {"a": "*", "b": "*", "c": 50, "total": 73}
    assert table.withheld == 4
    assert [row.cells[1].status for row in table.rows] == [row.cells[0].status for row in table.rows]


def test_every_withheld_cell_bears_the_same_mark() -> None:
    table = protect_one(table_of({"a": 3, "b": 20, "c": 50}))
    withheld = {cell for row in table.rows for cell in row.cells if cell.status is not CellStatus.SHOWN}
    assert withheld == {Cell(value=None, status=CellStatus.WITHHELD)}


def test_zeros_and_large_counts_are_shown() -> None:
    assert shown(protect_one(table_of({"a": 0, "b": 11, "c": 50}))) == {"a": 0, "b": 11, "c": 50, "total": 61}


def test_two_small_counts_whose_sum_is_small_need_a_third() -> None:
    table = protect_one(table_of({"a": 3, "b": 4, "c": 30, "d": 40}))
    assert [shown(table)[key] for key in "abc"] == ["*", "*", "*"]
    assert shown(table)["d"] == 40


def test_the_threshold_can_be_set() -> None:
    table = table_of({"a": 3, "b": 20, "c": 50})
    assert protect_one(table, threshold=3).withheld == 0
    assert shown(protect_one(table, threshold=21))["b"] == "*"


def test_a_count_is_withheld_in_every_table_that_holds_it() -> None:
    first = table_of({"a": 3, "b": 20, "c": 50}, key="first")
    again = table_of({"a": 3, "b": 20, "c": 50}, key="second")
    one, other = protect_own([first, again])
    assert shown(one) == shown(other)


def test_tables_that_share_a_total_are_protected_together() -> None:
    # On its own the second table could leave its total out; the first one shows it.
    small = table_of({"x": 5, "y": 68}, key="second", dimension="e")
    one, other = protect_own([table_of({"a": 33, "b": 40}, key="first"), small])
    assert shown(one)["total"] == shown(other)["total"] == 73
    assert shown(other) == {"x": "*", "y": "*", "total": 73}


def test_a_declared_relation_is_no_way_around() -> None:
    def named(dimension: str, row: str) -> CountName:
        return CountName(unit="cases", dimension=dimension, row=row, measure="n")

    tie = Relation(total=named("e", "x"), parts=((1, named("d", "a")), (1, named("d", "c"))))
    first = table_of({"a": 4, "b": 12, "c": 90}, key="first")
    plain = table_of({"x": 94, "y": 12}, key="second", dimension="e")
    tied = table_of({"x": 94, "y": 12}, key="second", dimension="e", relations=(tie,))
    one, other = protect_own([first, plain])
    assert (shown(one)["a"], shown(one)["c"], shown(other)["x"]) == ("*", 90, 94)
    # x − c is a.
    one, other = protect_own([first, tied])
    assert "*" in (shown(one)["c"], shown(other)["x"])


def test_tables_that_contradict_each_other_are_refused() -> None:
    tables = [table_of({"a": 30, "b": 40}, key="first"), table_of({"a": 31, "b": 39}, key="second")]
    with pytest.raises(PrivacyGateError, match=r"^table second contradicts"):
        protect_own(tables)


def test_a_table_that_does_not_add_up_is_refused() -> None:
    table = table_of({"a": 30, "b": 40})
    with pytest.raises(PrivacyGateError, match=r"^table t does not add up"):
        protect_one(replace(table, rows=(table.rows[0], table.rows[2])))


def test_what_an_overlapping_row_leaves_must_not_be_small() -> None:
    # 195 of 200 cases have it, so 5 have it not.
    table = table_of({"a": 195, "b": 5}, rows_are_partition=False)
    assert shown(protect_one(table))["total"] == 200
    assert shown(protect_one(table))["a"] == "*"


def statistic(cases: int, *, total: int) -> ProtectedTable:
    row = Row(key="a", label="A", cells=(Cell(value=cases), Cell(value=12.34), Cell(value=40)))
    rest = Row(key="b", label="B", cells=(Cell(value=total - cases), Cell(value=20.0), Cell(value=30)))
    whole = Row(
        key="total", label="All", cells=(Cell(value=total), Cell(value=15.0), Cell(value=40)), is_total=True
    )
    table = table_of({"a": 1}, measures=(COUNT, MEDIAN, LONGEST), rows=(row, rest, whole))
    return protect_one(table)


def test_statistics_are_shown_from_eleven_cases_on_and_never_the_longest() -> None:
    assert [measure.key for measure in statistic(40, total=100).measures] == ["n", "median"]
    assert statistic(40, total=100).rows[0].cells[1].value == 12.3
    few = statistic(6, total=100)
    assert few.rows[0].cells[1].status is CellStatus.WITHHELD
    # The other row's cases are withheld to cover these, and its median with them.
    assert {cell.status for cell in few.rows[1].cells} == {CellStatus.WITHHELD}


def detailed(parts: dict[str, dict[str, int]]) -> Table:
    measures = (COUNT, SHARE)
    total = sum(sum(sub.values()) for sub in parts.values())
    rows: list[Row] = []
    for main, subs in parts.items():
        size = sum(subs.values())
        rows.append(Row(key=main, label=main, cells=(Cell(value=size), Cell(value=100 * size / total))))
        rows += [
            Row(key=f"{main}/{sub}", label=sub, cells=(Cell(value=n), Cell(value=100 * n / total)), depth=1)
            for sub, n in subs.items()
        ]
    rows.append(Row(key="total", label="All", cells=(Cell(value=total), Cell(value=100.0)), is_total=True))
    return table_of({"a": 1}, measures=measures, rows=tuple(rows), ordered_by_size=True)


def merged(parts: dict[str, dict[str, int]]) -> ProtectedTable:
    return protect_one(detailed(parts), merged="Other categories")


def test_rare_rows_are_merged_before_anything_is_withheld() -> None:
    table = merged({"A": {"x": 90}, "B": {"y": 60}, "C": {"z": 7}, "D": {"w": 5}})
    assert [(row.label, row.cells[0].value) for row in table.rows] == [
        ("A", 90),
        ("B", 60),
        ("Other categories", 12),
        ("All", 162),
    ]
    assert table.rows[2].cells[1].value == pytest.approx(100 * 12 / 162)
    assert table.withheld == 0


def test_a_lone_rare_row_takes_in_the_next_smallest() -> None:
    table = merged({"A": {"x": 90}, "B": {"y": 60}, "C": {"z": 7}})
    assert [(row.label, row.cells[0].value) for row in table.rows] == [
        ("A", 90),
        ("Other categories", 67),
        ("All", 157),
    ]


def test_details_are_merged_or_dropped() -> None:
    several = merged({"A": {"x": 50, "y": 20, "v": 8, "w": 4}, "B": {"z": 60}})
    assert [(row.label, row.cells[0].value) for row in several.rows if row.depth] == [
        ("x", 50),
        ("y", 20),
        ("Other", 12),
    ]
    dropped = merged({"A": {"x": 50, "y": 4}, "B": {"z": 60}})
    assert not [row for row in dropped.rows if row.depth]


def test_the_order_of_rows_tells_nothing_of_withheld_counts() -> None:
    rows = {"b": 40, "e": 30, "d": 5, "a": 14, "c": 13}
    table = protect_one(
        table_of(rows, ordered_by_size=True, rows_are_partition=True)  # not rolled up: rows stay apart
    )
    hidden = [key for key, value in shown(table).items() if value == "*"]
    keys = [row.key for row in table.rows]
    assert "d" in hidden
    assert keys == ["b", *(key for key in ("e", "a", "c") if key not in hidden), *sorted(hidden), "total"]


def test_an_overlapping_tables_rare_rows_are_left_out_and_it_says_so() -> None:
    table = protect_one(table_of({"a": 150, "b": 80, "c": 4}, rows_are_partition=False, ordered_by_size=True))
    assert [row.key for row in table.rows] == ["a", "b", "total"]
    assert table.definition.endswith("left out.")


def test_an_empty_report_is_public() -> None:
    frames = invent_frames(30, 1)
    empty = type(frames)(
        cases=frames.cases.head(0), issues=frames.issues.head(0), citations=frames.citations.head(0)
    )
    tables = protect_tables(aggregate_tables(empty, invent_coverage(empty)), Audience.PUBLIC)
    assert shown(next(table for table in tables if table.key == "outcomes_cases"))["total"] == 0


@pytest.mark.parametrize("cases", [1, 2, 5, 10, 60])
def test_a_handful_of_cases_is_withheld_but_reported(cases: int) -> None:
    frames = invent_frames(cases, 8)
    tables = protect_tables(aggregate_tables(frames, invent_coverage(frames)), Audience.PUBLIC)
    outcomes = next(table for table in tables if table.key == "outcomes_cases")
    assert shown(outcomes)["total"] == ("*" if cases < 11 else cases)


def test_the_same_tables_are_protected_in_the_same_way() -> None:
    frames = invent_frames(150, 5)
    tables = aggregate_tables(frames, invent_coverage(frames))
    assert protect_tables(tables, Audience.PUBLIC) == protect_tables(tables, Audience.PUBLIC)
