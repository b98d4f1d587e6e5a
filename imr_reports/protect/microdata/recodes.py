"""CaseFrames → the columns of a tier, coarse, before anything is withheld.

What a column may hold is closed: a value that its list in the specification lacks becomes a blank, and names
without such a list must stand in the vocabulary.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from imr_reports.records.coded import CaseOutcome, Decision
from imr_reports.records.dataset import ColumnType, DatasetSpec, TableSpec, Tier
from imr_reports.records.limited import COUNTED, CaseFrames
from imr_reports.records.lists import categorical
from imr_reports.vocabulary.dataset import group_of
from imr_reports.vocabulary.listed import is_listed
from imr_reports.vocabulary.services.reading import service_categories

Places = NDArray[np.int64]
_DAYS = {
    "days_denial_to_receipt": ("ur_denial", "received"),
    "days_receipt_to_assignment": ("received", "assigned"),
    "days_receipt_to_decision": ("received", "decided"),
}
_CALIFORNIA = "California"
_EDITION = r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th) ed\."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recoded:
    """The tables of a tier by numbers instead of keys; closed and named columns are categoricals.

    Attributes:
        cases: with `reference`.
        issues: with `case` (place in `cases`) and `sequence`, in the order of the cases.
        citations: with `issue` (place in `issues`), each work once for an issue and side.
        reasons: with `issue`.
        left_out: what had to stay out, in words, and how often.
    """

    cases: pd.DataFrame
    issues: pd.DataFrame
    citations: pd.DataFrame
    reasons: pd.DataFrame
    left_out: Mapping[str, int]


def recode(frames: CaseFrames, spec: DatasetSpec, tier: Tier) -> Recoded:
    """Return the columns of a tier for all cases of some frames.

    In the open tier an item overturned in part counts as overturned, and one whose decision can't be read is
    left out, as is a case that has no other: both are so rare that they would be told apart.
    """
    issues = frames.issues
    decision = issues["decision"].astype("str")
    kept = np.ones(len(issues), dtype=bool)
    if tier is Tier.OPEN:
        decision = decision.replace(str(Decision.PARTIALLY_OVERTURNED), str(Decision.OVERTURNED))
        kept = (decision != str(Decision.NOT_STATED)).to_numpy()
    owner = _places(frames.cases["reference"], issues["reference"])
    order = np.flatnonzero(kept)[np.argsort(owner[kept], kind="stable")]
    stays = np.bincount(owner[kept], minlength=len(frames.cases)) > 0
    new_place = np.cumsum(stays) - 1
    place_of_issue = np.full(len(issues), -1, dtype=np.int64)
    place_of_issue[order] = np.arange(len(order))
    columns = _issue_columns(frames) | {"decision": decision}
    issue_table = _typed(pd.DataFrame(columns).iloc[order], spec.table("issues"))
    issue_table.insert(0, "case", new_place[owner[order]])
    issue_table.insert(1, "sequence", issues["sequence"].to_numpy()[order])
    outcome = _outcomes(issue_table["case"].to_numpy(), issue_table["decision"], int(stays.sum()))
    case_table = pd.DataFrame(_case_columns(frames)).iloc[stays].assign(outcome=outcome)
    case_table = _typed(case_table.reset_index(drop=True), spec.table("cases"))
    case_table.insert(0, "reference", frames.cases["reference"].astype("str").to_numpy()[stays])
    return Recoded(
        cases=case_table,
        issues=issue_table,
        citations=_of_issues(_citations(frames), frames, place_of_issue, spec.table("citations")),
        reasons=_of_issues(frames.reasons, frames, place_of_issue, spec.table("reasons")),
        left_out={
            "issues whose decision can't be read": int((~kept).sum()),
            "cases of which no issue is left": int((~stays).sum()),
        },
    )


def _case_columns(frames: CaseFrames) -> dict[str, Any]:
    cases = frames.cases
    injured = cases["decided"].dt.year - cases["injury"].dt.year
    specialty = _first_of(frames.specialties, "specialty", cases).map(group_of("specialties"))
    states = frames.reviewer_states
    ours = cases["reference"].isin(states["reference"][states["state"] == _CALIFORNIA].unique())
    licensed = cases["reference"].isin(states["reference"].unique())
    return {
        "decision_year": _years(cases),
        "age_band": cases["age"],
        "sex": cases["sex"],
        "injury_band": injured.where(injured >= 0),
        "priority": cases["priority"],
        "specialty_group": specialty,
        "california_license": np.select([ours, licensed], ["california", "elsewhere"], ""),
        "work_status": cases["work_status"],
        "letter_format": cases["format"],
        **{name: _days(cases[start], cases[end]) for name, (start, end) in _DAYS.items()},
    }


def _years(cases: pd.DataFrame) -> "pd.Series[Any]":
    """Return the year in which public statistics count each case: its decision's, but for late letters."""
    years: pd.Series[Any] = cases["decided"].dt.year
    return cases[COUNTED].astype("str").str[:4].astype("int64") if COUNTED in cases else years


def _days(start: "pd.Series[Any]", end: "pd.Series[Any]") -> "pd.Series[float]":
    taken = (end - start).dt.days.astype("float64")
    return taken.where(taken >= 0)


def _issue_columns(frames: CaseFrames) -> dict[str, Any]:
    issues = frames.issues
    category, subcategory = (
        issues["service_category"].astype("str"),
        issues["service_subcategory"].astype("str"),
    )
    known = {(category, sub) for category, subs in service_categories().items() for sub in subs}
    fits = pd.MultiIndex.from_arrays([category, subcategory]).isin(known)
    drugs = frames.drugs[frames.drugs["ingredients"].astype("str") != ""]
    regions = frames.issue_sites.assign(
        region=frames.issue_sites["part"].astype("str").map(group_of("regions"))
    )
    return {
        "service_category": category,
        "service_subcategory": subcategory.where(fits, ""),
        "procedure": issues["procedure"].astype("str").where(fits, ""),
        "ingredient": _first_of(drugs, "ingredients", issues).where(fits, ""),
        "body_region": _only_one(regions, "region", issues),
        "partly_authorized": issues["was_partly_authorized"],
        "claims_administrator_basis": issues["claims_administrator_basis"],
        "reviewer_basis": issues["reviewer_basis"],
        "visits": issues["visits"],
    }


def _citations(frames: CaseFrames) -> pd.DataFrame:
    cited = frames.citations
    lists = pa.array(cited["sections"])
    if isinstance(lists, pa.ChunkedArray):
        lists = lists.combine_chunks()
    named = pc.binary_join(lists.cast(pa.list_(pa.string())), "; ")
    return cited[["reference", "sequence", "side", "source", "title", "edition"]].assign(
        sections=categorical(named)
    )


def _of_issues(
    rows: pd.DataFrame, frames: CaseFrames, place_of_issue: Places, table: TableSpec
) -> pd.DataFrame:
    """Return rows by the place of their issue; rows of issues that were left out go with them."""
    place = place_of_issue[_places_of_issues(frames.issues, rows)]
    inside = np.flatnonzero(place >= 0)
    typed = _typed(rows.iloc[inside].reset_index(drop=True), table)
    typed.insert(0, "issue", place[inside])
    names = [str(name) for name in typed if name != "sections"]
    return typed.drop_duplicates(names).sort_values(names, ignore_index=True)


def _outcomes(owner: Places, decision: "pd.Series[Any]", cases: int) -> NDArray[np.str_]:
    """Return what each case's letter decided over all its issues (as `CaseOutcome` in the store)."""

    def has(*wanted: Decision) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = np.bincount(owner[decision.isin(map(str, wanted))], minlength=cases) > 0
        return found

    upheld, overturned = has(Decision.UPHELD), has(Decision.OVERTURNED)
    partial = has(Decision.PARTIALLY_OVERTURNED) | (upheld & overturned)
    names = [CaseOutcome.PARTIAL_OVERTURN, CaseOutcome.OVERTURN, CaseOutcome.UPHOLD]
    return np.select([partial, overturned, upheld], list(map(str, names)), str(CaseOutcome.NOT_STATED))


def _typed(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    """Return the columns of a table that a frame has, of their types, with blanks for what no list knows."""
    typed: dict[str, pd.Series[Any]] = {}
    frame = frame.reset_index(drop=True)
    for column in table.columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        names = [value for value, _ in column.values]
        if column.ends:
            typed[column.name] = pd.Series(_banded(values, column.ends, names))
        elif names:
            typed[column.name] = pd.Series(_names(values).set_categories(names))
        elif column.type is ColumnType.STRING:
            typed[column.name] = pd.Series(_listed(values))
        elif column.type is ColumnType.BOOLEAN:
            typed[column.name] = values.astype("boolean")
        else:
            typed[column.name] = values.astype("Float64").clip(upper=column.maximum).round().astype("Int64")
        if column.within:
            typed[column.name] = typed[column.name].mask(typed[column.within].isna())
    return pd.DataFrame(typed)


def _banded(numbers: "pd.Series[Any]", ends: Sequence[int], names: list[str]) -> "pd.Categorical[Any]":
    values = numbers.astype("float64").to_numpy()
    codes = np.where(np.isnan(values), -1, np.searchsorted(ends, values, side="right"))
    return pd.Categorical.from_codes(codes, pd.Index(names))


def _names(values: "pd.Series[Any]") -> "pd.Categorical[Any]":
    return pd.Categorical(values if isinstance(values.dtype, pd.CategoricalDtype) else values.astype("str"))


def _listed(values: "pd.Series[Any]") -> "pd.Categorical[Any]":
    """Return names as a categorical of those that stand in the vocabulary; lists are taken name by name."""
    names = _names(values)
    listed = {name: all(map(_is_known, str(name).split("; "))) for name in names.categories}
    known = [name for name, is_known in listed.items() if name and is_known]
    return names.set_categories(known)


def _is_known(name: str) -> bool:
    return is_listed(name) or re.fullmatch(_EDITION, name) is not None


def _first_of(rows: pd.DataFrame, column: str, things: pd.DataFrame) -> "pd.Series[Any]":
    """Return for each case, or issue, the first of its rows' values, "" for none."""
    place = _place_among(things, rows)
    found = np.full(len(things), "", dtype=object)
    found[place[::-1]] = rows[column].astype("str").to_numpy()[::-1]  # the first row is written last
    return pd.Series(found, index=things.index, dtype="str")


def _only_one(rows: pd.DataFrame, column: str, issues: pd.DataFrame) -> "pd.Series[Any]":
    """Return the value of the issues whose rows all have the same, "" for the others."""
    place, values = _place_among(issues, rows), pd.Categorical(rows[column].astype("str"))
    pairs = np.unique(place * len(values.categories) + values.codes)
    owner = pairs // max(len(values.categories), 1)
    alone = np.bincount(owner, minlength=len(issues)) == 1
    return _first_of(rows, column, issues).where(alone, "")


def _place_among(things: pd.DataFrame, rows: pd.DataFrame) -> Places:
    if "sequence" in things:
        return _places_of_issues(things, rows)
    return _places(things["reference"], rows["reference"])


def _places_of_issues(issues: pd.DataFrame, rows: pd.DataFrame) -> Places:
    references = pd.Index(issues["reference"].astype("str").unique())
    most = 1 + int(max(issues["sequence"].max(), 0)) if len(issues) else 1
    numbers = _places(references.to_series(), issues["reference"]) * most + issues["sequence"].to_numpy()
    wanted = _places(references.to_series(), rows["reference"]) * most + rows["sequence"].to_numpy()
    found: Places = pd.Index(numbers).get_indexer(pd.Index(wanted))
    return found


def _places(among: "pd.Series[Any]", values: "pd.Series[Any]") -> Places:
    """Return where each value stands among some that are all different; -1 for nowhere."""
    index = pd.Index(among.astype("str"))
    wanted = pd.Categorical(values)
    place = index.get_indexer(pd.Index(wanted.categories.astype("str")))
    found: Places = np.append(place, -1)[wanted.codes].astype(np.int64)
    return found
