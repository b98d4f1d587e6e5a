"""Control charts: textbook examples worked again, the rules one by one, and what chance gives them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.statistics.control import (
    ABOVE_LIMIT,
    BELOW_LIMIT,
    FALLING,
    FAR_ABOVE,
    FAR_BELOW,
    FEWEST_MONTHS,
    ORDINARY,
    RISING,
    RUN_ABOVE,
    RUN_BELOW,
    SIGNALS,
    TOO_FEW,
    Point,
    control_chart,
    spread_of_months,
)

# D. C. Montgomery, Introduction to Statistical Quality Control: faulty purchase orders of 25 weeks.
ORDERS = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120, 120, 110, 80, 80, 80, 90, 100, 100]
ORDERS += [100, 100, 90, 90]
FAULTY = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9, 8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]


def series(*shares: float, whole: int = 1000, effect: float = 1.0) -> list[Point]:
    return [Point(part=round(share * whole), whole=whole, effect=effect) for share in shares]


def signals(*shares: float, whole: int = 1000) -> list[str]:
    return [reading.signal for reading in control_chart(series(*shares, whole=whole))]


def test_the_textbook_example_with_sizes_that_vary() -> None:
    chart = control_chart([Point(part=d, whole=n) for d, n in zip(FAULTY, ORDERS, strict=True)])
    assert chart[0].centre == pytest.approx(234 / 2450)
    # The book's limits of weeks with 80, 100 and 120 orders, and its one point out of control.
    upper = {size: chart[ORDERS.index(size)].upper for size in (80, 100, 120)}
    assert upper == {
        80: pytest.approx(0.194, abs=6e-4),
        100: pytest.approx(0.184, abs=6e-4),
        120: pytest.approx(0.176, abs=6e-4),
    }
    assert [place for place, item in enumerate(chart) if item.signal == ABOVE_LIMIT] == [10]


def test_limits_follow_the_month_and_its_design_effect() -> None:
    base = series(*[0.1] * 10)
    small, clustered = Point(part=10, whole=100), Point(part=100, whole=1000, effect=4.0)
    chart = control_chart([*base, small, clustered])
    widths = [item.upper - item.lower for item in chart]
    assert widths[10] == pytest.approx(widths[0] * np.sqrt(10), rel=0.05)
    assert widths[11] == pytest.approx(2 * widths[0])


def test_one_month_beyond_the_limits() -> None:
    wave = [0.10, 0.11, 0.09, 0.10, 0.11, 0.09, 0.10]
    assert signals(*wave, 0.20)[-1] == ABOVE_LIMIT
    assert signals(*wave, 0.02)[-1] == BELOW_LIMIT
    assert set(signals(*wave, 0.10)) == {ORDINARY}


def test_eight_on_one_side_and_not_seven() -> None:
    low, high = [0.095, 0.094, 0.096, 0.095], [0.105, 0.104, 0.106, 0.105]
    assert signals(*low, *low, *high, *high) == [RUN_BELOW] * 8 + [RUN_ABOVE] * 8
    seven = signals(*low, *low[:3], *high, *high[:3])
    assert set(seven) == {ORDINARY}


def test_a_month_on_the_line_neither_counts_nor_ends_a_run() -> None:
    found = signals(*[0.104, 0.105] * 2, 0.1, *[0.104, 0.105] * 2, *[0.096, 0.095] * 4)
    assert found[4] == ORDINARY
    assert {found[place] for place in (0, 3, 5, 8)} == {RUN_ABOVE}


def test_six_steady_and_not_five() -> None:
    rising = [0.094, 0.097, 0.100, 0.103, 0.106, 0.109]
    assert signals(0.101, *rising, 0.094, 0.100)[1:7] == [RISING] * 6
    assert signals(0.101, *rising[::-1], 0.104, 0.100)[1:7] == [FALLING] * 6
    assert RISING not in signals(0.101, *rising[1:], 0.099, 0.102, 0.098)


def test_two_of_three_far_out() -> None:
    # Two standard errors of 1,000 issues at 10% are 1.9 points.
    calm = [0.10, 0.099, 0.101, 0.099, 0.101, 0.10]
    assert signals(*calm, 0.124, 0.10, 0.124, 0.09, 0.085)[6:9] == [FAR_ABOVE, ORDINARY, FAR_ABOVE]
    assert FAR_BELOW in signals(*calm, 0.077, 0.077, 0.108, 0.112)
    assert set(signals(*calm, 0.122, 0.10, 0.099, 0.122)) == {ORDINARY}


def test_fewer_than_eight_months_make_no_chart() -> None:
    assert control_chart(series(*[0.1] * (FEWEST_MONTHS - 1))) == ()
    assert control_chart([*series(*[0.1] * (FEWEST_MONTHS - 1)), Point(part=0, whole=0)]) == ()
    assert control_chart([*series(*[0.1] * (FEWEST_MONTHS - 1)), Point(part=2, whole=20)]) == ()
    assert len(control_chart(series(*[0.1] * FEWEST_MONTHS))) == FEWEST_MONTHS


def test_a_month_of_few_issues_gives_no_signal_and_breaks_a_run() -> None:
    low, high = series(*[0.095] * 7, 0.095), series(*[0.105] * 8)
    few = Point(part=20, whole=40)
    found = [reading.signal for reading in control_chart([*low[:4], few, *low[4:], *high])]
    assert found[4] == TOO_FEW
    assert RUN_BELOW not in found
    empty = control_chart([*low, Point(part=0, whole=0), *high])
    assert (empty[8].signal, empty[8].lower, empty[8].upper) == (TOO_FEW, None, None)


def test_months_that_scatter_more_than_their_size_explains_widen_the_limits() -> None:
    random = np.random.default_rng(3)
    shares = 0.1 + 0.01 * random.standard_normal(24)
    few, many = (series(*shares, whole=whole) for whole in (1000, 100000))
    plain = np.sqrt(0.1 * 0.9 / 100000)
    chart = control_chart(many)
    assert chart[0].upper - chart[0].lower > 5 * 6 * plain
    # By their size alone all but a few of these months would be signals.
    assert sum(abs(share - 0.1) > 3 * plain for share in shares) > 15
    assert sum(item.signal == ABOVE_LIMIT for item in chart) <= 2
    assert control_chart(few)[0].upper - control_chart(few)[0].lower == pytest.approx(
        6 * np.sqrt(0.09 / 1000), rel=0.05
    )


def test_the_spread_of_months() -> None:
    assert spread_of_months([0.0, 1.0] * 12) == 1.0  # less than chance alone gives
    assert spread_of_months([0.0, 9.539] * 12) == pytest.approx(10)
    assert spread_of_months([0.0, 9.539] * 5) == 1.0  # of ten months it can't be told


def test_one_month_far_out_does_not_hide_itself() -> None:
    random = np.random.default_rng(8)
    parts = random.binomial(2000, 0.1, 24)
    parts[12] = 290
    assert control_chart([Point(part=int(part), whole=2000) for part in parts])[12].signal == ABOVE_LIMIT


def test_a_steady_process_seldom_signals() -> None:
    """What the rules together cost: in two dozen months of chance alone, how often any of them speaks."""
    random = np.random.default_rng(20)
    alarms, beyond = 0, 0
    for _ in range(400):
        sizes = random.integers(300, 900, 24)
        points = [Point(part=int(random.binomial(n, 0.1)), whole=int(n)) for n in sizes]
        found = {reading.signal for reading in control_chart(points)} & set(SIGNALS)
        alarms += bool(found)
        beyond += bool(found & {ABOVE_LIMIT, BELOW_LIMIT})
    assert alarms / 400 < 0.25
    assert beyond / 400 < 0.07


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400), st.floats(1, 3)),
        min_size=FEWEST_MONTHS,
        max_size=24,
    )
)
def test_any_series_has_a_reading_of_each_month(months: list[tuple[int, int, float]]) -> None:
    points = [Point(part=part, whole=part + rest, effect=effect) for part, rest, effect in months]
    chart = control_chart(points)
    assert len(chart) in {0, len(points)}
    for point, reading in zip(points, chart, strict=False):
        assert reading.signal in {*SIGNALS, ORDINARY, TOO_FEW}
        if point.whole:
            assert 0 <= reading.lower <= reading.centre <= reading.upper <= 1


@given(st.lists(st.integers(50, 150), min_size=FEWEST_MONTHS, max_size=24))
def test_upside_down_is_the_same_chart(parts: list[int]) -> None:
    other = dict(zip(SIGNALS[::2], SIGNALS[1::2], strict=True))
    other |= {below: above for above, below in other.items()}
    up = control_chart([Point(part=part, whole=200) for part in parts])
    down = control_chart([Point(part=200 - part, whole=200) for part in parts])
    assert [other.get(item.signal, item.signal) for item in up] == [item.signal for item in down]
