"""Issues decided by IMR beside the data holder's own numbers of UR decisions: for the data holder alone."""

from collections.abc import Mapping, Sequence

import pandas as pd

from imr_reports.aggregate.counting import TOTAL, Line, Value, by_size, count, make_rows, percent
from imr_reports.aggregate.tallies import NOTHING, Tally, tallies
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Measure, MeasureKind, Table
from imr_reports.records.ur_decisions import UrDecisions, UrLine
from imr_reports.statistics.clusters import interval

_DEFINITION = (
    "UR decisions and denials as the data holder counted them, beside the issues that IMR decided in the "
    "same months. IMR decides on denials of earlier months: a row sets what was decided side by side, and "
    "does not follow its denials to their end. Overturned means wholly or in part. The interval allows for "
    "issues of a letter that are overturned together."
)
_BY_OTHER_DATE = " IMR cases stand in the month in which they were {}."


def ur_decisions(frames: CaseFrames, given: UrDecisions) -> tuple[Table, ...]:
    """Return rates of appeal and of overturn by month, and by service category where categories are given.

    Issues are counted in the months, and there in the categories, for which there is a number of decisions.
    """
    if not given.lines:
        return ()
    issues = _with_month(frames, given.by)
    of_all = _whole_months(given.lines)
    covered = _covered(issues, given.lines, {line.month for line in of_all if not line.category})
    months = _lines(of_all, "month", tallies(covered, ["month"]))
    by_month = _table(
        "ur_decisions",
        "UR decisions and IMR by month",
        "Month",
        [*months, _total(of_all, tallies(covered, ()), "All months given")],
        given.by,
    )
    parts = [line for line in given.lines if line.category]
    if not parts:
        return (by_month,)
    covered = _covered(issues, parts, frozenset())
    categories = by_size(_lines(parts, "category", tallies(covered, ["service_category"])), "decisions")
    by_category = _table(
        "ur_decisions_by_category",
        "UR decisions and IMR by service category",
        "Service category",
        [*categories, _total(parts, tallies(covered, ()), "All categories given")],
        given.by,
    )
    return by_month, by_category


def _with_month(frames: CaseFrames, by: str) -> pd.DataFrame:
    """Return issues with their month ("2015-03", "" without a date)."""
    days = frames.cases[by]
    months = (days.dt.year * 100 + days.dt.month).fillna(0).astype("int64")
    named = {
        month: f"{month // 100}-{month % 100:02d}" if month else "" for month in months.unique().tolist()
    }
    by_case = pd.Series(months.map(named).to_numpy(), index=frames.cases["reference"].astype("str"))
    issues = frames.issues[["reference", "decision", "service_category"]]
    return issues.assign(month=issues["reference"].astype("str").map(by_case))


def _whole_months(lines: Sequence[UrLine]) -> list[UrLine]:
    """Return the lines that tell of months: those of all services, or else all that a month has."""
    whole = {line.month for line in lines if not line.category}
    return [line for line in lines if not line.category or line.month not in whole]


def _covered(issues: pd.DataFrame, lines: Sequence[UrLine], whole: frozenset[str] | set[str]) -> pd.DataFrame:
    pairs = pd.MultiIndex.from_tuples([(line.month, line.category) for line in lines])
    own = pd.MultiIndex.from_arrays([issues["month"], issues["service_category"].astype("str")])
    return issues[issues["month"].isin(whole) | own.isin(pairs)]


def _lines(given: Sequence[UrLine], key: str, found: Mapping[tuple[str, ...], Tally]) -> list[Line]:
    groups: dict[str, list[UrLine]] = {}
    for line in given:
        groups.setdefault(getattr(line, key), []).append(line)
    return [
        Line(key=name, label=name, values=_values(lines, found.get((name,), NOTHING)))
        for name, lines in sorted(groups.items())
    ]


def _total(given: Sequence[UrLine], found: Mapping[tuple[str, ...], Tally], label: str) -> Line:
    return Line(key=TOTAL, label=label, values=_values(given, found.get((), NOTHING)), is_total=True)


def _values(given: Sequence[UrLine], found: Tally) -> dict[str, Value]:
    decisions, denials = sum(line.decisions for line in given), sum(line.denials for line in given)
    issues, overturned = found.sums.n, found.sums.k
    values: dict[str, Value] = {
        "decisions": decisions,
        "denials": denials,
        "issues": issues,
        "issues_per_denials": _per_thousand(issues, denials),
        "overturned": overturned,
        "overturned_per_denials": _per_thousand(overturned, denials),
        "overturned_per_decisions": _per_thousand(overturned, decisions),
    }
    if overturned <= decisions:
        # Of events that come in clusters, the sum of squares by the sum is what widens a count's variance.
        bounds = interval(overturned, decisions, found.sums.kk / overturned if overturned else 1.0)
        values["low"], values["high"] = (10 * bound for bound in bounds) if bounds else (None, None)
    return values


def _per_thousand(part: int, whole: int) -> float | None:
    return 1000 * part / whole if whole else None


def _table(key: str, title: str, row_header: str, lines: Sequence[Line], by: str) -> Table:
    measures = (
        count("decisions", "UR decisions"),
        count("denials", "Denials"),
        percent("percent_denied", "% denied", "denials", "decisions"),
        count("issues", "Issues decided by IMR", unit="issues"),
        _rate("issues_per_denials", "IMR issues per 1,000 denials"),
        count("overturned", "Overturned by IMR", unit="issues"),
        _rate("overturned_per_denials", "Overturned per 1,000 denials"),
        _rate("overturned_per_decisions", "Overturned per 1,000 UR decisions"),
        *(
            Measure(
                key=name,
                label="95% interval",
                kind=kind,
                numerator="overturned",
                denominator="decisions",
                decimals=2,
            )
            for name, kind in (("low", MeasureKind.LOWER), ("high", MeasureKind.UPPER))
        ),
    )
    others = "" if by == "decided" else _BY_OTHER_DATE.format(by)
    return Table(
        key=key,
        title=title,
        definition=_DEFINITION + others,
        unit="UR decisions",
        dimension=key,
        row_header=row_header,
        measures=measures,
        rows=make_rows(measures, lines),
        ordered_by_size=row_header != "Month",
    )


def _rate(key: str, label: str) -> Measure:
    return Measure(key=key, label=label, kind=MeasureKind.NUMBER, decimals=2)
