"""LinkedSystem → which counts are withheld."""

from collections.abc import Collection, Mapping
from math import inf
from typing import Any

import numpy as np

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.attacker import Attacker, weak_points
from imr_reports.protect.linear import LinearProgram, is_whole
from imr_reports.protect.linked import LinkedSystem, Quantity, around_report

_MOVED = 1e-6


def choose_withheld(system: LinkedSystem) -> frozenset[int]:
    """Return the places of the counts to withhold: small ones, and those that would give small ones away.

    An attacker tries what the small counts alone leave, of this report and of those released before. For each
    count that gives way a linear program looks for the cheapest world that a reader could take for the true
    one and in which that count reaches the threshold, or what is large is not what it is; what differs there
    from the true world is withheld too. Counts already withheld may differ at no cost, so that one cover
    serves many (Fischetti and Salazar's model of cell suppression, solved one count at a time). Then the
    attacker tries again.

    Raises:
        PrivacyGateError: if there is no such world; that can't be with counts of one population.
    """
    part, places = around_report(system)
    return frozenset(places[place] for place in _choose(part))


def _choose(system: LinkedSystem) -> Collection[int]:
    withheld = {
        place
        for place, quantity in enumerate(system.quantities)
        if quantity.published and system.is_small(place)
    }
    deviations = _Deviations(system, withheld)
    tried: set[int] = set()
    while open_ones := _open(system, withheld):
        fresh = {place for place, _ in open_ones} - tried
        # What is covered in fractions nearly always is so in whole numbers too.
        covers = [deviations.cover(place, reach, in_whole=place in tried) for place, reach in open_ones]
        if not fresh and not any(covers):
            _refuse(system, open_ones[0][0])
        withheld = withheld.union(*covers)
        tried |= fresh
    return withheld


def _open(system: LinkedSystem, withheld: Collection[int]) -> list[tuple[int, int]]:
    """Return what can be worked out although it must not be, with the value that it must be able to reach."""
    attacker = Attacker(system, system.known_without(withheld))
    found = [
        (place, max(system.threshold if system.is_below(place) else 0, system.quantities[place].value + 1))
        for place in weak_points(system, attacker)
    ]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _refuse(system: LinkedSystem, place: int) -> None:
    raise PrivacyGateError(f"table {system.quantities[place].table} can't be protected")


class _Deviations:
    """A linear program over how far each count that is not fixed moves up and down from the true world.

    Fixed are zeros, which are shown, and what was released: of many releases nearly everything.
    """

    def __init__(self, system: LinkedSystem, withheld: set[int]) -> None:
        self._system = system
        free = [place for place in range(len(system.quantities)) if not _is_fixed(system.quantities[place])]
        self._size = len(free)
        self._places = free
        self._at = {place: column for column, place in enumerate(free)}
        quantities = [system.quantities[place] for place in free]
        self._values = np.array([quantity.value for quantity in quantities], dtype=np.float64)
        down = [float(quantity.value - quantity.floor) for quantity in quantities]
        equations = [row for row in map(self._moves, system.equations) if row]
        self._program = LinearProgram(
            [0.0] * (2 * self._size), [inf] * self._size + down, equations, [0.0] * len(equations)
        )
        self._shown: set[int] = set()
        self._largest = np.zeros(self._size)
        for column, quantity in enumerate(quantities):
            if quantity.published and free[column] not in withheld:
                self._shown.add(column)
                self._charge(column, quantity.weight)

    def _moves(self, equation: Mapping[int, int]) -> dict[int, float]:
        row: dict[int, float] = {}
        for place, weight in equation.items():
            column = self._at.get(place)
            if column is not None:
                row[column], row[column + self._size] = float(weight), -float(weight)
        return row

    def _charge(self, column: int, weight: float) -> None:
        self._program.cost(column, weight)
        self._program.cost(column + self._size, weight)

    def cover(self, place: int, reach: int, *, in_whole: bool) -> set[int]:
        """Return the shown counts that must be withheld so that one count can reach a value.

        Args:
            place: of the count.
            reach: the value.
            in_whole: whether by a world in whole numbers.

        Raises:
            PrivacyGateError: if nothing that could be withheld lets it.
        """
        column, value = self._at[place], self._system.quantities[place].value
        if self._largest[column] >= reach - _MOVED:
            return set()  # a world found for another count covers this one
        down = column + self._size
        world = self._world(column, down, float(reach - value), in_whole=in_whole)
        if world is None and value >= self._system.threshold:
            # What must not be known exactly can also be less.
            world = self._world(down, column, 1.0, in_whole=in_whole)
        if world is None:
            _refuse(self._system, place)
            return set()
        moves = world[: self._size] - world[self._size :]
        if is_whole(world):
            self._largest = np.maximum(self._largest, self._values + moves)
        moved = {item for item in self._shown if abs(moves[item]) > _MOVED}
        for item in moved:
            self._charge(item, 0.0)
        self._shown -= moved
        return {self._places[item] for item in moved}

    def _world(
        self, moved: int, still: int, by: float, *, in_whole: bool
    ) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """Return the cheapest world in which one count moves so far one way, and not the other."""
        self._program.bound(moved, by, inf)
        self._program.bound(still, 0.0, 0.0)
        world = self._program.solve() if in_whole else self._program.cheapest()
        self._program.unbound(moved)
        self._program.unbound(still)
        return world


def _is_fixed(quantity: Quantity) -> bool:
    return quantity.is_known or (quantity.published and quantity.value == 0)
