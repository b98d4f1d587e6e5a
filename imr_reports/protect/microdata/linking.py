"""Issues of cases with very many → issues without a case: how many rows a case has must not single it out."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.errors import UsageError
from imr_reports.protect.microdata.hashing import Numbers, mixed
from imr_reports.protect.microdata.profiles import Ladder, codes_of, hashes, issue_columns, ladders
from imr_reports.records.dataset import DatasetSpec


def link(
    issues: pd.DataFrame, order: NDArray[Any], most: int, k: int, *, by_decision: bool
) -> NDArray[np.int64]:
    """Return the case of each issue, -1 for those that stand without one.

    The number of a case's rows can't be withheld as a value can. So a case keeps at most so many issues that
    every number of them is that of k cases or more; the rest stand without their case.

    Args:
        issues: with `case` and `decision`, in any order.
        order: a key of each issue: those with the first keys stay, in every version the same.
        most: how many can stay at most.
        k: smallest class.
        by_decision: whether every number must also stand with each decision in no case, or in k or more.

    Raises:
        UsageError: if there are fewer than k cases.
    """
    owner, decision = issues["case"].to_numpy(), codes_of(issues["decision"])
    sizes = np.bincount(owner)
    if (sizes > 0).sum() < k:
        raise UsageError(f"a data set needs at least {k} cases; choose a longer period")
    sorted_ = np.lexsort((order, owner))
    first = np.flatnonzero(np.diff(owner[sorted_], prepend=-1))
    place = np.empty(len(owner), dtype=np.int64)
    place[sorted_] = np.arange(len(owner)) - np.repeat(first, np.diff(first, append=len(owner)))
    kinds = (np.zeros_like(decision), decision) if by_decision else (np.zeros_like(decision),)
    while most > 1:
        stays = place < most
        size = np.minimum(sizes, most)[owner]
        if all(_all_common(size[stays], kind[stays], owner[stays], k) for kind in kinds):
            break
        most -= 1
    return np.where(place < most, owner, -1)


def _all_common(size: NDArray[np.int64], kind: NDArray[np.int64], owner: NDArray[np.int64], k: int) -> bool:
    """Return whether each pair of a number of issues and a kind stands in k cases or more."""
    pairs = pd.DataFrame({"size": size, "kind": kind, "case": owner}).drop_duplicates()
    return bool((pairs.groupby(["size", "kind"]).size() >= k).all())


def suppress_unlinked(
    issues: pd.DataFrame, owner: NDArray[np.int64], spec: DatasetSpec, k: int
) -> NDArray[np.int64]:
    """Blank cells of issues without a case until those that agree come from k cases or more.

    Args:
        issues: with `case`, -1 for none; changed.
        owner: whose each issue really is.
        spec: of the tier.
        k: smallest class.

    Returns:
        The places of issues that fit into no class even with everything blank: they have to go.
    """
    left = np.flatnonzero(issues["case"].to_numpy() < 0)
    every, all_ladders = issue_columns(spec), ladders(spec)
    own, blanks = hashes(issues, every, 100)
    for depths in _depths(all_ladders):
        shown = {
            column.name
            for ladder, depth in zip(all_ladders, depths, strict=True)
            for step in ladder.steps[:depth]
            for column in step
        }
        keeps = np.array([column.name in shown for column in every])[:, None]
        number = mixed(np.where(keeps, own[:, left], blanks).sum(axis=0, dtype=np.uint64))
        found = _cases_of(number, owner[left]) >= k
        for column in every:
            if column.name not in shown:
                cells = np.zeros(len(issues), dtype=bool)
                cells[left[found]] = True
                issues[column.name] = issues[column.name].mask(cells)
        left = left[~found]
        if not len(left):
            break
    return _joined(issues, left, owner, spec, k) if len(left) else left


def _joined(
    issues: pd.DataFrame, left: NDArray[np.int64], owner: NDArray[np.int64], spec: DatasetSpec, k: int
) -> NDArray[np.int64]:
    """Blank the smallest classes of issues without a case so that what is left of them joins these.

    Returns:
        The places of what fits into no class even so: all issues without a case, of fewer than k cases.
    """
    without = np.flatnonzero(issues["case"].to_numpy() < 0)
    others, every = np.setdiff1d(without, left), issue_columns(spec)
    code, _ = pd.factorize(hashes(issues, every, 100)[0][:, others].sum(axis=0, dtype=np.uint64))
    for one in np.argsort(np.bincount(code), kind="stable"):
        if len(np.unique(owner[left])) >= k:
            break
        left = np.append(left, others[code == one])
    if len(np.unique(owner[left])) < k:
        return left
    cells = np.zeros(len(issues), dtype=bool)
    cells[left] = True
    for column in every:
        issues[column.name] = issues[column.name].mask(cells)
    return left[:0]


def few_gone(issues: pd.DataFrame, gone: NDArray[np.int64], owner: NDArray[np.int64], k: int) -> bool:
    """Return whether issues that go are those of fewer than k cases with some decision.

    Public tables count by decision all issues that the set counts, and those that went beside them: what is
    left is the number of these.
    """
    pairs = np.unique(np.stack([codes_of(issues["decision"])[gone], owner[gone]]), axis=1)
    return bool((np.unique(pairs[0], return_counts=True)[1] < k).any())


def _depths(all_ladders: tuple[Ladder, ...]) -> list[tuple[int, ...]]:
    """Return how deep each ladder is shown, the cheapest way first."""
    ways: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    for ladder in all_ladders:
        ways = [
            (cost + sum(ladder.weights[depth:]), (*depths, depth))
            for cost, depths in ways
            for depth in range(len(ladder.steps), -1, -1)
        ]
    return [depths for _, depths in sorted(ways, key=lambda way: way[0])]


def _cases_of(number: Numbers, owner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each issue how many cases have one like it."""
    code, _ = pd.factorize(number)
    pairs = np.unique(np.stack([code, owner]), axis=1)
    counts: NDArray[np.int64] = np.bincount(pairs[0], minlength=1)[code]
    return counts
