"""A CSV of the operator's → decisions and denials of utilization review, by month and service category."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from imr_reports.errors import UsageError
from imr_reports.records.ur_decisions import UrLine
from imr_reports.vocabulary.services.reading import service_categories

_COLUMNS = {
    "month": "month",
    "category": "category",
    "service_category": "category",
    "decisions": "decisions",
    "ur_decisions": "decisions",
    "denials": "denials",
    "ur_denials": "denials",
}
_NEEDED = ("month", "decisions", "denials")
_DELIMITERS = ",;\t"
_ALL = frozenset({"", "all", "total", "all services", "all categories"})
# As people write a month, and as spreadsheets do when they take it for a date.
_MONTHS = ("%Y-%m", "%Y/%m", "%m/%Y", "%b-%y", "%b %Y", "%B %Y", "%Y-%m-%d", "%m/%d/%Y")
_NUMBER = re.compile(r"\d{1,3}(?:[,'’ \u00a0\u2009\u202f]\d{3})+|\d{1,12}")
_SEPARATORS = re.compile(r"\D")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def read_ur_decisions(path: Path) -> tuple[UrLine, ...]:
    """Read the columns `month`, `category` (may be missing or empty), `decisions` and `denials`.

    Commas, semicolons or tabs stand between values; numbers may have thousands separators.

    Raises:
        UsageError: if the file can't be read, lacks a column, or a value can't be taken; a line is named by
            its number, never by its content.
    """
    reader, header = _opened(_text(path))
    lines: dict[tuple[str, str], tuple[int, UrLine]] = {}
    for values in reader:
        if any(value.strip() for value in values):
            number = reader.line_num
            line = _line(values, header, number)
            key = (line.month, line.category)
            if key in lines:
                raise _error(number, f"the month and category of line {lines[key][0]} stand here again")
            lines[key] = (number, line)
    _refuse_more_than_all(lines)
    return tuple(line for _, line in lines.values())


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # as some spreadsheets save text
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError("the UR decisions can't be read; they must be a CSV file in UTF-8") from None


class _Lines:
    """Values of each line, with the number that it has in the file."""

    def __init__(self, text: str, first: int, delimiter: str) -> None:
        self._reader = csv.reader(io.StringIO(text), delimiter=delimiter)
        self._first = first

    @property
    def line_num(self) -> int:
        return self._first + self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        try:
            yield from self._reader
        except csv.Error:
            raise _error(self.line_num, "it is no line of a CSV file") from None


def _opened(text: str) -> tuple[_Lines, Sequence[str]]:
    """Return the lines behind the header, and the columns that it names ("" for one that is not ours)."""
    texts = text.splitlines(keepends=True)
    place = next((at for at, one in enumerate(texts) if not _is_passed(one)), None)
    if place is None:
        raise UsageError("the UR decisions are an empty file")
    headers = {
        delimiter: [
            _COLUMNS.get(_plain(name), "") for name in next(csv.reader([texts[place]], delimiter=delimiter))
        ]
        for delimiter in _DELIMITERS
    }
    delimiter = max(headers, key=lambda one: sum(map(bool, headers[one])))
    header = headers[delimiter]
    if lacking := [name for name in _NEEDED if name not in header]:
        raise UsageError(
            f"the UR decisions lack the column '{lacking[0]}'; the first line names month, category, "
            "decisions and denials"
        )
    return _Lines("".join(texts[place + 1 :]), place + 1, delimiter), header


def _is_passed(line: str) -> bool:
    """Return whether a line before the header says nothing: an empty one, or a spreadsheet's "sep=;"."""
    return not line.strip(" \t\r\n,;") or line.lower().startswith("sep=")


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().split())


def _line(values: Sequence[str], header: Sequence[str], number: int) -> UrLine:
    if any(value.strip() for value in values[len(header) :]):
        raise _error(number, "it has more values than there are columns; put numbers with commas in quotes")
    found = {name: value.strip() for name, value in zip(header, values, strict=False) if name}
    decisions, denials = (_number(found.get(name, ""), name, number) for name in ("decisions", "denials"))
    if denials > decisions:
        raise _error(number, "'denials' are more than 'decisions'")
    return UrLine(
        month=_month(found.get("month", ""), number),
        category=_category(found.get("category", ""), number),
        decisions=decisions,
        denials=denials,
    )


def _month(value: str, number: int) -> str:
    for form in _MONTHS:
        try:
            month = datetime.strptime(value, form)
        except ValueError:
            continue
        if _FIRST_YEAR <= month.year <= _LAST_YEAR:
            return f"{month:%Y-%m}"
    raise _error(number, "'month' is no month like 2015-03; leave totals out")


def _category(value: str, number: int) -> str:
    plain = _spelled(value)
    if plain in _ALL:
        return ""
    known = {_spelled(name): name for name in service_categories()}
    if plain not in known:
        raise _error(
            number, f"'category' is not one of: {', '.join(known.values())}; or leave it empty for all"
        )
    return known[plain]


def _spelled(name: str) -> str:
    return " ".join(name.lower().replace(" and ", " & ").split())


def _number(value: str, name: str, number: int) -> int:
    if not _NUMBER.fullmatch(value):
        raise _error(number, f"'{name}' is no whole number")
    return int(_SEPARATORS.sub("", value))


def _refuse_more_than_all(lines: dict[tuple[str, str], tuple[int, UrLine]]) -> None:
    for (month, category), (number, line) in lines.items():
        parts = [one for (its, name), (_, one) in lines.items() if its == month and name]
        if not category and (
            sum(one.decisions for one in parts) > line.decisions
            or sum(one.denials for one in parts) > line.denials
        ):
            raise _error(number, "the categories of its month add up to more than it says of all")


def _error(number: int, what: str) -> UsageError:
    return UsageError(f"line {number} of the UR decisions: {what}")
