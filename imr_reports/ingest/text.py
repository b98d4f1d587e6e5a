"""A file's bytes → the text of a letter, as read."""

import codecs
import hashlib

from imr_reports.errors import UnreadLetterError
from imr_reports.ingest.mojibake import repaired
from imr_reports.ingest.pdf import read_pdf
from imr_reports.records.coded import UnreadReason
from imr_reports.records.identified import Letter, Medium

_PDF_MARK = b"%PDF-"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ZEROS = 0.8
_PAGE_BREAK = "\f"


def read_letter(data: bytes) -> Letter:
    """Return the text of a letter from a file's bytes, whatever the file is called.

    Text is UTF-8 (a byte order mark is taken off), UTF-16, or else Windows-1252; its line ends stay as they
    are. A PDF's text is that of its pages in order, joined by form feeds; pages that are pictures are read by
    OCR where tesseract is installed. What a wrong encoding did to a text on its way is put right.

    Raises:
        UnreadLetterError: with reason "empty", "scanned", "unreadable" or "password-protected".
    """
    digest = hashlib.sha256(data).hexdigest()
    if _PDF_MARK in data[:1024]:
        read = read_pdf(data)
        return Letter(
            text=repaired(_PAGE_BREAK.join(read.pages)),
            medium=Medium.PDF,
            digest=digest,
            pages=len(read.pages),
            pages_by_ocr=read.by_ocr,
            pages_without_text=read.without_text,
        )
    text = repaired(_decode(data))
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
        return _without_mark(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Five byte values have no meaning in Windows-1252; a letter isn't lost for a stray one of them.
        return data.decode("cp1252", errors="replace")


def _without_mark(data: bytes) -> str:
    """Return UTF-16 that lost its mark: every second byte of plain text is zero."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if zeros.count(0) > _ZEROS * len(zeros):
            try:
                return data[: len(data) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                break
    raise UnreadLetterError(UnreadReason.UNREADABLE)
