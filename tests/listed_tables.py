"""A closed list of invented tables, as `protect` takes it."""

from collections.abc import Iterable, Mapping

from imr_reports.protect.publishable import Publishable, RareRows
from imr_reports.records.tables import Table


def listed(tables: Iterable[Table], merged: str = "") -> Mapping[str, Publishable]:
    """Name some tables as publishable; rare rows are merged under a label, if there is one.

    Rows of a table that is ordered by size and no partition are left out where they are rare.
    """

    def rule(table: Table) -> RareRows:
        if merged:
            return RareRows.MERGED
        is_listing = table.ordered_by_size and not table.rows_are_partition
        return RareRows.LEFT_OUT if is_listing else RareRows.FIXED

    return {
        table.key: Publishable(ways=(table.dimension,), rare_rows=rule(table), merged_label=merged)
        for table in tables
    }
