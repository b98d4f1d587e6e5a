"""How long cases took."""

from imr_reports.protect.headlines.figures import Figures, many, number, percent

_TABLE, _ROW = "days", "received_to_decided"


def duration(figures: Figures) -> str:
    """Say within how many days half of the cases, and nine in ten, were decided."""
    median, tenth = figures.get(_TABLE, _ROW, "median"), figures.get(_TABLE, _ROW, "ninth_decile")
    if median is None or tenth is None:
        return ""
    return (
        f"Half of the cases were decided within {number(median)} days of the application's receipt, nine in "
        f"ten within {number(tenth)}."
    )


def late_cases(figures: Figures) -> str:
    """Say how many standard cases took more than 45 days from assignment."""
    row = "assigned_to_decided"
    cases, late = figures.get(_TABLE, row, "standard"), figures.get(_TABLE, row, "standard_above")
    if not cases or late is None:
        return ""
    if not late:
        return f"None of {many(cases, 'standard case')} took more than 45 days from assignment to decision."
    return (
        f"{percent(late, cases)} of {many(cases, 'standard case')} took more than 45 days from assignment to "
        "decision."
    )
