"""How many were decided, how, and what changed: the findings that come first."""

from imr_reports.protect.headlines.figures import TOTAL, Figures, listed, many, number, percent
from imr_reports.statistics.clusters import FEWEST_COMPARED, interval

_RATES = "decisions_by_category"
_EARLIER = ("before", "compared", "year_before")
_OVERTURNED_CASES = ("overturn", "partial_overturn")
_MOST_SIGNALS = 3
_TOO_FEW = "too few"


def volume(figures: Figures) -> str:
    """Say how many cases and issues were decided, and how many more or fewer than before."""
    cases = figures.get("outcomes_cases", TOTAL, "cases")
    issues = figures.get("outcomes_issues", TOTAL, "issues")
    if cases is None or issues is None:
        return "The number of cases and issues is withheld." if "outcomes_cases" in figures.tables else ""
    if not cases:
        return "No cases fall in this period."
    told = f"{many(cases, 'case')} decided {many(issues, 'issue')}"
    earlier = [
        f"{_more_or_fewer(cases, then)} in {_named(label)} ({number(then)})"
        for label, then in _earlier(figures, "cases")
    ]
    return f"{told}: {listed(earlier)}." if earlier else f"{told}."


def issue_outcome(figures: Figures) -> str:
    """Say how many issues were upheld and overturned, with the interval of the rate."""
    issues = figures.get("outcomes_issues", TOTAL, "issues")
    upheld = figures.get("outcomes_issues", "upheld", "issues")
    overturned = figures.get("outcomes_issues", "overturned", "issues")
    if not issues or upheld is None or overturned is None:
        return ""
    return (
        f"Of {many(issues, 'issue')}, {number(upheld)} ({percent(upheld, issues)}) were upheld and "
        f"{number(overturned)} ({percent(overturned, issues)}{figures.interval(_RATES, TOTAL)}) overturned; "
        "these are denials that were appealed."
    )


def case_outcome(figures: Figures) -> str:
    """Say in how many cases anything was overturned."""
    cases = figures.get("outcomes_cases", TOTAL, "cases")
    parts = [figures.get("outcomes_cases", row, "cases") for row in _OVERTURNED_CASES]
    shown = [part for part in parts if part is not None]
    if not cases or len(shown) < len(parts):
        return ""
    low, high = interval(sum(shown), cases) or (0.0, 0.0)
    return (
        f"In {number(sum(shown))} of {many(cases, 'case')} ({percent(sum(shown), cases)}; 95% interval "
        f"{low:.1f}% to {high:.1f}%) at least one issue was overturned, wholly or in part."
    )


def change_of_rate(figures: Figures) -> str:
    """Say whether the rate differs from that of earlier periods by more than chance explains."""
    now = figures.get("comparison", "this", "percent_overturned")
    if now is None:
        return ""
    told = []
    for key in _EARLIER:
        row = figures.row("comparison", key)
        then = figures.of("comparison", row, "percent_overturned") if row else None
        size = figures.of("comparison", row, "issues") if row else None
        if row is not None and then is not None and (size or 0) >= FEWEST_COMPARED:
            is_more = figures.is_notable("comparison", row, "change")
            change = round(now, 1) - round(then, 1)
            words = f"{abs(change):.1f} points {'above' if change > 0 else 'below'}" if change else "at"
            meaning = "more than chance explains" if is_more else "no more than chance explains"
            told.append(f"{words} that of {_named(row.label)} ({then:.1f}%), {meaning}")
    return f"The share of issues overturned is {listed(told)}." if told else ""


def trend_words(figures: Figures) -> str:
    """Say whether the months vary as chance lets them, and name those that don't; none of withheld ones."""
    table = figures.tables.get("trend")
    if table is None or table.withheld:
        return ""
    if not table.note_header:
        return f"{many(len(table.rows), 'month')} of decisions: too few for a control chart."
    signals = [row for row in table.rows if row.note and not row.note.startswith(_TOO_FEW)]
    if not signals:
        months = many(len(table.rows), "month")
        return f"Over {months} the share overturned varied no more than chance lets it: ordinary variation."
    named = [f"{row.label} ({row.note})" for row in reversed(signals[-_MOST_SIGNALS:])]
    left = len(signals) - len(named)
    more = f", and {many(left, 'earlier month')}" if left else ""
    return (
        f"In {len(table.rows)} months the share overturned shows more than ordinary variation: "
        f"{'; '.join(named)}{more}."
    )


def _earlier(figures: Figures, measure: str) -> list[tuple[str, float]]:
    found = []
    for key in _EARLIER:
        row = figures.row("comparison", key)
        then = figures.of("comparison", row, measure) if row else None
        if row is not None and then is not None:
            found.append((row.label, then))
    return found


def _named(label: str) -> str:
    """Return the period of a row without what it is to this one: its words before the bracket."""
    return label.split(" (", maxsplit=1)[0]


def _more_or_fewer(now: float, then: float) -> str:
    if now == then:
        return "as many as"
    return f"{number(abs(now - then))} {'more' if now > then else 'fewer'} than"
