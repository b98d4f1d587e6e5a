"""A name and the words around it → who the person is in the case: patient, physician, attorney …."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary import names

PERSON, RELATIVE = "person", "relative"
ROLES = (
    "patient",
    RELATIVE,
    "attorney",
    "adjuster",
    "interpreter",
    "reviewer",
    "nurse",
    "therapist",
    "physician",
    PERSON,
)
"""The roles, in the order in which a person with several is given one."""
DOCTOR, MAN, WOMAN = "doctor", "man", "woman"
_WINDOW = 56
_LONGEST_CUE = 6
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’.](?=[^\W\d_]))*")
_BETWEEN_WORDS = re.compile(r"[\s\-/]{1,3}|[\s\-]{0,2}\d{1,3}[\s\-]{0,2}")
_BEFORE_NAME = re.compile(r"[\s,(\[\"“'‘–-]{1,4}")
_AFTER_TITLE = re.compile(r"\.?\s{0,3}")
_LABELLED = re.compile(r"(?:\(s\))?[ \t]{0,3}[:：]\s{0,24}")
_BEHIND_NAME = re.compile(r"\s{0,2}(?P<mark>[,(–-])?\s{0,3}")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])([A-Za-z])\.\s?(?=[A-Za-z](?![A-Za-z]))")
_CREDENTIAL = re.compile(r"\s{0,2},?\s{0,3}\(?\s?(?P<letters>[A-Za-z][A-Za-z.\-]{0,8})")
_OWNED = re.compile(r"\A\w{0,2}['’][sS]?\s{1,2}(?:(?:ex|late|older|younger|elder)[\s-])?(?P<what>\w+)")
_POSSESSIVE = re.compile(r"['’][sS]\b")
_ALSO = re.compile(r"\s?,?\s{1,2}(?:also|too|likewise)[\s,]{1,2}\Z")
_COPULAS = frozenset({"is", "was", "named"})
_BESIDE = frozenset({"co", "fellow"})  # a co-worker is not the worker
_ARTICLES = frozenset({"a", "an", "the", "our"})
_OPENS_WITHOUT_MARK = frozenset({"is", "dob", "doi", "date", "yo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the words around a name say of its bearer.

    Attributes:
        role: one of `ROLES`, "" where nothing says so.
        style: "doctor", "man" or "woman" by the title, "" without one.
        shared: whether a further name behind "and" has the same role ("Drs. A and B").
        has_kin: whether a relative is told by the name ("Green's wife").
    """

    role: str = ""
    style: str = ""
    shared: bool = False
    has_kin: bool = False


_NOTHING = Standing()
_OF_KIN = Standing(has_kin=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCues:
    """The cues of all roles: phrase → role, by where the phrase stands.

    Attributes:
        closing: the last words of cues that stand before a name.
        opening: the first words of cues behind one.
    """

    before: dict[str, str]
    labels: dict[str, str]
    after: dict[str, str]
    credentials: dict[str, str]
    titles: dict[str, str]
    styles: dict[str, str]
    kin: dict[str, str]
    closing: frozenset[str]
    opening: frozenset[str]


@lru_cache(maxsize=1)
def role_cues() -> RoleCues:
    """Return the cues of `patterns/identities.toml`.

    Raises:
        ConfigurationError: if the file can't be read, or names a role that there isn't.
    """
    table = read_roles()
    tables: dict[str, dict[str, str]] = {
        place: {} for place in ("before", "labels", "after", "credentials", "titles")
    }
    for entry in table["role"]:
        if entry["name"] not in ROLES:
            raise ConfigurationError(f"identities.toml: unknown role {entry['name']}")
        for place, phrases in tables.items():
            for phrase in entry[place]:
                phrases.setdefault(phrase, entry["name"])
    styles = {word: style for style, words in table["titles"].items() for word in words}
    styles |= {word: DOCTOR for word, role in tables["titles"].items() if role == "physician"}
    kin = {word: style for style, words in table["kin"].items() for word in words}
    last = {phrase.split()[-1] for place in ("before", "labels") for phrase in tables[place]}
    closing = frozenset(last | {f"{word}s" for word in last} | _COPULAS)
    opening = frozenset(phrase.split()[0] for phrase in tables["after"])
    return RoleCues(**tables, styles=styles, kin=kin, closing=closing, opening=opening | _ARTICLES)


def read_roles() -> dict[str, Any]:
    """Return the tables of `patterns/identities.toml`, with their examples.

    Raises:
        ConfigurationError: if the file can't be read.
    """
    try:
        text = (files("imr_reports.scrub") / "patterns" / "identities.toml").read_text("utf-8")
        return tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise ConfigurationError("the cues in identities.toml can't be read") from error


def standing_at(text: str, start: int, end: int) -> Standing:
    """Return what the words around a name say of its bearer; the nearest and longest cue counts."""
    cues = role_cues()
    before = text[max(0, start - _WINDOW) : start]
    untitled, title = _without_title(before, cues)
    role, cue, shared = _announced(before, cues)  # "applicant attorney": the title is the end of a cue
    if not role and title:
        role, cue, shared = _announced(untitled, cues)
    after = text[end : end + _WINDOW]
    if not role:
        role, cue = _explained(after, cues)
    if role == RELATIVE and (profession := cues.titles.get(title) or credential_role(after)):
        role = profession  # "Dr. A, his daughter" is told as a doctor, and goes on as one
    has_kin = _has_kin(text[max(start, end - 2) : end] + after, cues)
    style = cues.styles.get(title, "") or (cues.kin.get(cue.split()[-1], "") if role == RELATIVE else "")
    if not role and not title:
        return _OF_KIN if has_kin else _NOTHING
    role = role or cues.titles.get(title, "")
    shared = shared or title.endswith(("drs", "attys", "messrs"))
    return Standing(role=role, style=style, shared=shared, has_kin=has_kin)


def _has_kin(after: str, cues: RoleCues) -> bool:
    """Return whether what stands behind a name, its last letters included, is "'s wife" or the like."""
    owned = _OWNED.search(after)
    return owned is not None and _plain(owned["what"]) in cues.kin


def _plain(word: str) -> str:
    return word.lower().replace("'", "").replace("’", "").replace(".", "")


def _without_title(before: str, cues: RoleCues) -> tuple[str, str]:
    """Return what stands before a name's title, and the title ("" without one)."""
    words = list(_WORD.finditer(before[-24:]))
    if not words or not _AFTER_TITLE.fullmatch(before[-24:], words[-1].end()):
        return before, ""
    title = _plain(words[-1][0])
    if title not in cues.styles and title not in cues.titles:
        return before, ""
    return before[: len(before) - len(before[-24:]) + words[-1].start()], title


def _announced(before: str, cues: RoleCues) -> tuple[str, str, bool]:
    """Return the role that the words before a name announce, the cue, and whether it is for several names."""
    before = _ALSO.sub(" ", before)
    words = list(_WORD.finditer(before))
    if not words or _plain(words[-1][0]) not in cues.closing:
        return "", "", False
    gap = before[words[-1].end() :]
    if _LABELLED.fullmatch(gap):
        table = cues.labels
    elif not gap or _BEFORE_NAME.fullmatch(gap):
        table = cues.before
    else:
        return "", "", False
    run = [_plain(words[-1][0])]
    for behind, word in zip(words[:0:-1], words[-2::-1], strict=True):
        if len(run) == _LONGEST_CUE or not _BETWEEN_WORDS.fullmatch(before, word.end(), behind.start()):
            break
        run.insert(0, _plain(word[0]))
    if run[-1] in _COPULAS:
        run.pop()
    return _longest_cue(run, table)


def _longest_cue(run: list[str], table: dict[str, str]) -> tuple[str, str, bool]:
    """Return the role, the cue and whether it is a plural, of the longest cue that ends a run of words."""
    for first in range(len(run)):
        if first and run[first - 1] in _BESIDE:
            continue
        phrase = " ".join(run[first:])
        if role := table.get(phrase):
            return role, phrase, False
        if phrase.endswith("s") and (role := table.get(phrase[:-1])):
            return role, phrase[:-1], True
    return "", "", False


def _explained(after: str, cues: RoleCues) -> tuple[str, str]:
    """Return the role that the words or letters behind a name give it, and the cue."""
    if _POSSESSIVE.match(after):
        return "", ""
    opening = _BEHIND_NAME.match(after)
    at = opening.end() if opening else 0
    run: list[str] = []
    behind = at
    for word in _WORD.finditer(after, at):
        if not run and _plain(word[0]) not in cues.opening:
            break
        if len(run) == _LONGEST_CUE or not (
            word.start() == behind or _BETWEEN_WORDS.fullmatch(after, behind, word.start())
        ):
            break
        run.append(_plain(word[0]))
        behind = word.end()
    marked = bool(opening and opening["mark"])
    if run and (marked or run[0] in _OPENS_WITHOUT_MARK):
        for first in (0, 1) if run[0] in _ARTICLES else (0,):
            for last in range(len(run), first, -1):
                phrase = " ".join(run[first:last])
                if role := cues.after.get(phrase):
                    return role, phrase
    return credential_role(after), ""


def credential_role(after: str) -> str:
    """Return the role of the credentials that open a text ("", where none do)."""
    match = _CREDENTIAL.match(_SPACED_LETTERS.sub(r"\1", after[:24]))
    if not match:
        return ""
    letters = match["letters"].replace(".", "").replace("-", "")
    lower = letters.lower()
    if lower in names.grammar("ambiguous_credentials") and not letters.isupper():
        return ""
    return role_cues().credentials.get(lower, "")


def first_role(roles: Iterable[str]) -> str:
    """Return the role of a person to whom several were given."""
    given = set(roles)
    return next((role for role in ROLES if role in given), PERSON)
