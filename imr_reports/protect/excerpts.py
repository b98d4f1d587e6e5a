"""Chosen rationales → excerpts that an audience may read."""

import re
from collections.abc import Sequence

from imr_reports.protect.quoting import PublicRelease, public_kind, quote_safely
from imr_reports.protect.tables import THRESHOLD
from imr_reports.records.rationales import SelectedRationale
from imr_reports.records.tables import PROTECT_SEAL, Audience, Excerpt
from imr_reports.vocabulary.rationales.sentences import split_sentences

MOST_WORDS = 60
LEFT_OUT = "[…]"

_DATED_PLACEHOLDER = re.compile(r"\[date\b[^\]]*\]")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
# The scrubber has replaced dates long before; a reader of an excerpt must not depend on that.
_DATES = re.compile(
    rf"\b(?:0?[1-9]|1[0-2])([/.-])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)?\d\d\b"
    rf"|\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"
    rf"|\b{_MONTH} (?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,? (?:19|20)\d\d\b"
    rf"|\b(?:0?[1-9]|[12]\d|3[01]) {_MONTH},? (?:19|20)\d\d\b"
    rf"|\b{_MONTH},? (?:of )?(?:19|20)\d\d\b"
)
_CONCLUSIONS = (
    re.compile(r"\bmedical(?:ly)?\s+necess(?:ary|ity)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:is|are|was|were|be|been)\s+(?:therefore\s+|thus\s+)?(?:not\s+)?"
        r"(?:supported|certified|appropriate|recommended|indicated|warranted|established|justified)\b",
        re.IGNORECASE,
    ),
)
_CLAUSE_END = re.compile(r"(?<=[,;:])\s+")


def protect_excerpts(
    texts: Sequence[SelectedRationale],
    audience: Audience,
    release: PublicRelease | None = None,
    *,
    threshold: int = THRESHOLD,
) -> tuple[Excerpt, ...]:
    """Return excerpts of rationales.

    The internal audience reads all of them, in the order given, with references. What the public reads is
    chosen by `quote_safely`: a fixed number of each row whose count it knows.

    Args:
        texts: the chosen rationales.
        audience: who will read them.
        release: the public report that they are for; without one the public reads none.
        threshold: the smallest group that the public may know of.
    """
    if audience is Audience.INTERNAL:
        return tuple(_excerpt(item, str(item.request.decision), item.request.reference) for item in texts)
    chosen = quote_safely(texts, release, threshold) if release else ()
    return tuple(_excerpt(item, public_kind(item), "") for item in chosen)


def _excerpt(item: SelectedRationale, kind: str, reference: str) -> Excerpt:
    text = item.text
    return Excerpt(
        seal=PROTECT_SEAL,
        kind=kind,
        text=shorten(without_dates(text.rationale)),
        service_category=item.request.service_category,
        disputed_item=without_dates(text.disputed_item),
        claims_administrator_guideline=without_dates(text.claims_administrator_guideline),
        reviewer_guideline=without_dates(text.reviewer_guideline),
        reference=reference,
    )


def without_dates(text: str) -> str:
    """Return a text whose date placeholders name no year, and in which no date of a day or month stands."""
    return _DATES.sub("[date]", _DATED_PLACEHOLDER.sub("[date]", text))


def shorten(text: str) -> str:
    """Return at most 60 words of a rationale: whole sentences in their order, the conclusion among them.

    The sentences right before the conclusion give its reason, so they are taken first; what room is left goes
    to those behind it, then to the first. A conclusion that is too long by itself is cut between clauses.
    """
    sentences = split_sentences(text)
    if not sentences:
        return ""
    chosen = _chosen(sentences)
    if len(sentences[chosen[0]].split()) > MOST_WORDS:
        clauses = _CLAUSE_END.split(sentences[chosen[0]])
        return _joined(clauses, _chosen(clauses), cut_at=(chosen[0] > 0, chosen[0] < len(sentences) - 1))
    return _joined(sentences, chosen, cut_at=(False, False))


def _chosen(parts: Sequence[str]) -> list[int]:
    """Return the places of the parts that fit, in order; the conclusion alone where it doesn't."""
    conclusion = _conclusion(parts)
    sizes = [len(part.split()) for part in parts]
    chosen, room = [conclusion], MOST_WORDS - sizes[conclusion]
    for run in (range(conclusion - 1, -1, -1), range(conclusion + 1, len(parts)), (0,)):
        for place in run:
            if place in chosen or sizes[place] > room:
                break
            chosen.append(place)
            room -= sizes[place]
    return sorted(chosen)


def _conclusion(parts: Sequence[str]) -> int:
    for pattern in _CONCLUSIONS:
        for place in range(len(parts) - 1, -1, -1):
            if pattern.search(parts[place]):
                return place
    return len(parts) - 1


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
