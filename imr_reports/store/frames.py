"""The store's coded columns for one period → `CaseFrames`, and the texts of chosen issues."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from imr_reports.records.coded import DateBasis
from imr_reports.records.limited import CaseFrames, IssueText
from imr_reports.records.period import Period, parse_period
from imr_reports.store.parts import UNDATED, read_parts
from imr_reports.store.working import Store

_DATES = ("decided", "assigned", "received", "ur_denial", "injury")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """How cases are chosen.

    Attributes:
        by: the date that places a case in a period: "decided", "received" or "assigned".
        infer_dates: whether an undated case takes the latest date in its letter as its decision date.
    """

    period: Period
    by: str = "decided"
    infer_dates: bool = False


def read_frames(store: Store, selection: Selection) -> CaseFrames:
    """Return the cases of a period with their issues and citations; see `CaseFrames` for the columns."""
    parts = store.parts(_months(store, selection))
    references = store.references()
    cases = _dated(store, _read(store, parts, "cases", references), selection)
    day = cases[selection.by]
    period = selection.period
    if period.first is not None and period.last is not None:
        cases = cases[(day >= pd.Timestamp(period.first)) & (day <= pd.Timestamp(period.last))]
    cases = cases.drop(columns="latest_date").sort_values("reference", ignore_index=True)
    inside = _of_cases(references, set(cases["reference"]))
    return CaseFrames(
        cases=cases,
        issues=_in_order(_read(store, parts, "issues", inside)),
        citations=_in_order(_read(store, parts, "citations", inside)),
    )


def count_date_bases(store: Store, *, infer_dates: bool) -> Mapping[DateBasis, int]:
    """Return how many cases of the whole store take their decision date from where."""
    references = store.references()
    selection = Selection(period=parse_period("all"), infer_dates=infer_dates)
    undated = _dated(store, _read(store, store.parts(frozenset({UNDATED})), "cases", references), selection)
    counts = undated["date_basis"].value_counts().to_dict()
    counts[str(DateBasis.STATED)] = len(set(references.values())) - len(undated)
    return {basis: int(counts.get(str(basis), 0)) for basis in DateBasis}


def read_texts(
    store: Store, selection: Selection, chosen: Collection[tuple[str, int]]
) -> tuple[IssueText, ...]:
    """Return the scrubbed texts of issues of a period, by (reference, sequence), ordered by reference."""
    wanted = {reference for reference, _ in chosen}
    asked = _of_cases(store.references(), wanted)
    texts = _read(store, store.parts(_months(store, selection)), "texts", asked)
    rows = {
        (str(row["reference"]), int(row["sequence"])): row
        for row in texts.sort_values(["reference", "sequence"]).to_dict("records")
    }
    return tuple(
        IssueText(
            reference=key[0],
            sequence=key[1],
            disputed_item=str(rows[key]["disputed_item"]),
            claims_administrator_guideline=str(rows[key]["claims_administrator_guideline"]),
            reviewer_guideline=str(rows[key]["reviewer_guideline"]),
            rationale=str(rows[key]["rationale"]),
        )
        for key in sorted(set(chosen))
        if key in rows
    )


def _months(store: Store, selection: Selection) -> frozenset[str] | None:
    """Return the only months that can hold cases of the period, or None for all of them."""
    first, last = selection.period.first, selection.period.last
    if selection.by != "decided" or first is None or last is None:
        return None
    inside = [month for month in store.months() if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"]
    return frozenset((*inside, UNDATED))


def _read(store: Store, parts: tuple[str, ...], kind: str, references: Mapping[str, str]) -> pd.DataFrame:
    """Return one table's rows of some letters, their keys (letter key → reference) made references."""
    table = read_parts(store.cases_folder, parts, kind, keys=references.keys())
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    frame.insert(0, "reference", frame["letter_key"].map(references).astype("str"))
    return frame.drop(columns="letter_key")


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    order = [
        name for name in ("reference", "sequence", "side", "source", "title", "edition") if name in frame
    ]
    return frame.sort_values(order, ignore_index=True)


def _of_cases(references: Mapping[str, str], wanted: Collection[str]) -> dict[str, str]:
    return {key: reference for key, reference in references.items() if reference in wanted}


def _dated(store: Store, cases: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    cases = cases.copy()
    for name in (*_DATES, "latest_date"):
        cases[name] = pd.to_datetime(cases[name])
    stated = cases["decided"].notna()
    values = store.index_values()
    _fill_in(cases, values)
    indexed = cases["decided"].notna() & ~stated
    if selection.infer_dates:
        cases["decided"] = cases["decided"].fillna(cases["latest_date"])
    cases["date_basis"] = str(DateBasis.UNDATED)
    cases.loc[cases["decided"].notna(), "date_basis"] = str(DateBasis.INFERRED)
    cases.loc[indexed, "date_basis"] = str(DateBasis.INDEX)
    cases.loc[stated, "date_basis"] = str(DateBasis.STATED)
    return cases


def _fill_in(cases: pd.DataFrame, values: Mapping[str, dict[tuple[str, str], str]]) -> None:
    names = sorted({key for row in values.values() for key in row})
    for kind, name in names:
        column = cases["reference"].map(
            {ref: row[kind, name] for ref, row in values.items() if (kind, name) in row}
        )
        if kind == "group":
            cases[f"group:{name}"] = column.fillna("").astype("str")
        elif name in _DATES:
            cases[name] = cases[name].fillna(pd.to_datetime(column))
