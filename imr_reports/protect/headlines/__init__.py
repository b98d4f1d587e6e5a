"""ProtectedTables → findings in plain sentences. What is withheld can't be said: it isn't there."""

from collections.abc import Callable, Sequence

from imr_reports.protect.headlines.figures import Figures
from imr_reports.protect.headlines.grounds import basis_differs, commonest_ground, none_cited
from imr_reports.protect.headlines.standing_out import changed_groups, largest_categories, standing_out
from imr_reports.protect.headlines.steps import duration, late_cases
from imr_reports.protect.headlines.unsaid import too_small, withheld_figures
from imr_reports.protect.headlines.volume import (
    case_outcome,
    change_of_rate,
    issue_outcome,
    trend_words,
    volume,
)
from imr_reports.records.tables import ProtectedTable

__all__ = ["headlines"]

_FINDINGS: tuple[Callable[[Figures], str], ...] = (
    volume,
    issue_outcome,
    case_outcome,
    change_of_rate,
    trend_words,
    largest_categories,
    standing_out,
    changed_groups,
    commonest_ground,
    none_cited,
    basis_differs,
    duration,
    late_cases,
    too_small,
    withheld_figures,
)


def headlines(tables: Sequence[ProtectedTable]) -> tuple[str, ...]:
    """Return the findings of a report, the most general first.

    A finding whose figures are withheld, or whose table the report lacks, is left out.
    """
    figures = Figures(tables)
    return tuple(sentence for sentence in (finding(figures) for finding in _FINDINGS) if sentence)
