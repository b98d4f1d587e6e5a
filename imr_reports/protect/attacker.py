"""What is known of a linked system → how small and how large everything else can be."""

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from types import MappingProxyType
from typing import Any

import numpy as np

from imr_reports.protect.linear import LinearProgram
from imr_reports.protect.linked import LinkedSystem, apart

_TOLERANCE = 1e-6
_FEWEST_GOALS, _IDLE, _SEED = 4, 6, 1


class Attacker:
    """A reader who knows the rules: what is published, how it adds up, and that zeros are never withheld.

    What no equation ties together is searched apart, so that the counts of many reports stay small problems.
    """

    def __init__(
        self,
        system: LinkedSystem,
        known: Mapping[int, int],
        quoted: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Set up what is not known.

        Args:
            system: which counts there are and how they add up.
            known: counts that a reader sees, by place.
            quoted: how many of a count's persons a reader meets in excerpts, by place.
        """
        self._true = [quantity.value for quantity in system.quantities]
        self._parts: dict[int, _Part] = {}
        unknown = [place for place in range(len(system.quantities)) if place not in known]
        floors = {
            place: float(max(system.quantities[place].floor, quoted.get(place, 0))) for place in unknown
        }
        tied: list[tuple[dict[int, float], float]] = []
        for equation in system.equations:
            row = {place: float(weight) for place, weight in equation.items() if place not in known}
            if row:
                side = -float(
                    sum(weight * known[place] for place, weight in equation.items() if place in known)
                )
                tied.append((row, side))
        for places, numbers in apart(unknown, [tuple(row) for row, _ in tied]):
            rows = [tied[number] for number in numbers]
            part = _Part(places, rows, floors, _goals(system, places))
            self._parts.update(dict.fromkeys(places, part))

    def is_unknown(self, place: int) -> bool:
        """Return whether a quantity is not published."""
        return place in self._parts

    def tied_to(self, place: int) -> tuple[int, ...]:
        """Return the unknown quantities that hang together with one of them, itself among them."""
        return tuple(self._parts[place].places)

    def can_reach(self, place: int, value: int) -> bool:
        """Return whether a quantity can be as large as a value."""
        return place in self._parts and self._parts[place].can_reach(place, value)

    def is_exact(self, place: int) -> bool:
        """Return whether an unknown quantity can be nothing but what it is."""
        return self._parts[place].is_exact(place, float(self._true[place]))


def weak_points(system: LinkedSystem, attacker: Attacker) -> Iterator[int]:
    """Yield the places of what an attacker knows although it must not be known.

    That is small counts that can't be as large as the threshold, and cells that can be nothing but what they
    are, of the report and of those before it.
    """
    for place in range(len(system.quantities)):
        if system.is_below(place):
            if not attacker.can_reach(place, system.threshold):
                yield place
        elif system.is_cell(place) and attacker.is_unknown(place) and attacker.is_exact(place):
            yield place


def _goals(system: LinkedSystem, places: Iterable[int]) -> dict[int, float]:
    """Return what will be asked of unknown quantities: whether a small one, or a cell, can be larger."""
    goals = {place: float(system.threshold) for place in places if system.is_below(place)}
    return {place: system.quantities[place].value + 1.0 for place in places if system.is_cell(place)} | goals


class _Part:
    """Unknown quantities that hang together."""

    def __init__(
        self,
        places: list[int],
        rows: list[tuple[dict[int, float], float]],
        floors: Mapping[int, float],
        goals: Mapping[int, float],
    ) -> None:
        self.places = places
        self._column = {place: column for column, place in enumerate(places)}
        self._lower = [floors[place] for place in places]
        self._rows = rows
        self._goals = {self._column[place]: goal for place, goal in goals.items()}
        self._program: LinearProgram | None = None
        # Each world found speaks for all quantities, so few need a search of their own.
        self._smallest = np.full(len(places), inf)
        self._largest = np.full(len(places), -inf)

    def can_reach(self, place: int, value: int) -> bool:
        column = self._column[place]
        return bool(self._largest[column] >= value - _TOLERANCE) or self._is_possible(
            column, float(value), inf
        )

    def is_exact(self, place: int, true: float) -> bool:
        column = self._column[place]
        if self._largest[column] > true + _TOLERANCE or self._smallest[column] < true - _TOLERANCE:
            return False
        return not (
            self._is_possible(column, true + 1, inf)
            or (true > self._lower[column] and self._is_possible(column, self._lower[column], true - 1))
        )

    def _is_possible(self, column: int, least: float, most: float) -> bool:
        if not self._rows:
            return True  # nothing is known of it
        program = self._solver()
        program.bound(column, max(least, self._lower[column]), most)
        found = program.feasible()
        program.unbound(column)
        if found is None:
            return False
        self._take(found)
        return True

    def _take(self, world: "np.ndarray[Any, np.dtype[np.float64]]") -> None:
        self._smallest = np.minimum(self._smallest, world)
        self._largest = np.maximum(self._largest, world)

    def _solver(self) -> LinearProgram:
        if self._program is None:
            equations = [
                {self._column[place]: weight for place, weight in row.items()} for row, _ in self._rows
            ]
            self._program = LinearProgram(
                self._lower, [inf] * len(self._lower), equations, [side for _, side in self._rows]
            )
            if len(self._goals) >= _FEWEST_GOALS:
                self._explore(self._program)
        return self._program

    def _explore(self, program: LinearProgram) -> None:
        """Look for worlds in which as many quantities as possible are as large as will be asked for.

        It ends when nothing is gained any more; what is left is asked for one by one.
        """
        random = np.random.default_rng(_SEED)
        for column, goal in self._goals.items():
            program.bound(column, self._lower[column], goal)
        idle = 0
        while idle < _IDLE and len(wanted := self._wanted()) >= _FEWEST_GOALS:
            chosen = random.permutation(wanted)[: max(1, len(wanted) // 2)] if idle else wanted
            for column in chosen:
                program.cost(int(column), -float(random.uniform(0.5, 1.5)))
            found = program.corner()
            for column in chosen:
                program.cost(int(column), 0.0)
            if found is not None:
                self._take(found)
            idle = 0 if len(self._wanted()) < len(wanted) else idle + 1
        for column in self._goals:
            program.unbound(column)

    def _wanted(self) -> list[int]:
        return [column for column, goal in self._goals.items() if self._largest[column] < goal - _TOLERANCE]
