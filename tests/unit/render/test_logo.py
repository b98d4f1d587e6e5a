"""A logo is drawn anew as a plain picture; anything else is refused with one clear line."""

import io

import pytest
from PIL import Image, PngImagePlugin

from imr_reports.errors import ConfigurationError
from imr_reports.render import clean_logo, render_report
from tests.invented_report import HOSTILE, invented_report

WORDS = "Ramona Quillfeather, 555-0143"


def png(size: tuple[int, int] = (640, 200), mode: str = "RGBA", colour: object = (20, 80, 120, 200)) -> bytes:
    out = io.BytesIO()
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", WORDS)
    told.add_itxt("Comment", WORDS)
    Image.new(mode, size, colour).save(out, "PNG", pnginfo=told)  # type: ignore[arg-type]
    return out.getvalue()


def jpeg(mode: str = "RGB", turned: bool = False) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = WORDS
    if turned:
        exif[0x0112] = 6
    Image.new(mode, (300, 100)).save(out, "JPEG", exif=exif, comment=WORDS.encode())
    return out.getvalue()


@pytest.mark.parametrize("content", [png(), png(mode="L", colour=9), jpeg(), jpeg("CMYK"), jpeg("L")])
def test_nothing_but_its_points_is_kept(content: bytes) -> None:
    assert WORDS.encode() in content
    logo = clean_logo(content)
    assert b"Quillfeather" not in logo.content
    assert Image.open(io.BytesIO(logo.content)).info.keys() <= {"transparency"}
    assert logo == clean_logo(content)


def test_what_it_shows_is_kept() -> None:
    with Image.open(io.BytesIO(clean_logo(png()).content)) as drawn:
        assert drawn.size == (640, 200)
        assert drawn.getpixel((5, 5)) == (20, 80, 120, 200)
    assert (clean_logo(png((4000, 1000))).width, clean_logo(png((4000, 1000))).height) == (900, 225)
    turned = clean_logo(jpeg(turned=True))
    assert (turned.width, turned.height) == (100, 300)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "neither PNG nor JPEG"),
        (b"GIF89a" + bytes(50), "neither PNG nor JPEG"),
        (b"", "neither PNG nor JPEG"),
        (png()[:90], "can't be read as a picture"),
        (b"\xff\xd8\xff" + bytes(300), "can't be read as a picture"),
        (png((4001, 2), "L", 0), "4,000 points"),
        (png() + bytes(1_000_000), "larger than 1 MB"),
    ],
)
def test_what_is_no_fit_picture_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(ConfigurationError, match=why):
        clean_logo(content)


def test_it_stands_on_the_page_with_the_organization_as_its_words() -> None:
    logo = clean_logo(png())
    for organization, words in (("", "Logo"), ("Invented Claims Services", "Invented Claims Services")):
        report = invented_report(logo=logo, organization=organization)
        page = render_report(report, frozenset({"html"}))["report.html"].decode()
        assert page.count(f'alt="{words}"') == 1
        assert page.count("data:image/png;base64,") == 1
    hostile = render_report(invented_report(logo=logo, organization=HOSTILE), frozenset({"html"}))
    assert b"onerror=alert(1)>" not in hostile["report.html"]
