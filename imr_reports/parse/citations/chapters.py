"""A stretch of a statement that cites one book → its chapters, each with the sections that follow it."""

import re

from imr_reports.parse.citations.marks import Marks, find_marks
from imr_reports.parse.citations.names import Book, Stretch
from imr_reports.parse.citations.sections import Draft, Items
from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary.citations.guidelines import (
    NOT_NAMED,
    UNNAMED_ACOEM,
    KnownWork,
    Named,
    chapters_of_2004,
    citation_form,
    titles,
)
from imr_reports.vocabulary.matching.spelling import Spelled, name_key

# What may stand before an item without belonging to it.
_SKIPPED = re.compile(
    r"(?:[\s,;:.()/&*\"“”'’•\[\]®™–—-]"
    r"|(?:title\s{0,3})?8,?\s{0,3}(?:CCR|C\.C\.R|California\s{1,3}Code\s{1,3}of\s{1,3}Regulations)[\s.,§]{0,4}(?:sections?\s{0,3})?"
    r"9792[0-9.]{0,9}(?:\([a-z0-9]{1,2}\)){0,3}|(?:and|the|on|of|also|(?:CA|California)(?=\s{1,3}(?:MTUS|Medical))|MTUS|per|see|in|pursuant\s{1,3}to"
    r"|Guidelines?(?=\s{0,3}[,;:])"
    r"|Medical\s{1,3}Treatment\s{1,3}Utilization\s{1,3}Schedule)(?![A-Za-z]))*",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:\band|[.;&])\s*$", re.IGNORECASE)
_LONGEST_TITLE = 80
# "Chapters 8, 9 and 12".
_CHAPTER_NUMBER = re.compile(r"\d{1,2}")
_MORE_CHAPTERS = re.compile(
    r"(?<=(?i:chapters)\s)\d{1,2}(?:(?:\s?,\s?(?:and\s)?|\s?&\s?|\sand\s)\d{1,2}(?![\d-]))+(?=\s*(?:[.,;:]|$|and\b))"
)
_FOLLOWS_CHAPTER = re.compile(r"$|[,;:./()\[–—-]|and\b|&|chapter", re.IGNORECASE)


def read_chapters(spelled: Spelled, stretch: Stretch) -> tuple[list[Draft], Marks]:
    """Read the chapters that a stretch cites of one book; the marks hold editions and pages by place."""
    reader = _Reader(spelled, stretch)
    reader.read()
    return reader.drafts, reader.marks


class _Reader:
    """Walks over the items of a stretch."""

    def __init__(self, spelled: Spelled, stretch: Stretch) -> None:
        end = stretch.end
        if stretch.in_sentence and (
            match := citation_form("clause_end").search(spelled.text, max(stretch.body, stretch.start), end)
        ):
            end = match.start()
        is_mtus = stretch.book is Book.MTUS
        self.marks = find_marks(spelled.text, stretch.start, end, is_odg=not is_mtus)
        self.drafts: list[Draft] = []
        self._spelled, self._stretch, self._end = spelled, stretch, end
        self._last = spelled.word_from(end)
        self._items = Items(spelled, self.marks, end, is_mtus, stretch.in_sentence)

    def read(self) -> None:
        start = self._stretch.body
        if self._stretch.book is Book.MTUS:
            start = self._stretch.start
        elif self._stretch.book is Book.ODG:
            self._open(_unnamed(GuidelineSource.ODG), self._stretch.start)
        else:
            self._open_acoem()
        position = self._skip(start)
        while position < self._end:
            position = self._skip(max(self._item(position), position + 1))
        if not self.drafts:
            self._open(_unnamed(GuidelineSource.MTUS), self._stretch.start)

    def _open(self, named: Named, start: int) -> Draft:
        draft = Draft(named, start, start)
        self.drafts.append(draft)
        return draft

    def _open_acoem(self) -> None:
        draft = self._open(_unnamed(GuidelineSource.ACOEM), self._stretch.start)
        match = citation_form("acoem").match(self._spelled.text, self._stretch.start, self._end)
        if match and match["chapter"] and (work := chapters_of_2004().get(int(match["chapter"]))):
            draft.named = _as_acoem(work)
            if work.section:
                draft.sections.append((match.start("chapter"), match.end("chapter"), work.section))

    def _skip(self, position: int) -> int:
        match = _SKIPPED.match(self.marks.text, position - self.marks.start, self._end - self.marks.start)
        return self.marks.start + match.end() if match else position

    def _item(self, position: int) -> int:
        """Read what begins at an offset and return where it ends."""
        word = self._spelled.word_from(position)
        if word >= self._last:
            return self._end
        read = self._mtus_chapter if self._stretch.book is Book.MTUS else self._chapter
        if end := read(position, word):
            return end
        if not self.drafts:
            self._open(_unnamed(GuidelineSource.MTUS), self._stretch.start)
        return self._items.read(self.drafts[-1], position, word)

    def _title(self, key: str, position: int, word: int) -> tuple[Named, int, int] | None:
        """Return the title that begins at an offset: what it means, the word behind it, and its end."""
        if word >= self._last or self._spelled.starts[word] != position:
            return None
        found = titles(key).at(self._spelled, word, self._last)
        return (found[1], found[0], self._spelled.ends[found[0] - 1]) if found else None

    # ODG and ACOEM.

    def _chapter(self, position: int, word: int) -> int | None:
        found = self._title(self._stretch.book, position, word)
        is_acoem = self._stretch.book is Book.ACOEM
        if found is None and is_acoem:
            found = self._title("mtus", position, word)
        if found is None:
            return None
        named, _, end = found
        if is_acoem:
            named = _as_acoem(named.works[0])
            end = self._after("source_in_brackets", end)
        current, title = self.drafts[-1], named.works[0].title
        is_first = current.title == NOT_NAMED
        is_expected = is_first and current.is_empty
        if not is_expected and (named.is_brief or not self._items.follows(end, _FOLLOWS_CHAPTER)):
            return None
        if is_first:
            current.named, current.named_at = named, position
        elif title != current.title:
            self._open(named, position)
        elif not current.is_empty:
            if is_acoem:
                return None
            self._open(named, position)
        return end

    # MTUS.

    def _mtus_chapter(self, position: int, word: int) -> int | None:
        if lead := citation_form("acoem").match(self._spelled.text, position, self._end):
            return self._acoem_of_2004(position, lead)
        found = self._title("mtus", position, word) or self._misspelled(position)
        if found is None:
            return None
        named, behind, end = found
        end = self._title_end(end)
        year = self.marks.year_at(end)
        if named.is_brief and not year:
            return None
        if self.marks.is_labelled(position) and not self._is_joined(position):
            return None
        self._add(named, position, year, (position, self._spelled.ends[behind - 1]))
        return end

    def _misspelled(self, position: int) -> tuple[Named, int, int] | None:
        """Return the title that a clause begins with, up to its year, with an error in it."""
        edition = next((one for one in self.marks.editions if one.start > position), None)
        if self.drafts or edition is None or edition.start - position > _LONGEST_TITLE:
            return None
        end = position + len(self._spelled.text[position : edition.start].rstrip(" ,("))
        named = titles("mtus").near(name_key(self._spelled.text[position:end]))
        return (named, self._spelled.word_from(end), end) if named else None

    def _acoem_of_2004(self, position: int, lead: re.Match[str]) -> int:
        """Read "ACOEM [edition] [Chapter 12] [Low Back Complaints]"."""
        begin = self._skip(lead.end())
        number = chapters_of_2004().get(int(lead["chapter"])) if lead["chapter"] else None
        year = lead["year"] or ""
        found = self._title("mtus", begin, self._spelled.word_from(begin))
        if found and (chapter := found[0].of_2004()) and self._is_chapter(found, number):
            end = self._title_end(found[2])
            self._add(Named((chapter,)), position, year or self.marks.year_at(end), (begin, found[2]))
            return end
        if number and (more := _MORE_CHAPTERS.match(self._spelled.text, lead.start("chapter"), self._end)):
            start = position
            for one in _CHAPTER_NUMBER.finditer(self._spelled.text, more.start(), more.end()):
                if chapter := chapters_of_2004().get(int(one.group())):
                    self._add(Named((chapter,)), start, year, one.span())
                    start = one.end()
            return more.end()
        unnamed = KnownWork(source=GuidelineSource.MTUS, title=UNNAMED_ACOEM)
        place = (lead.start("chapter"), lead.end("chapter")) if number else (position, position)
        self._add(Named((number or unnamed,)), position, year, place)
        return lead.end()

    def _is_chapter(self, found: tuple[Named, int, int], number: KnownWork | None) -> bool:
        named, _, end = found
        return not named.is_brief or number is not None or self._items.follows(end, _FOLLOWS_CHAPTER)

    def _title_end(self, end: int) -> int:
        return self._after("source_in_brackets", self._after("title_tail", end))

    def _after(self, form: str, end: int) -> int:
        match = citation_form(form).match(self._spelled.text, end, self._end)
        return match.end() if match else end

    def _is_joined(self, position: int) -> bool:
        before = self._spelled.text[max(0, position - 12) : position]
        return _JOINT.search(before.rstrip("( ")) is not None

    def _add(self, named: Named, position: int, year: str, place: tuple[int, int]) -> None:
        """Add a chapter; a name that is also a section of it, and only follows its title, is the section."""
        work = named.of_edition(year)
        current = self.drafts[-1] if self.drafts else None
        if not (current and current.title == work.title and current.is_empty and work.section):
            current = self._open(Named((work, *named.works)), position)
            current.edition = year
        if work.section:
            current.sections.append((*place, work.section))


def _unnamed(source: GuidelineSource) -> Named:
    return Named((KnownWork(source=source, title=NOT_NAMED),))


def _as_acoem(work: KnownWork) -> Named:
    return Named((KnownWork(source=GuidelineSource.ACOEM, title=work.title, section=work.section),))
