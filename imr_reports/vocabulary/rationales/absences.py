"""A sentence → what it says is absent, not recorded or unclear, as reasons against a request.

A frame finds the words that say so ("there is no documentation of"), a topic tells what is missing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.vocabulary.matching.anchored import AnchoredPatterns, Worded
from imr_reports.vocabulary.rationales.reasons import Frame, Topic, grammar, reason_table

_LONGEST_OBJECT = 240
_FEW_WORDS = 4
_SUPPOSED = ("if there is ", "if there are ", "if there was ", "if ")
_SAID_EVERYWHERE = frozenset(
    ("patie", "docum", "guide", "treat", "claim", "worke", "injur", "there", "recor", "reque")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A reason that something absent gives.

    Attributes:
        frame: the name of the frame that found it.
        is_fallback: whether no topic knew what is absent.
    """

    reason: Reason
    frame: str
    is_fallback: bool


@cache
def _frames() -> AnchoredPatterns[Frame]:
    return AnchoredPatterns((frame, frame.pattern.regex) for frame in reason_table().frames)


@cache
def _topics() -> AnchoredPatterns[Topic]:
    return AnchoredPatterns((topic, topic.pattern.regex) for topic in reason_table().topics)


class AbsenceReader:
    """Reads sentences of one rationale, whose guideline statements tell which conditions matter."""

    def __init__(self, plain: Sequence[str], roles: Sequence[SentenceRole]) -> None:
        """Take the rationale's sentences in small letters, and what each of them does."""
        self._plain = plain
        self._roles = roles
        self._quoted: set[str] | None = None

    def read(self, sentence: Worded) -> Iterator[Absence]:
        """Yield what a sentence in small letters says is absent."""
        plain = sentence.text
        # Most sentences say of nothing that it is absent.
        if not any(stem in plain for stem in reason_table().absence_stems):
            return
        framed = list(_frames().matches(sentence))
        if not framed:
            return
        about_request = grammar("about_request").search(plain) is not None
        cuts = [cut.span() for cut in grammar("clause_end").finditer(plain)]
        taken = 0
        for frame, match in framed:
            if match.start() >= taken and not _is_no_statement(frame, match):
                taken = match.end()
                yield from self._absent(_object(frame, match, cuts), frame, about_request)

    def _absent(self, stated: str, frame: Frame, about_request: bool) -> Iterator[Absence]:
        knows = False
        found: list[Reason] = []
        for part in grammar("conjunction").split(stated):
            # "No spasm or documentation of a failed drug": the drug is what the second part is about.
            topic = _topic(grammar("record_of").sub("", part.strip()), about_request)
            if topic is None:
                continue
            knows = True
            reason = topic.reason
            if reason and reason not in found and not _goes_on(part, reason, found):
                found.append(reason)
                yield Absence(reason=reason, frame=frame.pattern.name, is_fallback=False)
            if topic.takes_all:
                break
        if not knows and frame.fallback and self._guideline_names(stated):
            yield Absence(reason=frame.fallback, frame=frame.pattern.name, is_fallback=True)

    def _guideline_names(self, stated: str) -> bool:
        """Return whether the guideline as quoted speaks of this, or isn't quoted at all."""
        if self._quoted is None:
            both = zip(self._plain, self._roles, strict=True)
            quoted = (plain for plain, role in both if role is SentenceRole.GUIDELINE)
            self._quoted = _long_stems(" ".join(quoted))
        if len(stated.strip(" .,")) <= _FEW_WORDS:
            return False
        return not self._quoted or not self._quoted.isdisjoint(_long_stems(stated))


def _is_no_statement(frame: Frame, match: re.Match[str]) -> bool:
    if match.string.endswith(_SUPPOSED, 0, match.start()):
        return True
    if not frame.is_behind or match.start() == 0:
        return False
    subject = grammar("guideline_subject")
    return subject.search(match.string, max(0, match.start() - 60), match.start()) is not None


def _object(frame: Frame, match: re.Match[str], cuts: Sequence[tuple[int, int]]) -> str:
    """Return what is absent: behind the frame or in front of it ("it was not stated …": behind it too)."""
    plain = match.string
    begin = max((stop for _, stop in cuts if stop <= match.start()), default=0)
    before = plain[max(begin, match.start() - _LONGEST_OBJECT) : match.start()]
    end = min((start for start, _ in cuts if start >= match.end()), default=len(plain))
    stated = plain[match.end() : min(end, match.end() + _LONGEST_OBJECT)]
    if purpose := grammar("purpose").search(stated):
        stated = stated[: purpose.start()]
    if frame.is_behind or before.rstrip(" ,").rpartition(" ")[2] == "it":
        return stated
    return before + stated if stated.startswith(" to ") else before


def _topic(part: str, about_request: bool) -> Topic | None:
    weak: Topic | None = None
    for topic, _ in _topics().matches(Worded(part)):
        if topic.of_request and not about_request:
            continue
        if not topic.is_weak:
            return topic
        weak = weak or topic
    return weak


def _goes_on(part: str, reason: Reason, found: Sequence[Reason]) -> bool:
    # "No gains in pain, spasms or function": what is listed behind an improvement is what did not improve.
    is_short = len(part.split()) < _FEW_WORDS
    return is_short and reason is Reason.FINDINGS_ABSENT and Reason.NO_FUNCTIONAL_IMPROVEMENT in found


def _long_stems(plain: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{5,}", plain)} - _SAID_EVERYWHERE
