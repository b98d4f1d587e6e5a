"""A rate month by month → its control chart: centre line, limits that follow n, signals of special causes.

Ordinary variation is what chance gives a process that does not change (Shewhart's common causes). A signal
says that a month, or a run of them, is more than that. The signals are a closed list of words.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from imr_reports.statistics.clusters import limits_at

FEWEST_MONTHS = 8
"""Months of enough issues: a run of eight can't stand in fewer, and limits from fewer would say little."""
FEWEST_FOR_SPREAD = 12
"""Months from which the spread of the months themselves can widen the limits."""
_FEWEST_EXPECTED = 5
_PLAIN_SCATTER = 1.5
_RUN, _STEADY = 8, 6
_OUTER, _INNER = 3.0, 2.0
_MEDIAN_RANGE_OF_NORMAL = 0.9539  # the median of |x − y| of two standard normal numbers
_SLACK = 1e-9

ORDINARY = ""
ABOVE_LIMIT, BELOW_LIMIT = "above the upper limit", "below the lower limit"
RUN_ABOVE, RUN_BELOW = "run of eight or more above the centre", "run of eight or more below the centre"
RISING, FALLING = "six or more in a row rising", "six or more in a row falling"
FAR_ABOVE, FAR_BELOW = "two of three far above the centre", "two of three far below the centre"
TOO_FEW = "too few issues to tell"
SIGNALS = (ABOVE_LIMIT, BELOW_LIMIT, RUN_ABOVE, RUN_BELOW, RISING, FALLING, FAR_ABOVE, FAR_BELOW)
"""Signals of special causes, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What was counted in a month.

    Attributes:
        part: issues counted, such as overturned ones.
        whole: issues.
        effect: design effect, by how much letters with several issues widen the variance.
    """

    part: int
    whole: int
    effect: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the chart says of a month, shares from 0 to 1.

    Attributes:
        centre: the centre line, the same for all months.
        lower: lower control limit; None where the month has no issues.
        upper: upper control limit.
        signal: one of `SIGNALS`, the strongest; TOO_FEW; or ORDINARY.
    """

    centre: float
    lower: float | None
    upper: float | None
    signal: str = ORDINARY


def control_chart(points: Sequence[Point]) -> tuple[Reading, ...]:
    """Return the p-chart of consecutive months, one reading a month; nothing where fewer than eight can tell.

    The centre line is the share over all months shown. A month's limits are three standard errors around it,
    at the month's own n divided by its design effect, and widened by the spread of the months
    (`spread_of_months`). A month signals when it lies outside them, or has a part in one of the usual runs.
    Where fewer than five issues of either kind are expected of it, at the effective size, it can't: its count
    is too coarse for a normal limit; and it breaks the runs.

    Sources: W. A. Shewhart, Economic Control of Quality of Manufactured Product (1931), limits at three
    sigma; Western Electric, Statistical Quality Control Handbook (1956), eight in a row on one side, two of
    three beyond two sigma on one side; L. S. Nelson, J. Qual. Technol. 16 (1984) 237-239, six in a row
    steadily rising or falling.
    """
    whole = sum(point.whole for point in points)
    if not whole:
        return ()
    centre = sum(point.part for point in points) / whole
    plain = [_deviation(point, centre) for point in points]
    told = [z for z in plain if z is not None]
    if len(told) < FEWEST_MONTHS:
        return ()
    spread = spread_of_months(told)
    scaled = [None if z is None else z / spread for z in plain]
    signals = _signals(scaled, points)
    readings = []
    for point, signal in zip(points, signals, strict=True):
        lower, upper = (
            limits_at(centre, point.whole, max(1.0, point.effect) * spread**2, _OUTER)
            if point.whole
            else (None, None)
        )
        readings.append(Reading(centre=centre, lower=lower, upper=upper, signal=signal))
    return tuple(readings)


def spread_of_months(deviations: Sequence[float]) -> float:
    """Return by how much months scatter more than n explains; 1 where it is not plain that they do.

    Of many thousand issues a month even a shift that means nothing lies outside limits that follow n alone.
    Laney's p′ chart measures the scatter by the ranges between neighbouring months, so that a shift or a
    trend hardly widens it. Here the median range stands for the mean one, because in two dozen months a
    single one far out would hide itself; it takes twelve months; and limits are widened only where the
    scatter is plain, since an estimate from so few ranges strays by a quarter by chance.

    Sources: D. B. Laney, Quality Engineering 14 (2002) 531-537; M. A. Mohammed and D. Laney, Qual. Saf.
    Health Care 15 (2006) 383-384; median moving range: D. J. Wheeler and D. S. Chambers, Understanding
    Statistical Process Control, 2nd ed. (1992).

    Args:
        deviations: of each month in turn, from the centre line, in standard errors.
    """
    if len(deviations) < FEWEST_FOR_SPREAD:
        return 1.0
    ranges = [abs(one - other) for one, other in zip(deviations[1:], deviations, strict=False)]
    spread = median(ranges) / _MEDIAN_RANGE_OF_NORMAL
    return spread if spread >= _PLAIN_SCATTER else 1.0


def _deviation(point: Point, centre: float) -> float | None:
    """Return how many standard errors a month lies off the centre; None where it has too few issues."""
    size = point.whole / max(1.0, point.effect)
    if size * min(centre, 1 - centre) < _FEWEST_EXPECTED:
        return None
    return (point.part / point.whole - centre) / math.sqrt(centre * (1 - centre) / size)


def _signals(deviations: Sequence[float | None], points: Sequence[Point]) -> list[str]:
    found: list[set[str]] = [set() for _ in deviations]
    for stretch in _stretches(deviations):
        values = [(place, deviations[place] or 0.0) for place in stretch]
        shares = [(place, points[place].part / points[place].whole) for place in stretch]
        for above, side in ((True, 1.0), (False, -1.0)):
            towards = [(place, side * value) for place, value in values]
            _mark(found, _beyond(towards, _OUTER), ABOVE_LIMIT if above else BELOW_LIMIT)
            _mark(found, _one_sided(towards), RUN_ABOVE if above else RUN_BELOW)
            _mark(found, _steady([(p, side * v) for p, v in shares]), RISING if above else FALLING)
            _mark(found, _two_of_three(towards), FAR_ABOVE if above else FAR_BELOW)
    return [
        TOO_FEW if z is None else next((signal for signal in SIGNALS if signal in signals), ORDINARY)
        for z, signals in zip(deviations, found, strict=True)
    ]


def _mark(found: list[set[str]], places: Iterator[int], signal: str) -> None:
    for place in places:
        found[place].add(signal)


def _stretches(deviations: Sequence[float | None]) -> Iterator[list[int]]:
    """Yield runs of months of which each has enough issues."""
    yield from _runs(range(len(deviations)), lambda _, place: deviations[place] is not None)


def _runs(places: Sequence[int], goes_on: Callable[[int | None, int], bool]) -> Iterator[list[int]]:
    """Yield the longest runs of places.

    Args:
        places: in order.
        goes_on: whether a run goes on with a place, given the one before it in the run, None at its start.
    """
    run: list[int] = []
    for place in places:
        if run and goes_on(run[-1], place):
            run.append(place)
            continue
        if run:
            yield run
        run = [place] if goes_on(None, place) else []
    if run:
        yield run


Placed = Sequence[tuple[int, float]]


def _beyond(values: Placed, limit: float) -> Iterator[int]:
    yield from (place for place, value in values if value > limit + _SLACK)


def _one_sided(values: Placed) -> Iterator[int]:
    """Yield the places of eight or more in a row above the centre; one on the line changes nothing."""
    off = [(place, value) for place, value in values if abs(value) > _SLACK]
    for run in _runs(range(len(off)), lambda _, at: off[at][1] > 0):
        if len(run) >= _RUN:
            yield from (off[at][0] for at in run)


def _steady(values: Placed) -> Iterator[int]:
    """Yield the places of six or more in a row of which each is higher than the one before."""
    for run in _runs(
        range(len(values)), lambda last, at: last is None or values[at][1] > values[last][1] + _SLACK
    ):
        if len(run) >= _STEADY:
            yield from (values[at][0] for at in run)


def _two_of_three(values: Placed) -> Iterator[int]:
    """Yield the places beyond two sigma of which two stand among three in a row."""
    for three in zip(values, values[1:], values[2:], strict=False):
        far = [place for place, value in three if value > _INNER + _SLACK]
        if len(far) >= 2:
            yield from far
