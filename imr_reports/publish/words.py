"""The bytes of a file → all words that a reader or a machine could take from it."""

import re
from html.parser import HTMLParser

_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")


class _Words(HTMLParser):
    """Collects text and attribute values; fonts and pictures in data URIs are no words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(_DATA_URI.sub(" ", data))

    def handle_comment(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.words += [_DATA_URI.sub(" ", value) for _, value in attrs if value]


def words_of(name: str, content: bytes) -> str:
    """Return the words of an HTML, PDF or text file, PDF metadata included."""
    if name.endswith(".html"):
        parser = _Words()
        parser.feed(content.decode("utf-8"))
        parser.close()
        return "\n".join(parser.words)
    if name.endswith(".pdf"):
        return _pdf_words(content)
    return content.decode("utf-8")


def _pdf_words(content: bytes) -> str:
    import pypdfium2  # noqa: PLC0415 - only where a PDF is written

    document = pypdfium2.PdfDocument(content)
    try:
        metadata = document.get_metadata_dict()
        # The creation date is the report's own date in PDF notation, set by the renderer.
        words = [str(value) for key, value in metadata.items() if not key.endswith("Date")]
        words += [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(words)
