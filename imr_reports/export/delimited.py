r"""Rows → CSV after RFC 4180, in UTF-8, that no spreadsheet takes for formulas; rows → JSON lines.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and treats an
apostrophe at its beginning as no part of it. So a text that begins with one of these signs, or with an
apostrophe, gets an apostrophe before it. Who takes one apostrophe off each text that begins with one has what
was written. Numbers and truth values are left alone.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from imr_reports.records.dataset import ColumnType, TableSpec

_RISKY = re.compile(r"[=+\-@\t\r'＝＋－＠]")
_TRUTH = {True: "true", False: "false"}
LINE_END = "\r\n"


def disarmed(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _RISKY.match(text) else text


def rearmed(text: str) -> str:
    """Return the text that `disarmed` was given."""
    return text.removeprefix("'")


def to_csv(frame: pd.DataFrame, table: TableSpec) -> bytes:
    """Return a table as CSV with a line of headings; what is missing is an empty cell."""
    cells = [_cells(frame[column.name], column.type) for column in table.columns]
    return written([column.name for column in table.columns], zip(*cells, strict=True))


def written(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return cells as CSV; they are written as they are."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=LINE_END)
    writer.writerow(heading)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def _cells(column: "pd.Series[Any]", kind: ColumnType) -> list[str]:
    known = column.dropna().unique()
    if kind is ColumnType.BOOLEAN:
        forms = {value: _TRUTH[bool(value)] for value in known}
    elif kind is ColumnType.STRING:
        forms = {value: disarmed(str(value)) for value in known}
    else:
        forms = {value: str(int(str(value))) for value in known}
    return column.map(forms).astype("object").fillna("").tolist()


def to_json_lines(frame: pd.DataFrame, table: TableSpec) -> bytes:
    """Return a table as JSON lines: an object a row; what is missing is null."""
    names = [column.name for column in table.columns]
    plain = frame[names].astype("object")
    rows = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    lines = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
