"""The HTML page: self-contained, inert, and true to its tables."""

import base64
import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.tables import Audience, Fact, Measure, MeasureKind, Report
from imr_reports.render import render_report
from imr_reports.render.outline import load_outline
from tests.invented_report import (
    ISSUES,
    WITHHELD,
    categories,
    excerpt,
    hostile_report,
    invented_report,
    row,
    table,
)


def html_of(report: Report) -> str:
    return render_report(report, frozenset({"html"}))["report.html"].decode("utf-8")


class Elements(HTMLParser):
    """Collects elements with their attributes, and the page's text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_hostile_text_makes_no_element_and_no_attribute() -> None:
    harmless, hostile = Elements(html_of(invented_report())), Elements(html_of(hostile_report()))
    assert {tag for tag, _ in hostile.found} <= {tag for tag, _ in harmless.found}
    assert len(hostile.named("script")) == len(hostile.named("style")) == 1
    assert {name for _, attributes in hostile.found for name in attributes} <= {
        name for _, attributes in harmless.found for name in attributes
    }
    assert all(
        (image["src"] or "").startswith("data:image/svg+xml;base64,") for image in hostile.named("img")
    )
    assert "[U+202E]gpj[U+0007]" in hostile.text
    assert "{{ 7*7 }}" in hostile.text


def test_hostile_labels_stay_text_inside_charts() -> None:
    for image in Elements(html_of(hostile_report())).named("img"):
        svg = base64.b64decode((image["src"] or "").partition(",")[2]).decode("utf-8")
        assert "<script" not in svg
        assert "<img" not in svg


def test_the_policy_names_the_hashes_of_what_the_page_holds() -> None:
    page = html_of(invented_report())
    policy = next(
        item["content"] or ""
        for item in Elements(page).named("meta")
        if item.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        content = page.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_points_outside_the_page() -> None:
    elements = Elements(html_of(invented_report()))
    for _, attributes in elements.found:
        assert "style" not in attributes
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    targets = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    links = {link["href"] or "" for link in elements.named("a")}
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert [link[:60] for link in links if not link.startswith("#")] == [
        "data:application/vnd.openxmlformats-officedocument.spreadshe"
    ]
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("audience", "marking"), [(Audience.INTERNAL, "Internal: not for release"), (Audience.PUBLIC, "Public")]
)
def test_the_page_says_for_whom_it_is(audience: Audience, marking: str) -> None:
    page = html_of(invented_report(audience=audience))
    assert page.count(f">{marking}<") == 2
    assert ("Internal" in Elements(page).text) == (audience is Audience.INTERNAL)


@pytest.mark.parametrize("is_sample", [True, False])
def test_samples_say_so_and_only_they(is_sample: bool) -> None:
    assert (
        "Invented sample letters" in Elements(html_of(invented_report(is_sample=is_sample))).text
    ) == is_sample


def test_legends_stand_where_their_marks_do() -> None:
    source = categories()
    plain = table(source.key, "T", "D", "R", source.measures, source.rows[:1])
    assert 'class="legend"' not in html_of(invented_report(tables=(plain,)))
    hidden = (*source.rows[:1], row("x", "X", *[WITHHELD] * 4), row("y", "Y", 0, 0, 0, None))
    text = Elements(
        html_of(invented_report(tables=(table("t", "T", "D", "R", source.measures, hidden),)))
    ).text
    assert "* withheld, so that" in text
    assert "– not applicable, or nothing to divide by." in text
    assert "4 cells are withheld" in text


def test_every_table_is_shown_once_even_one_that_no_section_names() -> None:
    extra = table(
        "group:client", "Decisions by client", "D", "Client", categories().measures, categories().rows
    )
    report = invented_report(tables=(*invented_report().tables, extra))
    text = Elements(html_of(report)).text
    for item in report.tables:
        assert len(re.findall(rf"Table \d+\. {re.escape(item.title)}", text)) == 1
    numbers = [int(number) for number in re.findall(r"(?<!From )Table (\d+)\.", text)]
    assert numbers == list(range(1, len(report.tables) + 1))


def test_a_table_of_many_columns_and_few_rows_is_turned() -> None:
    measures = [replace(categories().measures[0], key=f"m{n}", label=f"Column {n}") for n in range(12)]
    rows = [row(name, name, *range(start, start + 12)) for name, start in (("First", 100), ("Second", 200))]
    page = html_of(invented_report(tables=(table("days", "T", "D", "Step", measures, rows),)))
    headers = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
    assert headers == ["Measure", "First", "Second"]
    assert re.search(r'Column 7</th><td data-sort="107">107</td><td data-sort="207">207</td>', page)


def test_a_label_that_the_card_has_already_is_not_repeated() -> None:
    text = Elements(
        html_of(
            invented_report(
                excerpts=(
                    excerpt("upheld", 1, reviewer_guideline="Decision based on MTUS ACOEM Chapter 9."),
                    excerpt("upheld", 2, reviewer_guideline="Decision based on"),
                ),
                overturned=(),
            )
        )
    ).text
    assert "basisMTUS ACOEM Chapter 9." in text
    assert text.count("Decision based on") == 1


def test_zero_details_of_the_coverage_are_left_out_and_no_others() -> None:
    rows = [row("read", "Read", 9), row("none", "Of no kind", 0, depth=1), row("zero", "Unread", 0)]
    for key, shown in (("coverage", False), ("issues_per_case", True)):
        text = Elements(html_of(invented_report(tables=(table(key, "T", "D", "R", [ISSUES], rows),)))).text
        assert ("Of no kind" in text) == shown
        assert "Unread" in text


def test_whole_medians_have_no_decimals() -> None:
    median = Measure(key="median", label="Median", kind=MeasureKind.NUMBER, denominator="n", decimals=1)
    for values, printed in (((32.0, 27.0), "32"), ((32.0, 27.5), "32.0")):
        rows = [row("received_to_decided", "A", values[0]), row("b", "B", values[1])]
        page = html_of(invented_report(tables=(table("days", "T", "D", "R", [median], rows),)))
        assert f'<td data-sort="{printed}">{printed}</td>' in page
        assert '<span class="figure">32</span>' in page


def test_facts_of_one_label_stand_in_one_row() -> None:
    methods = tuple(Fact(label="Not tabulated", value=value) for value in ("alpha 1", "beta 2"))
    assert "Not tabulatedalpha 1; beta 2" in Elements(html_of(invented_report(methods=methods))).text


def test_the_public_is_told_why_there_are_no_excerpts() -> None:
    page = Elements(html_of(invented_report(audience=Audience.PUBLIC, excerpts=()))).text
    assert "would date a person’s case" in page
    assert "Reviewers' own words" not in page


def test_the_date_is_printed_in_words() -> None:
    text = Elements(html_of(invented_report())).text
    assert "Cases by decision date, January to March 2015; as of March 31, 2015" in text


def test_a_public_report_has_no_reference() -> None:
    page = html_of(
        invented_report(audience=Audience.PUBLIC, excerpts=(excerpt("upheld", 1, reference=False),))
    )
    assert "Reference" not in Elements(page).text


def test_an_empty_period_gives_a_short_report() -> None:
    page = html_of(
        invented_report(tables=(), excerpts=(), overturned=(), headlines=("No case was decided.",))
    )
    assert "No rationale is excerpted in this report." in page
    assert "No decision was overturned in this period." in page
    assert "Table 1." not in page


def test_two_processes_give_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.invented_report import invented_report; "
        "from imr_reports.render import render_report; "
        "[print(hashlib.sha256(b).hexdigest()) for _, b in sorted(render_report(invented_report()).items())]"
    )
    root = Path(__file__).parents[3]
    runs = {
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, cwd=root,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(runs) == 1


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="docx"):
        render_report(invented_report(), frozenset({"docx"}))


@pytest.mark.parametrize("content", ["", "section = 3", "[[section]]\nkey = 'a'", "not toml ["])
def test_a_broken_outline_is_one_clear_error(tmp_path: Path, content: str) -> None:
    (tmp_path / "outline.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"outline\.toml"):
        load_outline(tmp_path)


def test_changing_a_table_changes_the_page() -> None:
    report = invented_report()
    changed = replace(
        report, tables=(*report.tables[:1], replace(report.tables[1], title="Other"), *report.tables[2:])
    )
    assert html_of(report) != html_of(changed)
