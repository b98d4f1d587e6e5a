"""A name as written → its parts: surname, given names, initials, whatever the order, case and damage."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from imr_reports.scrub.roles import Standing, credential_role, standing_at
from imr_reports.vocabulary import names

_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['’](?=[^\W_])|[-‐‑–]\s{0,2}(?=[^\W\d_]{2}))*")
_HYPHEN = re.compile(r"[-‐‑–]\s{0,2}")
_ALSO = frozenset({"aka", "nee", "called", "dba"})
_POSSESSIVE = re.compile(r"['’]s\Z", re.IGNORECASE)
# What stands in brackets or quotation marks, closed or not: a nickname, another name, a first name.
_ASIDE = re.compile(r"(?<!\w)[\"“‘'(]\s?([^()\"“”]*?)(?:[\"”)]|['’](?!\w)|\Z)")
_DIGITS = str.maketrans("0158", "olsb")
_INITIALS = re.compile(r"(?:[A-Z]\.?\s?){2,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of a person.

    Attributes:
        start: where it stands.
        surname: the parts of the surname, joined; "" where a single word may be a first name too.
        givens: first and middle names or initials, in their order.
        tokens: all parts of the name, as they are compared: lower case, without accents.
        nicknames: what stood in quotation marks or brackets.
        halves: the parts of a double name, each of which may stand for it.
        suffix: "jr", "iii" and the like.
        standing: what the words around it say of the person.
    """

    start: int
    surname: str
    givens: tuple[str, ...]
    tokens: tuple[str, ...]
    nicknames: frozenset[str]
    halves: frozenset[str]
    suffix: str
    standing: Standing

    @property
    def is_full(self) -> bool:
        """Whether a first name, not an initial alone, stands with the surname."""
        return bool(self.surname) and any(len(given) > 1 for given in self.givens)

    @property
    def detail(self) -> tuple[int, int, int]:
        """How much of the name is told: written-out first names, initials, parts."""
        written = sum(len(given) > 1 for given in self.givens)
        return (written if self.surname else 0, len(self.givens), len(self.tokens))


def read_mention(text: str, start: int, end: int) -> Mention:
    """Return the parts of the name in a stretch of a letter."""
    name = text[start:end]
    standing = standing_at(text, start, end)
    nicknames = frozenset(token for match in _ASIDE.finditer(name) for token in _tokens(match[1])) - _ALSO
    parts = [list(_tokens(part)) for part in (_ASIDE.sub(" ", name) if nicknames else name).split(",")]
    role = credential_role(name.partition(",")[2]) if len(parts) > 1 else ""
    suffixes, appended = names.grammar("suffixes"), _appended()
    suffix = next((token for part in parts for token in part if token in suffixes), "")
    kept = [[token for token in part if token not in appended] for part in parts]
    kept = [part for part in kept if part]
    if nicknames and standing.style and [len(part) for part in kept] == [1]:
        kept = [[*sorted(nicknames), *kept[0]]]  # "Dr. Nguyen (Thuy)"
    surname, givens = _surname_and_givens(kept, is_initials=_INITIALS.fullmatch(name) is not None)
    if role and not standing.role:
        standing = Standing(role=role, style=standing.style)
    tokens = tuple(token for part in kept for token in part) or tuple(sorted(nicknames))
    return Mention(
        start=start,
        surname=surname,
        givens=givens,
        tokens=tokens,
        nicknames=nicknames,
        halves=frozenset(_halves(name)),
        suffix=suffix,
        standing=standing,
    )


@lru_cache(maxsize=1)
def _appended() -> frozenset[str]:
    """Return what follows a name without belonging to it: "jr", "md"."""
    return names.grammar("suffixes") | names.grammar("credentials")


def plain_word(word: str) -> str:
    """Return a word as it is compared: lower case, no accents, no apostrophes, letters for misread digits."""
    if word.isascii() and word.isalpha():
        return word.lower()
    word = _HYPHEN.sub("", _POSSESSIVE.sub("", word)).lower().replace("'", "").replace("’", "")
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode() or word
    return word.translate(_DIGITS) if any(character.isalpha() for character in word) else word


def _tokens(part: str) -> Iterator[str]:
    return (plain_word(match[0]) for match in _TOKEN.finditer(part))


def _halves(name: str) -> Iterator[str]:
    """Yield the halves of each double name ("Adeyemi-Clark"), also of one broken over lines."""
    if not _HYPHEN.search(name):
        return
    for match in _TOKEN.finditer(name):
        halves = _HYPHEN.split(match[0])
        if len(halves) > 1:
            yield from map(plain_word, halves)


def _surname_and_givens(parts: list[list[str]], *, is_initials: bool) -> tuple[str, tuple[str, ...]]:
    """Tell "Okafor, Jane A." from "Jane A. Okafor"; one word alone is neither."""
    if not parts or is_initials:
        return "", ()
    if len(parts) > 1:
        return "".join(parts[0]), tuple(parts[1])
    (words,) = parts
    if len(words) == 1:
        return "", ()
    first = len(words) - 1
    particles = names.grammar("particles")
    while first > 1 and words[first - 1] in particles and len(words[first - 1]) > 1:
        first -= 1
    return "".join(words[first:]), tuple(words[:first])
