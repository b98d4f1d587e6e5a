"""The PDF, by real WeasyPrint: tagged, marked on every page, bounded, nothing clipped, nothing fetched."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import ConfigurationError
from imr_reports.protect import protect_tables
from imr_reports.records.tables import Audience, MeasureKind, ProtectedTable, Report
from imr_reports.render import render_report
from imr_reports.render.charts import draw_charts
from imr_reports.render.outline import load_outline
from imr_reports.render.pdf import print_pdf
from imr_reports.resources import templates_folder
from tests.invented_frames import invent_coverage, invent_frames
from tests.invented_report import (
    CATEGORIES,
    ISSUES,
    RATE,
    categories,
    hostile_report,
    invented_report,
    months,
    overturned_counts,
    overturned_excerpts,
    row,
    table,
    upheld_excerpts,
)


def pdf_of(report: Report) -> bytes:
    return render_report(report, frozenset({"pdf"}))["report.pdf"]


def pages_of(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    return [document[index].get_textpage().get_text_bounded() for index in range(len(document))]


@pytest.fixture(scope="module")
def sample() -> bytes:
    return pdf_of(invented_report())


def test_every_page_is_marked(sample: bytes) -> None:
    for page in pages_of(sample):
        assert "Internal: not for release" in page
        assert "Invented sample letters" in page


def test_a_public_report_is_marked_public() -> None:
    pages = pages_of(pdf_of(invented_report(audience=Audience.PUBLIC, is_sample=False, excerpts=())))
    assert all("Public" in page and "Internal" not in page and "nvented sample" not in page for page in pages)


def test_it_says_that_it_is_tagged_and_in_which_language(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        claims = pdf.Root.Metadata.read_bytes()
        assert b'pdfuaid:part="1"' in claims
        assert b'pdfaid:part="2" pdfaid:conformance="A"' in claims
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert set(pdf.docinfo) == {
            "/Title",
            "/Subject",
            "/Creator",
            "/Producer",
            "/CreationDate",
            "/ModDate",
        }
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20150331")


def structure(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        element = waiting.pop()
        found.append(element)
        children = element.get("/K", [])
        children = [children] if isinstance(children, pikepdf.Dictionary) else children
        if isinstance(children, pikepdf.Array | list):
            waiting += [child for child in reversed(list(children)) if isinstance(child, pikepdf.Dictionary)]
    return found


def test_headings_descend_one_by_one_and_figures_have_alternatives(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as pdf:
        elements = structure(pdf)
        names = [str(element.get("/S", "")) for element in elements]
        levels = [int(name[2:]) for name in names if re.fullmatch(r"/H[1-6]", name)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        figures = [element for element in elements if str(element.get("/S", "")) == "/Figure"]
        drawn = draw_charts(invented_report(), load_outline(templates_folder()))
        assert len(figures) == sum(map(len, drawn.values())) > 3
        assert all(len(str(figure.Alt)) > 30 for figure in figures)
        headers = [element for element in elements if str(element.get("/S", "")) == "/TH"]
        assert headers
        assert all(
            "/Scope" in str(dict(header.get("/A", {}))) or header.get("/A") is not None for header in headers
        )


def test_readers_of_screens_pass_over_running_heads(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as pdf:
        for page in pdf.pages:
            kinds = [
                str(operation.operands[0])
                for operation in pikepdf.parse_content_stream(page)
                if str(operation.operator) == "BDC" and "/MCID" not in operation.operands[1]
            ]
            assert kinds
            assert set(kinds) == {"/Artifact"}


def test_cells_of_heads_say_what_they_head_and_figures_lie_on_their_page(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as pdf:
        elements = structure(pdf)
        scopes = {
            (str(element.P.P.S), str(element.A.Scope))
            for element in elements
            if str(element.get("/S", "")) == "/TH"
        }
        assert scopes == {("/THead", "/Column"), ("/TBody", "/Row")}
        for element in elements:
            if str(element.get("/S", "")) == "/Figure":
                left, bottom, right, top = (float(value) for value in element.A.BBox)
                assert 0 < left < right < 612
                assert 0 < bottom < top < 792


def test_its_type_is_embedded_and_of_one_family(sample: bytes) -> None:
    with pikepdf.open(BytesIO(sample)) as pdf:
        names = {
            str(font.get("/BaseFont"))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
            for font in [item]
        }
    assert names
    assert all(re.search(r"\+Bulletin-Sans", name) for name in names), names


def outside(content: bytes) -> list[tuple[int, float, float]]:
    document = pypdfium2.PdfDocument(content)
    found = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(index)
            if left < 55 or bottom < 20 or right > width - 55 or top > height - 20:
                found.append((number + 1, left, right))
    return found


def test_no_text_leaves_the_page(sample: bytes) -> None:
    assert outside(sample) == []
    assert outside(pdf_of(hostile_report())) == []


@pytest.mark.parametrize("audience", list(Audience))
def test_real_tables_fit_between_the_margins(audience: Audience) -> None:
    frames = invent_frames(800, seed=5, months=12)
    tables = protect_tables(aggregate_tables(frames, invent_coverage(frames)), audience)
    assert outside(pdf_of(invented_report(tables=tables, audience=audience, excerpts=()))) == []


def test_hostile_text_is_printed_as_text() -> None:
    content = pdf_of(hostile_report())
    text = "".join(pages_of(content))
    assert "<script>" in text.replace("\n", "").replace("\r", "")
    with pikepdf.open(BytesIO(content)) as pdf:
        actions = {
            str(item.get("/S"))
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/URI" in item
        }
        assert not actions
        assert "/AcroForm" not in pdf.Root
        assert "/OpenAction" not in pdf.Root


@pytest.mark.parametrize(
    "page",
    [
        '<img src="file:///etc/hostname">',
        '<img src="http://127.0.0.1:9/x.png">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>@font-face{font-family:x;src:url(file:///etc/hostname)}</style><p style='font-family:x'>x",
    ],
)
def test_a_template_that_asks_for_more_is_refused(page: str) -> None:
    with pytest.raises(ConfigurationError, match="outside the report"):
        print_pdf(page)


def test_a_page_that_begins_within_a_group_says_in_which() -> None:
    source = categories()
    rows = [row("first", "First group", 50, 40, 10, 20.0)]
    rows += [row(f"a{n}", f"Detail {n}", 50, 40, 10, 20.0, depth=1) for n in range(42)]
    rows += [row("second", "Second group", 50, 40, 10, 20.0)]
    rows += [row(f"b{n}", f"Last {n}", 50, 40, 10, 20.0, depth=1) for n in range(4)]
    tables = (table("decisions_by_category", "T", "D", "R", source.measures, rows),)
    pages = pages_of(pdf_of(invented_report(tables=tables, excerpts=(), period="2015")))
    said = [page for page in pages if "First group, continued" in page]
    assert said
    assert all("Detail" in page and "First group 50" not in page for page in said)
    assert not any("Second group, continued" in page for page in pages)
    assert sum("Last 0" in page and "Last 3" in page and "Second group" in page for page in pages) == 1


def huge_report(period: str, rows: int, groups: int, words: int) -> Report:
    """Return a report with so many rows in each table, tables of groups, and words in each text."""
    source, long = categories(), "Invented words without end. " * (words // 4 + 1)
    held = [
        row(f"{place}", f"Row {place} {long}", 50, 40, 10, 20.0, depth=min(place % 12, 1))
        for place in range(rows)
    ]
    keys = ("decisions_by_category", "guidelines_reviewer", "reviewer_specialties", "days_histogram")
    keys += tuple(f"group:client{number}" for number in range(groups))
    big = tuple(table(key, f"T {long}", long, "R", source.measures, held) for key in keys)
    return invented_report(
        period=period,
        tables=(*big, months([f"Month {index}" for index in range(48)])),
        excerpts=tuple(
            replace(item, text=long * 9) for item in (*overturned_excerpts(500), *upheld_excerpts())
        ),
        overturned=overturned_counts(512),
        headlines=(long,) * 12,
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("period", "rows", "groups", "words"),
    [("2015", 3000, 2, 1), ("2015Q1", 700, 60, 4), ("2015-01", 40, 8, 40)],
)
def test_it_stays_short_whatever_the_volume(period: str, rows: int, groups: int, words: int) -> None:
    pages = pages_of(pdf_of(huge_report(period, rows, groups, words)))
    assert 12 <= len(pages) <= 40
    text = " ".join("\n".join(pages).split())
    assert re.search(r"The HTML report shows 4\d\d more; the other 12 stand in no report\.", text)
    assert re.search(r"[\d,]+ further rows are in the HTML report\.", text)
    if groups == 60:
        assert "further tables are in the HTML report." in text


def test_longer_periods_go_deeper() -> None:
    source = categories()
    rows = [row(f"{place}", f"Row number {place}", 50, 40, 10, 20.0) for place in range(100)]
    report = invented_report(
        tables=(table("decisions_by_category", "T", "D", "R", source.measures, rows),), excerpts=()
    )
    told = {
        period: len(
            re.findall(r"Row number \d+ 50 ", " ".join(pages_of(pdf_of(replace(report, period=period)))))
        )
        for period in ("2015-01", "2015Q1", "2015")
    }
    assert told == {"2015-01": 26, "2015Q1": 36, "2015": 50}


def test_of_a_long_table_main_rows_and_the_largest_details_are_kept_in_their_order() -> None:
    source = categories()
    rows = [row("a", "First", 90, 40, 10, 20.0)]
    rows += [row(f"a{n}", f"Detail {n}", n, 0, n, 100.0, depth=1) for n in range(60)]
    rows += [row("b", "Last", 90, 40, 10, 20.0), row("total", "All", 90, 40, 10, 20.0, is_total=True)]
    tables = (table("decisions_by_category", "T", "D", "R", source.measures, rows),)
    text = "\n".join(pages_of(pdf_of(invented_report(tables=tables, excerpts=(), period="2015-01"))))
    assert [int(place) for place in re.findall(r"Detail (\d+) ", text)] == list(range(36, 60))
    assert text.index("Detail 59 ") < text.index("Last 90") < text.index("All 90")
    assert "36 further rows are in the HTML report." in text


def test_the_contents_give_the_page_of_each_section(sample: bytes) -> None:
    pages = pages_of(sample)
    for title in ("Outcomes", "Cited guidelines", "Rationales", "Methods and privacy"):
        entry = re.search(rf"\d\s+{title}[\s.]*?(\d+)\r?\n", pages[1])
        assert entry, title
        assert title in pages[int(entry[1]) - 1]


def wide_table(columns: int, rows: int) -> ProtectedTable:
    """Return a table with an interval, a change and notes, and as many counts as make so many columns."""
    measures = [replace(ISSUES, key=f"n{n}", label=f"Issues of kind {n}") for n in range(columns - 3)]
    whole, part = measures[0].key, measures[1].key
    measures += [
        replace(RATE, key=key, label=label, kind=kind, numerator=part, denominator=whole)
        for key, label, kind in (
            ("rate", "% overturned", MeasureKind.PERCENT),
            ("low", "95% interval", MeasureKind.LOWER),
            ("high", "95% interval", MeasureKind.UPPER),
            ("change", "Change, points", MeasureKind.CHANGE),
        )
    ]
    held = [
        row(f"{n}", f"A row with a rather long label {n}", *[123456] * (columns - 3), 12.3, 10.1, 14.5, -22.2)
        for n in range(rows)
    ]
    noted = [replace(one, note="a note of some words") for one in held]
    return replace(
        table("decisions_by_category", "Wide", "D", "A row", measures, noted), note_header="What to note"
    )


@pytest.mark.parametrize("columns", [5, 8, 9, 12])
def test_wide_tables_fit_and_the_widest_lie_on_pages_of_their_own(columns: int) -> None:
    content = pdf_of(invented_report(tables=(wide_table(columns, 30),), excerpts=()))
    with pikepdf.open(BytesIO(content)) as pdf:
        sizes = {(float(page.MediaBox[2]), float(page.MediaBox[3])) for page in pdf.pages}
    assert sizes == {(612.0, 792.0)} | ({(792.0, 612.0)} if columns > 8 else set())
    assert outside(content) == []
    assert overlapping(content) == []
    text = " ".join(" ".join(pages_of(content)).split())
    for number in range(30):
        cells = " ".join(["123,456"] * (columns - 3))
        assert re.search(
            rf"A row with a rather long label {number} {cells} 12\.3% 10\.1–14\.5 \S+ a note of some words",
            text,
        )


def overlapping(content: bytes) -> list[tuple[int, str, str]]:
    """Return the stretches of text that lie over one another, by page."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        boxes = [text.get_rect(index) for index in range(text.count_rects())]
        for place, (left, bottom, right, top) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                across = min(right, other[2]) - max(left, other[0])
                up = min(top, other[3]) - max(bottom, other[1])
                if across > 1.5 and up > 1.5:
                    found.append(
                        (
                            number,
                            text.get_text_bounded(left, bottom, right, top),
                            text.get_text_bounded(*other),
                        )
                    )
    return found


def test_no_text_lies_over_another(sample: bytes) -> None:
    assert overlapping(sample) == []
    assert overlapping(pdf_of(hostile_report())) == []


def test_running_heads_keep_to_the_margins_and_the_body_to_its_own(sample: bytes) -> None:
    for content in (sample, pdf_of(hostile_report())):
        document = pypdfium2.PdfDocument(content)
        for number, page in enumerate(document, 1):
            height, text = page.get_height(), page.get_textpage()
            head = text.get_text_bounded(0, height - 68, 612, height)
            told = [line for line in re.split(r"\r?\n", head) if line.strip()]
            assert len(told) <= 4, number
            assert "Internal: not for release" in head
            foot = text.get_text_bounded(0, 0, 612, 62)
            assert len([line for line in re.split(r"\r?\n", foot) if line.strip()]) <= 2
            assert (f"{number} / {len(document)}" in foot) is (number > 1)


def test_text_comes_out_in_reading_order(sample: bytes) -> None:
    report = invented_report()
    text = " ".join(" ".join(pages_of(sample)[2:]).split())
    sentences = [text.index(" ".join(sentence.split())) for sentence in report.headlines]
    assert sentences == sorted(sentences)
    titles = [text.index(f"Table {number}.") for number in range(1, 12)]
    assert titles == sorted(titles)
    listed = [
        match.start() for title, *_ in CATEGORIES for match in [re.search(rf"{title} [\d,]+ ", text)] if match
    ]
    assert len(listed) == len(CATEGORIES)
    assert listed == sorted(listed)
    card = [
        text.index("Naproxen 550 mg, #60"),
        text.index("The worker has had low back pain"),
        text.index("Reviewer’s basis"),
    ]
    assert card == sorted(card)
