"""What all tables share: rows with their percentages, and issues counted by what was decided on them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from imr_reports.records.coded import Decision
from imr_reports.records.tables import Cell, Measure, MeasureKind, Row

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The counts and statistics of one row, before percentages are worked out."""

    key: str
    label: str
    values: Mapping[str, Value]
    depth: int = 0
    is_total: bool = False


def make_rows(measures: Sequence[Measure], lines: Sequence[Line]) -> tuple[Row, ...]:
    """Return a table's rows, with each percentage worked out from the counts that it names."""
    total: Mapping[str, Value] = next((line.values for line in lines if line.is_total), {})
    return tuple(
        Row(
            key=line.key,
            label=line.label,
            cells=tuple(Cell(value=_value(measure, line.values, total)) for measure in measures),
            depth=line.depth,
            is_total=line.is_total,
        )
        for line in lines
    )


def _value(measure: Measure, values: Mapping[str, Value], total: Mapping[str, Value]) -> Value:
    if measure.kind is not MeasureKind.PERCENT:
        return values.get(measure.key)
    above = values.get(measure.numerator)
    below = (total if measure.denominator_is_total else values).get(measure.denominator)
    return None if above is None or not below else 100 * above / below


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionColumns:
    """The columns of a table that counts issues by decision; the same in every table of a report.

    Overturned means wholly or in part: the few overturned in part are told apart for the internal audience
    alone, because so small a column would cost the public the other two.

    Attributes:
        decisions: those that have a column: upheld and overturned always, not stated where any is.
        any_in_part: whether the period has issues overturned in part.
    """

    decisions: tuple[Decision, ...]
    any_in_part: bool

    @classmethod
    def of(cls, issues: pd.DataFrame) -> "DecisionColumns":
        """Return the columns that a period's issues need."""
        present = set(issues["decision"].unique())
        return cls(
            decisions=tuple(item for item in DECISION_LABELS if item in _ALWAYS_SHOWN or item in present),
            any_in_part=Decision.PARTIALLY_OVERTURNED in present,
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

    def measures(self, *, share: str = "% of issues") -> tuple[Measure, ...]:
        """Return the columns: issues, their share (unless its label is ""), decisions, % overturned."""
        shares = (
            Measure(
                key="percent",
                label=share,
                kind=MeasureKind.PERCENT,
                numerator="issues",
                denominator="issues",
                denominator_is_total=True,
                decimals=1,
            ),
        )
        return (
            count("issues", "Issues"),
            *(shares if share else ()),
            *(count(str(item), DECISION_LABELS[item]) for item in _ALWAYS_SHOWN),
            *self.in_part,
            *(count(str(item), DECISION_LABELS[item]) for item in self.decisions[len(_ALWAYS_SHOWN) :]),
            Measure(
                key="percent_overturned",
                label="% overturned",
                kind=MeasureKind.PERCENT,
                numerator="overturned",
                denominator="issues",
                decimals=1,
            ),
        )

    def total(self, issues: pd.DataFrame, label: str = "All issues") -> Line:
        """Return the total row of some issues."""
        values = self._values(issues["decision"].value_counts())
        return Line(key=TOTAL, label=label, values=values, is_total=True)

    def by(self, issues: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[str, ...], dict[str, Value]]:
        """Return the counts of issues by the values of some columns."""
        if issues.empty:
            return {}
        sizes = issues.groupby([*columns, "decision"], observed=True).size().unstack(fill_value=0)
        keys = [key if isinstance(key, tuple) else (key,) for key in sizes.index]
        return {
            tuple(str(part) for part in key): self._values(sizes.iloc[place])
            for place, key in enumerate(keys)
        }

    def _values(self, sizes: "pd.Series[int]") -> dict[str, Value]:
        in_part = int(sizes.get(str(Decision.PARTIALLY_OVERTURNED), 0))
        values: dict[str, Value] = {"issues": int(sizes.sum())}
        values |= {str(item): int(sizes.get(str(item), 0)) for item in self.decisions}
        values["overturned"] = int(sizes.get(str(Decision.OVERTURNED), 0)) + in_part
        return values | {str(Decision.PARTIALLY_OVERTURNED): in_part}


def count(key: str, label: str, *, unit: str = "") -> Measure:
    """Return a column of counts."""
    return Measure(key=key, label=label, kind=MeasureKind.COUNT, unit=unit)


def cases_and_share(label: str = "% of cases") -> tuple[Measure, ...]:
    """Return the columns of a table that counts cases: their number, and their share of all cases."""
    return (
        count("cases", "Cases"),
        Measure(
            key="percent",
            label=label,
            kind=MeasureKind.PERCENT,
            numerator="cases",
            denominator="cases",
            denominator_is_total=True,
            decimals=1,
        ),
    )


def size_of(values: Mapping[str, Value], measure: str) -> float:
    """Return a count by which rows are ordered."""
    return float(values.get(measure) or 0)


def by_size(lines: Iterable[Line], measure: str) -> list[Line]:
    """Return rows with the largest count first, ties by key."""
    return sorted(lines, key=lambda line: (-size_of(line.values, measure), line.key))
