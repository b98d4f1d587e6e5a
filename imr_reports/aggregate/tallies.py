"""Issues → what was decided on them by the values of some columns, with their sums over letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.aggregate.once import once
from imr_reports.records.coded import Decision
from imr_reports.records.limited import CaseFrames
from imr_reports.statistics.clusters import Sums

OVERTURNED = (str(Decision.OVERTURNED), str(Decision.PARTIALLY_OVERTURNED))
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Issues of one row: how many were decided in which way, and their sums over letters.

    Attributes:
        overturned_letters: letters with any of them overturned, wholly or in part.
        other_letters: letters with any of them decided otherwise.
    """

    decisions: Mapping[str, int]
    sums: Sums
    overturned_letters: int = 0
    other_letters: int = 0


NOTHING = Tally(decisions={}, sums=Sums(letters=0, n=0, k=0, nn=0, nk=0, kk=0))


def tallies(rows: pd.DataFrame, columns: Sequence[str]) -> dict[tuple[str, ...], Tally]:
    """Return what was decided, by the values of some columns; rows that lack one of them count nowhere."""
    place, keys = places(rows, columns)
    if not keys:
        return {}
    rows, place = (rows, place) if (place >= 0).all() else (rows[place >= 0], place[place >= 0])
    decision, named = codes_of(rows["decision"])
    decisions = [str(name) for name in named]
    letter, letters = codes_of(rows["reference"])
    is_overturned = np.isin(decisions, OVERTURNED)[decision]
    sizes = np.bincount(place * len(decisions) + decision, minlength=len(keys) * len(decisions))
    sums = _sums(place * len(letters) + letter, len(letters), len(keys), is_overturned)
    return {
        key: Tally(
            decisions={name: size for name, size in zip(decisions, row, strict=True) if size},
            sums=of_letters,
            overturned_letters=overturned,
            other_letters=others,
        )
        for key, row, (of_letters, overturned, others) in zip(
            keys, sizes.reshape(len(keys), -1).tolist(), sums, strict=True
        )
    }


def _sums(
    joint: Codes, letters: int, groups: int, is_counted: "np.ndarray[Any, Any]"
) -> list[tuple[Sums, int, int]]:
    """Return the sums over letters of each group, how many have a counted issue, how many another.

    `joint` is group × letters + letter.
    """
    joint = np.sort(2 * joint + is_counted)
    pair = joint // 2
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    n, k = np.diff(first, append=len(pair)), np.add.reduceat(joint % 2, first)
    group = pair[first] // letters
    columns = [
        np.bincount(group, weights=column, minlength=groups).astype(np.int64).tolist()
        for column in (np.ones_like(n), n, k, n * n, n * k, k * k, k > 0, n > k)
    ]
    return [
        (Sums(letters=row[0], n=row[1], k=row[2], nn=row[3], nk=row[4], kk=row[5]), row[6], row[7])
        for row in zip(*columns, strict=True)
    ]


def places(rows: pd.DataFrame, columns: Sequence[str]) -> tuple[Codes, list[tuple[str, ...]]]:
    """Return for each row the place of its key, -1 for none, and the keys that occur, in their order."""
    place = np.zeros(len(rows), dtype=np.int64)
    keys: list[tuple[str, ...]] = [()] if len(rows) else []
    for column in columns:
        code, categories = codes_of(rows[column])
        names = [str(name) for name in categories]
        joint = np.where((place < 0) | (code < 0), -1, place * len(names) + code)
        occurs = np.bincount(joint[joint >= 0], minlength=len(keys) * len(names)) > 0
        rank = np.append(np.cumsum(occurs) - 1, -1)  # the last is that of -1
        place = rank[joint]
        keys = [
            (*keys[pair // len(names)], names[pair % len(names)]) for pair in np.flatnonzero(occurs).tolist()
        ]
    return place, keys


def codes_of(column: "pd.Series[Any]") -> tuple[Codes, "pd.Index[Any]"]:
    """Return a column as codes, -1 where it is empty, and the values that they stand for, in order."""
    values = column if isinstance(column.dtype, pd.CategoricalDtype) else column.astype("category")
    return values.cat.codes.to_numpy().astype(np.int64), values.cat.categories


@once
def tally_of_issues(frames: CaseFrames) -> Tally:
    """Return what was decided on all issues of a period: every table asks for it."""
    return tallies(frames.issues, ()).get((), NOTHING)
