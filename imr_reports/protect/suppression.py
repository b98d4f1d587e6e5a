"""LinkedSystem → which counts are withheld."""

from math import inf

import numpy as np

from imr_reports.errors import PrivacyGateError
from imr_reports.protect.linear import LinearProgram
from imr_reports.protect.linked import LinkedSystem

_MOVED = 1e-6


def choose_withheld(system: LinkedSystem) -> frozenset[int]:
    """Return the places of the counts to withhold: small ones, and those that would give small ones away.

    For each small count a linear program looks for the cheapest world that a reader could take for the true
    one and in which that count reaches the threshold; what differs there from the true world is withheld
    too. Counts already withheld may differ at no cost, so that one cover serves many (Fischetti and Salazar's
    model of cell suppression, solved one small count at a time).

    Raises:
        PrivacyGateError: if there is no such world; that can't be with counts of one population.
    """
    small = [place for place in range(len(system.quantities)) if system.is_small(place)]
    withheld = {place for place in small if system.quantities[place].published}
    deviations = _Deviations(system, withheld)
    for place in sorted(small, key=lambda item: (-system.quantities[item].value, item)):
        moved = deviations.cover(place)
        if moved is None:
            raise PrivacyGateError(f"table {system.quantities[place].table} can't be protected")
        withheld |= moved
    return frozenset(withheld)


class _Deviations:
    """A linear program over how far each count moves up and down from the true world."""

    def __init__(self, system: LinkedSystem, withheld: set[int]) -> None:
        self._system = system
        self._size = len(system.quantities)
        self._values = np.array([quantity.value for quantity in system.quantities], dtype=np.float64)
        upper_up, upper_down = [], []
        for quantity in system.quantities:
            is_fixed = quantity.published and quantity.value == 0  # zeros are shown
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

    def cover(self, place: int) -> set[int] | None:
        """Return the shown counts that must be withheld so that one small count can reach the threshold."""
        if self._largest[place] >= self._system.threshold - _MOVED:
            return set()  # a world found for another count covers this one
        reach = float(self._system.threshold - self._system.quantities[place].value)
        down = place + self._size
        self._program.bound(place, reach, inf)
        self._program.bound(down, 0.0, 0.0)
        world = self._program.solve()
        self._program.unbound(place)
        self._program.unbound(down)
        if world is None:
            return None
        moves = world[: self._size] - world[self._size :]
        self._largest = np.maximum(self._largest, self._values + moves)
        moved = {place for place in self._shown if abs(moves[place]) > _MOVED}
        for item in moved:
            self._charge(item, 0.0)
        self._shown -= moved
        return moved
