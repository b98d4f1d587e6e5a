"""A letter → names of employers, clinics, firms and insurers: known, labelled, or runs of words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.organization_labels import labelled
from imr_reports.scrub.organization_runs import (
    JOIN,
    affiliation,
    behind_credential,
    closed_name,
    closes,
    forward,
    is_opening,
    organization_terms,
    placed_name,
)
from imr_reports.scrub.organization_slots import doers, siblings, slots
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.words import (
    ENGLISH,
    EPONYM,
    FORM,
    NAME,
    TERM,
    TOWN,
    Reading,
    is_clear_name,
    kind_of,
    read_words,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

CLOSED, KNOWN = 0.85, 0.85
_FIRM = re.compile(r"\b[A-Z][\w'’\-]+,\s(?:[A-Z][\w'’\-]+,\s)?[A-Z][\w'’\-]+,?\s&\s[A-Z][\w'’\-]+")
_ACRONYM = re.compile(r"\s{0,2}\(\s?[\"“]?([A-Z][A-Z&]{1,6})[\"”]?(?=[);,])")
# A parish, school or hospital named after a saint, by itself; and a shop named after its owner.
_SAINT = re.compile(r"(?<![A-Za-z] )\bS(?:t\.?|aint)[ ](?!Vitus|John['’]?s[ ][Ww]ort)[A-Z][a-z]+(?:['’]s\b)?")
_LED_SAINT = re.compile(r"(?:^|[a-z,;:(]\s?|[.]\s)\Z")
_SHOP = re.compile(
    r"\b(?:from|at)[ ](?P<hit>[A-Z][a-z]{2,}['’]s)(?=[ ]?[(,.;]|[ ](?:on|in|for|and|to|by|where|when|with)\b)"
)
_BRANCH = re.compile(r"(?:['’]s)?[ ](?:#[ ]?|[Ss]tore[ ](?:#[ ]?|[Nn]o\.?[ ])?)\d{1,6}\b")
_LOCAL = re.compile(r"\bL(?:ocal|OCAL)[ ](?:[Nn]o\.?[ ]|#)?\d{1,4}\b")
_VERSUS = re.compile(
    r"(?<=[A-Za-z.)])[ ](?:v|vs|V|VS)\.?[ ]"
    r"(?P<hit>[A-Z][\w'’&.\-]*(?:[ ](?:&|of|and|the|[A-Z][\w'’&\-]*\.?(?=[ ,;:\n)]))){1,8}"
    r"|[A-Z][\w'’\-]+)"
)
_CITED_CASE = re.compile(
    r",?[ ]?(?:Inc\.,?[ ]?|\([A-Z][a-z]+\)[ ]?)?(?:\(?(?:19|20)\d\d|\d{1,3}[ ]Cal|et[ ]al)"
)
_PUBLIC_PARTY = re.compile(r"(?i)workers['’]? comp|w\.?c\.?a\.?b|appeals board|placebo|saline|sham|\bcontrol")
_AT_SIGN = re.compile(r"(?<![\w.])@[ ](?P<hit>[a-z][a-z']+(?:[ ][a-z][a-z']+){0,3})(?![@\w])")
_PUBLIC_ACRONYMS = frozenset(
    {
        "MTUS",
        "ODG",
        "ACOEM",
        "DWC",
        "MRI",
        "CT",
        "UR",
        "IMR",
        "PT",
        "OT",
        "ESI",
        "TENS",
        "MPN",
        "QME",
        "AME",
        "PTP",
        "DME",
        "ER",
        "ED",
        "CA",
        "US",
        "WC",
        "TPA",
        "MMI",
        "EMG",
        "MPFS",
    }
)


_SMALL = frozenset({"de", "del", "la", "las", "los", "el", "y"})


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """Known names and heads of names by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for name in organization_terms()["known"]:
        words = tuple(Reading(name).lowers)
        table.setdefault(words[0], []).append(words)
    for phrases in table.values():
        phrases.sort(key=len, reverse=True)
    return table


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for head in organization_terms()["heads"]:
        words = tuple(head.split())
        table.setdefault(words[0], []).append(words)
    return table


class Organizations(SpanRecognizer):
    """Names of employers, clinics, hospitals, pharmacies, firms, insurers and administrators."""

    label = "organizations"
    types = ("ORG",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the organizations in a text."""
        reading = read_words(text)
        named = [*self._named(reading), *slots(reading), *doers(reading)]
        named += siblings(reading, named)
        found = [(reading.starts[a], _closing(reading, b), CLOSED) for a, b in named]
        found += labelled(text)
        found += firms(reading)
        found += saints_and_shops(reading)
        found += opponents(text)
        found += at_signs(reading)
        if "local" in reading.vocabulary:
            found += [(*match.span(), CLOSED) for match in _LOCAL.finditer(text)]
        found += abbreviations(text, found)
        for start, end, score in found:
            yield "ORG", start, end, score

    def _named(self, reading: Reading) -> Iterator[tuple[int, int]]:
        done = 0
        for i in range(len(reading)):
            if i < done or not reading.is_capitalized(i):
                continue
            span = _name_at(reading, i)
            if span is not None and not guards.is_quiet(reading.text, reading.starts[span[0]]):
                done = span[1]
                yield span


def _name_at(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the organization that a capitalized word begins, closes or belongs to."""
    lower, before = reading.lowers[i], reading.lowers[i - 1] if i else ""
    span = headed_name(reading, i) if lower in _heads() else None
    if span is None and lower in _phrases():
        span = known_name(reading, i)
    if span is None and closes(reading, i):
        span = closed_name(reading, i)
    if span is None and before in position_words("credential_ends") and reading.is_capitalized(i - 1):
        span = behind_credential(reading, i)
    if span is None and before in position_words("before_organization"):
        span = affiliation(reading, i) or placed_name(reading, i)
    return span


def _closing(reading: Reading, end: int) -> int:
    """Let "Co." and "Inc." keep their period."""
    offset = reading.ends[end - 1]
    if branch := _BRANCH.match(reading.text, offset):
        return branch.end()
    abbreviated = reading.lowers[end - 1] in {"co", "inc", "corp", "ltd"}
    return offset + 1 if abbreviated and reading.text[offset : offset + 1] == "." else offset


def firms(reading: Reading) -> list[tuple[int, int, float]]:
    """Return firms of two or three names ("Marsh, Bridges & Ford"), one of them no term."""
    spans: list[tuple[int, int, float]] = []
    if "&" not in reading.text:
        return spans
    for match in _FIRM.finditer(reading.text):
        words = Reading(match[0])
        borne = [kinds & NAME and not kinds & TERM for kinds in words.kinds]
        quiet = guards.is_quiet(reading.text, match.start())
        if sum(map(bool, borne)) >= 2 and not quiet and not guards.is_citation(reading.text, *match.span()):
            spans.append((*match.span(), CLOSED))
    return spans


def saints_and_shops(reading: Reading) -> list[tuple[int, int, float]]:
    """Return "St. Luke's" and, behind "from" and "at", "Rossi's" that is no eponym."""
    text = reading.text
    spans = [
        (*match.span(), CLOSED)
        for match in ([] if reading.vocabulary.isdisjoint({"st", "saint"}) else _SAINT.finditer(text))
        if _LED_SAINT.search(text[max(0, match.start() - 2) : match.start()])
    ]
    for match in _SHOP.finditer(text):
        kinds = kind_of(match["hit"][:-2].lower())
        if not kinds & (EPONYM | TERM) and not guards.is_quiet(text, match.start()):
            spans.append((*match.span("hit"), CLOSED))
    return spans


def opponents(text: str) -> list[tuple[int, int, float]]:
    """Return whom a caption names behind "v." ("Amarillo v. Dry Fork Growers"), no cited case."""
    return [
        (*match.span("hit"), CLOSED)
        for match in _VERSUS.finditer(text)
        if not _CITED_CASE.match(text, match.end())
        and not _PUBLIC_PARTY.search(match["hit"])
        and _is_party(Reading(match["hit"]))
    ]


def _is_party(words: Reading) -> bool:
    """Return whether what stands behind "v." is no term of the subject ("TENS vs. Gabapentin")."""
    if len(words) == 1:
        return bool(words.kinds[0] & NAME) and not words.kinds[0] & TERM
    return any(
        not kinds & TERM and not is_stop(lower)
        for kinds, lower in zip(words.kinds, words.lowers, strict=True)
    )


def at_signs(reading: Reading) -> list[tuple[int, int, float]]:
    """Return small words behind "@" that nothing explains ("seen @ bay aq", "welder @ pac mar drydock")."""
    spans, text = [], reading.text
    for match in _AT_SIGN.finditer(text) if "@ " in text else ():
        words = Reading(match["hit"])
        end = next((i for i, lower in enumerate(words.lowers) if is_stop(lower)), len(words))
        own = [i for i in range(end) if not words.kinds[i] & (TERM | ENGLISH) and len(words.lowers[i]) > 1]
        if own and not words.kinds[0] & FORM:
            spans.append((match.start("hit"), match.start("hit") + words.ends[end - 1], CLOSED))
    return spans


def abbreviations(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return acronyms introduced in brackets behind an organization ("Bell Wether Mutual (BWM)")."""
    acronyms = {match[1] for _, end, _ in found if (match := _ACRONYM.match(text, end))}
    return [
        (*match.span(), KNOWN)
        for acronym in acronyms - _PUBLIC_ACRONYMS
        for match in re.finditer(rf"\b{re.escape(acronym)}\b", text)
    ]


def known_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of a known organization that begins at a word."""
    if not reading.is_capitalized(i):
        return None
    for phrase in _phrases()[reading.lowers[i]]:
        end = i + len(phrase)
        if tuple(reading.lowers[i:end]) != phrase or any("\n\n" in reading.gap(j) for j in range(i, end - 1)):
            continue
        if " ".join(phrase) not in organization_terms()["known_plain"] or _is_placed(reading, i, end):
            return i, _with_branch(reading, forward(reading, end - 1))
    return None


def _with_branch(reading: Reading, end: int) -> int:
    """Return where a known name ends with the town or the name of its branch ("UCSF Parnassus")."""
    while end < len(reading) and reading.gap(end - 1) == " " and reading.capitals[end]:
        kinds, lower = reading.kinds[end], reading.lowers[end]
        named = (
            kinds & TOWN
            or is_clear_name(kinds)
            or not kinds
            or lower in read_sets("names", "runs")["compass"]
        )
        if reading.is_all_capitals(end) or is_stop(lower) or not (named or closes(reading, end)):
            break
        end += 1
    return end


def _is_placed(reading: Reading, i: int, end: int) -> bool:
    behind = end < len(reading) and reading.lowers[end] in {
        "insurance",
        "ins",
        "indemnity",
        "permanente",
        "pharmacy",
        "claims",
        "hospital",
        "medical",
        "comp",
        "denied",
    }
    before = (
        i > 0
        and reading.lowers[i - 1] in position_words("before_organization") | {"the"}
        and not reading.gap(i - 1).strip()
    )
    return behind or before


def headed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of "Law Offices of X", "City of X" and the like."""
    for head in _heads()[reading.lowers[i]]:
        start = i + len(head)
        if tuple(reading.lowers[i:start]) != head or start >= len(reading) or not reading.is_capitalized(i):
            continue
        while start + 1 < len(reading) and reading.lowers[start] in _SMALL and reading.gap(start) == " ":
            start += 1
        end = start
        while (
            end < len(reading)
            and end - start < 4
            and reading.is_capitalized(end)
            and not is_opening(reading, end)
            and not is_stop(reading.lowers[end])
        ):
            if end > start and (not JOIN.fullmatch(reading.gap(end - 1)) or "." in reading.gap(end - 1)):
                break
            end += 1
        if end > start:
            return i, end
    return None
