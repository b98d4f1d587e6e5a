"""A stretch between blanks → the parts of it that are not safe whatever stands around them."""

import re
from enum import IntEnum
from functools import cache, lru_cache

from imr_reports.gate import known, spelling
from imr_reports.gate.numbers import FIGURES, unsafe_figures
from imr_reports.vocabulary import names
from imr_reports.vocabulary.lookalikes import readings, with_figures


class Kind(IntEnum):
    """What a word or number is, as far as it can be told without what stands around it."""

    SAFE = 0
    UNKNOWN = 1
    SLIP = 2
    """Perhaps a slip of the pen; in the middle of a sentence a capital makes a name of it."""
    NAME_FIRST = 3
    """Rather a name than a word ("Smith", "Rose")."""
    NAME_TOO = 4
    """Rather a word than a name ("Young", "Page")."""
    EPONYM = 5
    """A surname that stands for a test or a disease, where one is named."""
    TITLE = 6
    CREDENTIAL = 7
    CODE = 8
    """Five figures, or a letter and four: the code of a procedure, where one is spoken of."""
    FOUR = 9
    """Four figures that are no year."""
    NUMBER = 10
    """A shape with figures that is not known as harmless."""
    STATE = 11
    """A word of a state's name."""
    FORGIVEN = 12
    """In no list, but an inflection or a slip of words that are: safe, unless it is the letter's own name."""
    CUE = 13
    """A safe word behind or before which an identifier may stand: a shape is looked for there."""


Part = tuple[int, int, Kind]

_FIELD = re.compile(r"[^,;()\[\]{}<>\"“”|=*…]+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
_MIXED = re.compile(
    r"(?<![\w-])(?!\d+[a-z]{1,4}(?![A-Za-z\d]))(?=[A-Z]?[a-z|]*\d|[A-Z]*\d)[A-Za-z\d|]*[A-Za-z]{2}[A-Za-z\d|]*(?![\w@]|-\d)"
)
"""Letters with figures among them, which may be letters misread."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RATIO = re.compile(r"/([A-Za-z]+)")
_TITLES = frozenset({"dr", "drs", "mr", "mrs", "ms", "miss", "messrs", "prof", "doctor", "atty"})
_POSSESSIVE = re.compile(r"['’][sS]?$")
_FIGURE_KINDS = {"code": Kind.CODE, "four": Kind.FOUR, "unknown": Kind.NUMBER}
_NAMES = frozenset({Kind.NAME_FIRST, Kind.NAME_TOO})
_SHORTEST_HUMP, _SHORTEST_MISREAD = 3, 5
_CASED_WRONGLY = re.compile(r"l[A-Z]+|[A-Z]+l[A-Z]+|[A-Z]+l|[A-Z]?[a-z]+I[a-z]*")
"""A small l among capitals, a capital I among small letters."""


@lru_cache(maxsize=65_536)
def parts_of(chunk: str) -> tuple[Part, ...]:
    """Return the parts of a chunk (no blanks in it) that are not plainly safe, with their offsets in it."""
    if chunk.isalpha():
        return tuple(_parts_of_word(chunk, 0))
    found: list[Part] = []
    for field in _FIELD.finditer(chunk):
        found += _parts_of_field(field[0], field.start())
    return tuple(found)


def _parts_of_field(field: str, offset: int) -> list[Part]:
    found: list[Part] = []
    if any(sign.isdigit() for sign in field):
        field = with_figures(field)
        for token in _MIXED.finditer(field):
            if kind := misread_kind(token[0]):
                found.append((offset + token.start(), offset + token.end(), kind))
                field = f"{field[: token.start()]}{' ' * len(token[0])}{field[token.end() :]}"
    return found + _other_parts(field, offset)


def _other_parts(field: str, offset: int) -> list[Part]:
    if FIGURES.search(field):
        core = field.strip(".:'’!?-–—/#$")
        kind = _FIGURE_KINDS.get(unsafe_figures(core))
        if kind is not None:
            start = offset + field.index(core)
            return [
                (start, start + len(core), kind),
                *(part for part in _words(field, offset) if part[2] is Kind.CUE),
            ]
    return _words(field, offset)


def _words(field: str, offset: int) -> list[Part]:
    found: list[Part] = []
    for piece in _LETTERS.finditer(field):
        if not _is_part_of_number(field, piece) and not _is_ratio(field, piece):
            found += _parts_of_word(piece[0], offset + piece.start())
    return found


def _parts_of_word(word: str, offset: int) -> list[Part]:
    span = (offset, offset + len(word))
    kinds = [word_kind(word)]
    if bare(word) in cue_words():
        kinds.append(Kind.CUE)
    return [(*span, kind) for kind in kinds if kind]


def _is_part_of_number(field: str, piece: re.Match[str]) -> bool:
    """Return whether letters are the unit of a number or a level's letter ("10mg", "2x/wk", "C5-6")."""
    beside = field[max(0, piece.start() - 1) : piece.start()] + field[piece.end() : piece.end() + 1]
    return any(sign.isdigit() for sign in beside) and piece[0].lower() in known.terms("units")


def _is_ratio(field: str, piece: re.Match[str]) -> bool:
    """Return whether letters are a unit in one of another ("ng/mL")."""
    behind = _RATIO.match(field, piece.end())
    return behind is not None and {piece[0].lower(), behind[1].lower()} <= known.terms("units")


def bare(word: str) -> str:
    """Return a word in small letters without its possessive ending."""
    return _POSSESSIVE.sub("", word.lower())


@cache
def cue_words() -> frozenset[str]:
    """Return the words at which shapes of identifiers are looked for (`shapes.toml`)."""
    shapes = known.read_table("shapes.toml")["shape"]
    return frozenset(cue for shape in shapes for cue in shape.get("cues", ()))  # type: ignore[attr-defined]


@lru_cache(maxsize=65_536)
def word_kind(written: str) -> Kind:
    """Return what a word is, by itself."""
    word = _POSSESSIVE.sub("", written.replace("’", "'")) or written
    lower = word.lower()
    small = word.islower()
    if len(lower) == 1 or not lower.strip("x"):  # an initial, or the mark of a redaction
        return Kind.SAFE
    kind = Kind.CREDENTIAL if word in known.credentials() else _listed_kinds().get(lower)
    if lower in known.terms("shorthand") and (small or word.isupper()):
        return Kind.SAFE
    if kind is not None and not (kind is Kind.TITLE and word != written):
        return Kind.SAFE if small and kind in _NAMES else kind
    if lower in known.plain() or lower.removesuffix("s") in known.acronyms() or lower in known.acronyms():
        return Kind.SAFE
    return _kind_of_unlisted(word, lower, small)


@cache
def _listed_kinds() -> dict[str, Kind]:
    """Return the words of which more is known than that they are safe; of two kinds the later counts."""
    kinds = dict.fromkeys(known.eponyms() - known.plain(), Kind.EPONYM)
    kinds |= dict.fromkeys(known.words("names_too"), Kind.NAME_TOO)
    kinds |= dict.fromkeys(known.words("names_first"), Kind.NAME_FIRST)
    kinds |= dict.fromkeys(known.terms("languages") | known.terms("plain") | known.terms("states"), Kind.SAFE)
    kinds |= dict.fromkeys(known.terms("states_borne"), Kind.STATE)
    return kinds | dict.fromkeys(_TITLES, Kind.TITLE)


def _kind_of_unlisted(word: str, lower: str, small: bool) -> Kind:
    if lower in known.words("only_small"):
        return Kind.SAFE if small else Kind.UNKNOWN
    if "'" in lower:
        return max((word_kind(part) for part in lower.split("'") if len(part) > 1), default=Kind.SAFE)
    if lower in names.surnames() or lower in names.first_names():
        return Kind.UNKNOWN
    long = len(lower) >= _SHORTEST_MISREAD or _CASED_WRONGLY.fullmatch(word)
    if long and (kind := misread_kind(word)):
        return kind
    return _kind_of_made(word, lower, small)


def _kind_of_made(word: str, lower: str, small: bool) -> Kind:
    """Return whether a word is made of words that are known, or is a slip of one."""
    if _is_run_together(word) or spelling.is_derived(lower) or (small and spelling.is_glued(lower)):
        return Kind.FORGIVEN
    if not spelling.is_slip(lower):
        return Kind.UNKNOWN
    return Kind.FORGIVEN if small else Kind.SLIP


@lru_cache(maxsize=65_536)
def misread_kind(token: str) -> Kind:
    """Return what letters that look alike make of a token; `SAFE` where they make no word of it.

    A word that people bear too is one only in small letters: a damaged name is to stay unknown.
    """
    read, listed = tuple(readings(token.lower())), _listed_kinds()
    for word in read:
        if word in _meant_words():
            is_name = listed.get(word) in _NAMES | {Kind.STATE}
            return Kind.UNKNOWN if is_name and not token[0].islower() else Kind.FORGIVEN
    if any(word in names.surnames() or word in names.first_names() for word in read):
        return Kind.UNKNOWN
    if any(listed.get(word) is Kind.EPONYM for word in read):
        return Kind.EPONYM
    made = any(len(word) >= _SHORTEST_MISREAD and spelling.is_inflected(word) for word in read)
    return Kind.FORGIVEN if made else Kind.SAFE


@cache
def _meant_words() -> frozenset[str]:
    return known.stems() | known.words("drugs") | known.terms("drugs_also") | known.acronyms()


def _is_run_together(word: str) -> bool:
    """Return whether safe words stand together without blanks, each with its capital ("PainGuidelines")."""
    parts = _HUMP.split(word)
    titled = parts[-1].lower() in _TITLES
    return len(parts) > 1 and all(
        len(part) >= _SHORTEST_HUMP and part.lower() in known.plain() for part in parts[: len(parts) - titled]
    )
