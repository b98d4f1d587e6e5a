"""Issues → whose rationales to quote: all overturned ones, and a typical upheld one a category.

For the public: a few overturned ones of each row that its tables show, whatever their number.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd

from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames, IssueText
from imr_reports.records.rationales import QuotableRows, RationaleRequest, SelectedRationale

MOST_OVERTURNED = 500
MOST_ASKED = 20  # overturned issues a row for the public: more than are quoted, since some have no rationale
MOST_CATEGORIES = 8
MOST_COMPARED = 300
FEWEST_COMPARED = 3  # fewer have no typical one

_OVERTURNED = (Decision.OVERTURNED, Decision.PARTIALLY_OVERTURNED)
_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"[a-z][a-z'’-]+|\d+(?:\.\d+)?")


def candidates(frames: CaseFrames) -> tuple[RationaleRequest, ...]:
    """Return the issues whose texts `typical` needs for an internal report.

    These are the overturned and partly overturned issues, at most 500: the latest months first, in turn over
    the service categories; and for each of the categories with the most upheld issues, three at least, up to
    300 of those. The references are random, so the first of them are a random sample, the same in each run.
    """
    dates = frames.cases[["reference", "decided"]]
    issues = frames.issues.merge(dates, on="reference").sort_values(
        ["reference", "sequence"], ignore_index=True
    )
    return (*_overturned(issues), *_upheld(issues))


def public_candidates(frames: CaseFrames, rows: QuotableRows) -> tuple[RationaleRequest, ...]:
    """Return the issues whose texts `typical` needs for a public report.

    Only of rows whose count of that decision the public knows, by random reference and never by date, one
    issue a case. How many are asked for a row does not depend on how many there are, beyond 20.
    """
    issues = frames.issues.sort_values(["reference", "sequence"], ignore_index=True)
    issues = issues.assign(service_category=issues["service_category"].astype("str").map(rows.label_of))
    return (
        *_of_rows(issues, _OVERTURNED, rows.overturned, MOST_ASKED),
        *_of_rows(issues, (Decision.UPHELD,), rows.upheld, MOST_COMPARED),
    )


def cases_by_month(frames: CaseFrames) -> tuple[int, ...]:
    """Return the number of cases of each month that has any, in no order that tells the month."""
    return tuple(sorted(int(size) for size in frames.cases["decided"].dt.to_period("M").value_counts()))


def _of_rows(
    issues: pd.DataFrame, decisions: Collection[Decision], labels: Collection[str], most: int
) -> Iterable[RationaleRequest]:
    decided = issues[issues["decision"].isin([str(item) for item in decisions])]
    return [
        _request(row)
        for label in sorted(labels)
        for row in decided[decided["service_category"] == label]
        .drop_duplicates("reference")
        .head(most)
        .to_dict("records")
    ]


def _overturned(issues: pd.DataFrame) -> Iterable[RationaleRequest]:
    chosen = issues[issues["decision"].isin([str(item) for item in _OVERTURNED])]
    month = chosen["decided"].dt.strftime("%Y-%m").fillna("")
    latest = chosen.assign(month=month).sort_values("month", ascending=False, kind="stable")
    by_category = [
        [_request(row) for row in rows.to_dict("records")]
        for _, rows in latest.groupby("service_category", sort=True)
    ]
    in_turn = [request for turn in zip_longest(*by_category) for request in turn if request is not None]
    return in_turn[:MOST_OVERTURNED]


def _upheld(issues: pd.DataFrame) -> Iterable[RationaleRequest]:
    upheld = issues[issues["decision"] == str(Decision.UPHELD)]
    sizes = sorted(
        upheld["service_category"].value_counts().items(), key=lambda item: (-item[1], str(item[0]))
    )
    return [
        _request(row)
        for category, size in sizes[:MOST_CATEGORIES]
        if size >= FEWEST_COMPARED
        for row in upheld[upheld["service_category"] == category].head(MOST_COMPARED).to_dict("records")
    ]


def _request(row: Mapping[Hashable, Any]) -> RationaleRequest:
    return RationaleRequest(
        reference=str(row["reference"]),
        sequence=int(row["sequence"]),
        decision=Decision(row["decision"]),
        service_category=str(row["service_category"]),
    )


def typical(
    requests: Sequence[RationaleRequest], texts: Iterable[IssueText]
) -> tuple[SelectedRationale, ...]:
    """Choose what is quoted: every overturned issue that has a rationale, and one upheld a category.

    The upheld one is the medoid of its category: the rationale whose set of words is nearest, by the Jaccard
    index, to those of all the others. It is a real one, and no odd one.

    Args:
        requests: what `candidates` returned.
        texts: the texts of those issues, in any order; issues without a text or a rationale are left out.
    """
    found = {(text.reference, text.sequence): text for text in texts if text.rationale.strip()}
    known = [
        SelectedRationale(request=request, text=found[request.reference, request.sequence])
        for request in requests
        if (request.reference, request.sequence) in found
    ]
    overturned = [item for item in known if item.request.decision in _OVERTURNED]
    by_category: dict[str, list[SelectedRationale]] = {}
    for item in known:
        if item.request.decision is Decision.UPHELD:
            by_category.setdefault(item.request.service_category, []).append(item)
    upheld = [items[_medoid([item.text.rationale for item in items])] for items in by_category.values()]
    return (*overturned, *upheld)


def _medoid(texts: Sequence[str]) -> int:
    """Return the place of the text that is most like all of them; the first of equals."""
    sets = [set(_WORD.findall(_PLACEHOLDER.sub(" ", text).lower())) for text in texts]
    places = {word: place for place, word in enumerate(sorted(set().union(*sets)))}
    holds = np.zeros((len(texts), max(1, len(places))), dtype=np.float32)
    for row, words in enumerate(sets):
        holds[row, [places[word] for word in words]] = 1
    shared = holds @ holds.T
    sizes = holds.sum(axis=1)
    either = sizes[:, None] + sizes[None, :] - shared
    likeness = np.divide(shared, either, out=np.zeros_like(shared), where=either > 0)
    return int(np.argmax(np.round(likeness.sum(axis=1), 6)))
