"""Items of a stretch that are no chapters → sections with their canonical names, and bare page numbers."""

import re
from dataclasses import dataclass, field

from imr_reports.parse.citations.marks import Marks, Page
from imr_reports.vocabulary.citations.guidelines import Named
from imr_reports.vocabulary.citations.sections import section_at, section_name
from imr_reports.vocabulary.matching.spelling import Spelled


@dataclass(slots=True)
class Draft:
    """A citation while it is read.

    Attributes:
        named: the works that its name can mean; the edition decides.
        start: where it begins in the line.
        named_at: where the name of the chapter stands.
        edition: what its name itself says of it; marks in its stretch may say more.
        sections: where each begins and ends, and its canonical name or "".
        pages: bare numbers in a list of sections; marks hold the pages that are called so.
    """

    named: Named
    start: int
    named_at: int
    edition: str = ""
    sections: list[tuple[int, int, str]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The title of the first work that the name can mean."""
        return self.named.works[0].title

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the name has been read."""
        return not self.sections and not self.pages


_AFTER_NAME = re.compile(r"[®™*]?(?:\(s\)|['’]s?)?[®™*]?\s*")
_FOLLOWS_SECTION = re.compile(r"$|[,;:./)\[\]–—-]|and\b|&|(?:or|which)\b", re.IGNORECASE)
_BRACKET = re.compile(r"[®™]?\s?(?:\([^()]{1,80}\)|\[[^\[\]]{1,40}\])")
_NUMBER = re.compile(r"\#?\d{1,4}(?:\s*[-–]\s*\d{1,4})?(?=\s*(?:[,;)]|\.?\s*$|\band\s))")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,5}\.?\s+[A-Z]")
_NUMBERED_END = re.compile(
    r"[,;]\s*(?:and\s+)?(?=\d{1,2}(?:\.\d{1,2}){0,5}\.?\s+[A-Z])|,\s*and\s+(?=[A-Z])|;|\.\s*$"
)
_STOPS = re.compile(r"[(),;]|\swhich\b|\.(?=\s|$)|\s[-–—]+\s|\s{2,}|\[|\]")
_STOPS_OUTSIDE = re.compile(r"[(),;:/]|\swhich\b|\.(?=\s|$)|\s[-–—]+\s|\s{2,}|\[|\]")
_LONGEST_IN_SENTENCE = 90
# What is said of a work in passing names nothing in it.
_REMARK = re.compile(r"(?:which|that|who|whose|but|although|though|however|whereas|while)\b", re.IGNORECASE)
_HAS_LETTERS = re.compile(r"[A-Za-z]{2}")
_PARTS = re.compile(r"\s*(?:\band\b|&|/)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a stretch.

    Attributes:
        end: where the stretch, or the part of it that names something, ends in the line.
        is_mtus: whether the stretch lists sections of the MTUS, where a colon can be part of a name and a
            bare number is a page.
        in_sentence: whether prose may follow the names.
    """

    spelled: Spelled
    marks: Marks
    end: int
    is_mtus: bool
    in_sentence: bool

    def follows(self, end: int, wanted: re.Pattern[str] = _FOLLOWS_SECTION) -> bool:
        """Return whether what is wanted, or something that was blanked out, stands behind a name."""
        masked, offset = self.marks.text, end - self.marks.start
        after = _AFTER_NAME.match(masked, offset)
        stop = after.end() if after else offset
        gap = self.spelled.text[end : self.marks.start + stop]
        return masked[offset:stop] != gap or wanted.match(masked, stop) is not None

    def read(self, draft: Draft, position: int, word: int) -> int:
        """Read one item into a draft and return where it ends."""
        if number := _NUMBER.match(self.marks.text, position - self.marks.start):
            if self.is_mtus and not self.in_sentence:
                page = re.sub(r"[\s#]", "", number.group()).replace("–", "-")
                draft.pages.append((position, self.marks.start + number.end(), page))
            return self.marks.start + number.end()
        return self._known(draft, position, word) or self._unknown(draft, position)

    def _known(self, draft: Draft, position: int, word: int) -> int | None:
        if self.spelled.starts[word] != position:
            return None
        found = section_at(self.spelled, word, self.spelled.word_from(self.end), draft.title)
        if found is None:
            return None
        end = self._closed(position, self.spelled.ends[found[0] - 1])
        if not self.follows(end):
            return None
        draft.sections.append((position, end, found[1]))
        return end

    def _closed(self, start: int, end: int) -> int:
        """Take in the brackets that a name opens, and one that follows it as a part of the name."""
        text = self.spelled.text
        if text.count("(", start, end) > text.count(")", start, end):
            close = text.find(")", end, min(end + 6, self.end))
            end = close + 1 if close >= 0 else end
        bracket = _BRACKET.match(self.marks.text, end - self.marks.start)
        return self.marks.start + bracket.end() if bracket else end

    def _unknown(self, draft: Draft, position: int) -> int:
        """Read an item up to the next separator; spelled otherwise, or with an error, it may yet be known."""
        text, end = self.spelled.text, self._item_end(position)
        stop = position + len(text[position:end].rstrip(" ,;:.-–—/&"))
        is_prose = self.in_sentence and stop - position > _LONGEST_IN_SENTENCE
        if is_prose or not _HAS_LETTERS.search(text, position, stop) or _REMARK.match(text, position):
            return end
        name = section_name(text[position:stop], draft.title)
        parts = [] if name else self._known_parts(position, stop, draft.title)
        draft.sections += parts or [(position, stop, name)]
        return end

    def _known_parts(self, start: int, end: int, title: str) -> list[tuple[int, int, str]]:
        """Return the names of "opioids and weaning of medications", where all of them are known."""
        text, cuts = self.spelled.text, [start]
        for match in _PARTS.finditer(text, start, end):
            cuts += [match.start(), match.end()]
        cuts.append(end)
        pairs = zip(cuts[::2], cuts[1::2], strict=True)
        parts = [(begin, stop, section_name(text[begin:stop], title)) for begin, stop in pairs]
        return parts if len(parts) > 1 and all(name for *_, name in parts) else []

    def _item_end(self, position: int) -> int:
        masked, shift = self.marks.text, self.marks.start
        start, stop = position - shift, self.end - shift
        if _NUMBERED.match(masked, start):
            match = _NUMBERED_END.search(masked, start, stop)
            return shift + match.start() if match else self.end
        depth = 0
        for match in (_STOPS if self.is_mtus else _STOPS_OUTSIDE).finditer(masked, start, stop):
            mark = match.group()
            if mark in "([":
                depth += 1
            elif mark in ")]" and depth:
                depth -= 1
            elif not depth or mark.isspace():
                return shift + max(match.start(), start + 1)
        return self.end
