"""A rationale → at most 60 words of it that say why: whole sentences in their order, with the conclusion."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from imr_reports.records.coded import Decision
from imr_reports.records.reasons import SentenceRole
from imr_reports.vocabulary.rationales.grounds import find_grounds
from imr_reports.vocabulary.rationales.item_words import item_words
from imr_reports.vocabulary.rationales.roles import sentence_roles
from imr_reports.vocabulary.rationales.sentences import split_sentences

MOST_WORDS = 60
LEFT_OUT = "[…]"

_MOST_REASONS = 8  # sentences of which the best fitting ones are sought
_INFERENCE, _REASON, _LAST_BEFORE = 3, 2, 1  # the reviewer's own inference tells best why
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+")
_INFERS = re.compile(
    r"(?:however, |thus, |additionally, )?"
    r"(?:given (?!the above)|because|considering|in light of|in the absence"
    r"|(?:based on|due to) (?:the|a) (?:lack|absence)"
    r"|(?:as|since) (?:the|there|this|these|no)\b(?! (?:injury|accident|surgery|date|last|previous|prior)))",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"(?:it (?!is|was)|its|they|their|this|these|those|such|that|the (?:latter|former))\b", re.IGNORECASE
)
_TELLS_RULE = re.compile(
    r"\b(?:(?:recommend|indicat|support|requir|criteri|limit)\w*|should|must|only|not|unless|until|after)\b"
)
_DECIDES = re.compile(r"\bmedical(?:ly)? necess", re.IGNORECASE)
_IS_CAVEAT = re.compile(
    r"\bshould not be (?:interpreted|construed|taken)|\babrupt|\bdecision (?:only )?addresses\b",
    re.IGNORECASE,
)
_CONTENT_WORD = re.compile(r"[a-z]{4,}")
_STEM = 6  # letters by which a word is known: "radiculopathy", "radicular"
_WITHHELD = "[withheld]"
_MOST_WITHHELD = 0.1  # of a sentence's words; one with more explains nothing


def shorten(text: str, decision: Decision = Decision.NOT_STATED, item: str = "") -> str:
    """Return at most 60 words of a rationale: whole sentences in their order, the conclusion among them.

    Beside the conclusion stand as many of the reasons that the rationale gives as find room, then what their
    sentences refer back to, then the guideline statement that has most to do with them, then facts of the
    patient right before them. Other facts stand only where no reason is known. A conclusion that is too long
    by itself is cut between clauses.
    """
    sentences = split_sentences(text)
    if not sentences:
        return ""
    choice = _Choice(sentences, decision, item)
    conclusion = choice.conclusion
    if len(sentences[conclusion].split()) > MOST_WORDS:
        clauses = _CLAUSE_END.split(sentences[conclusion])
        cut_at = (conclusion > 0, conclusion < len(sentences) - 1)
        return _joined(clauses, _Choice(clauses, decision, item).places(), cut_at=cut_at)
    return _joined(sentences, choice.places(), cut_at=(False, False))


class _Choice:
    """Which parts of a rationale stand in its excerpt."""

    def __init__(self, parts: Sequence[str], decision: Decision, item: str) -> None:
        self._parts = parts
        self._sizes = [len(part.split()) for part in parts]
        self._roles = sentence_roles(parts)
        self._item_words = item_words(item)
        grounds = find_grounds(parts, self._roles, decision, self._item_words)
        self.conclusion = self._conclusion(max((ground.place for ground in grounds), default=len(parts) - 1))
        self._weights = Counter(ground.place for ground in grounds for _ in range(_REASON))
        for place, role in enumerate(self._roles):
            if role in {SentenceRole.PATIENT, SentenceRole.CONCLUSION} and _INFERS.match(parts[place]):
                self._weights[place] += _INFERENCE
            if role is SentenceRole.PATIENT and place == self.conclusion - 1:
                self._weights[place] += _LAST_BEFORE
        self._weights.pop(self.conclusion, None)

    def _conclusion(self, otherwise: int) -> int:
        """Return the place of the last conclusion, if possible of one that gives its reason with it."""
        found = [
            place
            for place, part in enumerate(self._parts)
            if self._roles[place] is SentenceRole.CONCLUSION and not _IS_CAVEAT.search(part)
        ]
        last = len(self._parts) - 1
        if not found and _DECIDES.search(self._parts[last]) and not _IS_CAVEAT.search(self._parts[last]):
            found = [last]
        reasoned = [
            place
            for place in found
            if _INFERS.match(self._parts[place])
            and _DECIDES.search(self._parts[place])
            and self._sizes[place] <= MOST_WORDS
        ]
        return (reasoned or found or [otherwise])[-1]

    def places(self) -> list[int]:
        """Return the places of the parts, in order; the conclusion alone where nothing else fits."""
        reasons = self._reasons(MOST_WORDS - self._sizes[self.conclusion])
        chosen = {self.conclusion, *reasons}
        self._fill(chosen, [place - 1 for place in reasons if _REFERS_BACK.match(self._parts[place])])
        self._fill(chosen, self._guidelines(reasons), most=1)
        self._fill(
            chosen, [place - 1 for place in reasons if place - 1 in self._of_role(SentenceRole.PATIENT)]
        )
        if all(self._weights[place] <= _LAST_BEFORE for place in reasons):
            self._fill(chosen, self._facts())
        return sorted(chosen)

    def _fill(self, chosen: set[int], places: Iterable[int], most: int = MOST_WORDS) -> None:
        """Add what still finds room, up to some sentences."""
        for place in places:
            is_new = place >= 0 and place not in chosen
            if most and is_new and self._size(chosen) + self._sizes[place] <= MOST_WORDS:
                chosen.add(place)
                most -= 1

    def _size(self, places: Collection[int]) -> int:
        return sum(self._sizes[place] for place in places)

    def _reasons(self, room: int) -> tuple[int, ...]:
        """Return the sentences that give most reasons in so many words; of equals the shortest, the first."""
        places = sorted(self._weights)[:_MOST_REASONS]
        fitting = (
            some
            for number in range(1, len(places) + 1)
            for some in combinations(places, number)
            if self._size(some) <= room
        )
        best = min(
            fitting,
            key=lambda some: (-sum(map(self._weights.__getitem__, some)), self._size(some)),
            default=(),
        )
        return tuple(best)

    def _guidelines(self, reasons: Collection[int]) -> list[int]:
        """Return guideline statements, the one that has most to do with the reasons and the item first."""
        spoken_of = {word[:_STEM] for word in self._item_words}
        spoken_of.update(*(_stems(self._parts[place]) for place in reasons))

        def bearing(place: int) -> tuple[int, int]:
            plain = self._parts[place].lower()
            shared = len(_stems(plain) & spoken_of) + 2 * bool(_TELLS_RULE.search(plain))
            return -shared, abs(place - min(reasons, default=self.conclusion))

        return sorted(self._of_role(SentenceRole.GUIDELINE), key=bearing)

    def _facts(self) -> Iterator[int]:
        """Yield other sentences, the nearest to the conclusion first: the patient's facts, then the rest."""
        for role in (
            SentenceRole.PATIENT,
            SentenceRole.GUIDELINE,
            SentenceRole.CONCLUSION,
            SentenceRole.OTHER,
        ):
            yield from sorted(self._of_role(role), key=lambda place: (abs(place - self.conclusion), place))

    def _of_role(self, role: SentenceRole) -> list[int]:
        return [place for place, own in enumerate(self._roles) if own is role and self._is_readable(place)]

    def _is_readable(self, place: int) -> bool:
        return self._parts[place].count(_WITHHELD) <= _MOST_WITHHELD * self._sizes[place]


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _CONTENT_WORD.findall(text.lower())}


def _joined(parts: Sequence[str], chosen: Sequence[int], *, cut_at: tuple[bool, bool]) -> str:
    words: list[str] = []
    before = -1
    for place in chosen:
        if place != before + 1 or (place == 0 and cut_at[0]):
            words.append(LEFT_OUT)
        words.append(_last_words(parts[place]))
        before = place
    if before < len(parts) - 1 or cut_at[1]:
        words.append(LEFT_OUT)
    return " ".join(words)


def _last_words(part: str) -> str:
    words = part.split()
    return part if len(words) <= MOST_WORDS else " ".join((LEFT_OUT, *words[-MOST_WORDS:]))
