"""Cell → the text that stands for it in print, the same in every table, chart and sentence."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from imr_reports.records.tables import Cell, CellStatus, Measure, MeasureKind

WITHHELD = "*"
UNDEFINED = "–"
_MINUS = "−"
_PERCENTAGES = frozenset({MeasureKind.PERCENT, MeasureKind.LIMIT})
NOTABLE = "†"
"""Marks a change that is more than chance explains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCell:
    """What a template needs of a cell.

    Attributes:
        text: the figure, or the mark that stands for it.
        state: "shown", "withheld" or "undefined".
        sort: the figure as a plain number, for sorting and for files; "" when there is none.
        upper: the same of an interval's upper bound; its lower is `sort`.
    """

    text: str
    state: str
    sort: str
    upper: str = ""


def rounded(value: int | float, decimals: int) -> int | float:
    """Return a number as it is printed, halves rounded away from zero; a whole one is an integer."""
    exact = _quantized(value, decimals)
    return float(exact) if decimals else int(exact)


def print_number(value: int | float, decimals: int = 0) -> str:
    """Return a number with thousands separators, halves rounded away from zero (1,234.5)."""
    exact = _quantized(value, decimals)
    text = f"{abs(exact):,.{decimals}f}"
    return f"{_MINUS}{text}" if exact < 0 else text


def _quantized(value: int | float, decimals: int) -> Decimal:
    # From the shortest decimal form: 0.25 and 2.675 round as a reader who sees those digits expects.
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def print_value(value: int | float, measure: Measure) -> str:
    """Return a shown value with its unit, as its measure wants it."""
    text = print_number(value, measure.decimals)
    if measure.kind is MeasureKind.CHANGE:
        return text if Decimal(str(value)) < 0 else f"+{text}"
    return f"{text}%" if measure.kind in _PERCENTAGES else text


def print_cell(cell: Cell, measure: Measure) -> PrintedCell:
    """Return a cell as it is printed: the figure, the mark of a withheld one, or a dash."""
    if cell.status is not CellStatus.SHOWN:
        return PrintedCell(text=WITHHELD, state="withheld", sort="")
    if cell.value is None:
        return PrintedCell(text=UNDEFINED, state="undefined", sort="")
    text = print_value(cell.value, measure) + (NOTABLE if cell.is_notable else "")
    return PrintedCell(text=text, state="shown", sort=str(rounded(cell.value, measure.decimals)))


def print_interval(low: Cell, high: Cell, measure: Measure) -> PrintedCell:
    """Return the bounds of an interval as one figure ("7.1–10.9"), sorted by the lower."""
    bounds = [print_cell(cell, measure) for cell in (low, high)]
    if odd := [bound for bound in bounds if bound.state != "shown"]:
        return odd[0]
    text = "–".join(bound.text for bound in bounds)
    return PrintedCell(text=text, state="shown", sort=bounds[0].sort, upper=bounds[1].sort)
