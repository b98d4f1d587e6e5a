"""A folder of plain text files that a site keeps → `SiteLists`, or one clear word on what is wrong with them.

One entry a line, UTF-8, `#` begins a comment. Messages name a file of the three and a line, never its text.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.gate import find_identifier
from imr_reports.records.site import SiteClinic, SiteLists
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.site import person_of
from imr_reports.scrub.words import (
    CLINICAL,
    COMMON,
    DRUG,
    ENGLISH,
    EPONYM,
    FIRST,
    FORM,
    SERVICE,
    listed_kind_of,
)
from imr_reports.vocabulary import names

PHYSICIANS, CLINICS, SAFE_TERMS = "known-physicians.txt", "known-clinics.txt", "safe-terms.txt"
_FILES = (PHYSICIANS, CLINICS, SAFE_TERMS)
_LONGEST, _MOST_DIGITS, _MOST_BYTES = 80, 3, 20_000_000
_COMMENT = re.compile(r"(?:^|\s)#.*")
_DAY = re.compile(
    r"\d\s?[/.\-]\s?\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*\d"
    r"|\d(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|\bwww\.|https?:", re.IGNORECASE)
_LIKE_A_LIST = re.compile(r"\.txt\Z|^(?:known|safe)[ _-]", re.IGNORECASE)
_TITLED = re.compile(r"(?:drs?|doctor|mr|mrs|ms|miss|prof|professor)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_MEANS = ENGLISH | CLINICAL | DRUG | EPONYM | FORM | SERVICE
_SUBJECT = CLINICAL | DRUG | FORM | SERVICE


def read_site_lists(folder: Path) -> SiteLists:
    """Read a site's lists; a file that is missing is an empty list.

    Args:
        folder: holds one or more of `known-physicians.txt`, `known-clinics.txt` and `safe-terms.txt`.

    Raises:
        ConfigurationError: if the folder or all three files are missing, another file looks like a list, a
            file is not UTF-8, or an entry can't be used, or would let identities pass.
    """
    contents = {name: _content(folder, name) for name in _FILES}
    _refuse_others(folder)
    if all(content is None for content in contents.values()):
        raise ConfigurationError(
            f"the folder given for the site's lists holds none of {', '.join(_FILES)}; check --site"
        )
    entries = {name: sorted(set(_entries(name, contents[name]))) for name in _FILES}
    entries[SAFE_TERMS] = sorted({term.casefold() for term in entries[SAFE_TERMS]})
    return SiteLists(
        digest=hashlib.sha256(json.dumps(entries).encode()).hexdigest(),
        physicians=tuple(entries[PHYSICIANS]),
        clinics=tuple(map(_clinic, entries[CLINICS])),
        safe_terms=frozenset(entries[SAFE_TERMS]),
    )


def _refuse_others(folder: Path) -> None:
    """Refuse a folder with a list that would silently be passed over, such as one whose name has a slip."""
    try:
        others = sum(
            path.name not in _FILES and bool(_LIKE_A_LIST.search(path.name)) for path in folder.iterdir()
        )
    except OSError:
        raise ConfigurationError(
            "the folder given for the site's lists can't be read; check --site"
        ) from None
    if others:
        raise ConfigurationError(
            f"further files that look like lists, in the folder given for the site's lists: {others}; only "
            f"{', '.join(_FILES)} are read; rename or move what is not one of them"
        )


def _content(folder: Path, name: str) -> bytes | None:
    try:
        if not folder.is_dir():
            raise ConfigurationError("the folder given for the site's lists is not there; check --site")
        file = folder / name
        if not file.exists():
            return None
        if file.stat().st_size > _MOST_BYTES:
            raise ConfigurationError(f"{name} of the site's lists is larger than {_MOST_BYTES:,} bytes")
        return file.read_bytes()
    except OSError:
        raise ConfigurationError(f"{name} of the site's lists can't be read") from None


def _entries(name: str, content: bytes | None) -> Iterator[str]:
    """Yield the entries of a file, blanks made single; the first that can't be used is refused."""
    for number, raw in enumerate((content or b"").removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise ConfigurationError(f"{name}, line {number}: not UTF-8 text") from None
        entry = " ".join(_COMMENT.sub("", unicodedata.normalize("NFC", line)).split())
        if not entry:
            continue
        if said := _common_fault(entry) or _FAULTS[name](entry):
            raise ConfigurationError(f"{name}, line {number}: {said}")
        yield entry


def _common_fault(entry: str) -> str:
    if len(entry) > _LONGEST:
        return f"longer than {_LONGEST} characters"
    if sum(character.isalnum() for character in entry) < 2:
        return "less than two letters or digits"
    if any(not character.isprintable() for character in entry):
        return "holds a control character"
    return ""


def _person_fault(entry: str) -> str:
    if any(character.isdigit() for character in entry):
        return "a person's name holds no digit"
    if "=" in entry or ";" in entry:
        return "one name a line, without '=' or ';'"
    if not any(len(word) > 1 for word in _words(entry)):
        return "holds no surname"
    if _is_of_other_words(entry):
        return (
            "ordinary words, none of them known as a name: it would take them out of all letters; "
            "with the given name (Surname, Given) it can be used"
        )
    return ""


def _is_of_other_words(entry: str) -> bool:
    """Return whether all words of a person's name mean something else, and none is a usual name."""
    given, surname = person_of(entry)
    words = [word for word in (*given, *surname) if len(word) > 1]
    if len(words) < len(given) + len(surname):  # an initial makes a name of "J. Steel"
        return False
    kinds = [listed_kind_of(word) for word in words]
    # "The" is somebody's first name too; alone, only what many people bear is taken for a name.
    usual = COMMON | FIRST if len(words) > 1 else COMMON
    return all(
        kind & _MEANS and (not kind & usual or (is_stop(word) and not kind & COMMON))
        for word, kind in zip(words, kinds, strict=True)
    )


def _clinic_fault(entry: str) -> str:
    name, *short = _sides(entry)
    if len(name) < 2 or any(len(one) < 2 for one in short):
        return "a name or an abbreviation of less than two letters"
    if any(_is_subject(one) for one in (name, *short)):
        return (
            "a name or an abbreviation of words of the letters' form alone, or that is itself a clinical "
            "word or a drug: it would take them out of all letters"
        )
    return ""


def _is_subject(name: str) -> bool:
    kinds = [listed_kind_of(word) for word in _words(name)]
    if len(kinds) == 1:
        return bool(kinds[0] & _SUBJECT)
    return bool(kinds) and (all(kind & FORM for kind in kinds) or all(kind & DRUG for kind in kinds))


def _clinic(entry: str) -> SiteClinic:
    name, *short = _sides(entry)
    return SiteClinic(name=name, abbreviations=tuple(short))


def _sides(entry: str) -> list[str]:
    name, *rest = entry.split("=")
    short = [one.strip() for part in rest for one in part.split(",")]
    return [name.strip(), *(one for one in short if one)] if rest else [entry]


def _term_fault(entry: str) -> str:
    """Return why a safe term would be a danger, "" when it would be none."""
    if sum(character.isdigit() for character in entry) > _MOST_DIGITS:
        return f"more than {_MOST_DIGITS} digits: it could be an identifier"
    if _ADDRESS.search(entry):
        return "an address on the net"
    if _DAY.search(entry) or find_identifier(entry):
        return "a date, or the shape of an identifier"
    if _TITLED.match(entry):
        return "begins with a title: it would let a person's name pass"
    words = [word for word in _words(entry) if len(word) > 1]
    return "a name that many people bear and no other word" if _names_people(words) else ""


def _names_people(words: list[str]) -> bool:
    """Return whether all words are names without another meaning, one of them borne by many."""
    listed = names.surnames() | names.first_names()
    without = [word in listed and not listed_kind_of(word) & _MEANS for word in words]
    return all(without) and any(word in names.common_names() for word in words)


def _words(entry: str) -> list[str]:
    return [match[0].lower() for match in _LETTERS.finditer(entry)]


_FAULTS: dict[str, Callable[[str], str]] = {
    PHYSICIANS: _person_fault,
    CLINICS: _clinic_fault,
    SAFE_TERMS: _term_fault,
}
