"""Shapes of identifiers that nothing published may hold; patterns and their examples are data (`data/shapes.toml`).

They share no pattern with the scrubber: they know only what an identifier looks like, not how letters are written.
"""

import calendar
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.gate import known

Span = tuple[int, int]

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS).replace("sep(?:", "sep(?:t|")
_FIGURES = re.compile(r"[(+]?\d[\d()\s.+–-]{5,}\d")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<y>(?:19|20)\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<m2>\d{1,2})(?P<s>[/-])\s?(?P<d2>\d{1,2})(?P=s)\s{0,2}(?P<y2>\d{4}|\d\d)"
    r"|(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})\.(?P<y3>(?:19|20)\d\d))(?![\d/-])"
)
_WORDED = re.compile(
    rf"\b(?:(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"
    # A number on the line above is a chart's label beside a month, not a day of it.
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[^\S\r\n]*(?:of\s+|-)?(?P<m2>{_MONTH})\.?,?[\s-]*(?P<y2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+"
    r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?=[.,;)]|\s+(?:and|he|she|the|with|for|by|at|his|her)\b)(?!,?\s*(?:19|20)\d\d)"
    r"|\b(?:[12]?\d|3[01])(?:st|nd|rd|th)\s+of\s+(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)
_MONTH_CUE = re.compile("|".join(name[:3] for name in _MONTHS))
# The day on which a guideline was published, revised or looked up is nobody's date.
_GUIDELINE_DATE = re.compile(
    r"(?:updated|revised|accessed|effective|published|version|edition|reviewed|review|retrieved)\W{0,3}(?:on|as of|date)?\W{0,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One shape: what it is, where it is looked for, its pattern, and texts that must and must not match.

    Attributes:
        anchors: strings (small letters), one of which stands in each match; empty for stretches of figures.
        before: how far before an anchor a match can begin.
        after: how far behind an anchor's beginning a match can end.
        hosts: whether the address of a public host is no match.
    """

    name: str
    anchors: tuple[str, ...]
    before: int
    after: int
    pattern: re.Pattern[str]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    hosts: bool = False

    def matches(self, text: str, lowered: str, stretches: Collection[Span]) -> Iterator[Span]:
        """Yield where the shape stands; `stretches` are the text's stretches of figures."""
        if not self.anchors:
            for start, end in stretches:
                if found := self.pattern.search(text, start, end):
                    yield found.span()
            return
        for anchor in self.anchors:
            at = lowered.find(anchor)
            while at >= 0:
                found = self.pattern.search(text, max(0, at - self.before), at + len(anchor) + self.after)
                if (
                    found
                    and found.start() <= at + len(anchor)
                    and found.end() > at
                    and not self._is_public(found)
                ):
                    yield found.span()
                at = lowered.find(anchor, at + 1)

    def _is_public(self, found: re.Match[str]) -> bool:
        return self.hosts and is_public_host(found[0])


@cache
def load_shapes() -> tuple[Shape, ...]:
    """Return all shapes.

    Raises:
        ConfigurationError: if one of them is incomplete or doesn't compile.
    """
    entries = known.read_table("shapes.toml").get("shape")
    if not isinstance(entries, list) or not entries:
        raise ConfigurationError("the gate's shapes are missing")
    return tuple(_shape(entry) for entry in entries)


def _shape(entry: dict[str, object]) -> Shape:
    name, regex = entry.get("name"), entry.get("regex")
    match, no_match = _strings(entry.get("match")), _strings(entry.get("no_match"))
    anchors = _strings(entry.get("anchors", []))
    if not isinstance(name, str) or not isinstance(regex, str) or not match or not no_match:
        raise ConfigurationError("a shape of the gate lacks its name, its pattern or its examples")
    if bool(anchors) == bool(entry.get("figures")):
        raise ConfigurationError(f"the shape '{name}' needs anchors or figures")
    try:
        pattern = re.compile(regex, re.IGNORECASE)
    except re.error as error:
        raise ConfigurationError(f"the shape '{name}' does not compile: {error}") from error
    return Shape(
        name=name,
        anchors=anchors,
        before=int(str(entry.get("before", 0))),
        after=int(str(entry.get("after", 0))),
        pattern=pattern,
        match=match,
        no_match=no_match,
        hosts=bool(entry.get("hosts")),
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else ()


def is_public_host(address: str) -> bool:
    """Return whether an address is of an agency, a publisher or a reference work."""
    host = re.sub(r"^https?:\s?/\s?/\s?", "", address.lower()).split("/")[0].strip(".").removeprefix("www.")
    labels = host.split(".")
    return any(".".join(labels[i:]) in known.terms("public_hosts") for i in range(len(labels)))


def find_shapes(
    text: str, allowed: Collection[date] = (), *, yearless: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and kind of everything in a text that has the shape of an identifier.

    Args:
        text: any text.
        allowed: days that may stand.
        yearless: whether a day and a month without their year count.
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change their length: offsets would slip
        lowered = "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
    stretches = [match.span() for match in _FIGURES.finditer(text)]
    for shape in load_shapes():
        for start, end in shape.matches(text, lowered, stretches):
            yield start, end, shape.name
    yield from _dates(text, lowered, frozenset(allowed), yearless)


def _dates(
    text: str, lowered: str, allowed: frozenset[date], yearless: bool
) -> Iterator[tuple[int, int, str]]:
    patterns = [_NUMERIC]
    if _MONTH_CUE.search(lowered):
        patterns += [_WORDED, _YEARLESS] if yearless else [_WORDED]
    for pattern in patterns:
        for match in pattern.finditer(text):
            day = _day(match) if pattern is not _YEARLESS else date.min
            if day is None or day in allowed:
                continue
            if not _GUIDELINE_DATE.search(text[max(0, match.start() - 24) : match.start()]):
                yield match.start(), match.end(), "date"


def find_identifier(text: str, allowed: Collection[date] = ()) -> str | None:
    """Return the kind of the first identifier in a text, or None."""
    return next((kind for _, _, kind in find_shapes(text, allowed)), None)


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = (
        (parts[name] or parts[f"{name}2"] or parts[f"{name}3"] for name in "ymd")
        if "y3" in parts
        else (parts[name] or parts[f"{name}2"] for name in "ymd")
    )
    number = int(month) if month.isdigit() else _month_number(month)
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full, number, int(day))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    return next(index for index, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))
