"""The attack: what a reader can work out of withheld counts, from all releases together."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tests.attack.knowledge import Reader
from tests.attack.published import Release
from tests.attack.worlds import Explorer, ImpossibleError, Part, Worlds

ROUNDS = 12


@dataclass
class Findings:
    """What came of an attack.

    Attributes:
        withheld: counts that were withheld.
        open_parts: groups of counts that hang together once all that is shown is put in.
        shown_small: counts below the threshold that are printed.
        exact: withheld counts that can be only one number.
        bounded: withheld counts that are known to be below the threshold.
        derived: remainders that are known to be of somebody, and of fewer than the threshold.
        undecided: counts of which the solver didn't find out in time.
    """

    withheld: int = 0
    open_parts: int = 0
    shown_small: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)
    bounded: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)

    @property
    def leaks(self) -> list[str]:
        """Everything that a reader learns and shouldn't."""
        return [
            *(f"small count shown: {item}" for item in self.shown_small),
            *(f"exact: {item}" for item in self.exact),
            *(f"bounded: {item}" for item in self.bounded),
            *(f"derived: {item}" for item in self.derived),
        ]


@dataclass(frozen=True, slots=True)
class Target:
    """A count that is looked at.

    Attributes:
        is_cell: whether it is a withheld cell; else it is not printed anywhere, and may be 0.
    """

    label: str
    place: int
    is_cell: bool


def attack(
    releases: Sequence[Release], *, threshold: int = 11, whole: bool = True, seconds: float = 20.0
) -> Findings:
    """Try to work out what releases withhold.

    Args:
        releases: in the order in which they came out.
        threshold: counts from 1 to below it must not be known.
        whole: look for worlds in whole numbers; else fractions of persons are let pass, which is faster and
            finds less.
        seconds: given to one search of the solver.

    Raises:
        ImpossibleError: if what was published contradicts itself or what readers know.
    """
    reader = Reader(releases)
    worlds = reader.worlds
    worlds.tighten()
    found = Findings(withheld=len(reader.cells), shown_small=reader.small_shown)
    targets = [
        Target(f"{cell.period}: {', '.join(cell.tables)}", cell.place, True) for cell in reader.cells.values()
    ]
    cells = {target.place for target in targets}
    targets += [
        Target(" / ".join(name), place, False) for name, place in reader.left.items() if place not in cells
    ]
    waiting: dict[int, Target] = {}
    for target in targets:
        if not _is_told(worlds, target, threshold, found) and not _is_safe(worlds, target, threshold):
            waiting[target.place] = target
    for part in worlds.parts():
        ours = [waiting[place] for place in part.places if place in waiting]
        if ours:
            found.open_parts += 1
            _attack_part(worlds, part, ours, threshold, found, whole=whole, seconds=seconds)
    return found


def _is_told(worlds: Worlds, target: Target, threshold: int, found: Findings) -> bool:
    """Take note if bounds alone tell a count."""
    low, high = worlds.low[target.place], worlds.high[target.place]
    return _note(target, low, high, threshold, found)


def _note(target: Target, low: float, high: float, threshold: int, found: Findings) -> bool:
    label = f"{target.label}: {low:g} to {high:g}"
    if target.is_cell and low == high:
        found.exact.append(label)
    if target.is_cell and high < threshold:
        found.bounded.append(label)
    if not target.is_cell and low >= 1 and high < threshold:
        found.derived.append(label)
    return (target.is_cell and (low == high or high < threshold)) or (
        not target.is_cell and low >= 1 and high < threshold
    )


def _is_safe(worlds: Worlds, target: Target, threshold: int) -> bool:
    """Return whether nothing can be learned of a count that isn't printed: it is large, or certainly none."""
    low, high = worlds.low[target.place], worlds.high[target.place]
    return not target.is_cell and (low >= threshold or high == 0)


def _attack_part(
    worlds: Worlds,
    part: Part,
    targets: Sequence[Target],
    threshold: int,
    found: Findings,
    *,
    whole: bool,
    seconds: float,
) -> None:
    explorer = Explorer(worlds, part, whole=whole, seconds=seconds)
    if explorer.look(np.zeros(len(part.places))) is False:
        raise ImpossibleError
    columns = {target.place: explorer.columns[target.place] for target in targets}
    random = np.random.default_rng(len(part.places))

    def is_open(target: Target) -> bool:
        column = columns[target.place]
        low, high = explorer.seen_low[column], explorer.seen_high[column]
        if target.is_cell:
            return bool(high < threshold or low == high)
        return bool(high < threshold and low > 0)

    rest = [target for target in targets if is_open(target)]
    for number in range(ROUNDS):
        if not rest:
            return
        costs = np.zeros(len(part.places))
        chosen = [columns[target.place] for target in rest]
        costs[chosen] = (-1, 1, random.choice((-1, 1), len(chosen)))[number % 3]
        explorer.look(costs, gap=0.2)
        left = [target for target in rest if is_open(target)]
        if len(left) == len(rest) and number > 4:
            break
        rest = left
    for target in rest:
        if is_open(target):
            _ask(explorer, target, threshold, found)


def _ask(explorer: Explorer, target: Target, threshold: int, found: Findings) -> None:
    """Ask of one count whether it can be large, and whether it can be another number."""
    column = explorer.columns[target.place]
    can_be_large = explorer.seen_high[column] >= threshold or explorer.can_be(target.place, threshold, np.inf)
    if not target.is_cell:
        can_be_none = explorer.seen_low[column] <= 0 or explorer.can_be(target.place, 0, 0)
        if can_be_large is False and can_be_none is False:
            found.derived.append(f"{target.label}: below {threshold}")
        elif None in {can_be_large, can_be_none} and True not in {can_be_large, can_be_none}:
            found.undecided.append(target.label)
        return
    if can_be_large is False:
        found.bounded.append(f"{target.label}: below {threshold}")
    if can_be_large is None:
        found.undecided.append(target.label)
    value = explorer.seen_low[column]
    if value == explorer.seen_high[column]:
        others = [explorer.can_be(target.place, value + 1, np.inf)]
        if others[0] is not True:
            others.append(explorer.can_be(target.place, 0, value - 1))
        if True not in others:
            (found.undecided if None in others else found.exact).append(f"{target.label}: {value:g}")
