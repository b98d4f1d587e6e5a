"""A table of decisions → the same, with a remark on rows that differ by more than chance explains."""

from dataclasses import replace

from imr_reports.records.tables import Row, Table
from imr_reports.statistics.clusters import FEWEST_COMPARED, Z_998, limits_at

ABOVE, BELOW = "above", "below"
NOTED = (
    "The last column marks rows of 20 issues or more whose % overturned lies outside the limits within which "
    "chance alone would keep it in 998 of 1,000 such rows; a row of which a figure is withheld bears no mark."
)
_HEADER = "99.8% limits"


def with_limits(table: Table) -> Table:
    """Return a table of decisions whose rows say where they lie outside the 99.8% limits around its total.

    The limits are those of a funnel plot: the total's percentage, give or take what chance does to as many
    issues, widened by the table's design effect. Rows of fewer than 20 issues get no remark.

    Source: D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202.
    """
    total = next((row for row in table.rows if row.is_total), None)
    overturned, issues = _counts(table, total) if total else (0.0, 0.0)
    if not 0 < overturned < issues:
        return table
    share, effect = overturned / issues, table.design_effect or 1.0

    def note(row: Row) -> str:
        above, below = _counts(table, row)
        if row.is_total or below < FEWEST_COMPARED:
            return ""
        low, high = limits_at(share, below, effect, Z_998)
        return ABOVE if above / below > high else BELOW if above / below < low else ""

    # Also where no row is marked: the column must not tell of rows whose counts are withheld.
    noted = tuple(replace(row, note=note(row)) for row in table.rows)
    return replace(table, rows=noted, note_header=_HEADER, definition=f"{table.definition} {NOTED}")


def _counts(table: Table, row: Row) -> tuple[float, float]:
    places = {measure.key: place for place, measure in enumerate(table.measures)}
    overturned, issues = (row.cells[places[key]].value or 0 for key in ("overturned", "issues"))
    return overturned, issues
