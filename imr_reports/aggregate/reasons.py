"""Reasons that rationales give → how often each stands behind an upheld and an overturned denial."""

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import (
    ISSUE_KEY,
    TOTAL,
    Line,
    Value,
    by_size,
    count,
    letters_of,
    make_rows,
)
from imr_reports.aggregate.joining import are_among, distinct, stacked, with_columns
from imr_reports.aggregate.tallies import OVERTURNED, codes_of, places
from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames
from imr_reports.records.reasons import Reason
from imr_reports.records.tables import Measure, MeasureKind, Table
from imr_reports.statistics.clusters import Sums, design_effect_at, differs, interval, likeness
from imr_reports.vocabulary.rationales.reason_words import REASON_WORDS

REASONED = {
    Decision.OVERTURNED: OVERTURNED,
    Decision.UPHELD: (str(Decision.UPHELD),),
}
"""Decisions whose reasons are counted; overturned means wholly or in part."""
_MEANS = {
    Decision.UPHELD: "",
    Decision.OVERTURNED: " Overturned means wholly or in part.",
}
_NONE = "none"
MOST_REASONS = 6
"""Reasons with a column in the table by category, which has to fit a page of paper."""


def reasons_given(frames: CaseFrames, decision: Decision) -> Table:
    """Count the issues decided in one way (`UPHELD` or `OVERTURNED`) by the reasons that rationales give."""
    counted = str(decision)
    given = _given(frames, decision)
    shares, letters = _shares(given), distinct(given, ["reason", "reference"])["reason"].value_counts()
    before = _shares(_given(frames.earlier, decision)) if frames.earlier else {}
    measures = _measures(counted, compares=bool(before))
    lines = [
        Line(
            key=key,
            label=_label(key),
            values=_values(counted, share, before.get(key, before.get(TOTAL)))
            | {letters_of(counted): int(letters.get(key, 0))},
        )
        for key, share in shares.items()
        if key != TOTAL
    ]
    total = {counted: shares[TOTAL].n if shares else 0}
    return Table(
        key=f"reasons_{counted}",
        title=f"Reasons why denials were {counted}",
        definition=(
            f"Issues {counted} by the reasons that the reviewer's rationale gives, as rules find them in its "
            "sentences; an issue counts once a reason and may stand in several rows, so that rows do not add "
            f"up. The share is of all issues {counted} in the period.{_MEANS[decision]}"
        ),
        unit="issues",
        dimension=f"reason_{counted}",
        row_header="Reason",
        measures=measures,
        rows=make_rows(
            measures,
            [
                *by_size((line for line in lines if line.key != _NONE), counted),
                *(line for line in lines if line.key == _NONE),
                Line(key=TOTAL, label=f"All issues {counted}", values=total, is_total=True),
            ],
        ),
        rows_are_partition=False,
        alone=_NONE,
        ordered_by_size=True,
    )


def reasons_by_category(frames: CaseFrames, decision: Decision) -> Table:
    """Return how often rationales of each service category give the most frequent reasons."""
    counted = str(decision)
    given = _given(frames, decision)
    issues = distinct(given, ISSUE_KEY)
    frequent = given[given["reason"] != _NONE].groupby("reason", observed=True).size()
    chosen = sorted(frequent.index, key=lambda reason: (-frequent[reason], reason))[:MOST_REASONS]
    measures = (
        count(counted, f"Issues {counted}"),
        *(_share_column(reason, counted) for reason in (*chosen, _NONE)),
    )
    sizes = issues.groupby("service_category", observed=True).size()
    found = given.groupby(["service_category", "reason"], observed=True).size().unstack(fill_value=0)
    found = found.reindex(columns=[*chosen, _NONE], fill_value=0)
    lines = [
        Line(
            key=str(category),
            label=str(category) or "Not classified",
            values=_row(counted, int(sizes[category]), found.loc[category]),
        )
        for category in sizes.index
    ]
    return Table(
        key=f"reasons_by_category_{counted}",
        title=f"Reasons why denials were {counted}, by service category",
        definition=(
            f"Percent of each category's issues {counted} whose rationale gives the reason, for the "
            f"{MOST_REASONS} most frequent reasons; an issue may give several.{_MEANS[decision]}"
        ),
        unit="issues",
        dimension=f"service_category_{counted}",
        row_header="Service category",
        measures=measures,
        rows=make_rows(
            measures,
            [
                *by_size(lines, counted),
                Line(
                    key=TOTAL,
                    label="All categories",
                    values=_row(counted, len(issues), found.sum()),
                    is_total=True,
                ),
            ],
        ),
        ordered_by_size=True,
    )


def _given(frames: CaseFrames, decision: Decision) -> pd.DataFrame:
    """Return issue × reason of the issues decided so; one row with the reason "none" where none was found."""
    decided = frames.issues[frames.issues["decision"].isin(REASONED[decision])]
    decided = decided[[*ISSUE_KEY, "service_category"]]
    stated = distinct(frames.reasons, [*ISSUE_KEY, "reason"])
    given = with_columns(stated, decided, ["service_category"])
    return stacked([given, decided[~are_among(decided, given)].assign(reason=_NONE)])


def _shares(given: pd.DataFrame) -> dict[str, Sums]:
    """Return for each reason, and in all, how many issues of how many letters there are."""
    if given.empty:
        return {}
    letter, letters = codes_of(given["reference"])
    reason, names = places(given, ["reason"])
    sizes = np.bincount(codes_of(distinct(given, ISSUE_KEY)["reference"])[0], minlength=len(letters))
    joint = np.sort(reason * len(letters) + letter)
    first = np.flatnonzero(np.diff(joint, prepend=-1))
    k = np.diff(first, append=len(joint))
    group, owner = np.divmod(joint[first], len(letters))
    whole = {"letters": int((sizes > 0).sum()), "n": int(sizes.sum()), "nn": int((sizes**2).sum())}
    nothing = Sums(**whole, k=0, nk=0, kk=0)
    sums = (np.bincount(group, weights=part).astype(np.int64) for part in (k, k * sizes[owner], k**2))
    found = {
        name: Sums(**whole, k=int(k), nk=int(nk), kk=int(kk))
        for (name,), k, nk, kk in zip(names, *sums, strict=True)
    }
    return {_NONE: nothing} | found | {TOTAL: nothing}


def _values(counted: str, now: Sums, then: Sums | None) -> dict[str, Value]:
    values: dict[str, Value] = {counted: now.k}
    effect = _effect(now)
    values["low"], values["high"] = interval(now.k, now.n, effect) or (None, None)
    if then:
        values["change"] = 100 * (now.k / now.n - then.k / then.n)
        values["change_is_notable"] = differs((now.k, now.n, effect), (then.k, then.n, _effect(then)))
    return values


def _effect(sums: Sums) -> float:
    return design_effect_at(likeness(sums), sums.n, sums.nn)


def _measures(counted: str, *, compares: bool) -> tuple[Measure, ...]:
    def of_all(key: str, label: str, kind: MeasureKind) -> Measure:
        return Measure(
            key=key,
            label=label,
            kind=kind,
            numerator=counted,
            denominator=counted,
            denominator_is_total=True,
            decimals=1,
            internal_only=kind is MeasureKind.CHANGE,
        )

    columns = (
        count(counted, "Issues"),
        of_all("percent", f"% of issues {counted}", MeasureKind.PERCENT),
        of_all("low", "95% interval", MeasureKind.LOWER),
        of_all("high", "95% interval", MeasureKind.UPPER),
    )
    return (*columns, of_all("change", "Change in points", MeasureKind.CHANGE)) if compares else columns


def _share_column(reason: str, counted: str) -> Measure:
    return Measure(
        key=f"share:{reason}", label=f"{_label(reason)}, %", kind=MeasureKind.NUMBER, denominator=counted
    )


def _row(counted: str, size: int, found: "pd.Series[int]") -> dict[str, Value]:
    shares = {
        f"share:{reason}": 100 * float(number) / size if size else None for reason, number in found.items()
    }
    return {counted: size} | shares


def _label(reason: str) -> str:
    return "No reason recognized" if reason == _NONE else REASON_WORDS[Reason(reason)]
