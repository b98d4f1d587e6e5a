"""Chosen rationales → excerpts that an audience may read."""

import re
from collections.abc import Sequence
from dataclasses import replace

from imr_reports.gate import find_shapes, withhold_unknown
from imr_reports.protect.quoting import PublicRelease, public_kind, quote_safely
from imr_reports.protect.shortening import shorten
from imr_reports.protect.tables import THRESHOLD
from imr_reports.records.rationales import SelectedRationale
from imr_reports.records.tables import PROTECT_SEAL, Audience, Excerpt

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
        return tuple(_internal(item) for item in texts)
    chosen = quote_safely(texts, release, threshold) if release else ()
    return tuple(_excerpt(item, public_kind(item)) for item in chosen)


def _excerpt(item: SelectedRationale, kind: str) -> Excerpt:
    text = item.text
    return Excerpt(
        seal=PROTECT_SEAL,
        kind=kind,
        text=quotable(shorten(without_dates(text.rationale), item.request.decision, text.disputed_item)),
        service_category=item.request.service_category,
        disputed_item=quotable(text.disputed_item),
        claims_administrator_guideline=quotable(text.claims_administrator_guideline),
        reviewer_guideline=quotable(text.reviewer_guideline),
        reference="",
        showing=item.showing,
    )


def _internal(item: SelectedRationale) -> Excerpt:
    return replace(
        _excerpt(item, str(item.request.decision)),
        reference=item.request.reference,
        service_details=item.request.service_details,
        reasons=item.request.reasons,
        allowed=quotable(item.text.allowed),
        rank=item.rank,
        alike=item.alike,
        compared=item.compared,
    )


def quotable(text: str) -> str:
    """Return a scrubbed text as it may stand alone: without dates, and without words that no list knows."""
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
