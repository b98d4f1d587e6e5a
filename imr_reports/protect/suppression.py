"""LinkedSystem → which counts are withheld."""

from collections.abc import Iterable
from math import inf

import numpy as np

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.attacker import Attacker
from imr_reports.protect.linear import LinearProgram
from imr_reports.protect.linked import LinkedSystem

_MOVED = 1e-6


def choose_withheld(system: LinkedSystem) -> frozenset[int]:
    """Return the places of the counts to withhold: small ones, and those that would give small ones away.

    For each small count of the report a linear program looks for the cheapest world that a reader could take
    for the true one and in which that count reaches the threshold; what differs there from the true world is
    withheld too. Counts already withheld may differ at no cost, so that one cover serves many (Fischetti and
    Salazar's model of cell suppression, solved one small count at a time). Then what an attacker can still
    work out, of this report or of one that was released before, is covered in the same way.

    Raises:
        PrivacyGateError: if there is no such world; that can't be with counts of one population.
    """
    own = [
        place
        for place, quantity in enumerate(system.quantities)
        if system.is_small(place) and not quantity.release
    ]
    withheld = {place for place in own if system.quantities[place].published}
    deviations = _Deviations(system, withheld)
    for place in sorted(own, key=lambda item: (-system.quantities[item].value, item)):
        withheld |= deviations.cover(place, system.must_reach(place))
    while open_ones := dict(_open(system, withheld)):
        before = len(withheld)
        for place, reach in open_ones.items():
            withheld |= deviations.cover(place, reach)
        if len(withheld) == before:
            _refuse(system, next(iter(open_ones)))
    return frozenset(withheld)


def _open(system: LinkedSystem, withheld: set[int]) -> Iterable[tuple[int, int]]:
    """Yield what can be worked out although it must not be, with the value that it must be able to reach."""
    attacker = Attacker(system, system.known_without(withheld))
    for place, quantity in enumerate(system.quantities):
        if not attacker.is_unknown(place):
            continue
        if system.is_small(place) and not attacker.can_reach(place, system.must_reach(place)):
            yield place, system.must_reach(place)
        elif system.is_cell(place) and attacker.is_exact(place):
            yield place, quantity.value + 1


def _refuse(system: LinkedSystem, place: int) -> None:
    raise PrivacyGateError(f"table {system.quantities[place].table} can't be protected")


class _Deviations:
    """A linear program over how far each count moves up and down from the true world."""

    def __init__(self, system: LinkedSystem, withheld: set[int]) -> None:
        self._system = system
        self._size = len(system.quantities)
        self._values = np.array([quantity.value for quantity in system.quantities], dtype=np.float64)
        upper_up, upper_down = [], []
        for quantity in system.quantities:
            # Zeros are shown, and what was released stays.
            is_fixed = quantity.is_known or (quantity.published and quantity.value == 0)
            upper_up.append(0.0 if is_fixed else inf)
            upper_down.append(0.0 if is_fixed else float(quantity.value - quantity.floor))
        equations = [
            {column: value for place, weight in row.items() for column, value in self._pair(place, weight)}
            for row in system.equations
        ]
        self._program = LinearProgram(
            [0.0] * (2 * self._size), [*upper_up, *upper_down], equations, [0.0] * len(equations)
        )
        self._shown: set[int] = set()
        self._largest = np.zeros(self._size)
        for place, quantity in enumerate(system.quantities):
            if quantity.published and quantity.value and place not in withheld:
                self._shown.add(place)
                self._charge(place, quantity.weight)

    def _pair(self, place: int, weight: float) -> tuple[tuple[int, float], tuple[int, float]]:
        return (place, weight), (place + self._size, -weight)

    def _charge(self, place: int, weight: float) -> None:
        for column, _ in self._pair(place, 1):
            self._program.cost(column, weight)

    def cover(self, place: int, reach: int) -> set[int]:
        """Return the shown counts that must be withheld so that one count can reach a value.

        Raises:
            PrivacyGateError: if nothing that could be withheld lets it.
        """
        if self._largest[place] >= reach - _MOVED:
            return set()  # a world found for another count covers this one
        down = place + self._size
        self._program.bound(place, float(reach - self._system.quantities[place].value), inf)
        self._program.bound(down, 0.0, 0.0)
        world = self._program.solve()
        self._program.unbound(place)
        self._program.unbound(down)
        if world is None:
            _refuse(self._system, place)
            return set()
        moves = world[: self._size] - world[self._size :]
        self._largest = np.maximum(self._largest, self._values + moves)
        moved = {place for place in self._shown if abs(moves[place]) > _MOVED}
        for item in moved:
            self._charge(item, 0.0)
        self._shown -= moved
        return moved
