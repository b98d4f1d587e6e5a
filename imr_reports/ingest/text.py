"""A file's bytes → the text of a letter, as read."""

import codecs
import hashlib

from imr_reports.errors import UnreadLetterError
from imr_reports.records.coded import UnreadReason
from imr_reports.records.identified import Letter, Medium

_PDF_MARK = b"%PDF-"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Fewer letters than this a page is a scan with at most a stamp or a running foot on it.
_LETTERS_A_PAGE = 40
_PAGE_BREAK = "\f"


def read_letter(data: bytes) -> Letter:
    """Return the text of a letter from a file's bytes, whatever the file is called.

    Text is UTF-8 (a byte order mark is taken off), UTF-16 with a byte order mark, or else Windows-1252; its
    line ends stay as they are. A PDF's text is that of its pages in order, joined by form feeds.

    Raises:
        UnreadLetterError: with reason "empty", "scanned", "unreadable" or "password-protected".
    """
    digest = hashlib.sha256(data).hexdigest()
    if _PDF_MARK in data[:1024]:
        pages = _pdf_pages(data)
        text = _PAGE_BREAK.join(pages)
        letters = sum(character.isalnum() for character in text)
        if letters < _LETTERS_A_PAGE * len(pages):
            raise UnreadLetterError(UnreadReason.SCANNED)
        return Letter(text=text, medium=Medium.PDF, digest=digest, pages=len(pages))
    text = _decode(data)
    if not text.strip():
        raise UnreadLetterError(UnreadReason.EMPTY)
    return Letter(text=text, medium=Medium.TEXT, digest=digest)


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise UnreadLetterError(UnreadReason.UNREADABLE) from None
    if b"\0" in data:
        raise UnreadLetterError(UnreadReason.UNREADABLE)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five byte values have no meaning in Windows-1252; a letter isn't lost for a stray one of them.
        return data.decode("cp1252", errors="replace")


def _pdf_pages(data: bytes) -> list[str]:
    import pypdfium2  # noqa: PLC0415 - a run over unchanged letters never needs it

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadLetterError(UnreadReason.PASSWORD if locked else UnreadReason.UNREADABLE) from None
    try:
        pages = [_page_text(page) for page in document]
    except pypdfium2.PdfiumError:
        raise UnreadLetterError(UnreadReason.UNREADABLE) from None
    finally:
        document.close()
    if not pages:
        raise UnreadLetterError(UnreadReason.EMPTY)
    return pages


def _page_text(page: object) -> str:
    text_page = page.get_textpage()  # type: ignore[attr-defined]
    text: str = text_page.get_text_bounded()
    text_page.close()
    # pdfium marks a hyphen at a line's end as U+0002 and ends lines with CR LF.
    return text.replace("\x02", "-").replace("\r\n", "\n")
