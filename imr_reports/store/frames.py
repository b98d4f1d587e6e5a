"""The store's coded columns for one period → `CaseFrames`, and the texts of chosen issues."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from imr_reports.records.coded import DateBasis
from imr_reports.records.limited import CaseFrames, IssueText
from imr_reports.records.lists import categorical
from imr_reports.records.period import Period
from imr_reports.store.parts import UNDATED, read_parts
from imr_reports.store.rows import DATE_FIELDS
from imr_reports.store.working import Store

MOST_MONTHS = 24
_DATES = ("decided", "assigned", "received", "ur_denial", "injury")
_BASES = (DateBasis.STATED, DateBasis.INDEX, DateBasis.INFERRED, DateBasis.UNDATED)


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
    """Return the cases of a period with their issues and citations; see `CaseFrames` for the columns.

    A period that this one is compared with is read in the same way, by another selection.
    """
    letters = _Letters.of(store)
    cases, inside = _cases(store, letters, selection)
    parts = store.parts(_months(store, selection))
    return CaseFrames(
        cases=cases,
        issues=_rows(store, parts, "issues", inside),
        citations=_rows(store, parts, "citations", inside),
    )


def read_history(store: Store, selection: Selection, months: int = MOST_MONTHS) -> pd.DataFrame:
    """Return `CaseFrames.history`: the issues of the months up to the end of a period.

    Args:
        store: where the cases are.
        selection: the period, and by which date cases are placed; all time ends with its latest case.
        months: how many months.
    """
    letters = _Letters.of(store)
    window = _window(store, letters, selection, months)
    if window is None:
        return pd.DataFrame({"reference": [], "month": [], "decision": []}, dtype="str")
    cases, inside = _cases(store, letters, window, DATE_FIELDS)
    issues = _rows(store, store.parts(_months(store, window)), "issues", inside, ("sequence", "decision"))
    month = pd.Categorical(cases[selection.by].dt.strftime("%Y-%m"))
    return pd.DataFrame(
        {
            "reference": issues["reference"],
            "month": month.take(issues["reference"].cat.codes.to_numpy()),
            "decision": issues["decision"],
        }
    )


def _window(store: Store, letters: "_Letters", selection: Selection, months: int) -> Selection | None:
    """Return the months that end with the last one of a period, or of all its cases when it has no end."""
    last = selection.period.last
    if last is None:
        latest = _cases(store, letters, selection, DATE_FIELDS)[0][selection.by].max()
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
    letters = _Letters.of(store)
    table = _read(store, store.parts(frozenset({UNDATED})), "cases", letters, DATE_FIELDS)
    undated = _dated(store, _frame(table).assign(reference=letters.references_of(table)), infer_dates)
    counts = undated["date_basis"].value_counts().to_dict()
    counts[str(DateBasis.STATED)] = len(letters) - len(undated)
    return {basis: int(counts.get(str(basis), 0)) for basis in DateBasis}


def read_texts(
    store: Store, selection: Selection, chosen: Collection[tuple[str, int]]
) -> tuple[IssueText, ...]:
    """Return the scrubbed texts of issues of a period, by (reference, sequence), ordered by reference."""
    letters = _Letters.of(store).of_cases({reference for reference, _ in chosen})
    parts = store.parts(_months(store, selection))
    table = read_parts(store.cases_folder, parts, "texts", keys=letters.keys.to_pylist())
    texts = table.to_pandas()
    texts["reference"] = letters.references_of(table)
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Letters:
    """The letters that count, one a case: their keys in the parts, and the references of their cases."""

    keys: pa.Array
    references: pa.Array

    @classmethod
    def of(cls, store: Store) -> "_Letters":
        references = store.references()
        return cls(
            keys=pa.array(references.keys(), pa.string()),
            references=pa.array(references.values(), pa.string()),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def of_cases(self, wanted: Collection[str]) -> "_Letters":
        """Return the letters of some cases."""
        chosen = pc.is_in(self.references, value_set=pa.array(sorted(wanted), pa.string()))
        return _Letters(keys=self.keys.filter(chosen), references=self.references.filter(chosen))

    def places_of(self, rows: pa.Table) -> pa.ChunkedArray:
        """Return the place of each row's letter, null where it is none of these."""
        return pc.index_in(rows["letter_key"], value_set=self.keys)

    def references_of(self, rows: pa.Table) -> "pd.Series[str]":
        references: pd.Series[str] = self.references.take(self.places_of(rows)).to_pandas().astype("str")
        return references


def _cases(
    store: Store, letters: _Letters, selection: Selection, columns: Collection[str] | None = None
) -> tuple[pd.DataFrame, _Letters]:
    """Return the cases of a period in the order of their references, and their letters in that order."""
    table = _read(store, store.parts(_months(store, selection)), "cases", letters, columns)
    cases = _dated(store, _frame(table).assign(reference=letters.references_of(table)), selection.infer_dates)
    day, period = cases[selection.by], selection.period
    if period.first is not None and period.last is not None:
        inside = (day >= pd.Timestamp(period.first)) & (day <= pd.Timestamp(period.last))
        cases, table = cases[inside], table.filter(pa.array(inside))
    order = cases["reference"].argsort().to_numpy()
    cases = cases.drop(columns="latest_date").take(order).reset_index(drop=True)
    ordered = _Letters(
        keys=table["letter_key"].take(pa.array(order)).combine_chunks(),
        references=pa.array(cases["reference"], pa.string()),
    )
    references = pd.Index(cases.pop("reference"), name=None)
    cases.insert(0, "reference", pd.Series(pd.Categorical.from_codes(np.arange(len(cases)), references)))
    return cases, ordered


def _rows(
    store: Store,
    parts: tuple[str, ...],
    kind: str,
    letters: _Letters,
    columns: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return one table's rows of some letters, in their order and else as they stand in the store."""
    table = _read(store, parts, kind, letters, columns)
    places = letters.places_of(table).to_numpy()
    order = np.argsort(places, kind="stable")
    frame = _frame(table.take(order))
    references = pd.Index(letters.references.to_pandas().astype("str"), name=None)
    frame.insert(0, "reference", pd.Series(pd.Categorical.from_codes(places[order], references)))
    return frame


def _read(
    store: Store, parts: tuple[str, ...], kind: str, letters: _Letters, columns: Collection[str] | None = None
) -> pa.Table:
    wanted = None if columns is None else ["letter_key", *columns]
    table = read_parts(store.cases_folder, parts, kind, wanted, coded=True)
    return table.filter(pc.is_valid(letters.places_of(table)))


def _frame(table: pa.Table) -> pd.DataFrame:
    """Return a table's columns without its keys: names as categoricals, lists as they are, the rest plain."""
    return pd.DataFrame(
        {
            name: _column(column)
            for name, column in zip(table.column_names, table.columns, strict=True)
            if name != "letter_key"
        }
    )


def _column(values: pa.ChunkedArray) -> Any:
    if pa.types.is_dictionary(values.type):
        return categorical(values)
    if pa.types.is_list(values.type):
        return pd.arrays.ArrowExtensionArray(values)
    return values.to_pandas(date_as_object=False)


def _dated(store: Store, cases: pd.DataFrame, infer_dates: bool) -> pd.DataFrame:
    cases = cases.copy()
    stated = cases["decided"].notna()
    _fill_in(cases, store.index_values())
    indexed = cases["decided"].notna() & ~stated
    if infer_dates:
        cases["decided"] = cases["decided"].fillna(cases["latest_date"])
    places = np.select([stated, indexed, cases["decided"].notna()], [0, 1, 2], default=3)
    cases["date_basis"] = pd.Categorical.from_codes(places, pd.Index(list(map(str, _BASES))))
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
