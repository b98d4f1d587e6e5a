"""The store's coded columns for one period → `CaseFrames`, and the texts of chosen issues."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.records.coded import DateBasis
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import Period
from imr_reports.store.columns import Gathered
from imr_reports.store.counts import count_cases
from imr_reports.store.inside import Found, Inside, placed, rows_of
from imr_reports.store.letters import Letters, places_of
from imr_reports.store.parts import UNDATED, coded_schema, read_part
from imr_reports.store.rows import DATE_FIELDS, SCHEMAS
from imr_reports.store.working import Store

MOST_MONTHS = 24
_DATES = ("decided", "assigned", "received", "ur_denial", "injury")
_PLACED = DATE_FIELDS
"""What places a case in a period."""
_DETAILS = {
    "cases": ("format", "age", "sex", "sites", "treatments", "work_status", "icd_codes"),
    "issues": (
        *("drug_strengths", "drug_forms", "drug_quantities", "drug_quantity_units", "drug_refills"),
        *("drug_parts", "drug_flags", "visits", "per_week", "weeks", "codes", "has_allowed"),
    ),
}
BASES = (DateBasis.STATED, DateBasis.INDEX, DateBasis.INFERRED, DateBasis.UNDATED)


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


def read_frames(store: Store, selection: Selection, *, details: bool = True) -> CaseFrames:
    """Return the cases of a period with their issues and citations; see `CaseFrames` for the columns.

    A period that this one is compared with is read in the same way, by another selection.

    Args:
        store: where the cases are.
        selection: which of them.
        details: whether also the columns that no report counts are read.
    """
    columns = columns_read(details=details)
    cases, inside = _cases(store, selection, columns["cases"])
    return framed(store, cases, inside, columns)


def columns_read(*, details: bool) -> Mapping[str, list[str]]:
    """Return the columns of each table, with or without those that no report counts."""
    left_out = {} if details else _DETAILS
    return {
        kind: [name for name in schema.names[1:] if name not in left_out.get(kind, ())]
        for kind, schema in SCHEMAS.items()
    }


def framed(
    store: Store, cases: pd.DataFrame, inside: Inside, columns: Mapping[str, Collection[str]]
) -> CaseFrames:
    """Return cases with their issues and citations."""
    return CaseFrames(
        cases=cases,
        issues=rows_of(store.folder, inside, "issues", columns["issues"]),
        citations=rows_of(store.folder, inside, "citations", columns["citations"]),
    )


def read_history(store: Store, selection: Selection, months: int = MOST_MONTHS) -> pd.DataFrame:
    """Return `CaseFrames.history`: the issues of the months up to the end of a period.

    Args:
        store: where the cases are.
        selection: the period, and by which date cases are placed; all time ends with its latest case.
        months: how many months.
    """
    window = _window(store, selection, months)
    if window is None:
        return pd.DataFrame({"reference": [], "month": [], "decision": []}, dtype="str")
    cases, inside = _cases(store, window, _PLACED)
    issues = rows_of(store.folder, inside, "issues", ("decision",))
    month = pd.Categorical(cases[selection.by].dt.strftime("%Y-%m"))
    issues.insert(1, "month", pd.Series(month.take(issues["reference"].cat.codes.to_numpy())))
    return issues


def _window(store: Store, selection: Selection, months: int) -> Selection | None:
    """Return the months that end with the last one of a period, or of all its cases when it has no end."""
    last = selection.period.last
    if last is None:
        latest = _cases(store, selection, _PLACED)[0][selection.by].max()
        if pd.isna(latest):
            return None
        last = pd.Timestamp(latest).date()
    first = pd.Period(last, "M") - (months - 1)
    period = Period(
        label=f"{first}..{last:%Y-%m}",
        first=first.start_time.date(),
        last=(pd.Timestamp(last) + pd.offsets.MonthEnd(0)).date(),
    )
    return replace(selection, period=period)


def count_date_bases(store: Store, *, infer_dates: bool) -> Mapping[DateBasis, int]:
    """Return how many cases of the whole store take their decision date from where."""
    letters = Letters.of(store, undated_alone=True)
    undated = find_cases(store, letters, store.parts(frozenset({UNDATED})), _PLACED).cases
    counts = dated(store, undated, infer_dates)["date_basis"].value_counts().to_dict()
    counts[str(DateBasis.STATED)] = count_cases(store) - len(undated)
    return {basis: int(counts.get(str(basis), 0)) for basis in DateBasis}


def _months(store: Store, selection: Selection) -> frozenset[str] | None:
    """Return the only months that can hold cases of the period, or None for all of them."""
    first, last = selection.period.first, selection.period.last
    if selection.by != "decided" or first is None or last is None:
        return None
    inside = [month for month in store.months() if f"{first:%Y-%m}" <= month <= f"{last:%Y-%m}"]
    return frozenset((*inside, UNDATED))


def _letters(store: Store, selection: Selection) -> Letters:
    """Return the letters that can be in a period: only decision dates are in the manifest."""
    return Letters.of(store, selection.period if selection.by == "decided" else None)


def _cases(store: Store, selection: Selection, columns: Collection[str]) -> tuple[pd.DataFrame, Inside]:
    """Return the cases of a period in the order of their references, and where they are."""
    found = find_cases(store, _letters(store, selection), store.parts(_months(store, selection)), columns)
    cases = dated(store, found.cases, selection.infer_dates)
    period, day = selection.period, cases[selection.by]
    if period.first is not None and period.last is not None:
        cases = cases[(day >= pd.Timestamp(period.first)) & (day <= pd.Timestamp(period.last))]
    return placed(Found(cases=cases.drop(columns="latest_date"), keys=found.keys))


def find_cases(store: Store, letters: Letters, parts: Collection[str], columns: Collection[str]) -> Found:
    """Return the cases of some letters, those in some parts of the store."""
    gathered, keys = Gathered(coded_schema("cases", columns)), {}
    for part in parts:
        table = read_part(store.cases_folder, part, "cases", columns)
        keys[f"{store.cases_folder.name}/{part}"] = table["letter_key"].combine_chunks()
        gathered.add(table)
    places = places_of(pa.chunked_array(keys.values(), pa.string()), letters.keys)
    cases = gathered.frame()[places >= 0]
    references = letters.references.take(pa.array(places[places >= 0])).to_pandas().astype("str")
    return Found(cases=cases.assign(reference=references.set_axis(cases.index)), keys=keys)


def dated(store: Store, cases: pd.DataFrame, infer_dates: bool) -> pd.DataFrame:
    """Return cases with what the index says of them, and with `date_basis`: where their date comes from."""
    cases = cases.copy()
    stated = cases["decided"].notna()
    _fill_in(cases, store.index_values())
    indexed = cases["decided"].notna() & ~stated
    if infer_dates:
        cases["decided"] = cases["decided"].fillna(cases["latest_date"])
    places = np.select([stated, indexed, cases["decided"].notna()], [0, 1, 2], default=3)
    cases["date_basis"] = pd.Categorical.from_codes(places, pd.Index(list(map(str, BASES))))
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
