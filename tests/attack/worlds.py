"""Worlds that agree with what is known: whole numbers under linear constraints, and how far they reach.

A count is safe when two worlds are found that differ in it, and one in which it is large. Worlds are looked
for by a solver, many counts at a time, and each is checked in whole numbers before it counts as one.
"""

import math
from collections import deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np

Name = Hashable
_SLACK = 1e-7
_INFINITE = highspy.kHighsInf
_FAR = 1e6
"""No count that nothing bounds is looked for beyond it: a search that has an end always ends."""


class ImpossibleError(Exception):
    """No world agrees with what is known: a rule is wrong, or the figures contradict each other."""


@dataclass(slots=True)
class Constraint:
    """A weighted sum of counts that lies within limits."""

    terms: dict[int, float]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Part:
    """Open counts that hang together, and what ties them."""

    places: list[int]
    constraints: list[Constraint]


@dataclass
class Worlds:
    """All worlds that agree with what is known.

    Attributes:
        places: of each count by its name.
        low: bounds of counts.
        high: the same.
        constraints: what ties counts together.
    """

    places: dict[Name, int] = field(default_factory=dict)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)

    def place(self, name: Name) -> int:
        """Return the place of a count; a new one may be any number from 0 on."""
        if name not in self.places:
            self.places[name] = len(self.low)
            self.low.append(0)
            self.high.append(_INFINITE)
        return self.places[name]

    def state(self, terms: Iterable[tuple[float, int]], low: float, high: float) -> None:
        """State that a weighted sum lies within limits."""
        summed: dict[int, float] = {}
        for weight, place in terms:
            summed[place] = summed.get(place, 0) + weight
        summed = {place: weight for place, weight in summed.items() if weight}
        if summed:
            self.constraints.append(Constraint(summed, low, high))
        elif low > _SLACK or high < -_SLACK:
            raise ImpossibleError

    def tighten(self) -> None:
        """Narrow bounds of counts by what each constraint says by itself, until nothing changes."""
        uses: list[list[int]] = [[] for _ in self.low]
        for number, constraint in enumerate(self.constraints):
            for place in constraint.terms:
                uses[place].append(number)
        waiting = deque(range(len(self.constraints)))
        is_waiting = [True] * len(self.constraints)
        steps = 0
        while waiting and steps < 30 * len(self.constraints):
            steps += 1
            number = waiting.popleft()
            is_waiting[number] = False
            for place in self._narrow(self.constraints[number]):
                for other in uses[place]:
                    if not is_waiting[other]:
                        is_waiting[other] = True
                        waiting.append(other)

    def _narrow(self, constraint: Constraint) -> list[int]:
        """Narrow the bounds of a constraint's counts; return those that changed."""
        ends = {
            place: sorted((weight * self.low[place], weight * self.high[place]))
            for place, weight in constraint.terms.items()
        }
        least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
        if least > constraint.high + _SLACK or most < constraint.low - _SLACK:
            raise ImpossibleError(self.words(constraint))
        unbounded = sum(high == _INFINITE for _, high in ends.values())
        unlimited = sum(low == -_INFINITE for low, _ in ends.values())
        changed = []
        for place, weight in constraint.terms.items():
            low, high = ends[place]
            others_least = least - low if not unlimited else self._rest(unlimited, low, ends, place, 0)
            others_most = most - high if not unbounded else self._rest(unbounded, high, ends, place, 1)
            new = sorted(((constraint.low - others_most) / weight, (constraint.high - others_least) / weight))
            smallest = math.ceil(new[0] - _SLACK) if new[0] > -_INFINITE else -_INFINITE
            largest = math.floor(new[1] + _SLACK) if new[1] < _INFINITE else _INFINITE
            if smallest > self.low[place] or largest < self.high[place]:
                self.low[place] = max(self.low[place], smallest)
                self.high[place] = min(self.high[place], largest)
                if self.low[place] > self.high[place]:
                    raise ImpossibleError
                changed.append(place)
                # The sums above are of the old bounds, and so are still true, only wider.
        return changed

    def words(self, constraint: Constraint) -> str:
        """Return a constraint as it can be read."""
        names = {place: name for name, place in self.places.items()}
        terms = " ".join(
            f"{weight:+g} {names[place]} [{self.low[place]:g}, {self.high[place]:g}]"
            for place, weight in constraint.terms.items()
        )
        return f"{constraint.low:g} <= {terms} <= {constraint.high:g}"

    @staticmethod
    def _rest(infinite: int, own: float, ends: Mapping[int, Sequence[float]], place: int, side: int) -> float:
        """Return the end of all others' sum, where some end is infinite."""
        if infinite > 1 or not math.isinf(own):
            return math.inf if side else -math.inf
        return sum(end[side] for other, end in ends.items() if other != place)

    def parts(self) -> list[Part]:
        """Return what hangs together once all that is known is put in: open counts and their constraints."""
        above = list(range(len(self.low)))

        def top(place: int) -> int:
            while above[place] != place:
                above[place] = above[above[place]]
                place = above[place]
            return place

        kept = []
        for constraint in self.constraints:
            is_open = [place for place in constraint.terms if self.low[place] < self.high[place]]
            if not is_open or self._is_idle(constraint):
                continue
            known = sum(
                weight * self.low[place]
                for place, weight in constraint.terms.items()
                if self.low[place] == self.high[place]
            )
            terms = {place: constraint.terms[place] for place in is_open}
            kept.append(Constraint(terms, constraint.low - known, constraint.high - known))
            for place in is_open[1:]:
                above[top(place)] = top(is_open[0])
        found: dict[int, Part] = {}
        for place in range(len(self.low)):
            if self.low[place] < self.high[place]:
                found.setdefault(top(place), Part([], [])).places.append(place)
        for constraint in kept:
            found[top(next(iter(constraint.terms)))].constraints.append(constraint)
        return list(found.values())

    def _is_idle(self, constraint: Constraint) -> bool:
        """Return whether bounds alone keep a constraint."""
        least = most = 0.0
        for place, weight in constraint.terms.items():
            low, high = sorted((weight * self.low[place], weight * self.high[place]))
            least, most = least + low, most + high
        return least >= constraint.low - _SLACK and most <= constraint.high + _SLACK


class Explorer:
    """Looks for worlds of one part, and remembers how small and how large each count was in them."""

    def __init__(self, worlds: Worlds, part: Part, *, whole: bool, seconds: float) -> None:
        self.part, self.whole, self.seconds = part, whole, seconds
        self.columns = {place: number for number, place in enumerate(part.places)}
        self.low = np.array([worlds.low[place] for place in part.places], dtype=float)
        self.high = np.array([min(worlds.high[place], _FAR) for place in part.places], dtype=float)
        self.seen_low = np.full(len(part.places), np.inf)
        self.seen_high = np.full(len(part.places), -np.inf)
        self.columns_of_rows = [
            np.array([self.columns[place] for place in item.terms], dtype=np.int32)
            for item in part.constraints
        ]
        self.weights_of_rows = [np.array(list(item.terms.values())) for item in part.constraints]
        self.solver = self._built()

    def _built(self) -> highspy.Highs:
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
            solver.setOptionValue(option, value)
        kind = highspy.HighsVarType.kInteger if self.whole else highspy.HighsVarType.kContinuous
        for number, (low, high) in enumerate(zip(self.low, self.high, strict=True)):
            solver.addVar(low, high)
            solver.changeColIntegrality(number, kind)
        for item, places, weights in zip(
            self.part.constraints, self.columns_of_rows, self.weights_of_rows, strict=True
        ):
            solver.addRow(item.low, item.high, len(places), places, weights)
        return solver

    def look(self, costs: np.ndarray, *, gap: float = 0.0) -> bool | None:
        """Look for the world that costs least, and remember it.

        Returns:
            Whether there is any; None where none was found in time.
        """
        count = len(costs)
        self.solver.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
        self.solver.setOptionValue("mip_rel_gap", gap)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.seconds)
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return False
        solution = self.solver.getSolution()
        return True if solution.value_valid and self._remembered(solution.col_value) else None

    def _remembered(self, values: Sequence[float]) -> bool:
        """Keep a world, if it is one once it is in whole numbers."""
        world = np.array(values[: len(self.low)])
        world = np.round(world) if self.whole else world
        if not self.holds(world):
            return False
        self.seen_low = np.minimum(self.seen_low, world)
        self.seen_high = np.maximum(self.seen_high, world)
        return True

    def holds(self, world: np.ndarray) -> bool:
        """Return whether a world agrees with all that is known."""
        if (world < self.low - _SLACK).any() or (world > self.high + _SLACK).any():
            return False
        for item, places, weights in zip(
            self.part.constraints, self.columns_of_rows, self.weights_of_rows, strict=True
        ):
            value = float(weights @ world[places])
            slack = 1e-6 * max(1.0, abs(value))
            if not item.low - slack <= value <= item.high + slack:
                return False
        return True

    def can_be(self, place: int, low: float, high: float) -> bool | None:
        """Return whether a count can lie within limits; None where that was not found out in time."""
        column = self.columns[place]
        low, high = max(low, self.low[column]), min(high, self.high[column])
        if low > high:
            return False
        self.solver.changeColBounds(column, low, high)
        found = self.look(np.zeros(len(self.low)))
        self.solver.changeColBounds(column, self.low[column], self.high[column])
        return found
