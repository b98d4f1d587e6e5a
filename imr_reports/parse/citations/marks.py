"""Pages, editions and qualifiers of a citation: where they stand, and the text without them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from imr_reports.vocabulary.citations.guidelines import citation_form

# A supplement's pages have a letter before the number.
_RANGE = re.compile(
    r"((?-i:(?<![A-Za-z])[A-OQ-Zes])?\d{1,5})[a-z]?(?:\s*(?:-|–|to|through|thru)\s*(\d{1,4}))?", re.IGNORECASE
)
_PAGE_WORDS = re.compile(r"p", re.IGNORECASE)
_OPENING, _CLOSING = ("(", "["), (")", "]")
_DIGIT = re.compile(r"\d")
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINALS = {word: place for place, word in enumerate((*_WORDS, "eleventh", "twelfth"), 1)}
_FIRST_FULL_YEAR = 1900
_CENTURY_TURN = 50


Page = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """A year or an edition where it stands."""

    start: int
    end: int
    year: str
    ordinal: str


@dataclass(frozen=True, slots=True)
class Marks:
    """A stretch with its pages, editions, labels and qualifiers blanked out.

    Attributes:
        start: where the stretch begins in the line.
        text: the stretch, as long as it was; blanks or separators stand for what was taken out.
        editions: years and editions, by place in the line.
        pages: pages and ranges, where each begins and ends in the line.
        labels: where "Section(s):" stands in the line.
    """

    start: int
    text: str
    editions: tuple[Edition, ...]
    pages: tuple[Page, ...]
    labels: tuple[int, ...]

    def year_at(self, place: int) -> str:
        """Return the year that stands at once behind a place."""
        for edition in self.editions:
            if place <= edition.end and edition.start - place <= 3:
                between = self.text[max(place - self.start, 0) : max(edition.start - self.start, 0)]
                if not between.strip(" ,-–:") and edition.end > place:
                    return edition.year
        return ""

    def is_labelled(self, place: int) -> bool:
        """Return whether a list of sections has begun before a place."""
        return any(label < place for label in self.labels)


def find_marks(line: str, start: int, end: int, *, is_odg: bool) -> Marks:
    """Find what a stretch says of pages and editions.

    Args:
        line: the statement.
        start: where the stretch begins in it.
        end: where it ends.
        is_odg: whether words like "Chapter" and "(Acute & Chronic)" qualify a name.
    """
    text = line[start:end]
    pages: list[Page] = []
    editions: list[Edition] = []
    labels: list[int] = []
    if ":" in text and not is_odg:
        for match in citation_form("sections_label").finditer(text):
            labels.append(start + match.start())
            text = _blank(text, match, ",")
    if _DIGIT.search(text):
        text = _take_pages(text, start, pages)
        text = _take_editions(text, start, editions, pages)
    if is_odg:
        for match in citation_form("qualifier").finditer(text):
            text = _blank(text, match, " ")
    return Marks(start, text, tuple(editions), tuple(pages), tuple(labels))


def _take_pages(text: str, start: int, pages: list[Page]) -> str:
    if _PAGE_WORDS.search(text):
        for match in citation_form("pages").finditer(text):
            pages += page_list(text, start, *match.span("pages"))
            text = _blank(text, match, ";")
    return text


def _take_editions(text: str, start: int, editions: list[Edition], pages: list[Page]) -> str:
    if ";" in text:
        for match in citation_form("volume").finditer(text):
            pages += page_list(text, start, *match.span("pages"))
            text = _blank(text, match, " ")
    for match in citation_form("edition").finditer(text):
        if not match["accessed"]:
            editions.append(_edition(match, start))
        text = _blank(text, match, " ")
    for match in citation_form("glued_year").finditer(text):
        editions.append(Edition(start + match.start(), start + match.end(), match["year"], ""))
        text = _blank(text, match, " ")
    return text


def _blank(text: str, match: re.Match[str], mark: str) -> str:
    """Blank out a match, with the bracket that holds nothing else."""
    begin, stop = match.span()
    if text[begin - 1 : begin] in _OPENING and text[stop : stop + 1] in _CLOSING:
        begin, stop = begin - 1, stop + 1
    return f"{text[:begin]}{mark}{' ' * (stop - begin - 1)}{text[stop:]}"


def page_list(text: str, offset: int, begin: int, stop: int) -> Iterator[Page]:
    """Yield pages and ranges of a part of a stretch that begins at `offset`: "24, 66-68" → "24", "66-68"."""
    for part in _RANGE.finditer(text, begin, stop):
        written = f"{part[1]}-{part[2]}" if part[2] else part[1]
        yield offset + part.start(), offset + part.end(), written


def _edition(match: re.Match[str], start: int) -> Edition:
    year = match["year"] or match["month_year"] or match["ordinal_year"] or match["short"] or ""
    if len(year) == 2:
        year = str(2000 + int(year) if int(year) < _CENTURY_TURN else _FIRST_FULL_YEAR + int(year))
    return Edition(start + match.start(), start + match.end(), year, ordinal_edition(match["ordinal"]))


def ordinal_edition(written: str | None) -> str:
    """Return "3rd ed." for "Third" and "21st ed." for "21th"; "" for none."""
    if not written:
        return ""
    number = _ORDINALS.get(written.lower()) or int(re.sub(r"\D", "", written))
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending} ed."
