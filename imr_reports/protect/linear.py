"""Equations over counts → the cheapest world that satisfies them (HiGHS)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

_TOLERANCE = 1e-6
# A search in whole numbers ends after so many nodes, on any machine; the seconds are a last resort.
_NODES, _SECONDS = 200, 60.0
_GAP = 0.5  # a world that is half as cheap again as need be serves as well
_CORNERS, _SEED = 5, 1


class LinearProgram:
    """Minimizes a cost over columns that satisfy equations, again and again with other bounds and costs."""

    def __init__(
        self,
        lower: Sequence[float],
        upper: Sequence[float],
        equations: Sequence[Mapping[int, float]],
        sides: Sequence[float],
    ) -> None:
        """Set up columns within bounds; equation i sums to `sides[i]`."""
        # highspy is loaded only when a public report is made.
        import highspy  # noqa: PLC0415

        self._lower = np.asarray(lower, dtype=np.float64)
        self._upper = np.asarray(upper, dtype=np.float64)
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = len(lower), len(equations)
        program.col_cost_ = np.zeros(len(lower))
        program.col_lower_, program.col_upper_ = self._lower, self._upper
        program.row_lower_ = program.row_upper_ = np.asarray(sides, dtype=np.float64)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in equations)])
        program.a_matrix_.index_ = np.array([place for row in equations for place in row], dtype=np.int32)
        program.a_matrix_.value_ = np.array(
            [value for row in equations for value in row.values()], dtype=np.float64
        )
        # A search that was cut off may have found a world: any will do.
        self._ended = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit}
        self._feasible = int(highspy.SolutionStatus.kSolutionStatusFeasible.value)
        self._integer = np.array([highspy.HighsVarType.kInteger] * len(lower))
        self._continuous = np.array([highspy.HighsVarType.kContinuous] * len(lower))
        self._columns = np.arange(len(lower), dtype=np.int32)
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("time_limit", _SECONDS),
            ("mip_max_nodes", _NODES),
            ("mip_rel_gap", _GAP),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(program)

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Narrow one column, until `unbound`."""
        self._solver.changeColBounds(column, lower, upper)

    def unbound(self, column: int) -> None:
        """Give one column its first bounds back."""
        self._solver.changeColBounds(column, float(self._lower[column]), float(self._upper[column]))

    def cost(self, column: int, cost: float) -> None:
        """Set the cost of one column."""
        self._solver.changeColCost(column, cost)

    def solve(self) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """Return the cheapest world in whole numbers, or None when there is none.

        Corners of such systems are nearly always whole; only where one isn't, whole numbers are asked for.
        """
        found = self._run()
        if found is None or is_whole(found):
            return found
        self._solver.changeColsIntegrality(len(self._columns), self._columns, self._integer)
        try:
            return self._run()
        finally:
            self._solver.changeColsIntegrality(len(self._columns), self._columns, self._continuous)

    def feasible(self) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """Return any world in whole numbers, or None when there is none; costs are forgotten.

        Where the first corner isn't whole, a few others are tried before whole numbers are asked for: that
        takes a hundred times as long.
        """
        found = self._run()
        random = np.random.default_rng(_SEED)
        for _ in range(_CORNERS):
            if found is None or is_whole(found):
                break
            # Costs above zero: what is bounded below has a cheapest corner.
            self._solver.changeColsCost(
                len(self._columns), self._columns, random.uniform(0.5, 1.5, len(self._columns))
            )
            found = self._run()
        self._solver.changeColsCost(len(self._columns), self._columns, np.zeros(len(self._columns)))
        return found if found is None or is_whole(found) else self.solve()

    def cheapest(self) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """Return the cheapest world, be it in fractions, or None when there is none."""
        return self._run()

    def corner(self) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        """Return the cheapest world if it is found at once and is in whole numbers, else None."""
        found = self._run()
        return found if found is not None and is_whole(found) else None

    def _run(self) -> "np.ndarray[Any, np.dtype[np.float64]] | None":
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + _SECONDS)
        self._solver.run()
        is_found = self._solver.getInfo().primal_solution_status == self._feasible
        if self._solver.getModelStatus() not in self._ended or not is_found:
            return None
        return np.asarray(self._solver.getSolution().col_value, dtype=np.float64)


def is_whole(world: "np.ndarray[Any, np.dtype[np.float64]]") -> bool:
    """Return whether a world is in whole numbers."""
    return bool(np.abs(world - np.round(world)).max(initial=0.0) <= _TOLERANCE)
