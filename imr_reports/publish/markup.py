"""HTML, SVG, XML or a workbook → its text, attributes, comments, styles, scripts, and what is within them."""

import base64
import binascii
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache, lru_cache
from html.parser import HTMLParser
from urllib.parse import unquote

_DATA_URI = re.compile(
    r"data:(?P<type>[\w/+.-]+)(?P<params>(?:;[\w=-]+)*),(?P<content>[A-Za-z0-9+/=%._~!$&'()*;:@-]+)"
)
# The text of a font is no text.
_NO_WORDS = ("font/", "application/font")
_PNG = b"\x89PNG\r\n\x1a\n"
# Parts of a PNG that can hold nothing but its points, their colours and their size.
_POINTS = frozenset(
    {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FOR_READERS = frozenset(
    {
        "title",
        "alt",
        "aria-label",
        "aria-description",
        "content",
        "placeholder",
        "summary",
        "label",
        "value",
        "desc",
        "name",
    }
)
_DRAWN = re.compile(
    r"[\d\s.,eE+%-]*(?:px|em)?|(?:[MmLlHhVvCcSsQqTtAaZz][\d\s.,eE+-]*)+|(?:[a-z]+\([\d\s.,-]*\)\s*)+"
)
_GEOMETRY = frozenset(
    {
        "d",
        "points",
        "transform",
        "viewbox",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "dx",
        "dy",
        "width",
        "height",
    }
)
_OWN_TEXT = frozenset({"style", "script"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "em",
        "i",
        "span",
        "strong",
        "small",
        "sub",
        "sup",
        "cite",
        "code",
        "mark",
        "time",
        "wbr",
        "u",
        "tspan",
        "q",
    }
)

_LONGEST_COUNT = 6
"""Figures of the longest count; a longer number of a table or a record is read as text."""

Found = tuple[str, str, bool]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Found] = []
        self.own: list[str] = []
        self._where, self._open, self._texts = "text", "", []  # type: str, str, list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._end_block()
        self._open = tag
        named = dict(attrs)
        if (place := named.get("id")) and tag in {"section", "figure", "table", "article", "main"}:
            # Our templates number them; anything else would be a word of the file.
            number, kind = named.get("data-number") or "", place.partition("-")[0]
            if kind in {"table", "figure"} and re.fullmatch(r"\d{1,3}", number):
                self._where = f"{kind}-{number}"
            else:
                self._where = place if re.fullmatch(r"(?:table|figure)-\d+|[a-z]{4,12}", place) else "text"
        for name, value in attrs:
            if value:
                self._attribute(name, value)

    def _attribute(self, name: str, value: str) -> None:
        text, drawings = _without_data(value)
        for drawing in drawings:
            self.found += [(f"drawing in {self._where}", words, is_make) for _, words, is_make in drawing]
        if not is_count(text) and (name not in _GEOMETRY or not _DRAWN.fullmatch(text)):
            self.found.append((f"{self._where}, an attribute", text, name not in _FOR_READERS))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self._end_block()
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in _OWN_TEXT:
            self.own.append(data)
            self.found.append((f"{self._open} sheet", _without_data(data)[0], True))
        else:
            self._texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append((f"{self._where}, a comment", data, False))

    def handle_pi(self, data: str) -> None:
        self.found.append((self._where, data, True))

    def unknown_decl(self, data: str) -> None:
        self.found.append((self._where, data, False))

    def _end_block(self) -> None:
        text = "".join(self._texts)
        self._texts = []
        if text.strip():
            plain, drawings = _without_data(text)
            self.found.append((self._where, plain, False))
            for drawing in drawings:
                self.found += drawing

    def close(self) -> None:
        super().close()
        self._end_block()


def markup_passages(text: str) -> Iterator[Found]:
    """Yield where, words, and whether they are a program's make (style, script, most attributes)."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    # A page that allows its own style and script by their checksums names those checksums.
    sums = [
        f"sha256-{base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()}" for own in reader.own
    ]
    for where, words, is_make in reader.found:
        for checksum in sums:
            if checksum in words:
                words, is_make = words.replace(checksum, " "), True  # noqa: PLW2901
        yield where, words, is_make


def _without_data(value: str) -> tuple[str, list[list[Found]]]:
    """Return a text without its data URIs, and the words of the drawings and workbooks among them."""
    if "data:" not in value:
        return value, []
    drawings: list[list[Found]] = []

    def take(match: re.Match[str]) -> str:
        kind = match["type"].lower()
        if kind.startswith(_NO_WORDS):
            return " "
        if kind == "image/png":
            drawings.append([("picture", words, False) for words in picture_words(match["content"])])
            return " "
        if kind == _WORKBOOK:
            drawings.append(list(workbook_passages(base64.b64decode(match["content"], validate=True))))
            return " "
        inner = _decoded(match["content"], is_base64=";base64" in match["params"])
        drawings.append(
            list(markup_passages(inner)) if "xml" in kind or "html" in kind else [("data", inner, False)]
        )
        return " "

    return _DATA_URI.sub(take, value), drawings


def picture_words(content: str) -> Iterator[str]:
    """Yield all that a PNG holds beside its points: names, places and descriptions of cameras and programs.

    Args:
        content: the file in base 64; what is no PNG is yielded as it is.
    """
    try:
        file = base64.b64decode(content, validate=True)
    except binascii.Error:
        file = b""
    if not file.startswith(_PNG):
        yield content
        return
    at = len(_PNG)
    while at < len(file):
        length, name = int.from_bytes(file[at : at + 4], "big"), file[at + 4 : at + 8]
        if name not in _POINTS:
            yield file[at + 8 : at + 8 + length].decode("latin-1")
        at += 12 + length
        if name == b"IEND":
            yield file[at:].decode("latin-1")
            return


@lru_cache(maxsize=2)  # the page holds the workbook that stands beside it
def workbook_passages(content: bytes) -> tuple[Found, ...]:
    """Return the same of each part of a workbook (XLSX).

    Raises:
        ValueError: if a part of it isn't XML; what a zip archive's reading raises, if it is none.
    """
    return tuple(_parts(content))


def _parts(content: bytes) -> Iterator[Found]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for place, member in enumerate(archive.infolist(), 1):
            yield f"part {place}", member.filename, True
            if member.comment:
                yield f"part {place}", member.comment.decode("utf-8"), False
            if not member.filename.endswith((".xml", ".rels", ".vml")):
                raise ValueError("a part of a workbook isn't XML")
            part = archive.read(member)
            if part in _parts_of_any_workbook():
                continue
            for where, text, is_make in markup_passages(part.decode("utf-8")):
                if not is_count(text):
                    yield f"part {place}, {where}", text, is_make
        if archive.comment:
            yield "archive", archive.comment.decode("utf-8"), False


@cache
def _parts_of_any_workbook() -> frozenset[bytes]:
    """Return the parts of an empty workbook, such as its theme: what they say the library says."""
    import xlsxwriter  # noqa: PLC0415 - only where a workbook is written

    empty = io.BytesIO()
    book = xlsxwriter.Workbook(empty, {"in_memory": True})
    book.add_worksheet()
    book.close()
    with zipfile.ZipFile(empty) as archive:
        return frozenset(archive.read(name) for name in archive.namelist())


def _decoded(content: str, *, is_base64: bool) -> str:
    if not is_base64:
        return unquote(content)
    try:
        return base64.b64decode(content).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return content


def is_count(text: str) -> bool:
    """Return whether a cell is nothing but a count, a share or a truth value."""
    plain = text.strip().lstrip("-")
    if plain in {"", "None", "True", "False", "nan", "inf", "true", "false"}:
        return True
    whole, _, rest = plain.partition(".")
    figures = re.fullmatch(r"\d*(?:e[+-]?\d+)?", rest) is not None
    return whole.isascii() and whole.isdigit() and len(whole) <= _LONGEST_COUNT and figures
