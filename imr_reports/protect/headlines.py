"""ProtectedTables → findings in plain sentences. What is withheld can't be said: it isn't there."""

from collections.abc import Callable, Iterator, Sequence
from math import sqrt

from imr_reports.protect.rollup import ROLLED_UP
from imr_reports.records.tables import CellStatus, ProtectedTable, Row

_NORMAL_95, _NORMAL_998 = 1.959964, 3.090232
_ENOUGH_ISSUES = 50
_LARGEST = 3
_TOTAL = "total"


def headlines(tables: Sequence[ProtectedTable]) -> tuple[str, ...]:
    """Return the findings of a report, the most general first.

    A finding whose figures are withheld, or whose table the report lacks, is left out. Issues of one letter
    are decided together, so only cases get an interval, and a category is compared with the whole as if each
    letter were one observation.
    """
    figures = _Figures(tables)
    findings: tuple[Callable[[_Figures], str], ...] = (
        _volume,
        _case_outcome,
        _issue_outcome,
        _largest_categories,
        _standing_out,
        _too_small,
        _none_cited,
        _duration,
        _withheld,
    )
    return tuple(sentence for sentence in (finding(figures) for finding in findings) if sentence)


class _Figures:
    """Shown figures by table, row and measure."""

    def __init__(self, tables: Sequence[ProtectedTable]) -> None:
        self.tables = {table.key: table for table in tables}

    def get(self, table: str, row: str, measure: str) -> float | None:
        """Return a shown figure, None when it is withheld, undefined or missing."""
        found = self.tables.get(table)
        line = next((item for item in found.rows if item.key == row), None) if found else None
        return self.of(table, line, measure) if line else None

    def of(self, table: str, row: Row, measure: str) -> float | None:
        """Return a shown figure of a row."""
        for column, cell in zip(self.tables[table].measures, row.cells, strict=True):
            if column.key == measure and cell.status is CellStatus.SHOWN:
                return cell.value
        return None

    def categories(self) -> Iterator[Row]:
        """Yield the rows of service categories; a row of merged ones is no category."""
        table = self.tables.get("decisions_by_category")
        for row in table.rows if table else ():
            if row.depth == 0 and not row.is_total and row.key != ROLLED_UP:
                yield row


def _volume(figures: _Figures) -> str:
    cases = figures.get("outcomes_cases", _TOTAL, "cases")
    issues = figures.get("outcomes_issues", _TOTAL, "issues")
    if cases is None or issues is None:
        return "The number of cases and issues is withheld." if "outcomes_cases" in figures.tables else ""
    if not cases:
        return "No cases fall in this period."
    return f"{_many(cases, 'case')} decided {_many(issues, 'issue')}."


def _case_outcome(figures: _Figures) -> str:
    cases = figures.get("outcomes_by_month", _TOTAL, "cases")
    overturned = figures.get("outcomes_by_month", _TOTAL, "any_overturn")
    if not cases or overturned is None:
        return ""
    low, high = _interval(overturned, cases)
    return (
        f"In {_number(overturned)} of {_many(cases, 'case')} ({_percent(overturned, cases)}; 95% interval "
        f"{low:.1f}% to {high:.1f}%) at least one issue was overturned, wholly or in part."
    )


def _issue_outcome(figures: _Figures) -> str:
    issues = figures.get("outcomes_issues", _TOTAL, "issues")
    upheld = figures.get("outcomes_issues", "upheld", "issues")
    overturned = figures.get("outcomes_issues", "overturned", "issues")
    if not issues or upheld is None or overturned is None:
        return ""
    return (
        f"Of {_many(issues, 'issue')}, {_number(upheld)} ({_percent(upheld, issues)}) were upheld and "
        f"{_number(overturned)} ({_percent(overturned, issues)}) overturned; these are denials that were "
        "appealed."
    )


def _largest_categories(figures: _Figures) -> str:
    total = figures.get("decisions_by_category", _TOTAL, "issues")
    rows = list(figures.categories())
    sizes = {row.label: figures.of("decisions_by_category", row, "issues") for row in rows}
    shown = {label: size for label, size in sizes.items() if size}
    if not total or len(shown) < 2:
        return ""
    largest = sorted(shown, key=lambda label: (-shown[label], label))[:_LARGEST]
    words = [
        f"{label} ({_many(shown[label], 'issue')}, {_percent(shown[label], total)})" for label in largest
    ]
    scope = "" if len(shown) == len(rows) else "Of the service categories whose counts are shown, "
    lead = "the largest are" if scope else "The largest service categories are"
    return f"{scope}{lead} {_listed(words)}."


def _standing_out(figures: _Figures) -> str:
    known = _comparable(figures)
    limits = _Limits.of(figures)
    if limits is None or not known:
        return ""
    odd = [
        (label, issues, overturned)
        for label, issues, overturned in known
        if limits.are_passed(issues, overturned)
    ]
    if not odd:
        return (
            f"No service category with at least {_ENOUGH_ISSUES} issues (where its counts are shown) was "
            f"overturned more or less often than chance explains around the overall {100 * limits.rate:.1f}%."
        )
    words = [f"{label} ({_percent(part, whole)} of {_many(whole, 'issue')})" for label, whole, part in odd]
    return (
        f"Overturned more or less often than the overall {100 * limits.rate:.1f}% by more than chance "
        f"explains (99.8% limits): {_listed(words)}."
    )


def _too_small(figures: _Figures) -> str:
    sizes = [figures.of("decisions_by_category", row, "issues") for row in figures.categories()]
    few = sum(size is not None and 0 < size < _ENOUGH_ISSUES for size in sizes)
    if not few:
        return ""
    noun = "service category has" if few == 1 else "service categories have"
    return f"{few} {noun} fewer than {_ENOUGH_ISSUES} issues: too few to say whether they differ."


def _none_cited(figures: _Figures) -> str:
    table = "decisions_by_claims_administrator_basis"
    total = figures.get(table, _TOTAL, "issues")
    issues = figures.get(table, "none_cited", "issues")
    overturned = figures.get(table, "none_cited", "overturned")
    if not total or not issues:
        return ""
    sentence = (
        f"For {_many(issues, 'issue')} ({_percent(issues, total)}) the claims administrator is reported to "
        "have cited no evidence"
    )
    if overturned is None:
        return f"{sentence}."
    return f"{sentence}; {_percent(overturned, issues)} of these were overturned."


def _duration(figures: _Figures) -> str:
    median = figures.get("days", "received_to_decided", "median")
    tenth = figures.get("days", "received_to_decided", "ninth_decile")
    if median is None or tenth is None:
        return ""
    return (
        f"Half of the cases were decided within {_number(median)} days of the application's receipt, nine in "
        f"ten within {_number(tenth)}."
    )


def _withheld(figures: _Figures) -> str:
    hidden = sum(table.withheld for table in figures.tables.values())
    cells = sum(len(row.cells) for table in figures.tables.values() for row in table.rows)
    if not hidden:
        return ""
    return f"{_number(hidden)} of {_number(cells)} figures are withheld so that no small count can be known."


def _comparable(figures: _Figures) -> list[tuple[str, float, float]]:
    table = "decisions_by_category"
    known = []
    for row in figures.categories():
        issues, overturned = figures.of(table, row, "issues"), figures.of(table, row, "overturned")
        if issues is not None and overturned is not None and issues >= _ENOUGH_ISSUES:
            known.append((row.label, issues, overturned))
    return known


class _Limits:
    """Limits within which a category's rate may differ from the overall one by chance.

    Issues of one letter are not independent. In the worst case they all go the same way, and each letter is
    one observation; dividing by the issues per case makes the limits wide enough for that.
    """

    def __init__(self, rate: float, issues_per_case: float) -> None:
        self.rate = rate
        self._issues_per_case = issues_per_case

    @classmethod
    def of(cls, figures: _Figures) -> "_Limits | None":
        """Return the limits around the overall rate, None where it is withheld or nothing was decided."""
        cases = figures.get("outcomes_cases", _TOTAL, "cases")
        issues = figures.get("outcomes_issues", _TOTAL, "issues")
        overturned = figures.get("outcomes_issues", "overturned", "issues")
        if not cases or not issues or overturned is None:
            return None
        return cls(overturned / issues, max(1.0, issues / cases))

    def are_passed(self, issues: float, overturned: float) -> bool:
        """Return whether a rate lies outside."""
        spread = sqrt(self.rate * (1 - self.rate) * self._issues_per_case / issues)
        return abs(overturned / issues - self.rate) > _NORMAL_998 * spread


def _interval(part: float, whole: float) -> tuple[float, float]:
    """Return Wilson's 95% interval of a proportion, in percent."""
    share, square = part / whole, _NORMAL_95**2
    centre = (share + square / (2 * whole)) / (1 + square / whole)
    reach = _NORMAL_95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return 100 * max(0.0, centre - reach), 100 * min(1.0, centre + reach)


def _percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f}%"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _many(value: float, noun: str) -> str:
    return f"{_number(value)} {noun}" if value == 1 else f"{_number(value)} {noun}s"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
