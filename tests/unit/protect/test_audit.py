"""The audit has the last word: whatever the suppression chose, an unsafe report is refused."""

from collections.abc import Callable

import pytest

from imr_reports.errors import PrivacyGateError
from imr_reports.protect import protect_tables
from imr_reports.protect.linked import LinkedSystem
from imr_reports.records.tables import Audience, Cell, Measure, MeasureKind, Row, Table
from tests.listed_tables import listed

MEASURES = (
    Measure(key="issues", label="Issues", kind=MeasureKind.COUNT),
    Measure(key="upheld", label="Upheld", kind=MeasureKind.COUNT),
    Measure(key="overturned", label="Overturned", kind=MeasureKind.COUNT),
)


def decisions() -> Table:
    counts = {"a": (40, 36, 4), "b": (50, 30, 20), "c": (60, 30, 30), "total": (150, 96, 54)}
    return Table(
        key="decisions",
        title="",
        definition="",
        unit="issues",
        dimension="d",
        row_header="",
        measures=MEASURES,
        rows=tuple(
            Row(key=key, label=key, cells=tuple(Cell(value=n) for n in line), is_total=key == "total")
            for key, line in counts.items()
        ),
        sums=(("issues", ("upheld", "overturned")),),
    )


def choosing(monkeypatch: pytest.MonkeyPatch, choose: Callable[[LinkedSystem, str, str], bool]) -> None:
    """Let something else choose what is withheld."""
    monkeypatch.setattr(
        "imr_reports.protect.tables.choose_withheld",
        lambda system: frozenset(
            place for name, place in system.places.items() if choose(system, name.row, name.measure)
        ),
    )


def test_what_the_suppression_chooses_passes() -> None:
    (table,) = protect_tables([decisions()], Audience.PUBLIC, publishable=listed([decisions()]))
    assert table.withheld == 4


def test_a_small_count_that_stands_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, lambda *_: False)
    with pytest.raises(PrivacyGateError, match=r"^a small count stands in table decisions$"):
        protect_tables([decisions()], Audience.PUBLIC, publishable=listed([decisions()]))


@pytest.mark.parametrize("rows", [{"a"}, {"a", ""}])
def test_a_small_count_that_can_be_worked_out_is_refused(
    monkeypatch: pytest.MonkeyPatch, rows: set[str]
) -> None:
    choosing(monkeypatch, lambda _, row, measure: row in rows and measure == "overturned")
    with pytest.raises(PrivacyGateError, match="gives a small count away"):
        protect_tables([decisions()], Audience.PUBLIC, publishable=listed([decisions()]))


def test_a_withheld_large_count_that_can_be_worked_out_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    safe = {("a", "upheld"), ("a", "overturned"), ("b", "upheld"), ("b", "overturned")}
    choosing(monkeypatch, lambda _, row, measure: (row, measure) in safe | {("c", "issues")})
    with pytest.raises(PrivacyGateError, match="gives a withheld count away"):
        protect_tables([decisions()], Audience.PUBLIC, publishable=listed([decisions()]))


def test_refusals_name_the_table_and_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    choosing(monkeypatch, lambda *_: False)
    with pytest.raises(PrivacyGateError) as refused:
        protect_tables([decisions()], Audience.PUBLIC, publishable=listed([decisions()]))
    assert not any(character.isdigit() for character in str(refused.value))
