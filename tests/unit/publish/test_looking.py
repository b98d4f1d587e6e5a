"""An unknown name or number in any kind of file stops publication: nothing is written, nothing is told."""

import base64
import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imr_reports.errors import PrivacyGateError
from imr_reports.publish import Declared, publish_files
from imr_reports.publish.looking import look
from imr_reports.render.pdf import print_pdf

NOTHING = Declared()
PLANTED = (
    "Krzyzewski",
    "Obafemi",
    "WQXV",
    "00451123",
    "916-555-0100",
    "CM15-0000001",
    "a@example.com",
    "5NDL000",
)
SAFE = "Low back pain at L4-5; Norco 10/325 mg, 716 of 10,682 cases (6.7%), CPT 62323."


def page(words: str) -> bytes:
    return f"<!doctype html><html><body><main id='main'><p>{words}</p></main></body></html>".encode()


def attribute(words: str) -> bytes:
    return f"<p title='{words}'>pain</p>".encode()


def hidden_attribute(words: str) -> bytes:
    return f"<p class='{words}'>pain</p>".encode()


def style(words: str) -> bytes:
    return f"<style>p {{ content: '{words}' }}</style><p>pain</p>".encode()


def comment(words: str) -> bytes:
    return f"<!-- {words} --><p>pain</p>".encode()


def drawing(words: str) -> bytes:
    return f"<svg xmlns='http://www.w3.org/2000/svg'><desc>{words}</desc><path d='M1 2L3 4'/></svg>".encode()


def drawing_in_page(words: str) -> bytes:
    inside = base64.b64encode(drawing(words)).decode()
    return f"<p><img alt='a chart' src='data:image/svg+xml;base64,{inside}'></p>".encode()


def json_value(words: str) -> bytes:
    return json.dumps({"rows": [{"label": words, "cases": 10682}]}).encode()


def json_key(words: str) -> bytes:
    return json.dumps({words: 1}).encode()


def json_lines(words: str) -> bytes:
    return (json.dumps({"label": "pain"}) + "\n" + json.dumps({"label": words}) + "\n").encode()


def csv_cell(words: str) -> bytes:
    return f'label,cases\npain,48213\n"{words}",12\n'.encode()


def workbook(words: str, member: str = "xl/sharedStrings.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet><row><c><v>10682</v></c></row></worksheet>")
        archive.writestr(member, f"<sst><si><t>{words}</t></si></sst>")
    return buffer.getvalue()


def workbook_in_page(words: str) -> bytes:
    inside = base64.b64encode(workbook(words)).decode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return f"<p><a download='tables.xlsx' href='data:{kind};base64,{inside}'>Tables</a></p>".encode()


def workbook_properties(words: str) -> bytes:
    return workbook(words, "docProps/core.xml")


def parquet(words: str) -> bytes:
    buffer = io.BytesIO()
    pq.write_table(pa.table({"cases": [716, 10682], "label": ["pain", words]}), buffer)
    return buffer.getvalue()


def parquet_metadata(words: str) -> bytes:
    buffer = io.BytesIO()
    table = pa.table({"cases": [1]}).replace_schema_metadata({"creator": words})
    pq.write_table(table, buffer)
    return buffer.getvalue()


def plain_text(words: str) -> bytes:
    return words.encode()


KINDS = {
    page: "report.html",
    attribute: "report.html",
    hidden_attribute: "report.html",
    style: "report.html",
    comment: "report.html",
    drawing: "chart.svg",
    drawing_in_page: "report.html",
    json_value: "data.json",
    json_key: "data.json",
    json_lines: "data.jsonl",
    csv_cell: "data.csv",
    workbook: "tables.xlsx",
    workbook_in_page: "report.html",
    workbook_properties: "tables.xlsx",
    parquet: "cases.parquet",
    parquet_metadata: "cases.parquet",
    plain_text: "readme.txt",
}
MAKERS = [pytest.param(make, name, id=make.__name__) for make, name in KINDS.items()]


@pytest.mark.parametrize(("make", "name"), MAKERS)
def test_safe_words_pass(make, name: str) -> None:
    assert look(name, make("pain" if make is hidden_attribute else SAFE), NOTHING) is None


@pytest.mark.parametrize(("make", "name"), MAKERS)
@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_stops_publication(tmp_path: Path, make, name: str, planted: str) -> None:
    target = tmp_path / "out"
    with pytest.raises(PrivacyGateError) as caught:
        publish_files(target, {name: make(planted)}, {}, frozenset())
    assert not target.exists()
    assert caught.value.exit_code == 4
    assert planted not in str(caught.value)


def test_a_printed_page_is_read_by_words_and_metadata(tmp_path: Path) -> None:
    sheet = "<html lang='en'><head><title>{}</title></head><body><h1>Report</h1><p>{}</p></body></html>"
    good = print_pdf(sheet.format("Independent medical review", SAFE))
    assert look("report.pdf", good, NOTHING) is None
    for bad in (sheet.format("Krzyzewski", SAFE), sheet.format("Report", "told by Krzyzewski there")):
        with pytest.raises(PrivacyGateError, match=r"report\.pdf"):
            publish_files(tmp_path / "out", {"report.pdf": print_pdf(bad)}, {}, frozenset())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["Krzyzewski.html", "CM15-0000001.json", "cases_of_obafemi.csv"])
def test_a_file_name_is_looked_at_and_not_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(PrivacyGateError) as caught:
        publish_files(tmp_path / "out", {name: b""}, {}, frozenset())
    assert name not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"no pdf"),
        ("a.parquet", b"x"),
        ("a.xlsx", b"x"),
        ("a.json", b"{"),
        ("a.bin", b"\xff\xfe\x00"),
        (
            "a.html",
            b"<a href='data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,AAAA'>",
        ),
    ],
)
def test_what_can_not_be_read_is_not_published(name: str, content: bytes) -> None:
    hit = look(name, content, NOTHING)
    assert hit is not None
    assert hit.kind == "what can't be read"


def test_the_place_is_told() -> None:
    content = (
        "<section id='table-3'><p>Pain</p></section><section id='table-4'><p>by Krzyzewski</p></section>"
    )
    hit = look("report.html", content.encode(), NOTHING)
    assert hit is not None
    assert hit.where == "table-4"
    named = b"<figure id='table-obafemi' data-number='12'><p>by Krzyzewski</p></figure>"
    hit = look("report.html", named, NOTHING)
    assert hit is not None
    assert hit.where == "table-12"
    hit = look("data.csv", csv_cell("Krzyzewski"), NOTHING)
    assert hit is not None
    assert hit.where == "row 3, column 1"


def test_declared_phrases_pass_as_a_whole_and_stand_in_the_manifest(tmp_path: Path) -> None:
    declared = Declared(phrases=frozenset({"Krzyzewski & Obafemi Claims"}))
    files = {"report.html": page("For Krzyzewski &amp; Obafemi Claims")}
    publish_files(tmp_path, files, {}, frozenset(), declared)
    assert json.loads((tmp_path / "manifest.json").read_text())["declared"] == ["Krzyzewski & Obafemi Claims"]
    assert look("report.html", page("For Mr. Krzyzewski alone"), declared) is not None


def test_own_days_and_references_pass_and_others_do_not() -> None:
    declared = Declared(days=frozenset({date(2015, 3, 31)}))
    assert (
        look("report.html", page("as of March 31, 2015 (2015-03-31); reference DM2S-QBV4"), declared) is None
    )
    assert look("report.html", page("as of March 30, 2015"), declared) is not None
    assert look("data.json", b'{"as_of": "2015-03-30"}', declared) is not None


def test_a_checksum_of_style_or_script_must_be_that_of_the_page() -> None:
    own = "p { color: black }"
    checksum = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
    policy = "<meta http-equiv='Content-Security-Policy' content=\"style-src 'sha256-{}'\"><style>{}</style>"
    assert look("report.html", policy.format(checksum, own).encode(), NOTHING) is None
    assert look("report.html", policy.format(checksum[::-1], own).encode(), NOTHING) is not None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(alphabet="bcdfghjklmnpqrstvwxz", min_size=7, max_size=12).map(str.capitalize),
    st.sampled_from(list(KINDS.items())),
)
def test_a_made_up_name_passes_in_no_kind_of_file(name: str, kind) -> None:
    make, file_name = kind
    assert look(file_name, make(f"{name}"), NOTHING) is not None


@pytest.mark.parametrize(
    "line",
    ["Burns", "ODG/Burns/", "ODG/Burns//other parts", "Burns 3 0.4% 2 1 33.3% 9.7–70.0 −2.1†", "ODG: Burns"],
)
def test_a_chapter_that_bears_a_surname_is_a_label_where_it_stands_alone(line: str) -> None:
    assert look("page.txt", line.encode(), Declared()) is None


@pytest.mark.parametrize("line", ["for Burns, seen today", "by Burns", "Burns said 3"])
def test_the_same_word_among_others_is_a_name(line: str) -> None:
    assert look("page.txt", line.encode(), Declared()) is not None
