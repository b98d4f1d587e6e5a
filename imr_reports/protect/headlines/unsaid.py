"""What a report can't say: groups too small to tell of, and figures that are withheld."""

from imr_reports.protect.headlines.figures import Figures, number
from imr_reports.statistics.clusters import FEWEST_COMPARED


def too_small(figures: Figures) -> str:
    """Say how many service categories are too small to compare."""
    table = "decisions_by_category"
    sizes = [figures.of(table, row, "issues") for row in figures.main_rows(table)]
    few = sum(size is not None and 0 < size < FEWEST_COMPARED for size in sizes)
    if not few:
        return ""
    noun = "service category has" if few == 1 else "service categories have"
    return f"{few} {noun} fewer than {FEWEST_COMPARED} issues: too few to say whether they differ."


def withheld_figures(figures: Figures) -> str:
    """Say how many figures of the report are withheld."""
    hidden = sum(table.withheld for table in figures.tables.values())
    cells = sum(len(row.cells) for table in figures.tables.values() for row in table.rows)
    if not hidden:
        return ""
    return f"{number(hidden)} of {number(cells)} figures are withheld so that no small count can be known."
