"""Words of a user's templates may be published; a letter's words don't slip through with them."""

import base64
import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from imr_reports.errors import ConfigurationError, PrivacyGateError
from imr_reports.publish import declare_templates, publish_files, verify_folder


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "style").mkdir(parents=True)
    (folder / "report.html.j2").write_text(
        '<p class="vrandtshade">Made by the Vrandt &amp; Ollowick\n  committee</p><b>Quillfeather</b>'
        "{{ note('The Zamboree method') }}",
        encoding="utf-8",
    )
    (folder / "style" / "own.css").write_text(".vrandtshade { color: red }", encoding="utf-8")
    return folder


def published(tmp_path: Path, templates: Path, body: str) -> Path:
    target = tmp_path / "report"
    publish_files(
        target,
        {"report.html": body.encode()},
        {},
        frozenset({date(2015, 3, 31)}),
        declare_templates(templates),
    )
    return target


def test_what_the_templates_say_is_published_and_verified_later(tmp_path: Path, templates: Path) -> None:
    body = '<p class="vrandtshade">Made by the Vrandt & Ollowick committee</p><p>The Zamboree method</p>'
    target = published(tmp_path, templates, body)
    found = verify_folder(target, frozenset())
    assert [verdict.fault for verdict in found.files] == ["", ""]
    assert "Made by the Vrandt & Ollowick committee" in found.declared


@pytest.mark.parametrize(
    "body",
    [
        "<p>vrandtshade</p>",  # a name of a class, where readers read
        "<p>Quillfeather</p>",  # a word that stands alone in the template
        "<p>The Ollowick decision</p>",  # a part of a phrase
        '<p title="vrandtshade">The method</p>',
    ],
)
def test_a_word_of_a_template_elsewhere_is_still_refused(tmp_path: Path, templates: Path, body: str) -> None:
    with pytest.raises(PrivacyGateError):
        published(tmp_path, templates, body)


def test_templates_that_are_no_text_are_told(templates: Path) -> None:
    (templates / "x.j2").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        declare_templates(templates)


def picture(**told: str) -> str:
    out, info = io.BytesIO(), PngImagePlugin.PngInfo()
    for name, words in told.items():
        info.add_text(name, words)
    Image.new("RGB", (3, 3)).save(out, "PNG", pnginfo=info)
    return base64.b64encode(out.getvalue()).decode()


def test_a_picture_may_hold_points_and_no_words(tmp_path: Path, templates: Path) -> None:
    page = '<p><img alt="Logo" src="data:image/{};base64,{}"></p>'
    published(tmp_path, templates, page.format("png", picture()))
    trailing = base64.b64encode(base64.b64decode(picture()) + b"Ramona Quillfeather").decode()
    exif = base64.b64encode(b"\xff\xd8\xff\xe1 Ramona Quillfeather").decode()
    for body in (
        page.format("png", picture(Author="Ramona Quillfeather")),
        page.format("png", trailing),
        page.format("png", exif),
        page.format("jpeg", exif),
    ):
        with pytest.raises(PrivacyGateError):
            published(tmp_path, templates, body)
