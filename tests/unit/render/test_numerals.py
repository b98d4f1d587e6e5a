"""Figures are printed one way everywhere."""

import pytest

from imr_reports.records.tables import Cell, Measure, MeasureKind
from imr_reports.render.numerals import print_cell, print_number
from tests.invented_report import ISSUES, RATE, WITHHELD

DAYS = Measure(key="mean", label="Mean", kind=MeasureKind.NUMBER, decimals=2)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (1234567, 0, "1,234,567"),
        (0.25, 1, "0.3"),
        (0.35, 1, "0.4"),
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (99.95, 1, "100.0"),
        (-1234.5, 1, "−1,234.5"),
        (-0.04, 1, "0.0"),
    ],
)
def test_halves_round_away_from_zero_and_thousands_are_set_apart(
    value: float, decimals: int, text: str
) -> None:
    assert print_number(value, decimals) == text


@pytest.mark.parametrize(
    ("cell", "measure", "text", "state"),
    [
        (Cell(value=1353), ISSUES, "1,353", "shown"),
        (Cell(value=11.7516), RATE, "11.8%", "shown"),
        (Cell(value=32.555), DAYS, "32.56", "shown"),
        (Cell(value=0), ISSUES, "0", "shown"),
        (Cell(value=None), RATE, "–", "undefined"),
        (WITHHELD, ISSUES, "*", "withheld"),
        (WITHHELD, RATE, "*", "withheld"),
    ],
)
def test_each_kind_of_cell_has_its_own_print(cell: Cell, measure: Measure, text: str, state: str) -> None:
    printed = print_cell(cell, measure)
    assert (printed.text, printed.state) == (text, state)
    assert (printed.sort == "") == (state != "shown")
