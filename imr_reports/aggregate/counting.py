"""What all tables share: rows with their percentages, and issues counted by what was decided on them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from imr_reports.aggregate.tallies import NOTHING, Tally, tallies, tally_of_issues
from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Cell, Measure, MeasureKind, Row
from imr_reports.statistics.clusters import design_effect_at, differs, interval, likeness

Value = int | float | None
TOTAL = "total"
ISSUE_KEY = ["reference", "sequence"]

RATES = "Rates speak of denials that were appealed to IMR, not of all utilization review decisions."
APPEALED = f"Overturned means wholly or in part. {RATES}"

DECISION_LABELS = {
    Decision.UPHELD: "Upheld",
    Decision.OVERTURNED: "Overturned",
    Decision.NOT_STATED: "Not stated",
}
_ALWAYS_SHOWN = (Decision.UPHELD, Decision.OVERTURNED)
_INTERVAL = "95% interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The counts and statistics of one row, before percentages are worked out."""

    key: str
    label: str
    values: Mapping[str, Value]
    depth: int = 0
    is_total: bool = False
    note: str = ""


def make_rows(measures: Sequence[Measure], lines: Sequence[Line]) -> tuple[Row, ...]:
    """Return a table's rows, with each percentage worked out from the counts that it names."""
    total: Mapping[str, Value] = next((line.values for line in lines if line.is_total), {})
    return tuple(
        Row(
            key=line.key,
            label=line.label,
            cells=tuple(
                Cell(
                    value=_value(measure, line.values, total),
                    is_notable=bool(line.values.get(f"{measure.key}_is_notable")),
                    letters=_letters(line.values.get(letters_of(measure.key))),
                )
                for measure in measures
            ),
            depth=line.depth,
            is_total=line.is_total,
            note=line.note,
        )
        for line in lines
    )


def letters_of(measure: str) -> str:
    """Return the key under which a line says of how many letters a count of issues is."""
    return f"{measure}_letters"


def _letters(value: Value) -> int | None:
    return None if value is None else int(value)


def _value(measure: Measure, values: Mapping[str, Value], total: Mapping[str, Value]) -> Value:
    if measure.kind is not MeasureKind.PERCENT:
        return values.get(measure.key)
    above = values.get(measure.numerator)
    below = (total if measure.denominator_is_total else values).get(measure.denominator)
    return None if above is None or not below else 100 * above / below


Rows = Callable[[CaseFrames], pd.DataFrame]
"""Takes the rows to count out of a period's frames: `reference`, `decision`, and what they are counted by."""


def issues_of(frames: CaseFrames) -> pd.DataFrame:
    """Return a period's issues: the rows that most tables count."""
    return frames.issues


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionColumns:
    """The columns of a table that counts issues by decision; the same in every table of a report.

    Overturned means wholly or in part: the few overturned in part are told apart for the internal audience
    alone, because so small a column would cost the public the other two.

    Attributes:
        decisions: those that have a column: upheld and overturned always, not stated where any is.
        any_in_part: whether the period has issues overturned in part.
        rho: how alike decisions of one letter are, from all issues of the period.
        compares: whether the frames hold an earlier period, so that there is a column of change.
    """

    decisions: tuple[Decision, ...]
    any_in_part: bool
    rho: float
    compares: bool

    @classmethod
    def of(cls, frames: CaseFrames, *others: pd.DataFrame) -> "DecisionColumns":
        """Return the columns that a period's issues need, and other rows that stand in the same table."""
        present = set(tally_of_issues(frames).decisions)
        present |= {str(decision) for rows in others for decision in rows["decision"].unique()}
        return cls(
            decisions=tuple(item for item in DECISION_LABELS if item in _ALWAYS_SHOWN or item in present),
            any_in_part=Decision.PARTIALLY_OVERTURNED in present,
            rho=likeness(tally_of_issues(frames).sums),
            compares=frames.earlier is not None and not frames.earlier.issues.empty,
        )

    @property
    def in_part(self) -> tuple[Measure, ...]:
        """The column of issues overturned in part, for the internal audience; none where there are none."""
        label = "of these, in part"
        column = Measure(
            key=str(Decision.PARTIALLY_OVERTURNED), label=label, kind=MeasureKind.COUNT, internal_only=True
        )
        return (column,) if self.any_in_part else ()

    @property
    def sums(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The additive relation of the columns, as `Table.sums` takes it."""
        return (("issues", tuple(str(item) for item in self.decisions)),)

    def measures(self, *, share: str = "% of issues", change: bool = True) -> tuple[Measure, ...]:
        """Return the columns of counts, shares (unless `share` is ""), % overturned, interval and change.

        Args:
            share: heading of the column of shares.
            change: whether there is one of change, where an earlier period is compared with.
        """
        shares = (percent("percent", share, "issues", "issues", of_total=True),)
        return (
            count("issues", "Issues"),
            *(shares if share else ()),
            *(count(str(item), DECISION_LABELS[item]) for item in _ALWAYS_SHOWN),
            *self.in_part,
            *(count(str(item), DECISION_LABELS[item]) for item in self.decisions[len(_ALWAYS_SHOWN) :]),
            *rate_with_interval("percent_overturned", "% overturned", "overturned", "issues"),
            *((_CHANGE,) if change and self.compares else ()),
        )

    def design_effect(self, frames: CaseFrames, rows: Rows = issues_of, columns: Sequence[str] = ()) -> float:
        """Return by how much letters with several of these rows widen the variance of a rate, rounded.

        By columns: of the rate of a group that they tell apart, the groups weighted by their size.
        """
        found = tallies(rows(frames), columns) if columns else {(): _tally(frames, rows)}
        n, nn = (sum(getattr(item.sums, name) for item in found.values()) for name in ("n", "nn"))
        return round(design_effect_at(self.rho, n, nn), 2)

    def total(self, frames: CaseFrames, label: str = "All issues", rows: Rows = issues_of) -> Line:
        """Return the total row of a period's issues, or of other rows."""
        before = _tally(frames.earlier, rows) if frames.earlier and self.compares else None
        values = self._values(_tally(frames, rows), before)
        return Line(key=TOTAL, label=label, values=values, is_total=True)

    def by(
        self, frames: CaseFrames, columns: Sequence[str], rows: Rows = issues_of
    ) -> dict[tuple[str, ...], dict[str, Value]]:
        """Return counts, interval and change of issues, or of other rows, by the values of some columns."""
        now = tallies(rows(frames), columns)
        before = tallies(rows(frames.earlier), columns) if frames.earlier and self.compares else {}
        return {key: self._values(tally, before.get(key)) for key, tally in now.items()}

    def nothing(self) -> dict[str, Value]:
        """Return the counts of a row to which no issue belongs."""
        return self._values(NOTHING, None)

    def _values(self, tally: Tally, before: Tally | None) -> dict[str, Value]:
        sizes, sums = tally.decisions, tally.sums
        values: dict[str, Value] = {"issues": sums.n}
        values |= {str(item): sizes.get(str(item), 0) for item in self.decisions}
        values["overturned"] = sums.k
        values[letters_of("issues")] = sums.letters
        values[letters_of("overturned")] = tally.overturned_letters
        values[letters_of("upheld")] = tally.other_letters
        values[str(Decision.PARTIALLY_OVERTURNED)] = sizes.get(str(Decision.PARTIALLY_OVERTURNED), 0)
        effect = design_effect_at(self.rho, sums.n, sums.nn)
        values["design_effect"] = effect
        values["low"], values["high"] = interval(sums.k, sums.n, effect) or (None, None)
        if before and before.sums.n and sums.n:
            then = before.sums
            values["change"] = 100 * (sums.k / sums.n - then.k / then.n)
            values["change_is_notable"] = differs(
                (sums.k, sums.n, effect), (then.k, then.n, design_effect_at(self.rho, then.n, then.nn))
            )
        return values


def _tally(frames: CaseFrames, rows: Rows) -> Tally:
    return tally_of_issues(frames) if rows is issues_of else tallies(rows(frames), ()).get((), NOTHING)


_CHANGE = Measure(
    key="change",
    label="Change in points",
    kind=MeasureKind.CHANGE,
    numerator="overturned",
    denominator="issues",
    decimals=1,
    internal_only=True,
)


def rate_with_interval(key: str, label: str, numerator: str, denominator: str) -> tuple[Measure, ...]:
    """Return the columns of a percentage and the bounds of its 95% interval ("low", "high")."""
    kinds = ((key, label, MeasureKind.PERCENT), ("low", _INTERVAL, MeasureKind.LOWER))
    return tuple(
        Measure(key=name, label=words, kind=kind, numerator=numerator, denominator=denominator, decimals=1)
        for name, words, kind in (*kinds, ("high", _INTERVAL, MeasureKind.UPPER))
    )


def count(key: str, label: str, *, unit: str = "") -> Measure:
    """Return a column of counts."""
    return Measure(key=key, label=label, kind=MeasureKind.COUNT, unit=unit)


def percent(key: str, label: str, numerator: str, denominator: str, *, of_total: bool = False) -> Measure:
    """Return a column of percentages of one count of another, of its row or of the total's row."""
    return Measure(
        key=key,
        label=label,
        kind=MeasureKind.PERCENT,
        numerator=numerator,
        denominator=denominator,
        denominator_is_total=of_total,
        decimals=1,
    )


def cases_and_share(label: str = "% of cases") -> tuple[Measure, ...]:
    """Return the columns of a table that counts cases: their number, and their share of all cases."""
    return (
        count("cases", "Cases"),
        percent("percent", label, "cases", "cases", of_total=True),
    )


def size_of(values: Mapping[str, Value], measure: str) -> float:
    """Return a count by which rows are ordered."""
    return float(values.get(measure) or 0)


def by_size(lines: Iterable[Line], measure: str) -> list[Line]:
    """Return rows with the largest count first, ties by key."""
    return sorted(lines, key=lambda line: (-size_of(line.values, measure), line.key))
