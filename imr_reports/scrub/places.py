"""A letter → places smaller than a state: streets, boxes, ZIP codes, towns, counties, districts."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from imr_reports.errors import ConfigurationError
from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.place_phrases import told_places
from imr_reports.scrub.recognizer import Span, SpanRecognizer
from imr_reports.scrub.words import (
    CLINICAL,
    DRUG,
    FORM,
    NAME,
    SAFE,
    SERVICE,
    TOWN,
    Reading,
    is_clear_name,
    read_words,
)
from imr_reports.vocabulary import places, safe
from imr_reports.vocabulary.names import position_words

SHAPED, ANNOUNCED, LISTED = 0.95, 0.85, 0.8
_UNIT = (
    r"(?:,?\s{0,2}(?:\r?\n[ \t]*)?(?:(?i:apt|apartment|suite|ste|unit|bldg|building|floor|fl|room|rm"
    r"|space|spc|lot|trlr)\b\.?\s?#?\s?|#\s?)[\w\-]{1,6}\b)"
)
_UNITS = re.compile(
    r"(?:,?\s{0,2}\d{1,2}(?:st|nd|rd|th)\s(?i:floor|fl)\b\.?)?"
    + _UNIT
    + r"+|,?\s{0,2}\d{1,2}(?:st|nd|rd|th)\s(?i:floor|fl)\b\.?"
)
_CORNER_BEHIND = re.compile(
    r"(?:and|&)\s(?:\d{1,3}(?:st|nd|rd|th)\b|[A-Z][a-z]+\s(?:St"
    r"|Street|Ave|Avenue|Rd|Road|Blvd|Way|Lane|Drive)\b)"
)
_CORNER_BEFORE = re.compile(r"\b[A-Z][a-z]+\s\Z")
_BRIDGE = re.compile(r"\s(?:at|near|and|off|by)\s|\s&\s|,\s", re.I)
_BEFORE_STREET = re.compile(
    r"(?:(?P<number>(?<![A-Za-z0-9])(?:#[ ]?)?(?=[OlI\d]{0,5}\d)[\dOlI]{1,6}(?:[A-Z]|\s?1/2|-\d{1,4})?)"
    r"\s{1,2}(?:\r?\n)?)?(?:(?:[NSEW]{1,2}\.?|North|South"
    r"|East|West|Northeast|Northwest|Southeast|Southwest)\s)?"
    r"(?:(?:[A-Z][\w'’\-]*|(?:St|Mt|Ft|Jr|Sr|Dr|[A-Z])\.|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)|de|del|la|las|los"
    r"|the)\s{1,2}(?:\r?\n[ \t]*)?){1,4}\Z"
)
_BOX = re.compile(
    r"\b(?:(?:P\.?\s?[O0]\.?|Post\s+Office)\s?(?:b[o0]x|bx)|P[O0]B)\.?\s?#?\s?(?=[OlI]?\d)[\dOlI]{1,7}\b",
    re.I,
)
_CODE = r"(?=[\dOlISB]*\d[\dOlISB]?\d)[\dOlISB]{5}(?:\s?-\s?\d{4})?"
_STATE_BEFORE = re.compile(
    r"(?:\b(?:CA|Ca|Calif\.?|California|AZ|NV|WA|TX|UT)|,\s{1,2}(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]"
    r"|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]))[,.]?\s{1,3}\Z"
    r"|\b[Zz][Ii][Pp](?:\s?[Cc]ode)?(?::|\sis|\sof)?\s{1,2}\Z"
)
_ZIP = re.compile(rf"(?<=\s){_CODE}\b")
_STATE_WINDOW = 24
_BERTH = re.compile(
    r"\b(?:Ste|STE|Suite|SUITE|PMB|Mail\s?[Ss]top|MAILSTOP|Slip|Berth|Apt|APT|Cabin|Pier|Hangar|Spc|Bldg|Trlr"
    r"|Dock)\b\.?[ ]?#?[ ]?"
    r"(?:\d{1,5}(?:-?[A-Z]\b|-\d{1,3})?|[A-Z]\b(?:-\d{1,4})?)(?!\s?(?:mm|cm|%|mg|degrees))"
    r"|\b(?:P\.?\s?O\.?\s)?Drawer\s[A-Z\d]{1,4}\b"
    r"|\b(?:R(?:oute|OUTE|t|T)\.?|HC|RR)[ ]\d{1,3},?[ ](?i:box|bx)[ ]\d{1,5}(?:-?[A-Z]\b)?"
)
_ROAD = r"\s(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Way|Lane|Ln|Dr|Drive|Hwy)\b"
_CROSSING = re.compile(
    r"\b(?:\d{1,3}(?:st|nd|rd|th)|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)" + _ROAD + r"\.?\s(?:and|&|at)\s"
    r"(?:\d{1,3}(?:st|nd|rd|th)\b|[A-Z][a-z]+(?:" + _ROAD + r")?)"
)
_CODE_BEHIND = re.compile(
    r"[,.;\s(]{1,4}(?P<zip>9[0-6O](?:[\dOlISB]{3}|[\dOlISB] [\dOlISB]{2}|[ ][\dOlISB]{3}"
    r"|[\dOlISB]{2} [\dOlISB])(?:-\d{4})?)(?=[).,;]|\s|\Z)"
)
_STREET_BEHIND = re.compile(r",\s(?P<street>\d{2,5}\s[A-Z][a-z]+(?:\s[A-Z][a-z]+\b){0,2})(?=[\s,.;)(]|\Z)")
_HIGHWAY = re.compile(
    r"\bI-\d{1,3}\b|\b(?:Interstate|Highway|Hwy\.?|State Route|Route|SR|US Highway|US"
    r"|Freeway)[- ]\d{1,3}\b(?!\s?(?:mg|%|mcg|cm|mm))|\b(?:the\s)?\d{1,3}\s(?:Freeway|Fwy)\b"
)
_NUMBERED = re.compile(r"(?<![\d.])\d{2,6}\s(?:[A-Z][\w'’]+\s){0,2}[A-Z][\w'’]+" + _UNIT)
_TOWN_STATE = re.compile(
    r"(?P<town>[A-Z][A-Za-z.'’\-]+(?:[ \t][A-Z][A-Za-z.'’\-]+){0,3})(?P<comma>,[ \t]{0,2})(?:CA|Ca|Calif"
    r"|California)\b"
)
_COMMA_STATE = re.compile(r",[ \t]{0,2}C(?:A|a|alif|alifornia)\b")
_ZIP_BEHIND = re.compile(r",?\s{1,3}(?P<zip>9[0-6]\d{3}(?:-\d{4})?)\b")
_CLOSED_BEFORE = re.compile(r"(?:[A-Z]\w*\.?|\d|[rt]),\s{1,2}\Z|\s\(\Z|[A-Z]\w*\.\s\Z")
# A house and a street without its closing word, before a town ("108 W. Perkins, Ukiah").
_STREET_BEFORE = re.compile(
    r"(?<![\w.#/-])(?P<street>(?=[OlI\d]{0,5}\d)[\dOlI]{2,6}[A-Z]?\s(?:[NSEW]{1,2}\.?\s)?[A-Z][\w'’.\-]+"
    r"(?:\s[A-Z][\w'’.\-]+){0,2}),\s{1,2}\Z"
)
_ENDS_STREET = re.compile(r"\.?(?:\s[a-z]|,|\)|;|\.?\s*\Z)")
_UNITS_OF_DOSES = frozenset({"mg", "mcg", "ml", "cc", "tabs", "caps", "tablets", "capsules", "gm", "units"})
_LONGEST_STREET = 48
_NTH = re.compile(r"\b\d{1,3}(?:st|nd|rd|th)\s\Z")
_LONGEST_TOWN = 5
_UNIT_WORDS = frozenset(
    [
        "apt",
        "apartment",
        "suite",
        "ste",
        "unit",
        "bldg",
        "building",
        "floor",
        "fl",
        "room",
        "rm",
        "space",
        "spc",
        "lot",
        "trlr",
    ]
)
_STREET_WORDS = frozenset(
    ["st", "street", "ave", "avenue", "rd", "road", "blvd", "way", "lane", "ln", "dr", "drive", "hwy"]
)
_NEEDED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (_BOX, frozenset({"box", "bx", "b0x", "pob", "p0b"})),
    (
        _BERTH,
        frozenset(
            [
                "ste",
                "suite",
                "pmb",
                "mailstop",
                "stop",
                "slip",
                "berth",
                "apt",
                "cabin",
                "pier",
                "hangar",
                "spc",
                "bldg",
                "trlr",
                "dock",
                "drawer",
                "box",
            ]
        ),
    ),
    (_HIGHWAY, frozenset(["i", "interstate", "highway", "hwy", "route", "sr", "us", "freeway", "fwy"])),
    (_NUMBERED, _UNIT_WORDS),
    (_CROSSING, _STREET_WORDS),
)
"""Patterns, each with words of which one must be in the letter; none where any letter may match."""


@lru_cache(maxsize=1)
def _terms() -> dict[str, frozenset[str]]:
    try:
        table = tomllib.loads((files("imr_reports.scrub") / "patterns" / "places.toml").read_text("utf-8"))
        return {
            key: frozenset(value.split() if isinstance(value, str) else value)
            for key, value in table.items()
            if key != "example"
        }
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"the terms in places.toml can't be read: {error}") from error


@lru_cache(maxsize=1)
def _towns() -> dict[str, list[tuple[str, ...]]]:
    """Towns by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for town in places.towns():
        words = tuple(Reading(town).lowers)
        if words and len(words) <= _LONGEST_TOWN:
            table.setdefault(words[0], []).append(words)
    for towns in table.values():
        towns.sort(key=len, reverse=True)
    return table


@lru_cache(maxsize=1)
def _sure() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _terms()["sure"]:
        words = tuple(phrase.split())
        table.setdefault(words[-1], []).append(words)
    return table


class Places(SpanRecognizer):
    """Places smaller than a state."""

    label = "places"
    types = ("LOCATION",)

    def find(self, text: str) -> Iterator[Span]:
        """Yield the places in a text."""
        reading = read_words(text)
        spans = [*_shaped(text), *_worded(reading)]
        spans += [(*span, ANNOUNCED) for span in told_places(reading)]
        for start, end, score in (*spans, *_bridges(text, spans)):
            yield "LOCATION", start, end, score
            if score == SHAPED and (street := _STREET_BEHIND.match(text, end)):
                yield "LOCATION", *street.span("street"), SHAPED
                end = street.end()  # noqa: PLW2901
            if code := _CODE_BEHIND.match(text, end):
                yield "LOCATION", *code.span("zip"), SHAPED
            offset = max(0, start - _LONGEST_STREET)
            if score == LISTED and (house := _STREET_BEFORE.search(text[offset:start])):
                yield "LOCATION", offset + house.start("street"), offset + house.end("street"), SHAPED


def _bridges(text: str, spans: list[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """Yield the spans from a road to the place that pins it down ("I-580 at Hopyard Rd")."""
    ordered = sorted((start, end) for start, end, score in spans if score == SHAPED)
    starts = sorted({start for start, _, _ in spans})
    for start, end in ordered:
        bridge = _BRIDGE.match(text, end)
        if bridge and bridge.end() in starts:
            yield start, bridge.end(), SHAPED


def _shaped(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield boxes, ZIP codes, highways, and numbered addresses without a street's closing word."""
    vocabulary = read_words(text).vocabulary
    for pattern, words in _NEEDED:
        if words and vocabulary.isdisjoint(words) and not (pattern is _NUMBERED and "#" in text):
            continue
        for match in pattern.finditer(text):
            if pattern is not _NUMBERED or _UNITS_OF_DOSES.isdisjoint(match[0].lower().split()):
                yield *match.span(), SHAPED
    yield from _corners_and_codes(text)
    if vocabulary.isdisjoint({"ca", "calif", "california"}) or not _COMMA_STATE.search(text):
        return
    for match in _TOWN_STATE.finditer(text):
        if not guards.is_quiet(text, match.start()):
            yield *_trim_town(match), SHAPED


def _corners_and_codes(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield corners of streets ("Almond and 5th") and ZIP codes, what is rare in them first."""
    for joint in _CORNER_BEHIND.finditer(text):
        if before := _CORNER_BEFORE.search(text[max(0, joint.start() - 30) : joint.start()]):
            yield joint.start() - len(before[0]), joint.end(), SHAPED
    for match in _ZIP.finditer(text):
        if _STATE_BEFORE.search(text[max(0, match.start() - _STATE_WINDOW) : match.start()]):
            yield *match.span(), SHAPED


def _trim_town(match: re.Match[str]) -> tuple[int, int]:
    """Return the longest listed town that ends before ", CA"; without one, all capitalized words."""
    words = Reading(match["town"])
    for first in range(len(words)):
        if " ".join(words.lowers[first:]) in places.towns():
            return match.start("town") + words.starts[first], match.end("town")
    return match.span("town")


def _worded(reading: Reading) -> Iterator[tuple[int, int, float]]:
    terms, towns, sure, capitals = _terms(), _towns(), _sure(), reading.capitals
    streets, spanish_streets, last = terms["streets"], terms["spanish_streets"], len(capitals) - 1
    for i, lower in enumerate(reading.lowers):
        if not capitals[i]:
            if lower in sure and i < last and capitals[i + 1]:
                yield from _announced(reading, i)
            continue
        if lower in streets and (span := _street(reading, i)):
            yield *span, SHAPED
        if lower in spanish_streets and (span := _spanish_street(reading, i)):
            yield *span, SHAPED
        if lower == "county" and (span := _county(reading, i)):
            yield *span, SHAPED
        if lower in towns and (span := _town(reading, i)) and not guards.is_quiet(reading.text, span[0]):
            yield *span, LISTED
            if code := _ZIP_BEHIND.match(reading.text, span[1]):
                yield *code.span("zip"), SHAPED


def _street(reading: Reading, i: int) -> tuple[int, int] | None:
    text, start, end = reading.text, reading.starts[i], reading.ends[i]
    before = _BEFORE_STREET.search(text, max(0, start - 60), start)
    if not before or "\n\n" in before[0]:
        return None
    first = next(j for j in range(i, -1, -1) if j == 0 or reading.starts[j - 1] < before.start())
    lower = reading.lowers[i]
    if not before["number"]:
        while first < i and (
            reading.lowers[first] in position_words("opens_no_place") or not reading.is_capitalized(first)
        ):
            first += 1
        if first == i and not _NTH.search(text, max(0, start - 8), start):
            return None
        if first < i and not _is_bare_street(reading, first, i):
            return None
        begin = reading.starts[first]
        numbered = re.search(r"\b\d{1,3}(?:st|nd|rd|th)\s+\Z", text[max(0, begin - 8) : begin])
        begin -= len(numbered[0]) if numbered else 0
    else:
        begin = before.start()
        if _is_measure(reading, first, i):
            return None
    if (
        lower in {"st", "ave", "av", "plz", "rd", "blvd", "ct", "ln", "dr", "hwy", "pl", "ste"}
        and text[end : end + 1] == "."
    ):
        end += 1
    units = _UNITS.match(text, end)
    return begin, units.end() if units else end


def _is_measure(reading: Reading, first: int, i: int) -> bool:
    """Tell "2 Way Stretch", "10 Physical Therapy Court": by what the number counts, not a house."""
    return all(reading.kinds[j] & (SERVICE | DRUG) for j in range(max(first, 0), i)) if first < i else True


def _is_bare_street(reading: Reading, first: int, i: int) -> bool:
    lower, before = reading.lowers[i], reading.lowers[first - 1] if first else ""
    words = range(first, i)
    if any(not reading.lowers[j].replace("'", "").isalpha() or is_stop(reading.lowers[j]) for j in words):
        return False
    if any(reading.kinds[j] & (DRUG | SERVICE) and not reading.kinds[j] & NAME for j in words):
        return False
    if lower in _terms()["bare_streets"]:
        return lower != "st" or before in {"on", "at", "off", "of", "along"} or reading.gap(i)[:1] in ".,"
    placed = before in {"on", "at", "off", "near", "along"}
    named = any(is_clear_name(reading.kinds[j]) or not reading.kinds[j] for j in words)
    return (
        placed
        and (named or lower in {"drive", "court", "way", "place", "circle", "terrace", "trail", "plaza"})
        and (lower != "dr" or _ENDS_STREET.match(reading.text, reading.ends[i]) is not None)
    )


def _spanish_street(reading: Reading, i: int) -> tuple[int, int] | None:
    """Find "14 Calle de los Olivos": a number before, capitalized words behind."""
    number = re.search(
        r"\b\d{1,6}\s{1,2}\Z", reading.text[max(0, reading.starts[i] - 10) : reading.starts[i]]
    )
    if not number or i + 1 >= len(reading):
        return None
    last = i
    while last + 1 < len(reading) and last - i < 4 and re.fullmatch(r"[ ]{1,2}", reading.gap(last)):
        if not reading.is_capitalized(last + 1) and reading.lowers[last + 1] not in {
            "de",
            "del",
            "la",
            "las",
            "los",
            "el",
        }:
            break
        last += 1
    units = _UNITS.match(reading.text, reading.ends[last])
    return (
        (reading.starts[i] - len(number[0]), units.end() if units else reading.ends[last])
        if last > i
        else None
    )


def _county(reading: Reading, i: int) -> tuple[int, int] | None:
    first = i
    while (
        first > 0
        and i - first < 3
        and reading.gap(first - 1) in (" ", " \n", "\n", " \r\n")
        and reading.is_capitalized(first - 1)
    ):
        if (
            reading.lowers[first - 1] in position_words("opens_no_place")
            or reading.kinds[first - 1] & SERVICE
        ):
            break
        first -= 1
        if " ".join(reading.lowers[first:i]) in places.counties():
            break
    return (reading.starts[first], reading.ends[i]) if first < i else None


def _announced(reading: Reading, i: int) -> Iterator[tuple[int, int, float]]:
    """Yield the capitalized words behind "lives in" and the like."""
    for phrase in _sure()[reading.lowers[i]]:
        first = i + 1 - len(phrase)
        if first < 0 or tuple(reading.lowers[first : i + 1]) != phrase:
            continue
        end = i + 1
        while (
            end < len(reading)
            and end - i <= 3
            and reading.is_capitalized(end)
            and re.fullmatch(r"[ ]{0,2}\r?\n?[ ]?", reading.gap(end - 1))
        ):
            if _is_no_place(reading, end):
                break
            end += 1
        if end > i + 1:
            yield reading.starts[i + 1], reading.ends[end - 1], ANNOUNCED
        return


def _is_no_place(reading: Reading, i: int) -> bool:
    kinds = reading.kinds[i]
    if reading.lowers[i] in safe.state_words() or reading.lowers[i] in position_words("opens_no_place"):
        return True
    return bool(kinds & (DRUG | SERVICE | FORM)) and not kinds & TOWN


def _town(reading: Reading, i: int) -> tuple[int, int] | None:
    for words in _towns()[reading.lowers[i]]:
        end = i + len(words)
        if tuple(reading.lowers[i:end]) != words or not all(
            reading.is_capitalized(j)
            or reading.lowers[j] in {"of", "by", "the", "la", "las", "los", "de", "del"}
            for j in range(i, end)
        ):
            continue
        if any(not re.fullmatch(r"[ \-.']{0,2}\r?\n?[ ]?", reading.gap(j)) for j in range(i, end - 1)):
            continue
        if _is_town(reading, i, end):
            return reading.starts[i], reading.ends[end - 1]
    return None


def _is_town(reading: Reading, i: int, end: int) -> bool:
    """Return whether a listed town is meant where its name is also a plain word or a person's."""
    kinds = [reading.kinds[j] for j in range(i, end)]
    if guards.is_citation(reading.text, reading.starts[i], reading.ends[end - 1]):
        return False
    if len(kinds) > 1:
        terms = sum(bool(k & (SERVICE | DRUG | FORM)) for k in kinds)
        if terms == len(kinds):
            return _is_town_position(reading, i, end)
        return not (reading.begins_sentence(i) and reading.lowers[i] in _terms()["prepositions"])
    if reading.lowers[i] == "norco":  # a town and a drug
        after_street = i > 0 and reading.lowers[i - 1] in _terms()["streets"]
        return (after_street or reading.lowers[i - 1 : i] == ["in"]) and _is_town_position(reading, i, end)
    if not kinds[0] & SAFE:
        return not kinds[0] & NAME or _is_town_position(reading, i, end)
    return (
        not kinds[0] & (SERVICE | DRUG | FORM)
        and not (kinds[0] & CLINICAL and not kinds[0] & NAME)
        and _is_town_position(reading, i, end)
    )


def _is_town_position(reading: Reading, i: int, end: int) -> bool:
    if _ZIP_BEHIND.match(reading.text, reading.ends[end - 1]):
        return True
    before = reading.lowers[i - 1] if i else ""
    placed = (
        before in {"in", "at", "near", "from", "to", "of"}
        and re.fullmatch(r"\s{1,3}", reading.gap(i - 1)) is not None
    )
    closed = (
        re.match(
            r"[,.;)]|\s*\(|\s*\n|\s+(?:CA|office|clinic|and|on|for|in|who|where|when|after|with|by)\b|\Z",
            reading.text[reading.ends[end - 1] :],
        )
        is not None
    )
    after_comma = i > 0 and bool(
        _CLOSED_BEFORE.search(reading.text[max(0, reading.starts[i] - 25) : reading.starts[i]])
    )
    return (placed or after_comma) and closed and reading.tails[end - 1] == reading.ends[end - 1]
