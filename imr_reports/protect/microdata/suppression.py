"""Profiles → profiles that k cases or more share, by blanks where they cost least.

**The rule.** Every combination of values, blanks counted as a value of their own, that the
quasi-identifiers of a case and of all its issues form together stands in k cases or more. So each row of
`cases`, each row of `issues` joined with its case, and the whole set of a case's issues are shared by k
persons or more.

**How.** Local recoding on the lattice of all sets of blanks (Samarati, IEEE TKDE 13, 2001, for cells
instead of whole columns): sets are tried in the order of their cost, and at each one the cases that are
still left and would agree with k - 1 others, or with a class that is there already, take it. Cases with
different numbers of issues never agree, so each number is dealt with alone. Of several issues the one whose
service is rarest goes first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from imr_reports.protect.microdata.hashing import Numbers, distinct, mixed
from imr_reports.protect.microdata.profiles import (
    Ladder,
    case_columns,
    codes_of,
    hashes,
    issue_columns,
    ladders,
)
from imr_reports.records.dataset import DatasetSpec

_Places = NDArray[np.int64]
_Tables = tuple[pd.DataFrame, pd.DataFrame]
_SLOTS = 2**20  # most of them
_FEW = 2  # steps of a ladder that issues of one case climb down one by one; below, all of them or none
_SMALL = 4  # of more issues only the first step


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blanks:
    """A set of blanks for a case.

    Attributes:
        columns: the case's own columns that are blank.
        kept: for each ladder: of how many of its issues each step stays.
    """

    cost: float
    columns: tuple[int, ...]
    kept: tuple[tuple[int, ...], ...]


def suppress(cases: pd.DataFrame, issues: pd.DataFrame, spec: DatasetSpec, k: int) -> None:
    """Blank cells of both tables until each profile is shared by k cases or more.

    Args:
        cases: one row a case; changed.
        issues: with `case`, the place of the case, -1 for issues of no case, which stay as they are; changed.
        spec: of the tier.
        k: smallest class.
    """
    linked = np.flatnonzero(issues["case"].to_numpy() >= 0)
    linked = linked[np.argsort(issues["case"].to_numpy()[linked], kind="stable")]
    sizes = np.bincount(issues["case"].to_numpy()[linked], minlength=len(cases))
    first = np.cumsum(sizes) - sizes
    blanked = _Blanked.of(cases, issues, spec)
    for size in np.unique(sizes[sizes > 0]):
        members = np.flatnonzero(sizes == size)
        rows = linked[first[members][:, None] + np.arange(size)]
        _Sweep((cases, issues), members, rows, spec, k).run(blanked)
    blanked.write(cases, issues)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Blanked:
    """Which cells are to be blank: a row a column."""

    spec: DatasetSpec
    cases: NDArray[np.bool_]
    issues: NDArray[np.bool_]

    @classmethod
    def of(cls, cases: pd.DataFrame, issues: pd.DataFrame, spec: DatasetSpec) -> "_Blanked":
        return cls(
            spec=spec,
            cases=np.zeros((len(case_columns(spec)), len(cases)), dtype=bool),
            issues=np.zeros((len(issue_columns(spec)), len(issues)), dtype=bool),
        )

    def write(self, cases: pd.DataFrame, issues: pd.DataFrame) -> None:
        for frame, columns, cells in (
            (cases, case_columns(self.spec), self.cases),
            (issues, issue_columns(self.spec), self.issues),
        ):
            for column, blank in zip(columns, cells, strict=True):
                frame[column.name] = frame[column.name].mask(blank)


class _Sweep:
    """The cases that have the same number of issues, on their way to classes of k."""

    def __init__(self, tables: "_Tables", members: _Places, rows: _Places, spec: DatasetSpec, k: int) -> None:
        cases, issues = tables
        self._k, self._members, self._rows = k, members, rows
        self._columns, self._ladders = case_columns(spec), ladders(spec)
        own, blanks = hashes(cases.iloc[members], self._columns, 0)
        self._given = own.sum(axis=0, dtype=np.uint64)
        self._change = blanks - own
        self._steps = [_StepsOf(issues, ladder, rows, spec) for ladder in self._ladders]
        self._parts: dict[tuple[tuple[int, ...], ...], Numbers] = {}
        self._taken = np.full(len(members), -1, dtype=np.int64)  # which set of blanks each case took
        self._number = np.zeros(len(members), dtype=np.uint64)

    def run(self, blanked: _Blanked) -> None:
        sets = sorted(self._sets(), key=lambda one: one.cost)
        left = np.arange(len(self._members))
        classes = _Classes(self._k, len(self._members))
        for place, blanks in enumerate(sets):
            if not len(left):
                break
            number = self._profile(blanks, left)
            found = classes.take(number)
            if found.any():
                self._taken[left[found]], self._number[left[found]] = place, number[found]
                left = left[~found]
        self._gather(left, len(sets) - 1)
        for place in np.unique(self._taken):
            self._write(sets[place], np.flatnonzero(self._taken == place), blanked)

    def _sets(self) -> Iterator[_Blanks]:
        """Yield all sets of blanks; the one with everything blank costs most."""
        size = self._rows.shape[1]
        useful = [place for place, change in enumerate(self._change) if (change != change[:1]).any()]
        own = [tuple(one for one, is_in in zip(useful, chosen, strict=True) if is_in)
               for chosen in product((False, True), repeat=len(useful))]  # fmt: skip
        of_issues = list(product(*(list(_kept(len(ladder.steps), size)) for ladder in self._ladders)))
        for columns, kept in product(own, of_issues):
            cost = sum(self._columns[one].weight for one in columns)
            cost += sum(
                weight * (size - count)
                for ladder, counts in zip(self._ladders, kept, strict=True)
                for weight, count in zip(ladder.weights, counts, strict=True)
            )
            yield _Blanks(cost=cost, columns=columns, kept=kept)

    def _profile(self, blanks: _Blanks, left: _Places) -> Numbers:
        own = self._given[left]
        for column in blanks.columns:
            own = own + self._change[column, left]
        if blanks.kept not in self._parts:
            total = np.zeros(self._rows.shape, dtype=np.uint64)
            for steps, counts in zip(self._steps, blanks.kept, strict=True):
                total += steps.numbers(counts)
            self._parts[blanks.kept] = mixed(total).sum(axis=1, dtype=np.uint64)
        return mixed(own) + self._parts[blanks.kept][left]

    def _gather(self, left: _Places, last: int) -> None:
        """Give the last few cases, too few for a class, companions from the largest class that is there."""
        if not len(left):
            return
        self._taken[left] = last
        missing = self._k - len(left)
        placed = np.flatnonzero(self._taken != last)
        code, numbers = pd.factorize(self._number[placed])
        largest = placed[code == np.argmax(np.bincount(code))] if len(numbers) else placed
        enough = len(largest) - missing >= self._k
        self._taken[largest[:missing] if enough else largest] = last

    def _write(self, blanks: _Blanks, which: _Places, blanked: _Blanked) -> None:
        for column in blanks.columns:
            blanked.cases[column, self._members[which]] = True
        first = 0
        for steps, ladder, counts in zip(self._steps, self._ladders, blanks.kept, strict=True):
            for depth, step in enumerate(ladder.steps):
                rows = self._rows[which][~steps.stays(counts)[depth][which]]
                for _ in step:
                    blanked.issues[first, rows] = True
                    first += 1


def _kept(depth: int, size: int) -> Iterator[tuple[int, ...]]:
    """Yield of how many of a case's issues each step of a ladder can stay, never more than the step above."""
    alone = _FEW if size <= _SMALL else 1
    for counts in product(*(range(size, -1, -1 if step < alone else -size) for step in range(depth))):
        if all(above >= below for above, below in pairwise(counts)):
            yield counts


class _Classes:
    """The classes that cases have made so far."""

    def __init__(self, k: int, cases: int) -> None:
        self._k = k
        self._numbers = np.zeros(0, dtype=np.uint64)
        self._slots = np.zeros(min(_SLOTS, 16 << cases.bit_length()), dtype=bool)

    def take(self, number: Numbers) -> NDArray[np.bool_]:
        """Return which cases, by their profiles, make a class together or join one."""
        # Most are ruled out by a table of slots, which different profiles may share, before any sorting.
        slot = self._slot(number)
        likely = np.flatnonzero((np.bincount(slot)[slot] >= self._k) | self._slots[slot])
        found = np.zeros(len(number), dtype=bool)
        if len(likely):
            code, numbers = pd.factorize(number[likely])
            joins = (np.bincount(code) >= self._k) | self._are_there(numbers)
            found[likely] = joins[code]
            if joins.any():
                self._numbers = distinct(np.concatenate([self._numbers, numbers[joins]]))
                self._slots[self._slot(numbers[joins])] = True
        return found

    def _are_there(self, numbers: Numbers) -> NDArray[np.bool_]:
        place = np.searchsorted(self._numbers, numbers)
        found: NDArray[np.bool_] = np.append(self._numbers, np.uint64(0))[place] == numbers
        return found

    def _slot(self, number: Numbers) -> _Places:
        return (number & np.uint64(len(self._slots) - 1)).astype(np.int64)


class _StepsOf:
    """One ladder of the issues of cases with the same number of them."""

    def __init__(self, issues: pd.DataFrame, ladder: Ladder, rows: _Places, spec: DatasetSpec) -> None:
        every = issue_columns(spec)
        self._numbers, self._ranks = [], []
        above = np.zeros(len(issues), dtype=np.int64)
        for step in ladder.steps:
            values = np.zeros(rows.shape, dtype=np.uint64)
            blanks = np.uint64(0)
            for column in step:
                number, blank = hashes(issues, [column], 100 + every.index(column))
                values += number[0][rows]
                blanks += blank[0, 0]
                above = pd.factorize(above * 4096 + codes_of(issues[column.name]) + 1)[0]
            self._numbers.append((values, blanks))
            frequency = np.bincount(above)[above]
            self._ranks.append(np.argsort(np.argsort(-frequency[rows], axis=1, kind="stable"), axis=1))

    def stays(self, counts: tuple[int, ...]) -> list[NDArray[np.bool_]]:
        """Return for each step which issues keep it."""
        found = []
        inside = np.ones(self._ranks[0].shape, dtype=bool)
        for rank, count in zip(self._ranks, counts, strict=True):
            inside = inside & (rank < count)
            found.append(inside)
        return found

    def numbers(self, counts: tuple[int, ...]) -> Numbers:
        """Return what is left of the ladder, as a number for each issue."""
        total = np.zeros(self._ranks[0].shape, dtype=np.uint64)
        for (values, blanks), inside in zip(self._numbers, self.stays(counts), strict=True):
            total += np.where(inside, values, blanks)
        return total
