"""Protected columns → tables of a data set, with keys, in the types and the order of the specification."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.excerpts import quotable
from imr_reports.protect.microdata.keys import Keys
from imr_reports.records.dataset import DatasetSpec, TableSpec


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Named:
    """Keys and sides of what stands in the tables.

    Attributes:
        cases: the key of each case.
        issues: the key of each issue.
        partitions: the side of each case.
        owner: the case of each issue, also of those that stand without one.
    """

    cases: NDArray[Any]
    issues: NDArray[Any]
    partitions: NDArray[Any]
    owner: NDArray[np.int64]


def assemble(frames: Mapping[str, pd.DataFrame], named: Named, spec: DatasetSpec) -> dict[str, pd.DataFrame]:
    """Return the tables by name.

    Args:
        frames: "cases", "issues" (with `case`, -1 for none), "citations" and "reasons" (with `issue`), and
            "texts" (with `case`, `issue` and `text_key`) in a tier that has them.
        named: their keys.
        spec: of the tier.
    """
    issues = frames["issues"]
    place = issues["case"].to_numpy()
    made = {
        "cases": frames["cases"].assign(case_key=named.cases, partition=named.partitions),
        "issues": issues.assign(
            issue_key=named.issues,
            case_key=_key_at(named.cases, place),
            partition=named.partitions[named.owner],
        ),
        "citations": _numbered(_of_issue(frames["citations"], named)),
        "reasons": _of_issue(frames["reasons"], named),
    }
    if "texts" in frames:
        texts = frames["texts"]
        issue = texts["issue"].to_numpy()
        linked = np.where(issue < 0, texts["case"].to_numpy(), np.append(place, -1)[issue])
        made["texts"] = texts.assign(
            issue_key=_key_at(named.issues, issue),
            case_key=_key_at(named.cases, linked),
            partition=named.partitions[texts["case"].to_numpy()],
        )
    return {table.name: _finished(made[table.name], table) for table in spec.tables}


def long_texts(
    texts: pd.DataFrame, references: NDArray[Any], issues: pd.DataFrame, keys: Keys
) -> pd.DataFrame:
    """Return one row a text: `case`, `issue` (-1 for the case's own), `kind`, `text`, `text_key`.

    Every text goes once more through what excerpts go through: no dates, no word that the gate doesn't know.

    Args:
        texts: `reference`, `sequence` (0 for the case's own), `kind` and `text`.
        references: of the cases, in their order.
        issues: with `case` (of each, also of those that stand without) and `sequence`.
        keys: of the tier.
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
    quoted: pd.DataFrame = rows.assign(text=rows["text"].map(words), text_key=keys.of("text", things))
    return quoted


def _of_issue(rows: pd.DataFrame, named: Named) -> pd.DataFrame:
    return rows.assign(issue_key=named.issues[rows["issue"].to_numpy()])


def _numbered(citations: pd.DataFrame) -> pd.DataFrame:
    columns = [name for name in ("side", "source", "title", "edition", "sections") if name in citations]
    values = citations[columns].astype("string").fillna("")
    order = values.assign(issue_key=citations["issue_key"]).sort_values(["issue_key", *columns]).index
    ordered = citations.loc[order]
    numbered: pd.DataFrame = ordered.assign(number=ordered.groupby("issue_key").cumcount() + 1)
    return numbered


def _key_at(keys: NDArray[Any], place: NDArray[np.int64]) -> NDArray[Any]:
    return np.append(keys.astype(object), [None])[place]


def _finished(frame: pd.DataFrame, table: TableSpec) -> pd.DataFrame:
    typed: dict[str, pd.Series[Any]] = {
        column.name: frame[column.name].astype(pd.api.types.pandas_dtype(column.type.dtype))
        for column in table.columns
    }
    return pd.DataFrame(typed).sort_values(list(table.primary_key), ignore_index=True)
