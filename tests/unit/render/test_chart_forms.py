"""Control charts, funnel plots, heat maps and histograms draw the shown cells, and tell what stands out."""

import re
from dataclasses import replace

import pytest

from imr_reports.records.tables import ProtectedTable
from imr_reports.render.charts import Chart, draw_chart
from imr_reports.render.heat import heat_step
from imr_reports.render.outline import ChartPlan, load_outline
from imr_reports.render.palette import DARK, FAINT, HEAT, INK, MUTED, PAPER, PARTS, PLAIN
from imr_reports.render.placing import spread_apart
from imr_reports.resources import templates_folder
from imr_reports.statistics.clusters import Z_95, Z_998, limits_at
from tests.drawn import Drawn, assert_all_fits, read_drawing
from tests.invented_charts import (
    CALM,
    CROSSED,
    DAYS,
    GROUPS,
    bases,
    groups,
    histogram,
    samples_of_forms,
    trend,
)
from tests.invented_report import HOSTILE, WITHHELD, row

CURRENT = ("2015-10", "2015-11", "2015-12")


def plan_of(source: ProtectedTable, form: str) -> ChartPlan:
    plans = load_outline(templates_folder()).charts_of(source)
    return next(plan for plan in plans if plan.form == form)


def draw(source: ProtectedTable, form: str) -> Chart:
    chart = draw_chart(source, plan_of(source, form), CURRENT)
    assert chart is not None
    return chart


def drawn(chart: Chart) -> Drawn:
    return read_drawing(chart.drawing)


def all_charts() -> list[Chart]:
    return [draw(source, form) for form, source in samples_of_forms().items()]


def test_a_control_chart_draws_each_month_and_marks_special_causes() -> None:
    chart = draw(trend(CALM, notes={4: "below the lower limit", 7: "too few issues to tell"}), "control")
    marks = drawn(chart).marks
    assert len(marks) == 12
    assert [mark.fill for mark in marks].count(PARTS[1]) == 1
    assert [mark.fill for mark in marks].count(PAPER) == 1
    shapes = {mark.fill: mark.name for mark in marks}
    assert shapes[PARTS[1]] != shapes[PLAIN], "told apart by shape, too"
    assert "12.0%: below the lower limit" in drawn(chart).texts
    assert chart.finding == (
        "One of 12 months shows more than ordinary variation: May 2015 (12.0%), below the lower limit"
    )


def test_months_stand_at_their_rates_between_the_limits() -> None:
    found = drawn(draw(trend(CALM), "control"))
    heights = [mark.top for mark in sorted(found.marks, key=lambda mark: mark.left)]
    assert sorted(range(12), key=heights.__getitem__) == sorted(range(12), key=lambda place: -CALM[place])
    names = {words.text: words.baseline for words in found.words}
    assert names["upper limit"] < names["centre line 12.0%"] < names["lower limit"]
    assert "published 12.4%" in names
    stepped = [line for line in found.lines if len(line.points) >= 12]
    assert len(stepped) == 5, "three limits, the published figures, and the rates"


def test_ordinary_variation_is_called_so() -> None:
    assert draw(trend(CALM), "control").finding == (
        "The overturn rate varied around 12.0% by no more than chance explains"
    )


def test_the_months_of_the_report_are_shaded() -> None:
    chart = draw(trend(CALM), "control")
    (shade,) = drawn(chart).boxes
    inside = [mark for mark in drawn(chart).marks if shade.left <= mark.left <= shade.right]
    assert len(inside) == 3
    assert "this report" in drawn(chart).texts
    assert "October 2015: " in chart.alternative


def test_no_control_chart_without_limits() -> None:
    source = trend(CALM)
    plain = replace(
        source,
        measures=source.measures[:4],
        rows=tuple(replace(row, cells=row.cells[:4]) for row in source.rows),
    )
    assert draw_chart(plain, plan_of(source, "control")) is None


def test_limits_of_a_month_of_few_issues_do_not_flatten_the_chart() -> None:
    source = trend(CALM)
    first = source.rows[0]
    wide = replace(first, cells=(*first.cells[:6], replace(first.cells[6], value=90.0), first.cells[7]))
    found = drawn(draw(replace(source, rows=(wide, *source.rows[1:])), "control"))
    assert "20%" in found.texts
    assert "90%" not in " ".join(found.texts)


def test_a_funnel_plot_draws_each_group_once() -> None:
    chart = draw(groups(GROUPS), "funnel")
    marks = drawn(chart).marks
    with_rates = [group for group in GROUPS if group[1]]
    assert len(marks) == len(with_rates)
    assert [mark.fill for mark in marks].count(FAINT) == sum(issues < 20 for _, issues, _ in with_rates)
    wide = {name: issues for name, issues, _ in with_rates}
    assert max(marks, key=lambda mark: mark.left).fill == PLAIN
    assert len({mark.left for mark in marks}) == len(set(wide.values()))


def test_groups_beyond_the_limits_are_named_and_told() -> None:
    chart = draw(groups(GROUPS), "funnel")
    assert "Evaluation and management 40.0%" in drawn(chart).texts
    assert chart.finding == (
        "1 of 9 categories lies beyond the 99.8% limits around 11.8%: Evaluation and management (40.0%)"
    )
    assert chart.alternative.startswith("Funnel plot. ")
    calm = draw(groups([("A", 100, 12), ("B", 200, 22), ("C", 300, 36), ("D", 40, 5)]), "funnel")
    assert calm.finding.startswith("None of 4 categories differs from the rate of all (11.7%)")


def test_a_small_group_is_no_outlier() -> None:
    few = [("A", 500, 50), ("B", 400, 40), ("C", 300, 30), ("Few", 19, 19)]
    chart = draw(groups(few), "funnel")
    assert "beyond" not in chart.finding
    assert PARTS[1] not in {mark.fill for mark in drawn(chart).marks}


def test_clustering_widens_the_funnel() -> None:
    many = [("A", 500, 50), ("B", 400, 40), ("C", 300, 30), ("High", 100, 24)]
    assert "beyond" in draw(groups(many, design_effect=1.0), "funnel").finding
    assert "beyond" not in draw(groups(many, design_effect=3.0), "funnel").finding
    unknown = replace(groups(many), design_effect=None)
    assert draw_chart(unknown, plan_of(unknown, "funnel")) is None


def test_limits_lie_in_order_around_the_rate_of_all() -> None:
    for size in (5, 50, 500):
        low998, high998 = limits_at(0.12, size, 1.4, Z_998)
        low95, high95 = limits_at(0.12, size, 1.4, Z_95)
        assert low998 <= low95 < 0.12 < high95 <= high998


def test_no_funnel_without_the_rate_of_all() -> None:
    source = groups(GROUPS)
    hidden = row("total", "All", WITHHELD, WITHHELD, WITHHELD, WITHHELD, is_total=True)
    assert draw_chart(replace(source, rows=(*source.rows[:-1], hidden)), plan_of(source, "funnel")) is None


def test_a_heat_map_draws_the_cells_that_are_shown() -> None:
    chart = draw(bases(CROSSED), "heat")
    found = drawn(chart)
    assert len(found.boxes) == 7, "withheld cells and pairs that never happened have no colour"
    assert [box.fill for box in found.boxes].count(PAPER) == 1, "few issues, no colour"
    assert {"9.1%", "61.0%", "of 700"} <= set(found.texts)
    assert "hatched: withheld" in " ".join(found.texts)
    assert {line.stroke for line in found.lines} == {FAINT}
    assert chart.finding == (
        "Most often overturned, of the cells shown (61.0%): "
        "None cited (claims administrator), MTUS (reviewer)"
    )
    assert "None cited withheld" in chart.alternative


def test_what_is_withheld_is_nowhere_in_a_chart() -> None:
    chart = draw(bases(CROSSED), "heat")
    assert not re.search(r"\b90\b", chart.alternative + " ".join(drawn(chart).texts))
    bins = draw(histogram((*DAYS[:5], WITHHELD, *DAYS[6:])), "histogram")
    assert "180" not in bins.alternative + " ".join(drawn(bins).texts)
    assert len(drawn(bins).boxes) == len(drawn(draw(histogram(DAYS), "histogram")).boxes) - 1
    assert "half" not in bins.finding, "what half of the cases took can't be told without it"
    groups_withheld = groups(GROUPS)
    rows = (row("g0", "Hidden", WITHHELD, WITHHELD, WITHHELD, WITHHELD), *groups_withheld.rows[1:])
    funnel = draw(replace(groups_withheld, rows=rows), "funnel")
    assert len(drawn(funnel).marks) == 8
    assert "categories shown" in funnel.finding


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("is_dark", [False, True])
def test_words_can_be_read_on_every_colour(is_dark: bool) -> None:
    def seen(colour: str) -> str:
        return DARK[colour] if is_dark else colour

    for step, colour in enumerate(HEAT):
        words = PAPER if step >= 4 else INK
        assert contrast(seen(colour), seen(words)) >= 4.5, step
    for colour in (INK, MUTED, PARTS[1], PARTS[2]):
        assert contrast(seen(PAPER), seen(colour)) >= 4.5
    steps = [luminance(seen(colour)) for colour in HEAT]
    assert steps == sorted(steps, reverse=not is_dark), "grey print keeps the order"
    assert contrast(seen(PARTS[0]), seen(PARTS[1])) >= 2


def test_steps_of_colour_follow_the_value() -> None:
    steps = [heat_step(value, 70.0) for value in (0, 5, 20, 45, 70)]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, len(HEAT) - 1)
    assert heat_step(0, 0) == 0


def test_a_histogram_draws_the_limit_between_its_bins() -> None:
    chart = draw(histogram(DAYS), "histogram")
    found = drawn(chart)
    within = [box for box in found.boxes if box.fill == PLAIN]
    above = [box for box in found.boxes if box.fill == PARTS[1]]
    (limit,) = [line for line in found.lines if line.stroke == INK]
    assert max(box.right for box in within) <= limit.left <= min(box.left for box in above)
    assert len(above) == 3
    assert "limit: 45 days" in found.texts
    assert chart.finding == (
        "Assignment to decision: half of standard cases took 30 days or fewer, 2.6% more than 45"
    )
    assert "17" not in found.texts, "cases without dates are no bin"


def test_heights_that_are_too_near_are_moved_apart() -> None:
    assert spread_apart([50, 52, 10], 13, lowest=200) == [50, 63, 10]
    assert spread_apart([195, 199, 230], 13, lowest=200) == [174, 187, 200]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert [chart.drawing.svg for chart in all_charts()] == [chart.drawing.svg for chart in all_charts()]


def test_drawings_hold_no_date_no_name_of_a_program_and_no_checksum() -> None:
    for chart in all_charts():
        assert not re.search(
            r"matplotlib|metadata|<!--|\bid=\"(?!shape-)|clip-path|\d{4}-\d\d-\d\d", chart.drawing.svg
        )


ABSURD = [
    "W" * 10_000,
    "ward " * 2_000,
    HOSTILE,
    "\u05d0\u05d1\u05d2 " * 30,
    "\ufffe\uffff$x^2$",
    " ",
    "漢字" * 40,
]


@pytest.mark.parametrize(
    "label", ABSURD, ids=["long", "words", "hostile", "hebrew", "signs", "blank", "wide"]
)
@pytest.mark.parametrize("form", ["control", "funnel", "heat", "histogram", "rates", "months"])
def test_absurd_labels_stay_on_the_sheet(form: str, label: str) -> None:
    source = {
        "control": trend(CALM, notes={5: "above the upper limit"}),
        "heat": bases(CROSSED),
        "histogram": histogram(DAYS),
        "months": replace(trend(CALM), key="outcomes_by_month"),
    }.get(form, groups(GROUPS))
    rows = tuple(replace(row, label=label) for row in source.rows)
    measures = tuple(replace(measure, label=label) for measure in source.measures)
    absurd = replace(source, rows=rows, measures=measures, unit=label[:12], row_header=label)
    chart = draw(absurd, form)
    assert_all_fits(chart.drawing)
    assert "<script" not in chart.drawing.svg
    assert "\u202e" not in chart.drawing.svg


@pytest.mark.parametrize("count", [8, 13, 24])
def test_control_charts_of_any_length_fit(count: int) -> None:
    rates = [(CALM * 2)[place] for place in range(count)]
    signals = dict.fromkeys(range(0, count, 3), "run of eight or more above the centre")
    assert_all_fits(draw(trend(rates, notes=signals), "control").drawing)


@pytest.mark.parametrize("count", [4, 30, 200])
def test_funnel_plots_of_many_groups_fit(count: int) -> None:
    many = [(f"Group {n}", 5 + 7 * n * n, (5 + 7 * n * n) // (3 + n % 9)) for n in range(count)]
    assert_all_fits(draw(groups(many), "funnel").drawing)


def test_charts_of_each_form_fit() -> None:
    for chart in all_charts():
        assert_all_fits(chart.drawing)
