"""Charts draw what is shown and nothing else, and say what they show."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from imr_reports.records.tables import Audience, ProtectedTable
from imr_reports.render.charts import Chart, draw_chart
from imr_reports.render.drawing import round_ticks
from imr_reports.render.lettering import shortened, text_width, wrapped
from imr_reports.render.outline import ChartPlan, load_outline
from imr_reports.render.palette import PAPER
from imr_reports.resources import templates_folder
from tests.drawn import Drawn, assert_all_fits, read_drawing
from tests.invented_report import (
    ISSUES,
    OVERTURNED,
    RATE,
    UPHELD,
    WITHHELD,
    categories,
    guidelines,
    months,
    row,
    table,
)

PLANS = {plan.table: plan for plan in reversed(load_outline(templates_folder()).charts)}
MEASURES = (ISSUES, UPHELD, OVERTURNED, RATE)


def draw(source: ProtectedTable) -> Chart:
    chart = draw_chart(source, PLANS[source.key])
    assert chart is not None
    return chart


def drawn(chart: Chart) -> Drawn:
    return read_drawing(chart.drawing)


def words(chart: Chart) -> list[str]:
    return drawn(chart).texts


def test_bars_are_as_long_as_their_counts() -> None:
    chart = draw(categories())
    by_row: dict[float, float] = {}
    for bar in drawn(chart).boxes:
        if bar.height > 12:
            by_row[bar.top] = by_row.get(bar.top, 0) + bar.width
    lengths = sorted(by_row.values(), reverse=True)
    assert lengths[1] / lengths[0] == pytest.approx(214 / 561, abs=0.001)
    assert {"561", "8.7%", "40.0%"} <= set(words(chart))


def test_titles_state_the_finding() -> None:
    assert draw(categories()).finding == (
        "Pharmaceuticals made up 41% of issues; 8.7% of them were overturned (11.8% of all)"
    )
    assert draw(months()).finding == (
        "Between 10.3% (January 2015) and 15.2% (March 2015) of issues were overturned"
    )
    assert draw(guidelines("reviewer", "reviewer")).finding == (
        "Reviewers most often cited MTUS: Chronic Pain Medical Treatment Guidelines (2009) (48.4% of issues)"
    )


def test_the_alternative_holds_the_finding_and_figures() -> None:
    chart = draw(categories())
    assert chart.finding in chart.alternative
    assert "Rehabilitation services: 214, overturn rate 9.8%" in chart.alternative


def few_table(key: str) -> ProtectedTable:
    rows = [row("a", "Alpha", 100, 80, 20, 20.0), row("b", "Beta", 40, 30, 10, 25.0)]
    return table(key, "T", "D", "R", MEASURES, [*rows, row("c", "Gamma", 12, 0, 12, 100.0)])


@pytest.mark.parametrize("key", ["decisions_by_category", "outcomes_by_month"])
def test_rates_of_few_are_drawn_hollow_and_explained(key: str) -> None:
    chart = draw(few_table(key))
    assert [dot.fill == PAPER for dot in drawn(chart).marks] == [False, False, True]
    assert "hollow: fewer than 20 issues" in words(chart)
    assert "fewer than 20 issues are drawn hollow" in chart.alternative
    plain = draw(replace(few_table(key), rows=few_table(key).rows[:2] + months().rows[:1]))
    assert not any("hollow" in word for word in words(plain))


def test_a_month_of_few_issues_is_no_extreme() -> None:
    assert draw(few_table("outcomes_by_month")).finding == (
        "In the months with at least 20 issues, between 20.0% (Alpha) and 25.0% (Beta) of issues "
        "were overturned"
    )


def withheld_table(key: str) -> ProtectedTable:
    return table(
        key,
        "T",
        "D",
        "R",
        MEASURES,
        [
            row("a", "Alpha", 100, 80, 20, 20.0),
            row("b", "Beta", WITHHELD, WITHHELD, WITHHELD, WITHHELD),
            row("c", "Gamma", 50, WITHHELD, WITHHELD, WITHHELD),
            row("d", "Delta", 40, 40, 0, 0.0),
            row("total", "All", 199, WITHHELD, WITHHELD, WITHHELD, is_total=True),
        ],
    )


@pytest.mark.parametrize(("key", "marks"), [("decisions_by_category", 3), ("outcomes_by_month", 1)])
def test_withheld_cells_are_not_drawn(key: str, marks: int) -> None:
    chart = draw(withheld_table(key))
    tall = [bar for bar in drawn(chart).boxes if bar.width and bar.height > 12]
    # Alpha's two parts, Gamma in one piece (its parts are withheld), Delta's one visible part.
    assert len(tall) == 4
    assert words(chart).count("withheld") == marks
    assert "Parts withheld" in words(chart)
    assert len(drawn(chart).marks) == 2
    assert "Beta: withheld" in chart.alternative
    assert not re.search(r"\b9\b", chart.alternative + " ".join(words(chart)))


def test_findings_say_when_something_is_withheld() -> None:
    assert draw(withheld_table("decisions_by_category")).finding.startswith("Of the categories shown, Alpha")
    assert draw(withheld_table("outcomes_by_month")).finding.startswith("In the months shown, ")


def test_no_chart_where_there_is_nothing_to_compare() -> None:
    assert draw_chart(months(("January 2015", "February 2015")), PLANS["outcomes_by_month"]) is None
    empty = table(
        "decisions_by_category", "T", "D", "R", MEASURES, [row("total", "All", 0, 0, 0, None, is_total=True)]
    )
    assert draw_chart(empty, PLANS["decisions_by_category"]) is None
    other = replace(categories(), measures=(replace(ISSUES, key="n"), UPHELD, OVERTURNED, RATE))
    assert draw_chart(other, PLANS["decisions_by_category"]) is None


@pytest.mark.parametrize("count", [3, 12, 13, 24, 150])
def test_any_number_of_months_fits(count: int) -> None:
    chart = draw(months([f"Month {index}" for index in range(count)]))
    assert_all_fits(chart.drawing)
    names = [label for label in drawn(chart).words if label.text.startswith("Month ")]
    assert all(one.right < other.left for one, other in pairwise(names))


@pytest.mark.parametrize("scale", [1, 30])
def test_no_figure_stands_before_the_name_of_a_month(scale: int) -> None:
    rows = [
        row(f"{m}", f"{m} 2015", 12 * scale, 9 * scale, 3 * scale, 25.0) for m in ("March", "April", "May")
    ]
    texts = words(draw(table("outcomes_by_month", "T", "D", "Month", MEASURES, rows)))
    named = [index for index, text in enumerate(texts) if text.endswith("2015")]
    assert len(named) == 3
    assert not any(re.search(r"\d{1,2}$", texts[index - 1]) for index in named[:1])
    assert named == list(range(named[0], named[0] + 3))


def test_long_labels_are_cut_to_their_room() -> None:
    cut = shortened("W" * 10000, 13, 200)
    assert cut.endswith("…")
    assert text_width(cut, 13) <= 200
    assert shortened("Low  Back", 13, 200) == "Low Back"


def test_a_label_that_is_too_long_for_one_line_takes_two() -> None:
    name = "Official Disability Guidelines (ODG): Mental Illness & Stress, and Much Else"
    lines = wrapped(name, 13, 300)
    assert len(lines) == 2
    assert " ".join(lines) == name
    assert all(text_width(line, 13) <= 300 for line in lines)
    assert wrapped("W" * 10000, 13, 200) == (shortened("W" * 10000, 13, 200),)
    assert wrapped("Low Back", 13, 200) == ("Low Back",)


@pytest.mark.parametrize(
    ("largest", "last"), [(0, 1), (0.7, 0.8), (4, 4), (7, 8), (40, 40), (494, 600), (1353, 1500)]
)
def test_axes_end_at_round_values(largest: float, last: float) -> None:
    ticks = round_ticks(largest)
    assert ticks[0] == 0
    assert ticks[-1] == pytest.approx(last)
    assert len(ticks) <= 6


def test_an_unknown_form_is_refused() -> None:
    plan = ChartPlan(table="t", form="pie", count="issues", noun="rows")
    with pytest.raises(Exception, match="a chart's form is one of"):
        draw_chart(categories(), plan)


def test_a_table_can_have_several_charts() -> None:
    forms = [plan.form for plan in load_outline(templates_folder()).charts_of(categories())]
    assert forms == ["rates", "funnel"]


def test_a_chart_can_be_for_one_audience_alone() -> None:
    outline = load_outline(templates_folder())
    plans = tuple(replace(plan, audience="public") for plan in outline.charts)
    assert replace(outline, charts=plans).charts_of(categories()) == ()
    public = replace(categories(), audience=Audience.PUBLIC)
    assert len(replace(outline, charts=plans).charts_of(public)) == 2


def test_patterns_name_the_tables_of_groups() -> None:
    grouped = replace(categories(), key="group:client")
    assert [plan.form for plan in load_outline(templates_folder()).charts_of(grouped)] == ["funnel"]


def test_details_are_named_with_their_main_row_where_several_have_details() -> None:
    plan = replace(PLANS["decisions_by_category"], form="bars", depth=1, lead="Most issues:")
    several = draw_chart(categories(), plan)
    assert several is not None
    assert "Pharmaceuticals: Opioids" in words(several)
    one = draw_chart(replace(categories(), rows=categories().rows[:7]), plan)
    assert one is not None
    assert "Opioids" in words(one)


def test_what_was_not_recognized_is_never_what_stands_out() -> None:
    rows = [row("none", "No reason recognized", 50, 50, 0, 50.0), row("b", "Beta", 40, 40, 0, 40.0)]
    plan = replace(PLANS["decisions_by_category"], form="bars", parts=(), lead="Most often:")
    chart = draw_chart(table("t", "T", "D", "R", MEASURES, rows), plan)
    assert chart is not None
    assert chart.finding == "Most often: Beta (40.0% of issues)"
