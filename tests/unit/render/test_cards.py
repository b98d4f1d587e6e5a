"""Overturned decisions and rationales: which cards stand where, and what is said of those left out."""

import re

import pytest

from imr_reports.records.tables import Audience, Excerpt, Report, Showing
from imr_reports.render.cards import Overturned, compose_overturned, compose_rationales
from imr_reports.render.page import report_page
from imr_reports.render.room import SCREEN, paper_bounds
from tests.invented_report import excerpt, invented_report, overturned_counts, overturned_excerpts


def overturned_report(issues: int, held: int | None = None, **changed: object) -> Report:
    excerpts = overturned_excerpts(min(issues, 500) if held is None else held)
    return invented_report(excerpts=excerpts, overturned=overturned_counts(issues), **changed)


def text_of(report: Report, section: str, *, screen: bool = True) -> str:
    page = report_page(report, {}, screen=screen)
    found = re.search(
        rf'<section class="section" id="{section}".*?(?=<section class="section"|</main>)', page, re.S
    )
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def cards_of(overturned: Overturned) -> list[Excerpt]:
    return [view.excerpt for group in overturned.groups for view in group.views]


def test_all_stand_on_screen_and_paper_says_what_it_leaves_out() -> None:
    report = overturned_report(60)
    assert "60 disputed items were overturned, 15 of them in part." in text_of(report, "overturned")
    assert "stand here" not in text_of(report, "overturned")
    on_paper = text_of(report, "overturned", screen=False)
    assert "25 stand here, chosen to stand for all of them" in on_paper
    assert "The HTML report shows the other 35." in on_paper


def test_beyond_the_bound_of_the_screen_the_rest_is_counted() -> None:
    report = overturned_report(1620)
    assert "500 stand here, chosen to stand for all" in text_of(report, "overturned")
    assert "The other 1,120 are left out." in text_of(report, "overturned")
    on_paper = text_of(report, "overturned", screen=False)
    assert "The HTML report shows 475 more; the other 1,120 stand in no report." in on_paper


def test_a_card_that_no_text_was_found_for_is_missed() -> None:
    assert "The other 2 are left out." in text_of(overturned_report(30, held=28), "overturned")


@pytest.mark.parametrize("number", [1, 7, 24, 25, 26, 100, 499, 500])
def test_shown_and_left_out_add_up(number: int) -> None:
    for bounds in (SCREEN, paper_bounds("2015Q1")):
        laid_out = compose_overturned(overturned_report(number), bounds)
        assert len(cards_of(laid_out)) == laid_out.shown
        assert laid_out.shown + laid_out.on_screen + laid_out.nowhere == laid_out.issues == number


def test_paper_takes_the_first_by_rank_and_groups_them_by_category() -> None:
    excerpts = overturned_excerpts(60)[::-1]
    laid_out = compose_overturned(
        invented_report(excerpts=excerpts, overturned=overturned_counts(60)), paper_bounds("2015Q1")
    )
    assert {item.rank for item in cards_of(laid_out)} == set(range(1, 26))
    for group in laid_out.groups:
        assert {view.excerpt.service_category for view in group.views} == {group.title}
        assert group.count is not None
        assert group.count.issues >= len(group.views)


def test_a_card_tells_service_decision_reasons_bases_and_reference() -> None:
    card = excerpt(
        "partially_overturned",
        0,
        service_details=("Opioids", "hydrocodone/acetaminophen"),
        reasons=("Benefit shown", "Criteria of the guideline met"),
        allowed="One refill",
        rank=1,
    )
    text = text_of(invented_report(excerpts=(card,), overturned=overturned_counts(1)), "overturned")
    assert "Pharmaceuticals · Opioids · hydrocodone/acetaminophen · overturned in part" in text
    assert "Allowed One refill" in text
    assert "Reasons Benefit shown ; Criteria of the guideline met" in text
    assert "Reference R0000-XKQP" in text


def test_an_overturned_decision_without_a_rationale_has_its_card() -> None:
    card = excerpt("overturned", 0, text="", rank=1)
    text = text_of(invented_report(excerpts=(card,), overturned=overturned_counts(1)), "overturned")
    assert "The letter gives no rationale." in text
    assert "1 disputed item was overturned" in text


def test_the_public_sees_no_listing_and_no_count_of_those_alike() -> None:
    cards = (
        excerpt("overturned", 0, reference=False, service_details=()),
        excerpt("upheld", 0, reference=False, service_details=(), showing=Showing.TYPICAL),
    )
    report = invented_report(audience=Audience.PUBLIC, excerpts=cards, overturned=())
    assert text_of(report, "overturned") == ""
    for screen in (True, False):
        text = text_of(report, "excerpts", screen=screen)
        assert "Pharmaceuticals · overturned" in text
        assert "Typical." in text
        assert "compared" not in text
        assert "alike" not in text


def test_typical_and_divergent_rationales_say_what_they_stand_for() -> None:
    common = excerpt("upheld", 0, alike=34, compared=120)
    odd = excerpt("upheld", 0, showing=Showing.DIVERGENT, alike=1, compared=120)
    alone = excerpt("upheld", 1, alike=1, compared=9)
    text = text_of(invented_report(excerpts=(common, odd, alone)), "excerpts")
    assert "34 of the 120 upheld rationales compared read nearly the same" in text
    assert "Most divergent. Of the 120 upheld rationales compared, the one least like the others" in text
    assert "Of the 9 upheld rationales compared, the one most like all others" in text
    assert "no other reads nearly the same" in text


@pytest.mark.parametrize(("period", "categories"), [("2015-02", 4), ("2015Q1", 6), ("2015", 8), ("all", 8)])
def test_paper_of_a_shorter_period_has_fewer_examples(period: str, categories: int) -> None:
    report = invented_report(period=period)
    laid_out = compose_rationales(report, paper_bounds(period))
    assert len(laid_out.groups) == min(7, categories)
    assert laid_out.on_screen == 7 - len(laid_out.groups)
