"""A PDF's bytes → the text of its pages; pages that are pictures are read by OCR where that can be had."""

from dataclasses import dataclass

from imr_reports.errors import UnreadLetterError
from imr_reports.ingest.ocr import ocr_version, read_picture
from imr_reports.records.coded import UnreadReason

# Fewer letters than this on a page are a stamp or a running foot on a picture, if there is one.
_LETTERS_A_PAGE = 40
_SURELY_ENOUGH = 400  # characters, blanks among them
_LARGE_PICTURE = 0.3  # of the page; logos and signatures are smaller
_MANY_LINES = 200  # tables and frames need fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """The text of a PDF.

    Attributes:
        pages: text of each page.
        by_ocr: numbers of the pages that were read from their picture, from 1.
        without_text: numbers of the pages that hold a picture whose words could not be read.
    """

    pages: tuple[str, ...]
    by_ocr: tuple[int, ...] = ()
    without_text: tuple[int, ...] = ()


def read_pdf(data: bytes) -> PdfText:
    """Return the text of a PDF page by page.

    Raises:
        UnreadLetterError: with reason "empty", "scanned", "unreadable" or "password-protected".
    """
    import pypdfium2  # noqa: PLC0415 - a run over unchanged letters never needs it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadLetterError(UnreadReason.PASSWORD if locked else UnreadReason.UNREADABLE) from None
    try:
        text = _read(document)
    except pypdfium2.PdfiumError:
        raise UnreadLetterError(UnreadReason.UNREADABLE) from None
    finally:
        document.close()
    if not text.pages:
        raise UnreadLetterError(UnreadReason.EMPTY)
    if sum(map(_letters, text.pages)) < _LETTERS_A_PAGE * len(text.pages):
        raise UnreadLetterError(UnreadReason.SCANNED)
    return text


def _read(document: object) -> PdfText:
    pages: list[str] = []
    by_ocr: list[int] = []
    without_text: list[int] = []
    for number, page in enumerate(document, 1):  # type: ignore[var-annotated, arg-type]
        text = _page_text(page)
        if not _has_words(text) and _is_picture(page):
            words = read_picture(page) if ocr_version() else ""
            (by_ocr if _has_words(words) else without_text).append(number)
            text = words or text
        pages.append(text)
    return PdfText(pages=tuple(pages), by_ocr=tuple(by_ocr), without_text=tuple(without_text))


def _has_words(text: str) -> bool:
    return _letters(text) >= _LETTERS_A_PAGE


def _letters(text: str) -> int:
    """Return how many letters and digits a page has; one that is full of text is not counted through."""
    return len(text) // 2 if len(text) > _SURELY_ENOUGH else sum(map(str.isalnum, text))


def _is_picture(page: object) -> bool:
    """Return whether a picture covers much of a page, or so many lines are drawn on it as letters need."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    width, height = page.get_size()  # type: ignore[attr-defined]
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH)
    drawn, covered = 0, 0.0
    for thing in page.get_objects(filter=kinds, max_depth=3):  # type: ignore[attr-defined]
        if thing.type == pdfium.FPDF_PAGEOBJ_PATH:
            drawn += 1
            continue
        # Called otherwise before version 5.
        left, bottom, right, top = (getattr(thing, "get_bounds", None) or thing.get_pos)()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return drawn >= _MANY_LINES or bool(covered >= _LARGE_PICTURE * width * height)


def _page_text(page: object) -> str:
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    text: str = text_page.get_text_bounded()
    text_page.close()
    # pdfium marks a hyphen at a line's end as U+0002 and ends lines with CR LF.
    return text.replace("\x02", "-").replace("\r\n", "\n")
