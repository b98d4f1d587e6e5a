"""Issues → whose rationales to show: the overturned ones, and two upheld ones a category.

For the public: a few overturned ones of each row that its tables show, whatever their number.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from imr_reports.aggregate.likeness import Likeness, read_alike
from imr_reports.aggregate.spread import spread_out
from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames, IssueText
from imr_reports.records.rationales import (
    QuotableRows,
    RationaleRequest,
    SelectedRationale,
)
from imr_reports.records.reasons import Reason
from imr_reports.records.tables import OverturnedCount, Showing
from imr_reports.vocabulary.rationales.reason_words import REASON_WORDS

MOST_OVERTURNED = 500
MOST_ASKED = 20  # overturned issues a row for the public: more than are quoted, since some have no rationale
MOST_CATEGORIES = 8
MOST_COMPARED = 300
FEWEST_COMPARED = 3  # fewer have no typical one
FEWEST_TOLD_APART = 5  # fewer have no divergent one

_OVERTURNED = (Decision.OVERTURNED, Decision.PARTIALLY_OVERTURNED)
_WITHHELD = "[withheld]"
_MOST_WITHHELD = 0.05  # of a rationale's words; one with more is no good example
_NO_REASON = ""


def candidates(frames: CaseFrames) -> tuple[RationaleRequest, ...]:
    """Return the issues whose texts `typical` needs for an internal report.

    These are the overturned and partly overturned issues, at most 500, in an order whose beginnings are
    spread over service categories, reasons and months as all of them are; and of each of the categories with
    the most upheld issues, three at least, up to 300 of those, one a letter. The references are random, so
    the first of them are a random sample, the same in each run.
    """
    return (*_overturned(frames), *_upheld(frames))


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


def overturned_counts(frames: CaseFrames) -> tuple[OverturnedCount, ...]:
    """Return how many issues of each category were overturned, for the internal audience alone.

    The category with the most comes first.
    """
    chosen = _decided_so(frames.issues, _OVERTURNED)
    decisions = pd.crosstab(chosen["service_category"].astype("str"), chosen["decision"].astype("str"))
    counts = [
        OverturnedCount(
            service_category=str(category),
            wholly=int(row.get(str(Decision.OVERTURNED), 0)),
            in_part=int(row.get(str(Decision.PARTIALLY_OVERTURNED), 0)),
        )
        for category, row in decisions.iterrows()
    ]
    return tuple(sorted(counts, key=lambda count: (-count.issues, count.service_category)))


def _decided_so(issues: pd.DataFrame, decisions: Collection[Decision]) -> pd.DataFrame:
    return issues[issues["decision"].isin([str(item) for item in decisions])]


def _of_rows(
    issues: pd.DataFrame, decisions: Collection[Decision], labels: Collection[str], most: int
) -> Iterable[RationaleRequest]:
    decided = _decided_so(issues, decisions)
    return [
        _request(row)
        for label in sorted(labels)
        for row in decided[decided["service_category"] == label]
        .drop_duplicates("reference")
        .head(most)
        .to_dict("records")
    ]


def _overturned(frames: CaseFrames) -> Iterable[RationaleRequest]:
    chosen = _in_order(_decided_so(frames.issues, _OVERTURNED))
    decided = frames.cases.set_index(frames.cases["reference"].astype("str"))["decided"]
    chosen = chosen.assign(
        first_reason=[next(iter(reasons), _NO_REASON) for reasons in chosen["reasons"]],
        month=chosen["reference"].map(decided.dt.strftime("%Y-%m")).fillna(""),
    )
    spread = spread_out(chosen, ("service_category", "first_reason", "month"))
    return [_described(row) for row in spread.head(MOST_OVERTURNED).to_dict("records")]


def _upheld(frames: CaseFrames) -> Iterable[RationaleRequest]:
    upheld = _decided_so(frames.issues, (Decision.UPHELD,))
    sizes = sorted(
        upheld["service_category"].value_counts().items(), key=lambda item: (-item[1], str(item[0]))
    )
    return [
        _described(row)
        for category, size in sizes[:MOST_CATEGORIES]
        if size >= FEWEST_COMPARED
        for row in _in_order(upheld[upheld["service_category"] == category])
        .drop_duplicates("reference")
        .head(MOST_COMPARED)
        .to_dict("records")
    ]


def _in_order(issues: pd.DataFrame) -> pd.DataFrame:
    """Return issues by reference, whatever order they came in, with strings for what may be categories."""
    plain = {name: issues[name].astype("str") for name in ("reference", "service_category")}
    return issues.assign(**plain).sort_values(["reference", "sequence"], ignore_index=True)


def _request(row: Mapping[Hashable, Any]) -> RationaleRequest:
    return RationaleRequest(
        reference=str(row["reference"]),
        sequence=int(row["sequence"]),
        decision=Decision(row["decision"]),
        service_category=str(row["service_category"]),
    )


def _described(row: Mapping[Hashable, Any]) -> RationaleRequest:
    details = (str(row["service_subcategory"]), str(row["procedure"]), *map(str, row["ingredients"]))
    return replace(
        _request(row),
        service_details=tuple(dict.fromkeys(filter(None, details))),
        reasons=tuple(REASON_WORDS[Reason(reason)] for reason in row["reasons"]),
    )


def typical(
    requests: Sequence[RationaleRequest], texts: Iterable[IssueText]
) -> tuple[SelectedRationale, ...]:
    """Choose what is shown: every overturned issue; of each category a typical and a divergent upheld one.

    Args:
        requests: what `candidates` returned.
        texts: the texts of those issues, in any order; issues without a text are left out, and so are upheld
            ones without a rationale.
    """
    found = {(text.reference, text.sequence): text for text in texts}
    known = [
        SelectedRationale(request=request, text=found[request.reference, request.sequence])
        for request in requests
        if (request.reference, request.sequence) in found
    ]
    by_category: dict[str, list[SelectedRationale]] = {}
    for item in known:
        if item.request.decision is Decision.UPHELD and item.text.rationale.strip():
            by_category.setdefault(item.request.service_category, []).append(item)
    overturned = [item for item in known if item.request.decision in _OVERTURNED]
    return (*_ranked(overturned), *_examples(by_category.values()))


def _ranked(items: Sequence[SelectedRationale]) -> Iterator[SelectedRationale]:
    """Rank overturned issues; one without a readable rationale comes after the others of its category."""
    places: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        places.setdefault(item.request.service_category, []).append(place)
    ranks: dict[int, int] = {}
    for mine in places.values():
        ranks.update(zip(sorted(mine, key=lambda place: not _is_readable(items[place])), mine, strict=True))
    for place in sorted(ranks, key=ranks.__getitem__):
        yield replace(items[place], rank=ranks[place] + 1)


def _is_readable(item: SelectedRationale) -> bool:
    words = item.text.rationale.split()
    withheld = sum(_WITHHELD in word for word in words)
    return bool(words) and withheld <= _MOST_WITHHELD * len(words)


def _examples(categories: Iterable[Sequence[SelectedRationale]]) -> Iterator[SelectedRationale]:
    """Yield of each category the typical rationale, then the divergent one where there is one."""
    shown: list[str] = []
    for items in categories:
        texts = [item.text.rationale for item in items]
        likeness = Likeness(texts)
        usable = [place for place, item in enumerate(items) if _is_readable(item)] or list(range(len(items)))
        typical = likeness.typical(usable)
        while any(read_alike(texts[typical], text) for text in shown):
            usable = [place for place in usable if not likeness.are_alike(place, typical)]
            if not usable:
                break
            typical = likeness.typical(usable)
        else:
            shown.append(texts[typical])
            yield _example(items, likeness, typical, Showing.TYPICAL)
            reasoned = [place for place in usable if items[place].request.reasons]
            divergent = likeness.divergent(reasoned, typical)
            if divergent is not None and len(items) >= FEWEST_TOLD_APART:
                yield _example(items, likeness, divergent, Showing.DIVERGENT)


def _example(
    items: Sequence[SelectedRationale], likeness: Likeness, place: int, showing: Showing
) -> SelectedRationale:
    return replace(items[place], showing=showing, alike=likeness.alike(place), compared=len(items))
