"""A letter → places told by a phrase: "two blocks off Sixth", "corner of Fig and Olive"."""

import re
from collections.abc import Iterator

from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.words import DRUG, EPONYM, SERVICE, TERM, TOWN, Reading, is_clear_name
from imr_reports.vocabulary import safe
from imr_reports.vocabulary.wordlists import read_sets

_WAY = r"[A-Z][A-Za-z'’]+(?:\s(?!(?:And|At)\b)[A-Z][a-z'’]+)?"
_OFF = re.compile(
    rf"\bblocks?\s(?:off|from|of|down|up|(?:north|south|east|west)\s(?:of|from))\s(?:the\s)?(?P<hit>{_WAY})"
)
_CORNER = re.compile(
    rf"(?i:\b(?:corner|intersection|crossing|junction)\sof|\bcross\sstreets?:?)\s(?P<hit>{_WAY}\s(?:and|&|at|/)\s{_WAY})"
)
_ROAD = re.compile(
    r"\b(?:Hwy\.?|Highway|Route|Rte\.?|SR|I|US)[ -]\d{1,3}(?P<hit>\s(?:and|&|at|near)\s"
    r"(?P<to>[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)?))"
)
_FREEWAYS = "101 105 110 118 134 170 210 215 280 405 580 605 680 710 805 880".split()  # noqa: SIM905
_DWELLING = (
    "address residence lives lived living resides resided residing stays stayed staying located house home"
    " flat condo apartment"
)
_FREEWAY = re.compile(
    r"\b(?:on|off|along|near|from|onto)\s(?P<hit>the\s(?:101|105|110|118|134|170|210|215|280|405|580|605|680|710|805|880))\b"
    r"(?!\s(?:mg|patients|pages|days|miles))"
)
_HOUSE = re.compile(
    r"(?i:\b(?:address|residence|(?:liv(?:es|ed|ing)|resid(?:es|ed|ing)|stay(?:s|ed|ing)|located|house|home|flat|condo|apartment)\sat)\s?:?\s)"
    r"(?P<hit>(?=[\dOlI]{0,5}\d)[\dOlI]{1,6}[A-Z]?\s(?:[NSEW]{1,2}\.?\s)?[A-Z][\w'’]+(?:\s[A-Z][a-z'’]+){0,3}"
    r"(?:,?\s(?:#\s?|(?i:apt|unit|spc|space|ste|lot)\.?\s#?)\w{1,5})?)"
)
_SPACE = re.compile(
    r"\b(?P<hit>(?:[Ss]pace|[Ss]pc\.?|[Cc]abin|[Ll]ot|[Uu]nit|[Tt]railer|[Cc]ottage)\s#?\d{1,3}[A-Z]?,\s\d*\s?[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,4})"
)
_BUILDING = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Oo]f|[Nn]ear|[Ff]rom|[Tt]o|,)\s(?P<hit>(?:Building|Bldg\.?|Terminal|Barracks|Hangar|Dorm|Tower|Cabin|Camp|Ward"
    r"|Pier|Yard|Gate|Dock)\s(?:No\.\s?)?\d[\dOlI]{0,2}[A-Z]?)\b(?!\s?(?:mg|%|of\s\d))"
)
_SMALL_HOUSE = re.compile(r"(?<![\w.#/-])(?P<hit>\d{2,5}\s[nsew]\.?\s(?P<to>[a-z]{4,}))\b")
_ESTATE = re.compile(
    r"\b(?:Apartments|Apts\.?|Estates|Park|Manor|Village|Villas|Towers|Court|Terrace|Lodge)(?P<hit>,\s(?:Unit|Space|Spc\.?|No\.|Apt\.?|Rm\.?|#)\s?"
    r"#?\w{1,4})\b"
)
_PLAZA = re.compile(
    r"\b(?P<hit>(?:One|Two|Three|Four|Five|Ten)\s[A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s"
    r"(?:Plaza|Center|Square|Place|Tower|Way|Drive|Park|Circle|Terrace|Embarcadero)(?:,\s\d{1,2}(?:st|nd|rd|th)\s[Ff]l(?:oor|\.))?)"
)
_NUMBERED = re.compile(
    r"(?:\b(?:[Oo]n|[Oo]ff|[Aa]t|[Nn]ear|[Aa]long|and|of)|,)\s(?P<hit>(?:County\s|State\s)?(?:Avenue|Ave\.|Road|Rd\.?|Street)\s"
    r"\d{1,3}(?:½|\s1/2|[A-Z])?)\b"
)
_DELIVERY = re.compile(
    r"\b(?P<hit>(?:(?:Box|Bx)\s\d{1,5},?\s)?Star\sRoute(?:\s\d{1,3})?(?:,?\sBox\s\d{1,5})?|General\sDelivery(?:,\s[A-Z][a-z]+)?)\b"
)
# Mexico's way of writing an address: a street with its number, a colony, a postal code.
_COLONY = re.compile(
    r"\b(?P<hit>(?:Calle|Avenida|Av\.|Calz(?:ada|\.)|Privada|Priv\.|Blvd\.)\s(?:[A-ZÁÉÍÓÚÑ][\w.]*|de|del|la|las|los|y)"
    r"(?:\s(?:[A-ZÁÉÍÓÚÑ]\w*|de|del|la|las|los|y)){0,4},?\s(?:(?:No|N[úu]m)\.?\s?|#\s?)\d{1,5}(?:-?[A-Z]\b)?"
    r"|Col(?:onia|\.)\s[A-ZÁÉÍÓÚÑ]\w+(?:\s(?:[A-ZÁÉÍÓÚÑ]\w+|de|del|la|las|los))*(?=[,;.])"
    r"|C\.?\s?P\.?\s?\d{5})(?![\w-])"
)
_DEGREES = (
    r"[-+]?\d{1,3}(?:\.\d{3,}|\s?°\s?\d{1,2}(?:\.\d+)?\s?['’′](?:\s?\d{1,2}(?:\.\d+)?\s?[\"”″])?)\s?°?\s?"
)
_COORDINATES = re.compile(rf"(?P<hit>(?<![\w.]){_DEGREES}[NSns]?[,;/]?\s{{1,2}}{_DEGREES}(?:[EWew]\b)?)")
_MILEPOST = re.compile(
    r"(?i:\b(?:mile\s?(?:post|marker)|post\s?mile|call\s?box))\s"
    r"(?P<hit>(?:[A-Z]{2,3}[ -])?(?:[A-Z]{2,3}[ -])?[RLMT]?\d{1,3}(?:\.\d{1,3})?)\b"
)
_NTH_CORNER = re.compile(
    r"\b(?:near|at|on|off|of|by)\s(?P<hit>\d{1,3}(?:st|nd|rd|th)\s(?:and|&|x)\s(?:[A-Z][a-z]+|\d{1,3}(?:st|nd|rd|th)\b))"
)
_SMALL_NTH = re.compile(
    r"(?<![\w.#/-])(?P<hit>(?:\d{1,5}\s)?(?:[nsew]\.?\s)?\d{1,3}(?:st|nd|rd|th)\s(?:st|ave|street|avenue|pl|place))\b"
)
_WATERS = re.compile(
    r"(?:\b(?:[Aa]t|[Nn]ear|[Tt]o|[Ff]rom|[Oo]n|[Ii]n|[Aa]round|[Oo]f)|,)\s(?P<hit>(?:Lake|Mount|Mt\.|Fort|Ft\.|Camp)\s[A-Z][a-z]+)\b"
)
_AIRPORT = re.compile(r"\b(?P<hit>LAX|SFO|SJC|SMF|SNA)\b(?!\s?(?:\d|[-/]))")
_NEEDED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (pattern, frozenset(words.split()))
    for pattern, words in (
        (_OFF, "block blocks"),
        (_CORNER, "corner intersection crossing junction cross"),
        (_ROAD, "hwy highway route rte sr i us"),
        (_FREEWAY, "the"),
        (_HOUSE, _DWELLING),
        (_SPACE, "space spc cabin lot unit trailer cottage"),
        (_BUILDING, "building bldg terminal barracks hangar dorm tower cabin camp ward pier yard gate dock"),
        (_SMALL_HOUSE, "n s e w"),
        (_ESTATE, "apartments apts estates park manor village villas towers court terrace lodge"),
        (_PLAZA, "plaza center square place tower way drive park circle terrace embarcadero"),
        (_NUMBERED, "avenue ave road rd street"),
        (_DELIVERY, "star delivery"),
        (_COLONY, "calle avenida av calz calzada privada priv blvd col colonia c cp"),
        (_COORDINATES, "n gps coordinates latitude lat location"),
        (_MILEPOST, "milepost postmile mile post call callbox"),
        (_NTH_CORNER, "near at on off of by"),
        (_SMALL_NTH, "st ave street avenue pl place"),
        (_WATERS, "lake mount mt fort ft camp"),
        (_AIRPORT, "lax sfo sjc smf sna"),
    )
)
"""Patterns, each with words of which one must be in the letter."""
_LONGEST = 4


def told_places(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield places that a phrase tells, by their offsets."""
    text = reading.text
    for pattern, words in _NEEDED:
        if reading.vocabulary.isdisjoint(words) or (pattern is _FREEWAY and not _has_freeway(text)):
            continue
        for match in pattern.finditer(text):
            if not guards.is_quiet(text, match.start()) and _is_fit(match):
                yield match.span("hit")
    closers = read_sets("places", "kinds")["closers"]
    if not reading.vocabulary.isdisjoint(closers):
        yield from _closed(reading, closers)


def _has_freeway(text: str) -> bool:
    return any(f"the {number}" in text for number in _FREEWAYS)


def _is_fit(match: re.Match[str]) -> bool:
    words = Reading(match["hit"])
    if any(kinds & DRUG for kinds in words.kinds) or "mg" in words.lowers:
        return False
    if match.re in (_ROAD, _SMALL_HOUSE):
        to = Reading(match["to"]).kinds[0]
        return not to & TERM if match.re is _ROAD else bool(to & TOWN) or is_clear_name(to)
    if match.re is _CORNER:
        return not all(kinds & (SERVICE | EPONYM) for kinds in words.kinds if kinds)
    return True


def _closed(reading: Reading, closers: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield rows of capitals before what places are called ("the Tracy depot", "Westley Labor Camp")."""
    for i, lower in enumerate(reading.lowers):
        if lower not in closers or i == 0 or reading.gap(i - 1) not in (" ", "\n", " \n"):
            continue
        last = i - 1
        if reading.lowers[last] in {"labor", "home", "mobile", "state", "indian", "army", "navy"}:
            last -= 1
        first = last
        while (
            first > 0
            and last - first < _LONGEST
            and reading.gap(first - 1) == " "
            and _is_of_place(reading, first - 1)
        ):
            first -= 1
        if last >= 0 and _is_of_place(reading, first) and not reading.begins_sentence(first):
            yield reading.starts[first], reading.ends[i if reading.is_capitalized(i) else last]


def _is_of_place(reading: Reading, j: int) -> bool:
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if (
        not reading.is_capitalized(j)
        or reading.is_all_capitals(j)
        or is_stop(lower)
        or lower in safe.state_words()
    ):
        return False
    return not kinds & (TERM | EPONYM) or bool(kinds & TOWN and not kinds & SERVICE)
