"""Scanned letters: read by tesseract where it is installed, counted as scanned where it is not."""

import io
import textwrap

import pypdfium2
import pytest

from imr_reports.errors import UnreadLetterError
from imr_reports.ingest import ocr_version, read_letter
from imr_reports.ingest import pdf as pdf_reading
from imr_reports.parse import parse_letter
from imr_reports.records.coded import Decision, QualityCode
from imr_reports.records.identified import Letter, Medium
from tests.invented_letters import HEAD, TABLE, block

BRACE = "Knee brace with hinges, left: Overturned"
THERAPY = "Physical therapy, 12 visits for the knee: Upheld"
TEXT = TABLE + HEAD + block(BRACE) + block(THERAPY)
needs_tesseract = pytest.mark.skipif(not ocr_version(), reason="tesseract is not installed")


def typeset(text: str) -> bytes:
    """A PDF of a text, a page for each form feed."""
    weasyprint = pytest.importorskip("weasyprint")
    pages = "".join(
        f"<pre style='page-break-after: always'>{'<br>'.join(_wrapped(page))}</pre>"
        for page in text.split("\f")
    )
    html = f"<style>@page {{ size: letter }} pre {{ font: 12pt serif }}</style>{pages}"
    return weasyprint.HTML(string=html).write_pdf()


def _wrapped(text: str) -> list[str]:
    return [row for line in text.split("\n") for row in textwrap.wrap(line, 75) or [""]]


def scanned(data: bytes, dots: int = 200, keep: frozenset[int] = frozenset()) -> bytes:
    """The same pages as pictures, but for those (from 0) to be kept as text."""
    source = pypdfium2.PdfDocument(data)
    target = pypdfium2.PdfDocument.new()
    for number, page in enumerate(source):
        if number in keep:
            target.import_pages(source, [number])
            continue
        width, height = page.get_size()
        picture = pypdfium2.PdfImage.new(target)
        picture.set_bitmap(page.render(scale=dots / 72, grayscale=True))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = target.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
    buffer = io.BytesIO()
    target.save(buffer)
    return buffer.getvalue()


def facts(letter: Letter) -> dict[str, object]:
    case = parse_letter(letter)
    return {
        "case number": case.case_number.text,
        "dates": [
            day.value for day in (case.decided, case.assigned, case.received, case.ur_denial, case.injury)
        ],
        "priority": case.priority and case.priority.value,
        "specialties": case.specialty_codes,
        "states": [state.value for state in case.reviewer_states],
        "issues": [(" ".join(issue.request.text.split()), issue.decision) for issue in case.issues],
    }


@needs_tesseract
def test_a_scanned_letter_says_what_its_text_says() -> None:
    text = Letter(text=TEXT, medium=Medium.TEXT, digest="d")
    letter = read_letter(scanned(typeset(TEXT)))
    assert facts(letter) == facts(text)
    assert letter.pages_by_ocr == tuple(range(1, letter.pages + 1))
    assert {finding.code for finding in parse_letter(letter).quality} == {QualityCode.READ_BY_OCR}


@needs_tesseract
def test_pages_with_text_are_not_read_again() -> None:
    first, second = TEXT.split("\n\nKnee brace", 1)
    data = scanned(typeset(f"{first}\f\nKnee brace{second}"), keep=frozenset({0}))
    letter = read_letter(data)
    assert (letter.pages, letter.pages_by_ocr, letter.pages_without_text) == (2, (2,), ())
    assert [issue.decision for issue in parse_letter(letter).issues] == [Decision.OVERTURNED, Decision.UPHELD]


def test_without_tesseract_a_scan_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "ocr_version", lambda: "")
    with pytest.raises(UnreadLetterError) as caught:
        read_letter(scanned(typeset(TEXT), dots=60))
    assert caught.value.reason == "scanned"


def test_without_tesseract_a_scanned_page_marks_its_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reading, "ocr_version", lambda: "")
    letter = read_letter(scanned(typeset(f"{TEXT}\fA last page."), dots=60, keep=frozenset({0})))
    assert letter.pages_without_text == (2,)
    findings = {(finding.code, finding.subject) for finding in parse_letter(letter).quality}
    assert (QualityCode.TRUNCATED, "page 2") in findings


def test_an_empty_page_is_no_lost_page() -> None:
    letter = read_letter(typeset(f"{TEXT}\f"))
    assert letter.pages_without_text == letter.pages_by_ocr == ()
