"""Drawings are lean, stand by themselves on a screen, and look alike whatever the reader's settings."""

import re
from xml.etree import ElementTree

import matplotlib
import pytest

from imr_reports.render.charts import draw_chart
from imr_reports.render.drawing import Drawing
from imr_reports.render.outline import load_outline
from imr_reports.render.palette import DARK
from imr_reports.render.vector import dressed_svg
from imr_reports.resources import templates_folder
from tests.invented_charts import samples_of_forms


def drawing(form: str) -> Drawing:
    source = samples_of_forms()[form]
    plan = next(plan for plan in load_outline(templates_folder()).charts_of(source) if plan.form == form)
    chart = draw_chart(source, plan)
    assert chart is not None
    return chart.drawing


@pytest.mark.parametrize("form", samples_of_forms())
def test_each_colour_has_one_for_a_dark_page(form: str) -> None:
    svg = drawing(form).svg
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) <= set(DARK)
    dressed = dressed_svg(svg, (), DARK)
    for colour in set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', svg)):
        assert f'[fill="{colour}"]{{fill:{DARK[colour]}}}' in dressed


@pytest.mark.parametrize("form", samples_of_forms())
def test_drawings_are_well_formed_and_hold_no_styles_of_their_own(form: str) -> None:
    svg = drawing(form).svg
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "defs", "path", "use", "text"}
    assert not re.search(r'style=|class=|url\(|<a |href="(?!#shape-)', svg)
    known = {element.get("id") for element in root.iter() if element.get("id")}
    used = set(re.findall(r'xlink:href="#([^"]+)"', svg))
    assert used == known


def test_dressed_drawings_carry_their_type() -> None:
    dressed = dressed_svg(drawing("bars").svg, [("400", "data:font/woff2;base64,AA==")], DARK)
    assert (
        '@font-face{font-family:"Bulletin Sans";font-weight:400;src:url(data:font/woff2;base64,AA==)}'
        in dressed
    )
    ElementTree.fromstring(dressed)


def test_settings_of_a_reader_do_not_count() -> None:
    before = drawing("months").svg
    odd = {"font.size": 30, "lines.linewidth": 9, "svg.fonttype": "path", "text.color": "red"}
    with matplotlib.rc_context(odd):
        assert drawing("months").svg == before
        assert matplotlib.rcParams["font.size"] == 30, "and stay as they were"
