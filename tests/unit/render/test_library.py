"""A user's templates stand over ours: they change the look, and can neither reach out nor fail darkly."""

from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.render import render_report
from tests.invented_report import invented_report

BODY = '{% extends "ours/report.html.j2" %}{% block masthead %}{{ super() }}MORE{% endblock %}'


def page(folder: Path, more: str = "", name: str = "report.html.j2") -> str:
    (folder / name).write_text(BODY.replace("MORE", more), encoding="utf-8")
    return render_report(invented_report(), frozenset({"html"}), folder)["report.html"].decode()


def test_a_block_of_ours_can_be_added_to(tmp_path: Path) -> None:
    made = page(tmp_path, "<p>For the {{ report.organization }} committee</p>")
    assert "<p>For the Invented Claims Services, utilization review committee</p>" in made
    assert "Decisions by service category" in made


def test_a_file_of_ours_can_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "methods.html.j2").write_text("<h3>Asked and answered</h3>", encoding="utf-8")
    ours = render_report(invented_report(), frozenset({"html"}))["report.html"].decode()
    made = render_report(invented_report(), frozenset({"html"}), tmp_path)["report.html"].decode()
    assert "How identities were removed" in ours
    assert "Asked and answered" in made
    assert "How identities were removed" not in made


def test_a_sheet_of_ones_own_comes_last_and_the_policy_allows_it(tmp_path: Path) -> None:
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "own.css").write_text("h1 { color: #123456; }\n", encoding="utf-8")
    (tmp_path / "script").mkdir()
    (tmp_path / "script" / "search.js").write_text("void 0;", encoding="utf-8")
    plain = render_report(invented_report(), frozenset({"html"}))["report.html"].decode()
    made = render_report(invented_report(), frozenset({"html"}), tmp_path)["report.html"].decode()
    sheet = made.split("<style>")[1].split("</style>")[0]
    # What marks each sheet that is printed from a browser can't be overruled.
    assert sheet.index("h1 { color: #123456; }") > sheet.index("@media print")
    assert sheet.index("h1 { color: #123456; }") < sheet.index('content:"Internal: not for release"')
    assert made.split("script-src ")[1].split("; img")[0] != plain.split("script-src ")[1].split("; img")[0]


def test_an_outline_of_ones_own_is_followed(tmp_path: Path) -> None:
    (tmp_path / "outline.toml").write_text(
        'tile = []\nchart = []\n[[section]]\nkey = "all"\ntitle = "All of it"\nshows = "tables"\n'
        'tables = ["*"]\n',
        encoding="utf-8",
    )
    made = render_report(invented_report(), frozenset({"html"}), tmp_path)["report.html"].decode()
    assert made.count("<h2 id=") == 1 + made.count('<h2 id="contents-title"')
    assert "All of it" in made


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("\n\n{{ report.nothing }}", r"report\.html\.j2, line 3: .*'nothing' is not there"),
        ("\n{{ unheard_of }}", r"report\.html\.j2, line 2: 'unheard_of' is not there"),
        ("\n{% if %}", r"report\.html\.j2, line 2: "),
        ("\n{{ 1 / 0 }}", r"line 2: it can't be done \(ZeroDivisionError\)"),
        ("{% include 'absent.j2' %}", r"no template named absent\.j2"),
        ("{{ report.__class__.__mro__ }}", "what templates may not do"),
        ("{{ ''.__class__.__base__.__subclasses__() }}", "what templates may not do"),
        ("{{ m }}{{ report.excerpts[0].nothing }}", "is not there"),
    ],
)
def test_what_fails_in_a_template_is_told_by_file_and_line(tmp_path: Path, more: str, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why) as told:
        page(tmp_path, more)
    assert "\n" not in str(told.value)


def test_a_message_never_quotes_what_was_to_be_printed(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as told:
        page(tmp_path, "{{ report[report.excerpts[0].text.split()[9]] }}")
    assert "injury" in invented_report().excerpts[0].text.split()[9]
    assert "injury" not in str(told.value)


@pytest.mark.parametrize(
    "more",
    [
        '<img src="https://example.com/x.png" alt="x">',
        '<img src="x.png" alt="x">',
        '<img srcset="//example.com/x.png 2x" alt="x">',
        '<a href="https://example.com">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<link rel="stylesheet" href="x.css">',
        "<script src='x.js'></script>",
        "<style>@import 'x.css';</style>",
        "<style>p { background: url(//example.com/x) }</style>",
        "<p style=\"background: url('file:///etc/hostname')\">x</p>",
        '<p onclick="alert(1)">x</p>',
        '<meta http-equiv="refresh" content="0">',
        '<base href="#">',
        "<iframe></iframe>",
        '<form action="#"></form>',
    ],
)
def test_a_page_that_would_ask_for_something_outside_is_refused(tmp_path: Path, more: str) -> None:
    with pytest.raises(ConfigurationError, match="would hold"):
        page(tmp_path, more)


def test_a_page_without_its_policy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("<!doctype html><style>{{ style }}</style>", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="must begin with its policy"):
        render_report(invented_report(), frozenset({"html"}), tmp_path)


def test_what_is_within_the_page_is_taken(tmp_path: Path) -> None:
    assert "data:image/png" in page(
        tmp_path, '<a href="#main"><img alt="x" src="data:image/png;base64,AA=="></a>'
    )


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="--templates"):
        render_report(invented_report(), frozenset({"html"}), tmp_path / "absent")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "own.css").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match=r"style/own\.css is not UTF-8"):
        render_report(invented_report(), frozenset({"html"}), tmp_path)
