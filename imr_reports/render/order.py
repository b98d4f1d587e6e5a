"""Outline and report → which sections are printed, and the tables of each in print order."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from imr_reports.errors import ConfigurationError
from imr_reports.records.tables import ProtectedTable, Report
from imr_reports.render.outline import Outline, SectionPlan

ALWAYS_PRINTED = frozenset({"methods"})
"""What a report says of its privacy and its methods can't be left out of it."""


def check_sections(chosen: Sequence[str], outline: Outline) -> None:
    """Refuse keys of sections that the outline doesn't have.

    Raises:
        ConfigurationError: naming those that it has.
    """
    known = [section.key for section in outline.sections]
    if any(key not in known for key in chosen):
        raise ConfigurationError(f"unknown section; the sections of a report are {', '.join(known)}")


def sections_in_order(
    report: Report, outline: Outline
) -> tuple[tuple[SectionPlan, tuple[ProtectedTable, ...]], ...]:
    """Return the sections that a report asks for, each with its tables; all of them when it names none.

    A table's number is its place among all tables of these sections, in every format.
    """
    chosen = frozenset(report.sections) | ALWAYS_PRINTED
    return tuple(
        (plan, _tables_of(plan, report.tables, outline))
        for plan in outline.sections
        if not report.sections or plan.key in chosen
    )


def _tables_of(
    plan: SectionPlan, tables: Sequence[ProtectedTable], outline: Outline
) -> tuple[ProtectedTable, ...]:
    def place(table: ProtectedTable) -> int:
        return [fnmatchcase(table.key, pattern) for pattern in plan.tables].index(True)

    return tuple(sorted((table for table in tables if outline.section_of(table.key) == plan.key), key=place))
