"""Chosen rationales → excerpts that an audience may read."""

import re
from collections.abc import Sequence

from imr_reports.gate import find_shapes, withhold_unknown
from imr_reports.protect.quoting import PublicRelease, public_kind, quote_safely
from imr_reports.protect.tables import THRESHOLD
from imr_reports.records.coded import Decision
from imr_reports.records.rationales import SelectedRationale
from imr_reports.records.tables import PROTECT_SEAL, Audience, Excerpt
from imr_reports.vocabulary.rationales.grounds import find_grounds
from imr_reports.vocabulary.rationales.item_words import item_words
from imr_reports.vocabulary.rationales.roles import rank_sentences, sentence_roles
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
        text=_quotable(shorten(without_dates(text.rationale), item.request.decision, text.disputed_item)),
        service_category=item.request.service_category,
        disputed_item=_quotable(text.disputed_item),
        claims_administrator_guideline=_quotable(text.claims_administrator_guideline),
        reviewer_guideline=_quotable(text.reviewer_guideline),
        reference=reference,
    )


def _quotable(text: str) -> str:
    # What the gate knew as safe in its letter may not be so alone. A shape that came through stops the run.
    return withhold_unknown(without_dates(text))


def without_dates(text: str) -> str:
    """Return a text whose date placeholders name no year, and in which no date of a day or month stands."""
    text = _DATES.sub("[date]", _DATED_PLACEHOLDER.sub("[date]", text))
    # Under some policies dates are kept: what the last look would take for one goes here already.
    behind = len(text)
    for start, end in sorted(((start, end) for start, end, kind in find_shapes(text) if kind == "date"))[
        ::-1
    ]:
        if end <= behind:
            text, behind = f"{text[:start]}[date]{text[end:]}", start
    return text


def shorten(text: str, decision: Decision = Decision.NOT_STATED, item: str = "") -> str:
    """Return at most 60 words of a rationale: whole sentences in their order, the conclusion among them.

    Sentences are taken by their worth (`rank_sentences`): the conclusion, what gives a reason for the
    decision on the item, the guideline statement that it rests on, the patient's other facts. One that finds
    no room is left out. A conclusion that is too long by itself is cut between clauses.
    """
    sentences = split_sentences(text)
    if not sentences:
        return ""
    chosen = _chosen(sentences, decision, item)
    if len(sentences[chosen[0]].split()) > MOST_WORDS:
        clauses = _CLAUSE_END.split(sentences[chosen[0]])
        cut_at = (chosen[0] > 0, chosen[0] < len(sentences) - 1)
        return _joined(clauses, _chosen(clauses, decision, item), cut_at=cut_at)
    return _joined(sentences, chosen, cut_at=(False, False))


def _chosen(parts: Sequence[str], decision: Decision, item: str) -> list[int]:
    """Return the places of the parts that fit, in order; the conclusion alone where it doesn't."""
    roles = sentence_roles(parts)
    grounds = {ground.place for ground in find_grounds(parts, roles, decision, item_words(item))}
    ranks = rank_sentences(roles, grounds)
    chosen: list[int] = []
    room = MOST_WORDS
    for place in sorted(range(len(parts)), key=ranks.__getitem__):
        size = len(parts[place].split())
        if size <= room or not chosen:
            chosen.append(place)
            room -= size
    return sorted(chosen)


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
