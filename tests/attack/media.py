"""The other media of a release, read back: do they tell what `report.json` withholds?"""

import base64
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

import pypdfium2

from tests.attack.published import WITHHELD, Figure, Published, Release

Row = tuple[str, tuple[str, ...]]
"""A row's label and its cells: "*" where withheld, "" where there is nothing, else numbers."""

STAR = "*"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass
class Page(HTMLParser):
    """The tables, sentences and pictures of `report.html`."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    workbook: bytes = b""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._key = self._turned = ""
        self._rows: list[list[str]] = []
        self._words: list[str] | None = None
        self._cell: str | None = None
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [given[name] for name in ("alt", "title", "aria-label", "content") if name in given]
        if tag in {"script", "style"}:
            self._skipped += 1
        if tag == "table" and "data-key" in given:
            self._key, self._turned, self._rows = given["data-key"], given.get("data-turned", ""), []
        elif tag == "tr" and self._key:
            self._rows.append([])
        elif tag in {"th", "td"} and self._key and "remark" not in given.get("class", ""):
            self._words, self._cell = [], _cell_of(tag, given)
        elif tag == "img" and "svg" in given.get("src", "")[:30]:
            self.charts.append(base64.b64decode(given["src"].partition(",")[2]).decode())
            self.alternatives.append(given["alt"])
        elif given.get("id") == "workbook":
            self.workbook = base64.b64decode(given["href"].partition(",")[2])

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._skipped -= 1
        if tag in {"th", "td"} and self._words is not None:
            words = "".join(self._words).strip()
            self._rows[-1].append(words if self._cell is None else self._cell)
            self._words = self._cell = None
        elif tag == "table" and self._key:
            head, *rows = zip(*self._rows, strict=True) if self._turned else self._rows
            self.tables[self._key] = [(row[0], tuple(row[1:])) for row in rows if head]
            self._key = ""

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)
        elif data.strip() and not self._skipped:
            self.texts.append(data.strip())


def _cell_of(tag: str, given: dict[str, str]) -> str | None:
    """Return what a cell's attributes say; None for a label."""
    if tag == "th":
        return None
    if "withheld" in given.get("class", ""):
        return STAR
    return " ".join(filter(None, (given.get("data-sort", ""), given.get("data-upper", ""))))


def read_html(content: bytes) -> Page:
    """Read `report.html`."""
    page = Page()
    page.feed(content.decode("utf-8"))
    return page


def rows_of(table: Published, *, with_bounds_apart: bool = False) -> list[Row]:
    """Return a table's rows as another medium should have them; an interval is one cell on pages."""
    rows = []
    for line in table.lines:
        cells: list[str] = []
        for column in table.columns:
            cell = _text(line.figures[column.key], column.decimals)
            if column.kind == "upper" and not with_bounds_apart:
                cells[-1] = cells[-1] if cells[-1] == cell and cell in {STAR, ""} else f"{cells[-1]} {cell}"
            else:
                cells.append(cell)
        rows.append((line.label, tuple(cells)))
    return rows


def _text(figure: Figure, decimals: int) -> str:
    if figure is None:
        return ""
    return STAR if figure == WITHHELD else f"{float(figure):.{decimals}f}"


def same_cells(one: Sequence[Row], other: Sequence[Row]) -> bool:
    """Return whether two media tell the same of all cells, to the digits that they print."""
    return len(one) == len(other) and all(
        left[0] == right[0] and len(left[1]) == len(right[1]) and all(map(_same, left[1], right[1]))
        for left, right in zip(one, other, strict=True)
    )


def _same(one: str, other: str) -> bool:
    if STAR in {one, other} or "" in {one, other}:
        return one == other
    return [float(item) for item in one.split()] == [float(item) for item in other.split()]


# The workbook.


def read_workbook(content: bytes) -> Iterator[list[Row]]:
    """Read the tables of `report.xlsx`, in print order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(item.itertext()) for item in root.findall(f"{_SHEET}si")]
        count = sum(name.startswith("xl/worksheets/sheet") for name in book.namelist())
        for number in range(2, count + 1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            rows = [_cells(row, strings) for row in sheet.iter(f"{_SHEET}row")]
            yield _table_rows(rows)


def _cells(row: ElementTree.Element, strings: Sequence[str]) -> dict[int, str]:
    found = {}
    for cell in row.findall(f"{_SHEET}c"):
        letters = re.match("[A-Z]+", cell.attrib["r"])
        value = cell.findtext(f"{_SHEET}v")
        if letters and value is not None:
            place = 0
            for letter in letters[0]:
                place = place * 26 + ord(letter) - 64
            found[place - 1] = strings[int(value)] if cell.get("t") == "s" else value
    return found


def _table_rows(rows: Sequence[dict[int, str]]) -> list[Row]:
    """Return the rows beneath the headings: the fourth line of a sheet, and all after it."""
    head = next(place for place, row in enumerate(rows) if len(row) > 1)
    width = max(rows[head]) + 1
    return [
        (row[0].strip(), tuple(row.get(place, "") for place in range(1, width))) for row in rows[head + 1 :]
    ]


def workbook_properties(content: bytes) -> str:
    """Return all that the workbook says beside its sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [
            name for name in book.namelist() if name.startswith(("docProps/", "xl/workbook", "xl/styles"))
        ]
        return "\n".join(book.read(name).decode() for name in names)


# The PDF.


def read_pdf(content: bytes) -> list[str]:
    """Return the lines of all pages."""
    document = pypdfium2.PdfDocument(content)
    return [
        line.strip()
        for page in document
        for line in page.get_textpage().get_text_range().replace("\ufffe", "-").splitlines()
        if line.strip()
    ]


def printed_rows(lines: Sequence[str], table: Published) -> list[tuple[str, list[str], list[str]]]:
    """Return rows that the PDF prints on one line: label, its cells, and those that they should be.

    A label that stands in other tables too may name another row, so it is matched by any row of its label.
    """
    found = []
    for label, cells in rows_of(table):
        wanted = [token for cell in cells for token in _tokens(cell.replace(" ", "–"))]
        for line in lines:
            rest = line.removeprefix(label)
            if rest != line and re.fullmatch(r"[\s\d.,%*–†−-]+", rest):
                found.append((label, _tokens(rest), wanted))
    return found


def _tokens(text: str) -> list[str]:
    return [
        token if token == STAR else f"{float(token):g}"
        for token in re.findall(r"\*|\d+(?:\.\d+)?", text.replace(",", ""))
    ]


# Sentences.


_NUMBER = re.compile(r"(?<![\w.#-])\d[\d,]*(?:\.\d+)?(?![\w-]*[A-Za-z]\w*\d)")


def numbers_in(text: str) -> list[str]:
    """Return the numbers of a sentence, without commas."""
    return [match.replace(",", "").rstrip(".") for match in _NUMBER.findall(text)]


def shown_numbers(release: Release) -> set[str]:
    """Return every number that tables of a release show, and rounded as sentences may round it."""
    found = set()
    for table in release.tables.values():
        for _, column, figure in table.cells():
            if figure is not None and figure != WITHHELD:
                value = float(figure)
                found |= {f"{value:.{column.decimals}f}", f"{value:.0f}", f"{value:g}", f"{value:.1f}"}
    return found
