"""The clinical summary → age, sex, body parts, treatments, work status and diagnoses, as stated."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from imr_reports.parse.clinical.assertions import Reach, find_reaches
from imr_reports.parse.clinical.diagnoses import find_lists, read_diagnoses
from imr_reports.parse.clinical.person import read_age, read_sex
from imr_reports.parse.passages import Line, one_line
from imr_reports.parse.sites import each_once, find_sites
from imr_reports.records.clinical import NOTHING_KNOWN, ClinicalFacts, Treatment, WorkStatus
from imr_reports.records.identified import Diagnosis, Passage
from imr_reports.records.services import BodySite
from imr_reports.records.stated import Stated, T
from imr_reports.vocabulary.clinical.body_parts import body_words
from imr_reports.vocabulary.clinical.words import (
    ClinicalWord,
    Cue,
    clinical_words,
    conditional_words,
    work_words,
)
from imr_reports.vocabulary.matching.phrases import Found, Words
from imr_reports.vocabulary.rationales.sentences import sentence_spans

Span = tuple[int, int]
Hit = Found[ClinicalWord]

_LONGEST_SUMMARY = 60_000
_LONGEST_SENTENCE = 2_000  # no cue of a real sentence reaches further
_STATUS_DENIED = 30
_LONGEST_JOINT = 30
# "Not back at the branch (TTD)" denies nothing in its brackets; "not (currently) on full duty" denies what is
# behind them.
_PARTS = re.compile(r",|;|\band\b|\((?![^()]*\))")
# Where the words begin that tell what a finding was made on: "neck pain and a weak | biceps reflex".
_FINDING = re.compile(r"[,;:]|\b(?:and|but|or|with|has|had|have|is|was|are|were)\b", re.IGNORECASE)
_FOUND_ON = re.compile(r"\b(?:on|upon)\s+(?:\w+\s+)?$", re.IGNORECASE)
_FINDINGS = re.compile(r"[,;:]|\b(?:but|with)\b", re.IGNORECASE)
# What may stand between a drug and the injection it is given by.
_INJECTED = re.compile(
    r"(?:[\s/-]|\d+(?:\.\d+)?|\b(?:mg|mcg|ml|cc|steroid|im|iv|intra-?articular|intramuscular|left|right|bilateral"
    r"|knee|shoulder|hip|joint|bursa)\b)*+",
    re.IGNORECASE,
)
_INJECTION_OF = re.compile(
    r"\s+(?:of|with)\s+(?:\d+(?:\.\d+)?\s*(?:mg|mcg|ml|cc)?\s+(?:of\s+)?)?", re.IGNORECASE
)
_CAUSE_OF = re.compile(r"\s+(?:(?:his|her|their|the|of|doing|performing)\s+){0,2}", re.IGNORECASE)
_WISHED_FOR = (WorkStatus.FULL_DUTY, WorkStatus.MODIFIED_DUTY)
# Beginnings of what tells of another time behind a status: "full duty before the injury".
_TIMES = frozenset({"at", "prior", "before", "pre"})


def read_clinical(text: str, summary: Passage | None) -> tuple[ClinicalFacts, tuple[Diagnosis, ...]]:
    """Read what a letter says of the injured worker; what it denies or doesn't say is absent."""
    if summary is None:
        return NOTHING_KNOWN, ()
    line = one_line(text, summary.start, min(summary.end, summary.start + _LONGEST_SUMMARY))
    account = _Account(line)
    age = read_age(line.text)
    sex = read_sex(account.words, age[1] if age else None)
    facts = ClinicalFacts(
        age=_stated(line, *age) if age else None,
        sex=_stated(line, *sex) if sex else None,
        sites=account.sites(),
        treatments=account.treatments(),
        work_status=account.work_status(),
    )
    return facts, read_diagnoses(text, line, account.lists)


def _stated(line: Line, value: T, span: Span) -> Stated[T]:
    start, end = line.span(*span)
    return Stated(value=value, start=start, end=end)


class _Told(NamedTuple):
    """A sentence that says something: its phrases, and the reaches of its cues."""

    span: Span
    hits: list[Hit]
    reaches: list[Reach]


class _Account:
    """A summary with its phrases by sentence, and where its statements are denied or only planned."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.words = Words(line.text)
        spans = _sentences(line.text)
        self._told = [
            _Told(span, hits, find_reaches(line.text, *span, hits))
            for span, hits in _by_sentence(spans, clinical_words().find(self.words))
        ]
        found = find_lists(line, self.words.folded, spans)
        denied = [reach for one in self._told for reach in one.reaches if reach.cue is Cue.DENIED]
        starts = [reach.start for reach in denied]
        self.lists = [one for one in found if not _is_in(denied, starts, one[0])]

    def treatments(self) -> tuple[Stated[Treatment], ...]:
        """Return each kind of treatment where it is first said to have taken place."""
        firsts: dict[Treatment, Stated[Treatment]] = {}
        for _, hits, reaches in self._told:
            for place, hit in enumerate(hits):
                kind = hit.value.treatment
                if kind is None or kind in firsts:
                    continue
                if kind is Treatment.MEDICATION and _is_injected(self._line.text, hits, place):
                    continue
                if not (reaches and _is_reached(reaches, hit.start)):
                    firsts[kind] = _stated(self._line, kind, (hit.start, hit.end))
        return tuple(firsts.values())

    def work_status(self) -> Stated[WorkStatus] | None:
        """Return the last status that is neither denied nor wished for."""
        for span, hits, reaches in reversed(self._told):
            for hit in reversed(hits):
                if hit.value.status is not None and self._is_status(hit, span, hits, reaches):
                    return _stated(self._line, hit.value.status, (hit.start, hit.end))
        return None

    def sites(self) -> tuple[Stated[BodySite], ...]:
        """Return the body parts of complaints, injuries and diagnoses."""
        text = self._line.text
        told = (stretch for one in self._told for stretch in _complaint(text, one))
        accepted = sorted([*told, *self.lists])
        found = body_words().find(self.words, accepted)
        return each_once(self._line, find_sites(self.words, found))

    def _is_status(self, hit: Hit, span: Span, hits: list[Hit], reaches: list[Reach]) -> bool:
        text = self._line.text
        if hit.value.needs_work and work_words().isdisjoint(self.words.folded[slice(*span)].split()):
            return False
        for reach in reaches:
            is_near = reach.start <= hit.start < min(reach.end, reach.start + _STATUS_DENIED)
            if reach.cue is Cue.DENIED and is_near and not _PARTS.search(text, reach.start, hit.start):
                return False
        if any(other.value.is_cause and self._is_caused(other, hit) for other in hits):
            return False
        return not any(other.value.is_wished and self._holds(other, hit) for other in hits)

    def _is_caused(self, cause: Hit, hit: Hit) -> bool:
        """Return whether a full duty is told as what an injury came from."""
        if hit.value.status is not WorkStatus.FULL_DUTY or cause.end > hit.start:
            return False
        return _CAUSE_OF.fullmatch(self._line.text, cause.end, hit.start) is not None

    def _holds(self, wish: Hit, hit: Hit) -> bool:
        """Return whether a wish or a condition reaches a status."""
        if wish.start >= hit.end:
            return self.words.words[wish.first] in _TIMES
        is_conditional = self.words.words[wish.first] in conditional_words()
        if hit.value.status not in _WISHED_FOR and not is_conditional:
            return False
        return not (is_conditional and "," in self._line.text[wish.end : hit.start])


def _sentences(text: str) -> list[Span]:
    spans: list[Span] = []
    for start, end in sentence_spans(text):
        if end - start <= _LONGEST_SENTENCE:
            spans.append((start, end))
            continue
        pieces = range(start, end, _LONGEST_SENTENCE)
        spans += ((piece, min(piece + _LONGEST_SENTENCE, end)) for piece in pieces)
    return spans


def _by_sentence(spans: list[Span], found: list[Hit]) -> Iterator[tuple[Span, list[Hit]]]:
    """Yield each sentence that has phrases, with these."""
    last = 0
    starts = [hit.start for hit in found]
    for span in spans:
        first, last = last, bisect_left(starts, span[1], last)
        if last > first:
            yield span, found[first:last]


def _is_in(reaches: list[Reach], starts: list[int], place: int) -> bool:
    before = bisect_right(starts, place) - 1
    return before >= 0 and place <= reaches[before].end


def _is_reached(reaches: list[Reach], place: int) -> bool:
    return any(reach.start <= place < reach.end for reach in reaches)


def _is_injected(text: str, hits: list[Hit], place: int) -> bool:
    """Return whether a drug is that of an injection: "cortisone injection", "injection of cortisone"."""
    hit = hits[place]
    before = hits[place - 1] if place else None
    if before and before.value.treatment is Treatment.INJECTION:
        joint = _INJECTION_OF.fullmatch(text, before.end, hit.start)
        is_verb = text[before.start : before.end].lower() == "injected"
        if joint and (is_verb or "with" not in joint.group().lower()):
            return True
    for following in hits[place + 1 :]:
        if _INJECTED.fullmatch(text, hit.end, following.start) is None:
            return False
        if following.value.treatment is not Treatment.MEDICATION:
            return following.value.treatment is Treatment.INJECTION
        hit = following
    return False


def _complaint(text: str, told: _Told) -> Iterator[Span]:
    """Yield the stretches of a sentence that tell of a complaint: none in an examination, none denied."""
    stretches = _outside_examinations(text, told.span, told.hits)
    if not told.reaches:
        yield from stretches
        return
    closed = sorted([(reach.start, reach.end) for reach in told.reaches if reach.cue is not Cue.UNDONE])
    for start, end in stretches:
        begin = start
        for reached, passed in closed:
            if begin < passed and reached < end:
                yield begin, reached
                begin = passed
        if begin < end:
            yield begin, end


def _outside_examinations(text: str, span: Span, hits: list[Hit]) -> list[Span]:
    """Return the stretches of a sentence that hold a complaint, up to where an examination begins."""
    start, end = span
    stretches: list[Span] = []
    is_open, has_complaint = True, False
    for hit in hits:
        word = hit.value
        if word.is_complaint:
            has_complaint = has_complaint or is_open
        if word.is_examined and is_open:
            if has_complaint:
                stretches.append((start, _finding(text, start, hit)))
            is_open, has_complaint = False, False
        elif word.is_reopening and not is_open:
            start, is_open, has_complaint = hit.start, True, True
    if is_open and has_complaint:
        stretches.append((start, end))
    return stretches


def _finding(text: str, start: int, hit: Hit) -> int:
    """Return where the words of a finding begin that ends a complaint."""
    if not hit.value.is_behind:
        return hit.start
    found_on = _FOUND_ON.search(text, max(start, hit.start - _LONGEST_JOINT), hit.start)
    end = found_on.start() if found_on else hit.start
    marks = (_FINDINGS if found_on else _FINDING).finditer(text, start, end)
    return max((mark.start() for mark in marks), default=hit.start)
