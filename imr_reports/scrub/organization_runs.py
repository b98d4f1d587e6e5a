"""A place in a reading → the run of capitalized words around it that reads like an organization's name."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from imr_reports.errors import ConfigurationError
from imr_reports.scrub import guards
from imr_reports.scrub.words import (
    CLINICAL,
    DRUG,
    ENGLISH,
    FORM,
    NAME,
    SAFE,
    SERVICE,
    TOWN,
    Reading,
    is_clear_name,
    listed_kind_of,
)
from imr_reports.vocabulary.names import position_words

_LONGEST = 9
JOIN = re.compile(
    r"[ \t]{0,2}(?:\r?\n[ \t]{0,3})?&?[ \t]{0,2}(?:\r?\n[ \t]{0,3})?|[-/]|,[ \t]?(?:\r?\n)?[ \t]?|['’][ \t]"
    r"|\.[ \t]?"
)
_MISREAD = str.maketrans("015", "ols") | {ord("!"): "l"}
_LEADING = frozenset({"at", "from", "by", "of", "for", "employer", "joined", "left"})
_LONE = frozenset({"at", "from", "by", "employer", "joined", "left"})
_PAYS = re.compile(
    r"\s{1,2}(?:\(claim|paid|denied|authorized|approved|certified|modified|non-certified|issued|insures"
    r"|administers|billed|dispensed)"
)


ABBREVIATED = frozenset(
    {"st", "mt", "u", "s", "blvd", "ave", "rd", "hwy", "occ", "ind", "med", "ortho", "co", "bros"}
)


@lru_cache(maxsize=1)
def organization_terms() -> dict[str, frozenset[str]]:
    """Return the sets of words in `patterns/organizations.toml`."""
    try:
        table = tomllib.loads(
            (files("imr_reports.scrub") / "patterns" / "organizations.toml").read_text("utf-8")
        )
        return {
            key: frozenset(word.lower() for word in (value.split() if isinstance(value, str) else value))
            for key, value in table.items()
            if key != "example"
        }
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"the terms in organizations.toml can't be read: {error}") from error


_LABEL_AHEAD = re.compile(r"[^\n:]{3,40}:")


def closed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of the name that a closing word ("Clinic", "LLP") belongs to."""
    if i and "\n" in reading.gap(i - 1) and _LABEL_AHEAD.match(reading.text, reading.starts[i]):
        return None
    end = forward(reading, i)
    first = _backward(reading, i)
    while first < i and (not reading.is_capitalized(first) or is_opening(reading, first)):
        first += 1
    if first >= i and end == i + 1:
        return None
    if reading.lowers[end - 1] in organization_terms()["weak"] and _runs_on(reading, end):
        return None
    return (first, end) if _names_something(reading, first, end) else None


def _runs_on(reading: Reading, end: int) -> bool:
    """Return whether a capitalized word of services follows: then it is a heading ("Medical Improvement")."""
    if end >= len(reading) or not reading.is_capitalized(end) or reading.gap(end - 1) != " ":
        return False
    return bool(reading.kinds[end] & SERVICE) and not closes(reading, end)


def forward(reading: Reading, i: int) -> int:
    """Return the index behind the closing words that follow a closing word."""
    end = i + 1
    while end < len(reading) and end - i < _LONGEST and reading.is_capitalized(end) and closes(reading, end):
        gap = reading.gap(end - 1)
        if not JOIN.fullmatch(gap) or "." in gap or ("\n" in gap and not _has_strong(reading, end)):
            break
        end += 1
    return end


def _has_strong(reading: Reading, i: int) -> bool:
    return any(lower in organization_terms()["strong"] for lower in reading.lowers[i : i + 2])


def _backward(reading: Reading, i: int) -> int:
    first = i
    while first > 0 and i - first < _LONGEST and JOIN.fullmatch(reading.gap(first - 1)):
        gap, j = reading.gap(first - 1), first - 1
        if "\n" in gap and (
            closes(reading, j) or (reading.is_all_capitals(j) and reading.is_all_capitals(first))
        ):
            break
        if gap.strip() == "." and not (reading.is_initial(j) or reading.lowers[j] in ABBREVIATED):
            break
        if gap.startswith(",") and not _comma_fits(reading, j, first, i):
            break
        if not reading.is_capitalized(j):
            if not _connects(reading, j):
                break
        elif is_opening(reading, j):
            break
        first = j
    return first


def closes(reading: Reading, j: int) -> bool:
    """Return whether a word can close the name of an organization, a letter misread as a figure or not."""
    lower = reading.lowers[j]
    if not lower.isalpha():
        lower = lower.translate(_MISREAD)
    return lower in organization_terms()["strong"] or lower in organization_terms()["weak"]


def _connects(reading: Reading, j: int) -> bool:
    """Let "of" join two parts of a name only behind a word that heads one ("Bank of …")."""
    lower = reading.lowers[j]
    if j > 1 and lower in {"the", "la", "los", "las"} and reading.lowers[j - 1] in {"of", "de"}:
        return reading.is_capitalized(j - 2) and reading.kinds[j - 2] & NAME != 0
    if j == 0 or lower not in organization_terms()["connectors"] or not reading.is_capitalized(j - 1):
        return False
    if lower in {"for", "at"}:
        return False
    if lower == "of":
        return closes(reading, j - 1) or reading.lowers[j - 1] in {"offices", "lady", "friends", "boys"}
    return True


def affiliation(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the capitalized words behind "M.D. of" and the like, whatever they mean ("Spine Group")."""
    if (
        i < 2
        or reading.lowers[i - 1] not in {"of", "at", "from", "with", "for"}
        or reading.lowers[i - 2] not in position_words("credential_ends")
    ):
        return None
    if not reading.is_capitalized(i - 2) or reading.gap(i - 1).strip():
        return None
    end = _capitalized_run(reading, i)
    known = all(reading.kinds[j] & FORM for j in range(i, end))
    return (i, end) if not known and not _ends_heading(reading, end) else None


def behind_credential(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the name behind "M.D.," when a closing word is in it ("M.D., Twin Palms Medical Group")."""
    if not re.fullmatch(r"\.?,\s{1,3}", reading.gap(i - 1)) or reading.lowers[i] in {"and", "or", "with"}:
        return None
    end = _capitalized_run(reading, i)
    if any(reading.lowers[j] in {"director", "officer", "reviewer"} for j in range(i, end)):
        return None
    strong = any(reading.lowers[j] in organization_terms()["strong"] for j in range(i, end))
    plain = any(_is_plain(reading.kinds[j]) for j in range(i, end))
    closed = any(closes(reading, j) for j in range(i + 1, end))
    return (i, end) if strong or (closed and plain) else None


def _joins(reading: Reading, i: int) -> bool:
    return reading.lowers[i] in {"and", "de", "del", "la", "y"} or _connects(reading, i)


def _capitalized_run(reading: Reading, i: int) -> int:
    """Return the index behind a row of capitalized words, joined by blanks, "&", "and", "de" and the like."""
    end = i + 1
    while end < len(reading) and end - i < _LONGEST and JOIN.fullmatch(reading.gap(end - 1)):
        if reading.gap(end - 1).lstrip()[:1] in (",", ".") or (
            is_opening(reading, end) and reading.is_capitalized(end)
        ):
            break
        if not reading.is_capitalized(end):
            joins = _joins(reading, end) and end + 1 < len(reading)
            if not (joins and reading.is_capitalized(end + 1) and reading.gap(end) == " "):
                break
        end += 1
    return end


def placed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return a row of capitalized words behind "at", "from", "by" that are no terms ("at Daily Crust").

    A single one ("at Bluebird") counts when it is a plain word that closes the phrase.
    """
    if i < 2 or reading.lowers[i - 1] not in _LEADING or reading.is_capitalized(i - 2):
        return None
    if (
        guards.is_quiet(reading.text, reading.starts[i])
        or reading.gap(i - 1).strip()
        or "\n\n" in reading.gap(i - 1)
    ):
        return None
    end = _capitalized_run(reading, i)
    words = [j for j in range(i, end) if reading.is_capitalized(j)]
    begins_plain = (
        reading.lowers[i - 1] in _LONE
        and _is_plain(reading.kinds[i])
        and reading.lowers[i] not in organization_terms()["headings"]
    )
    if not all(
        _may_be_placed(reading, j) or (begins_plain and j > i and reading.kinds[j] & SERVICE) for j in words
    ) or _ends_heading(reading, end):
        return None
    if end - i == 1:
        return (i, end) if _is_lone_place_of_work(reading, i) else None
    if begins_plain and len(words) > 1:
        return i, end
    named = [j for j in words if not reading.kinds[j] & (SERVICE | FORM | DRUG)]
    return (i, end) if len(named) > 1 or any(reading.kinds[j] & NAME for j in named) else None


def _may_be_placed(reading: Reading, j: int) -> bool:
    if reading.is_initial(j) or (reading.is_all_capitals(j) and reading.ends[j] - reading.starts[j] <= 4):
        return False
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if lower in organization_terms()["headings"] or lower in organization_terms()["public"]:
        return False
    return not kinds & (FORM | DRUG | SERVICE | CLINICAL) or bool(
        kinds & NAME and not kinds & (DRUG | SERVICE)
    )


def _ends_heading(reading: Reading, end: int) -> bool:
    return reading.text[reading.tails[end - 1] : reading.tails[end - 1] + 2].strip()[:1] in {":", ")"}


def _is_lone_place_of_work(reading: Reading, i: int) -> bool:
    kinds = reading.kinds[i]
    plain = kinds & ENGLISH and not kinds & (FORM | SERVICE | DRUG | CLINICAL) and len(reading.lowers[i]) > 4
    follows = reading.text[reading.tails[i] : reading.tails[i] + 2]
    return (
        bool(plain)
        and reading.lowers[i - 1] in _LONE
        and not reading.is_all_capitals(i)
        and "-" not in follows
    )


def _comma_fits(reading: Reading, j: int, first: int, i: int) -> bool:
    """A comma stands inside a name before "Inc." and in firms of several names ("Ruiz, Oh & Lane LLP")."""
    if reading.lowers[first] in {
        "inc",
        "llc",
        "llp",
        "corp",
        "ltd",
        "apc",
        "pc",
        "lp",
        "aplc",
        "incorporated",
    }:
        return True
    firm = reading.lowers[i] in {"llp", "apc", "aplc", "attorneys", "pc", "llc"}
    return firm and bool(reading.kinds[j] & NAME or not reading.kinds[j])


def is_opening(reading: Reading, i: int) -> bool:
    """Return whether an organization does not begin with a word, though it is capitalized."""
    return reading.lowers[i] in position_words("opens_no_organization")


def _names_something(reading: Reading, first: int, end: int) -> bool:
    """Return whether a run of words that closes like an organization names one."""
    terms = organization_terms()
    words = range(first, end)
    lowers = set(reading.lowers[first:end])
    if any(reading.lowers[j] in terms["public"] for j in words) and not _is_commercial(reading, end):
        return False
    if {"american", "national", "international"} & lowers and lowers & position_words("learned_bodies"):
        return False
    closing = {j for j in words if reading.lowers[j] in terms["strong"] or reading.lowers[j] in terms["weak"]}
    has_strong = any(reading.lowers[j] in terms["strong"] for j in closing)
    others = [j for j in words if reading.is_capitalized(j) and reading.lowers[j] not in terms["headings"]]
    own = [j for j in others if j not in closing or (j < end - 1 and _is_plain_closing(reading, j))]
    if any(_is_naming(reading, j) for j in own) or (
        own and reading.lowers[end - 1] in {"llp", "apc", "inc", "llc", "aplc", "law", "lawyers"}
    ):
        return True
    plain = [j for j in own if _is_plain(reading.kinds[j])]
    placed = first > 0 and (
        reading.lowers[first - 1] in position_words("before_organization")
        or _is_the_after_place(reading, first)
        or reading.gap(first - 1).endswith("(")
        or bool(_PAYS.match(reading.text, reading.ends[end - 1]))
    )
    if reading.begins_sentence(first) and not placed:
        plain = plain[1:] if has_strong and len(plain) > 1 else []
    if has_strong:
        return bool(plain)
    return (
        placed
        and bool(plain)
        and not guards.is_citation(reading.text, reading.starts[first], reading.tails[end - 1])
    )


def _is_plain_closing(reading: Reading, j: int) -> bool:
    """A plain closing word inside a name may distinguish it ("Sierra Vineyards District Hospital")."""
    return reading.lowers[j] in organization_terms()["strong"] and not reading.kinds[j] & (SERVICE | FORM)


def _is_the_after_place(reading: Reading, first: int) -> bool:
    return (
        first > 1
        and reading.lowers[first - 1] == "the"
        and reading.lowers[first - 2] in position_words("before_organization")
    )


def _is_commercial(reading: Reading, end: int) -> bool:
    legal = reading.lowers[end - 1] in {"inc", "llc", "llp", "corp", "co", "ltd"}
    return legal and "maximus" not in reading.lowers[max(0, end - 5) : end]


def _is_naming(reading: Reading, j: int) -> bool:
    kinds = reading.kinds[j]
    if reading.is_initial(j) or (
        reading.is_all_capitals(j) and not kinds & NAME and len(reading.lowers[j]) <= 4
    ):
        return False
    word = reading.word(j)
    if word[1:] != word[1:].lower() and not word.isupper() and not listed_kind_of(word.lower()) & SAFE:
        return True
    return is_clear_name(kinds) or not kinds or bool(kinds & TOWN and not kinds & SAFE)


def _is_plain(kinds: int) -> bool:
    """A plain word or a common name that is no word of services, guidelines or drugs."""
    if kinds & SERVICE or (kinds & DRUG and not kinds & NAME):
        return False
    return bool(kinds & (ENGLISH | NAME)) and (not kinds & (FORM | CLINICAL) or bool(kinds & NAME))
