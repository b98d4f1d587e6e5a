"""The bytes of a file → its passages: all words that a reader or a machine could take from it, and where."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from imr_reports.publish.markup import is_count, markup_passages, workbook_passages

_FILES = 8
KEY = re.compile(r"(?<![\w-])[bcdfghjklmnpqrst]{20}(?![\w-])")
"""What the rows of a data set are called: twenty letters, none a vowel."""
_KEY_LINE = re.compile(r"(?:([\s-]*[a-z-]+:)(?=\s|$))?(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a file.

    Attributes:
        where: its place in the file, in words that hold nothing of it ("page 3", "column 2").
        text: its words.
        is_make: whether a program or library made it (style sheet, script, attribute), not for readers.
        is_value: whether it is a cell of a table, which says what it says wherever it stands.
    """

    where: str
    text: str
    is_make: bool = False
    is_value: bool = False


class UnreadableError(Exception):
    """A file can't be read for the check."""


def passages_of(name: str, content: bytes) -> Iterator[Passage]:
    """Yield the passages of a file, its metadata included.

    Args:
        name: the file's name; its ending tells how it is read, and any other ending means plain text.
        content: its bytes.

    Raises:
        UnreadableError: if it isn't what its name says.
    """
    yield from _passages(PurePath(name).suffix.lower(), content)


@lru_cache(maxsize=_FILES)
def _passages(ending: str, content: bytes) -> tuple[Passage, ...]:
    # A report is looked at twice before it is published, for control letters and for unknown words.
    try:
        return tuple(_READERS.get(ending, _text)(content))
    except UnreadableError:
        raise
    except Exception as error:  # whatever a library raises: what can't be read can't be let through
        raise UnreadableError from error


def _code(content: bytes) -> Iterator[Passage]:
    """Yield a worked example: it is shipped as it stands, so each word of it is the program's own."""
    yield Passage(where="text", text=content.decode("utf-8"), is_make=True)


def _key_lines(content: bytes) -> Iterator[Passage]:
    """Yield the lines of a citation file: keys are the format's, what stands behind them is for readers."""
    for number, line in enumerate(content.decode("utf-8").split("\n"), 1):
        key, value = _KEY_LINE.fullmatch(line).groups()  # type: ignore[union-attr]
        yield Passage(where=f"line {number}", text=key or "", is_make=True)
        yield Passage(where=f"line {number}", text=value)


def _text(content: bytes) -> Iterator[Passage]:
    text = content.decode("utf-8")
    if "\0" in text:
        raise UnreadableError
    yield Passage(where="text", text=text)


def _markup(content: bytes) -> Iterator[Passage]:
    for where, text, is_make in markup_passages(content.decode("utf-8")):
        yield Passage(where=where, text=text, is_make=is_make)


def _pdf(content: bytes) -> Iterator[Passage]:
    import pypdfium2  # noqa: PLC0415 - only where a PDF is written

    document = pypdfium2.PdfDocument(content)
    try:
        # The creation date is the report's own date in PDF notation, set by the renderer.
        for key, value in document.get_metadata_dict().items():
            if not key.endswith("Date"):
                yield Passage(where="metadata", text=str(value))
        for number, page in enumerate(document, 1):
            yield Passage(where=f"page {number}", text=page.get_textpage().get_text_bounded())
        for place, attachment in enumerate(range(document.count_attachments()), 1):
            inner = document.get_attachment(attachment)
            yield Passage(where=f"attachment {place}", text=inner.get_name())
            yield Passage(where=f"attachment {place}", text=bytes(inner.get_data()).decode("utf-8"))
    finally:
        document.close()


def _csv(content: bytes) -> Iterator[Passage]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    columns: list[dict[str, int]] = []
    for number, row in enumerate(rows, 1):
        columns += ({} for _ in range(len(row) - len(columns)))
        for cells, cell in zip(columns, row, strict=False):
            cells.setdefault(cell, number)
    for place, cells in enumerate(columns, 1):
        for cell, number in cells.items():
            if not KEY.fullmatch(cell) and not is_count(cell):
                yield Passage(where=f"row {number}, column {place}", text=cell, is_value=True)


def _json(content: bytes) -> Iterator[Passage]:
    yield from _json_value(json.loads(content.decode("utf-8")), "value")


def _json_lines(content: bytes) -> Iterator[Passage]:
    # A line ends with its line feed alone: other signs that part lines may stand within a text.
    for number, line in enumerate(content.decode("utf-8").split("\n"), 1):
        if line.strip():
            for passage in _json_value(json.loads(line), f"line {number}"):
                yield passage if passage.is_make else replace(passage, is_value=True)


def _json_value(value: object, where: str) -> Iterator[Passage]:
    if isinstance(value, dict):
        for place, (key, inner) in enumerate(value.items(), 1):
            # Keys are the program's; one that isn't is no word of the program's either, and is found.
            yield Passage(where=f"{where}, key {place}", text=str(key), is_make=True)
            yield from _json_value(inner, f"{where}, key {place}")
    elif isinstance(value, list):
        for place, inner in enumerate(value, 1):
            yield from _json_value(inner, f"{where}, item {place}")
    elif isinstance(value, str) or not is_count(str(value)):
        yield Passage(where=where, text=str(value))


def _workbook(content: bytes) -> Iterator[Passage]:
    for where, text, is_make in workbook_passages(content):
        yield Passage(where=where, text=text, is_make=is_make)


def _parquet(content: bytes) -> Iterator[Passage]:
    import pyarrow.parquet  # noqa: PLC0415 - only where a data set is written

    file = pyarrow.parquet.ParquetFile(io.BytesIO(content))
    for key, value in (file.schema_arrow.metadata or {}).items():
        yield Passage(where="metadata", text=f"{key.decode()} {value.decode()}")
    table = file.read()
    for number, name in enumerate(table.column_names, 1):
        field = table.schema.field(number - 1)
        yield Passage(where=f"column {number}", text=name)
        for key, value in (field.metadata or {}).items():
            if not key.startswith(b"PARQUET:"):
                yield Passage(where=f"column {number}", text=f"{key.decode()} {value.decode()}")
        for text in sorted(set(_cell_texts(_distinct(table.column(number - 1))))):
            if KEY.fullmatch(text):
                continue
            yield Passage(where=f"column {number}", text=text, is_value=True)


def _distinct(column: Any) -> list[object]:
    """Return what stands in a column of Parquet: each text once, lists as they are."""
    import pyarrow.types  # noqa: PLC0415 - as above

    values = column.unique() if pyarrow.types.is_string(column.type) else column
    return list(values.to_pylist())


def _cell_texts(values: object) -> Iterator[str]:
    if isinstance(values, dict):
        for key, inner in values.items():
            yield str(key)
            yield from _cell_texts(inner)
    elif isinstance(values, (list, tuple)):
        for inner in values:
            yield from _cell_texts(inner)
    elif isinstance(values, bytes):
        yield values.decode("utf-8")
    elif values is not None and (isinstance(values, str) or not is_count(str(values))):
        yield str(values)


_READERS: dict[str, Callable[[bytes], Iterator[Passage]]] = {
    ".html": _markup,
    ".htm": _markup,
    ".svg": _markup,
    ".xml": _markup,
    ".pdf": _pdf,
    ".csv": _csv,
    ".json": _json,
    ".jsonl": _json_lines,
    ".xlsx": _workbook,
    ".parquet": _parquet,
    ".py": _code,
    ".sql": _code,
    ".cff": _key_lines,
}
ENDINGS = frozenset({*_READERS, ".txt", ".md"})
"""Endings of names of files that can be read."""
