"""A word with another meaning behind a cue → whether it is the name that the cue announces.

"Surgeon Blood performed it", "seen by Do on Monday", "Ms. He says", "adjuster rich says": what stands around
the word decides, as its meaning does not.
"""

from imr_reports.scrub.names import MONTHS_BORNE, STOPS_BORNE, is_stop
from imr_reports.scrub.words import COMMON, DRUG, EPONYM, FIRST, NAME, TERM, Reading, is_clear_name
from imr_reports.vocabulary import names
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

_NOTE = 50
"""So many characters without a capital before and behind a word make a note of it."""
_COURTESY = frozenset({"Mr", "Mrs", "Ms", "Miss"})
_BEFORE_NO_TITLE = frozenset(
    {
        "the",
        "a",
        "his",
        "her",
        "their",
        "my",
        "this",
        "that",
        "treating",
        "our",
        "same",
        "another",
        "new",
        "family",
        "primary",
    }
)


def is_appositive(reading: Reading, i: int) -> bool:
    """Return whether a term that many bear as a name stands between marks behind a role (", Long, of")."""
    kinds = reading.kinds[i]
    if not reading.capitals[i] or reading.is_all_capitals(i) or not _is_bearable(reading, i):
        return False
    opened = reading.gap(i - 1).strip() in (",", "(", "–", "-", "")
    closed = reading.gap(i).startswith((",", ")", " (", ";", " –")) or _behind_acts(reading, i)
    return opened and closed and bool(kinds & NAME) and not kinds & DRUG and reading.gap(i - 1) != ""


def _is_bearable(reading: Reading, i: int) -> bool:
    """Return whether a word is none that only joins others, or one that people bear ("Will", "Do")."""
    lower = reading.lowers[i]
    if is_stop(lower):
        return lower in STOPS_BORNE - {"no", "to", "in", "on"}
    return lower not in position_words("institutions")


def _behind_acts(reading: Reading, i: int) -> bool:
    behind = reading.lowers[i + 1] if i + 1 < len(reading) and not reading.gap(i).strip() else ""
    return behind in _person_verbs() or (behind.endswith("ed") and not reading.capitals[i + 1])


def _person_verbs() -> frozenset[str]:
    return read_sets("names", "positions")["verbs"] - position_words("auxiliaries")


def is_plain_person(reading: Reading, i: int) -> bool:
    """Return whether a term that many bear, alone in capitals, stands behind "by" or "with" ("by Do on")."""
    if not reading.capitals[i] or reading.gap(i - 1) != " " or not _is_bearable(reading, i):
        return False
    if reading.is_all_capitals(i) and not _is_closed_in_capitals(reading, i):
        return False
    kinds, small = reading.kinds[i], i + 1 == len(reading) or not reading.capitals[i + 1]
    numbered = reading.text[reading.tails[i] : reading.tails[i] + 2].strip()[:1].isdigit()
    borne = kinds & COMMON and not kinds & DRUG and reading.lowers[i] not in MONTHS_BORNE
    apart = small or reading.gap(i).strip() != "" or reading.is_all_capitals(i)
    return bool(borne) and not numbered and apart


def _is_closed_in_capitals(reading: Reading, i: int) -> bool:
    """Return whether a line in capitals lets a person end here ("SEEN BY HAND FOR", not "BY HAND")."""
    link, gap = reading.lowers[i - 1], reading.gap(i)
    if is_stop(reading.lowers[i]):
        return False
    if link == "per":
        return gap.startswith((",", ":"))
    if link not in {"by", "with", "to"} or i == 1 or reading.lowers[i - 2] not in position_words("meetings"):
        return False
    behind = reading.lowers[i + 1] if i + 1 < len(reading) else ""
    return gap.startswith((",", ".", ";", ")")) or behind in position_words("behind_the_seen")


def is_small_person(reading: Reading, i: int) -> bool:
    """Return whether a plain word in small letters before a verb is a name ("adjuster rich says")."""
    kinds, lower = reading.kinds[i], reading.lowers[i]
    if reading.capitals[i] or not kinds & NAME or not kinds & COMMON or kinds & (TERM | EPONYM):
        return False
    apart = is_stop(lower) or lower in MONTHS_BORNE or lower in position_words("adverbs")
    apart = apart or reading.lowers[i - 1] not in position_words("held_roles") - {"worker", "employee"}
    return (
        not apart
        and reading.gap(i - 1) == " "
        and reading.tails[i] == reading.ends[i]
        and _behind_acts(reading, i)
    )


def is_noted_person(reading: Reading, i: int) -> bool:
    """Return whether a first name that is a word too stands in a note without capitals ("tc ray: better")."""
    kinds, lower = reading.kinds[i], reading.lowers[i]
    if reading.capitals[i] or not kinds & FIRST or kinds & (TERM | EPONYM) or reading.gap(i - 1) != " ":
        return False
    if is_stop(lower) or lower in MONTHS_BORNE or lower in position_words("adverbs") | _person_verbs():
        return False
    around = reading.text[max(0, reading.starts[i] - _NOTE) : reading.ends[i] + _NOTE]
    return len(around) > _NOTE and around.islower()


def is_small_pair(reading: Reading, i: int) -> bool:
    """Return whether two plain words in small letters behind a label are a first name and a surname."""
    if i + 1 >= len(reading) or reading.gap(i) not in (" ", ", ") or reading.gap(i + 1).startswith(" "):
        return False
    kinds = reading.kinds[i], reading.kinds[i + 1]
    small = not any(reading.capitals[i : i + 2]) and not any(map(is_stop, reading.lowers[i : i + 2]))
    borne = all(kind & NAME and kind & COMMON and not kind & TERM for kind in kinds)
    return small and borne and bool((kinds[0] | kinds[1]) & FIRST)


def is_short_titled(reading: Reading, i: int) -> bool:
    """Return whether a function word or a letter is the name behind a title ("Ms. He", "Dr. O operated")."""
    title, lower = reading.word(i - 1), reading.lowers[i]
    if not reading.is_capitalized(i) or not title.istitle():
        return False
    acts = _behind_acts(reading, i) or reading.tails[i] != reading.ends[i]
    if reading.is_initial(i):
        return acts and reading.gap(i - 1) in (" ", ". ", ".")
    if lower not in STOPS_BORNE or reading.gap(i - 1)[:1] != "." or i == 1:
        return i == 1 and lower in STOPS_BORNE and reading.gap(0)[:1] == "."
    return title in _COURTESY or (acts and reading.lowers[i - 2] not in _BEFORE_NO_TITLE)


def behind_particles(reading: Reading, i: int) -> int:
    """Return the index of the word that particles lead to ("dr de la o"), or the word's own."""
    j = i
    while j + 1 < len(reading) and reading.lowers[j] in names.grammar("particles") and reading.gap(j) == " ":
        j += 1
    return j


def is_lower_case_name(reading: Reading, i: int) -> bool:
    """Return whether a word in lower case, announced by a title, is a name."""
    if i >= len(reading) or reading.is_capitalized(i):
        return False
    lower = reading.lowers[i]
    pointed = reading.gap(i - 1).startswith(".")
    behind = reading.lowers[i + 1] if i + 1 < len(reading) else ""
    if lower in names.grammar("particles") and behind_particles(reading, i) > i and not is_stop(lower):
        return reading.lowers[behind_particles(reading, i)] not in position_words("never_titled")
    if lower in MONTHS_BORNE:
        return behind.endswith("ed") or behind in (position_words("deeds") if pointed else _person_verbs())
    if is_stop(lower) or (lower in position_words("institutions") and not reading.kinds[i] & COMMON):
        return False
    if len(lower) == 1:
        return bool(behind) and reading.gap(i) in (". ", ".", " ") and is_clear_name(reading.kinds[i + 1])
    return _is_titled_small(reading, i, behind, pointed=pointed)


def _is_titled_small(reading: Reading, i: int, behind: str, *, pointed: bool) -> bool:
    kinds = reading.kinds[i]
    if is_clear_name(kinds) or not kinds or (kinds & COMMON and not kinds & TERM):
        return True
    acts = behind in _person_verbs() or behind == "who"
    closed = acts or reading.gap(i)[:1] in ".,;)"
    if kinds & DRUG:
        return bool(kinds & NAME) and acts
    return bool(kinds & NAME) and (pointed or (closed and acts))
