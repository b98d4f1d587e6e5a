"""A CSV of the operator's → dates and groups by file name or case number."""

import csv
from datetime import date, datetime
from pathlib import Path

from imr_reports.errors import UsageError
from imr_reports.gate import find_identifier
from imr_reports.records.index import IndexRow

_KEYS = ("file", "file_name", "filename", "case_number")
_DATES = {
    "decided": "decided",
    "decision_date": "decided",
    "assigned": "assigned",
    "date_assigned": "assigned",
    "received": "received",
    "application_received": "received",
    "ur_denial": "ur_denial",
    "ur_denial_date": "ur_denial",
    "injury": "injury",
    "date_of_injury": "injury",
}
_LONGEST_GROUP = 80
_DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y")


def read_index(path: Path) -> tuple[IndexRow, ...]:
    """Read an index: a `file` or `case_number` column, date columns, and groups in all others.

    Dates are ISO ("2015-03-31") or month first ("3/31/2015").

    Raises:
        UsageError: if the file can't be read, has no key column, or a date can't be read; a line is named
            by its number, never by its content.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = {name: name.strip().lower().replace(" ", "_") for name in reader.fieldnames or ()}
            keys = [name for name, plain in names.items() if plain in _KEYS]
            if not keys:
                raise UsageError("the index needs a column 'file' or 'case_number' in its first line")
            rows = [_row(record, names, keys, reader.line_num) for record in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise UsageError("the index can't be read; it must be a CSV file in UTF-8") from None
    return tuple(row for group in rows for row in group)


def _row(record: dict[str, str], names: dict[str, str], keys: list[str], line: int) -> list[IndexRow]:
    dates: dict[str, date] = {}
    groups: dict[str, str] = {}
    for name, plain in names.items():
        value = (record.get(name) or "").strip()
        if name in keys or not value:
            continue
        if plain in _DATES:
            dates[_DATES[plain]] = _date(value, plain, line)
        else:
            groups[name.strip()] = _group(value, line)
    return [
        IndexRow(key=value.casefold(), dates=dates, groups=groups)
        for name in keys
        if (value := (record.get(name) or "").strip())
    ]


def _group(value: str, line: int) -> str:
    # Groups stand in internal reports as they are: what has the shape of an identifier isn't one.
    if len(value) > _LONGEST_GROUP or find_identifier(value, frozenset()):
        raise UsageError(
            f"line {line} of the index: a group holds a date, a number or an address that identifies, "
            "or is too long; leave that column out"
        )
    return value


def _date(value: str, column: str, line: int) -> date:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(value, form).date()
        except ValueError:
            continue
    raise UsageError(f"line {line} of the index: '{column}' is not a date like 2015-03-31")
