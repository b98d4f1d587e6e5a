"""Protected columns → tables of a data set, with keys, in the types and the order of the specification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from imr_reports.protect.excerpts import quotable
from imr_reports.protect.microdata.keys import SIDES, Drawn
from imr_reports.protect.microdata.profiles import codes_of
from imr_reports.records.dataset import ColumnType, DatasetSpec, TableSpec

_Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Named:
    """Keys and sides of what stands in the tables.

    Attributes:
        cases: of each case.
        issues: of each issue.
        sides: the side of each case, as a place in `SIDES`.
        owner: the case of each issue, also of those that stand without one.
    """

    cases: Drawn
    issues: Drawn
    sides: _Places
    owner: _Places

    def without(self, stays: NDArray[np.bool_]) -> "Named":
        """Return the same for some of the issues."""
        issues = Drawn(keys=self.issues.keys[stays], numbers=self.issues.numbers[stays])
        return Named(cases=self.cases, issues=issues, sides=self.sides, owner=self.owner[stays])


def assemble(frames: Mapping[str, pd.DataFrame], named: Named, spec: DatasetSpec) -> dict[str, pd.DataFrame]:
    """Return the tables by name.

    Args:
        frames: "cases", "issues" (with `case`, -1 for none), "citations" and "reasons" (with `issue`), and
            "texts" (with `case`, `issue` and `text_key`) in a tier that has them.
        named: their keys.
        spec: of the tier.
    """
    linked, of_cases, of_issues = frames["issues"]["case"].to_numpy(), named.cases.keys, named.issues.keys
    made: dict[str, tuple[_Places, dict[str, pa.Array]]] = {
        "cases": (
            np.argsort(of_cases),
            {"case_key": _keys(of_cases), "partition": _sides(named.sides)},
        ),
        "issues": (
            np.argsort(of_issues),
            {
                "issue_key": _keys(of_issues),
                "case_key": _keys(of_cases, linked),
                "partition": _sides(named.sides[named.owner]),
            },
        ),
    }
    for name, columns in (
        ("citations", ("side", "source", "title", "edition", "sections")),
        ("reasons", ("reason",)),
    ):
        rows, issue = frames[name], frames[name]["issue"].to_numpy()
        order = _order(rows, _ranks(of_issues)[issue], [one for one in columns if one in rows])
        number = _numbers(issue, order)
        made[name] = (order, {"issue_key": _keys(of_issues, issue), "number": pa.array(number)})
    if "texts" in frames:
        made["texts"] = _of_texts(frames["texts"], linked, named)
    return {table.name: _finished(frames[table.name], *made[table.name], table) for table in spec.tables}


def long_texts(texts: pd.DataFrame, references: NDArray[Any], issues: pd.DataFrame) -> pd.DataFrame:
    """Return one row a text: `case`, `issue` (-1 for the case's own), `kind`, `text`, and the `thing` it is.

    Every text goes once more through what excerpts go through: no dates, no word that the gate doesn't know.

    Args:
        texts: `reference`, `sequence` (0 for the case's own), `kind` and `text`.
        references: of the cases, in their order.
        issues: with `case` (of each, also of those that stand without) and `sequence`.
    """
    rows = texts[texts["text"].str.strip() != ""]
    case = pd.Index(references).get_indexer(pd.Index(rows["reference"].astype("str")))
    most = 1 + int(max(issues["sequence"].max(), rows["sequence"].max()))
    numbers = pd.Index(issues["case"].to_numpy() * most + issues["sequence"].to_numpy())
    issue = numbers.get_indexer(pd.Index(case * most + rows["sequence"].to_numpy()))
    rows = rows.assign(case=case, issue=np.where(rows["sequence"] == 0, -1, issue))
    rows = rows[(case >= 0) & ((rows["sequence"] == 0) | (issue >= 0))].reset_index(drop=True)
    words = {text: quotable(str(text)) for text in rows["text"].unique()}
    things = rows["reference"].astype("str") + "|" + rows["sequence"].astype("str") + "|" + rows["kind"]
    return pd.DataFrame(rows.assign(text=rows["text"].map(words), thing=things))


def _of_texts(texts: pd.DataFrame, linked: _Places, named: Named) -> tuple[_Places, dict[str, pa.Array]]:
    case, issue, keys = texts["case"].to_numpy(), texts["issue"].to_numpy(), texts["text_key"].to_numpy()
    shown = np.where(issue < 0, case, np.append(linked, -1)[issue])
    return np.argsort(keys), {
        "text_key": _keys(keys),
        "case_key": _keys(named.cases.keys, shown),
        "issue_key": _keys(named.issues.keys, issue),
        "partition": _sides(named.sides[case]),
    }


def _order(rows: pd.DataFrame, rank: _Places, columns: Sequence[str]) -> _Places:
    """Return rows by their issue's key, and those of an issue by what they say."""
    values = [_alphabetical(rows[column]) for column in columns]
    return np.lexsort((*reversed(values), rank))


def _alphabetical(values: "pd.Series[Any]") -> _Places:
    return np.append(_ranks(values.cat.categories.to_numpy()), -1)[codes_of(values)]


def _ranks(keys: NDArray[Any]) -> _Places:
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[np.argsort(keys)] = np.arange(len(keys))
    return ranks


def _numbers(issue: _Places, order: _Places) -> _Places:
    """Return for each row which it is of its issue, from 1."""
    ordered = issue[order]
    first = np.flatnonzero(np.diff(ordered, prepend=-1))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = 1 + np.arange(len(order)) - np.repeat(first, np.diff(first, append=len(order)))
    return number


def _keys(keys: NDArray[Any], place: _Places | None = None) -> pa.Array:
    """Return keys as text, those at some places; -1 gives a blank."""
    names = pa.array(keys.astype("S"), pa.binary()).cast(pa.large_string())
    return names if place is None else names.take(pa.array(place, mask=place < 0))


def _sides(place: _Places) -> pa.Array:
    return pa.array(SIDES, pa.large_string()).take(pa.array(place))


def _finished(
    frame: pd.DataFrame, order: _Places, made: Mapping[str, pa.Array], table: TableSpec
) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for column in table.columns:
        name = column.name
        if name not in made and column.type is not ColumnType.STRING:
            columns[name] = frame[name].array.take(order)
            continue
        values = (made[name] if name in made else _text(frame[name])).take(pa.array(order))
        columns[name] = values.to_pandas()
    typed = {column.name: column.type.dtype for column in table.columns}
    return pd.DataFrame(columns).astype(typed)


def _text(values: "pd.Series[Any]") -> pa.Array:
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return pa.array(values, pa.large_string())
    codes = values.cat.codes.to_numpy()
    return pa.array(values.cat.categories, pa.large_string()).take(pa.array(codes, mask=codes < 0))
