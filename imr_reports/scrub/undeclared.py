"""A letter → names that nothing announces: unknown words, initials with a surname, plain words out of place.

Letters write plain words small within a sentence. A capitalized one that many people bear as a name, away
from headings and terms, is a name ("told Hope that"); a capitalized word in no vocabulary at all is suspect.
"""

import re
from collections.abc import Iterator

from imr_reports.scrub import guards
from imr_reports.scrub.names import Trust, is_dotted_credential, is_stop, read_backward, read_forward
from imr_reports.scrub.recognizer import NameRecognizer
from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    ENGLISH,
    EPONYM,
    FIRST,
    NAME,
    SAFE,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
)
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

WITH_INITIAL, OUT_OF_PLACE, UNKNOWN = 0.8, 0.55, 0.5
_SHORTEST_UNKNOWN = 4
_PLAIN_ENDING = re.compile(
    r"(?:[ai]nt|[ai]te|able|ible|ment|ness|i[sz]ed|[ts]ion|ing|ed|ly|ous|ive|ity|ance|ence|ism)s?\Z"
)


class UndeclaredNames(NameRecognizer):
    """Names without a cue that stand out by their form or place."""

    label = "names by place"

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield initials with surnames, plain words out of place, and unknown words."""
        for i in range(len(reading)):
            if (
                is_clear_name(reading.kinds[i])
                and not reading.is_capitalized(i)
                and (run := lower_case_run(reading, i))
            ):
                yield *run, OUT_OF_PLACE
            if not reading.is_capitalized(i) or (is_stop(reading.lowers[i]) and not reading.is_initial(i)):
                continue
            if found := self._found(reading, i):
                yield found

    def _found(self, reading: Reading, i: int) -> tuple[int, int, float] | None:
        if reading.is_initial(i):
            return self._with_initial(reading, i)
        if is_acting_pair(reading, i):
            return i, i + 2, OUT_OF_PLACE
        if is_surname_first(reading, i):
            return i, i + 3, WITH_INITIAL
        score = UNKNOWN if is_unknown(reading, i) else OUT_OF_PLACE if is_out_of_place(reading, i) else 0.0
        if not score or guards.is_quiet(reading.text, reading.starts[i]) or guards.is_eponym(reading, i):
            return None
        first, end = (
            min(read_backward(reading, i), i),
            max(read_forward(reading, i, Trust.LIKELY, kin=True), i + 1),
        )
        if guards.is_citation(reading.text, reading.starts[first], reading.ends[end - 1]):
            return None
        return first, end, score

    def _with_initial(self, reading: Reading, i: int) -> tuple[int, int, float] | None:
        """Find "M. March": an initial with a period before a capitalized word that people bear."""
        last = i + 1
        while last < len(reading) and reading.is_initial(last) and reading.gap(last - 1).strip() == ".":
            last += 1
        if (
            last >= len(reading)
            or reading.gap(last - 1) not in (". ", ".", ".\n", ". \n")
            or not reading.is_capitalized(last)
        ):
            return None
        kinds = reading.kinds[last]
        common = kinds & COMMON or (not kinds & (SERVICE | DRUG) and len(reading.lowers[last]) > 2)
        borne = kinds & NAME and common and not is_stop(reading.lowers[last])
        if i > 0 and reading.lowers[i - 1] in position_words("lettered"):
            return None
        if is_dotted_credential(reading, i) or (i > 0 and is_dotted_credential(reading, i - 1)):
            return None
        previous_is_word = i > 0 and reading.gap(i - 1) in ("", "-", "/", "&", " & ")
        if not borne or previous_is_word or guards.is_quiet(reading.text, reading.starts[i]):
            return None
        end = max(read_forward(reading, last, Trust.LIKELY, kin=True), last + 1)
        if guards.is_citation(reading.text, reading.starts[i], reading.ends[end - 1]):
            return None
        return min(read_backward(reading, last), i), end, WITH_INITIAL


def is_surname_first(reading: Reading, i: int) -> bool:
    """Return whether a surname, a comma, a common first name and an initial follow ("LITTLE, JOY B.")."""
    if i + 2 >= len(reading) or not reading.kinds[i] & NAME or reading.gap(i) not in (", ", ","):
        return False
    given = (
        reading.kinds[i + 1] & FIRST and reading.kinds[i + 1] & COMMON and not is_stop(reading.lowers[i + 1])
    )
    initial = (
        reading.gap(i + 1) == " "
        and reading.is_initial(i + 2)
        and reading.gap(i + 2)[:1] in (".", "", "\n", ")")
    )
    return bool(given) and initial and reading.is_capitalized(i + 1)


def is_acting_pair(reading: Reading, i: int) -> bool:
    """Return whether a first name, a capitalized word of any meaning and a verb follow."""
    kinds = reading.kinds[i]
    if i + 2 >= len(reading) or not (kinds & FIRST and kinds & COMMON) or kinds & (SERVICE | EPONYM):
        return False
    joined = reading.gap(i) in (" ", "\n", " \n") and reading.gap(i + 1) in (" ", "\n", " \n")
    surname = reading.is_capitalized(i + 1) and not reading.is_all_capitals(i + 1)
    surname = surname and len(reading.lowers[i + 1]) > 2
    acts = reading.lowers[i + 2] in position_words("verbs") and not reading.is_capitalized(i + 2)
    return joined and surname and acts and not reading.is_all_capitals(i)


def lower_case_run(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return two or more names in a row in lower case ("grace bettina little"), one of them clear."""
    first, end = i, i + 1
    while (
        first > 0 and _is_small_name(reading, first - 1) and reading.gap(first - 1) in (" ", "-", "\n", " \n")
    ):
        first -= 1
    while (
        end < len(reading)
        and _is_small_name(reading, end)
        and reading.gap(end - 1) in (" ", "-", "\n", " \n")
    ):
        end += 1
    clear = [j for j in range(first, end) if is_clear_name(reading.kinds[j]) and reading.kinds[j] & COMMON]
    return (first, end) if end - first > 1 and clear else None


def _is_small_name(reading: Reading, i: int) -> bool:
    kinds = reading.kinds[i]
    if (
        reading.is_capitalized(i)
        or is_stop(reading.lowers[i])
        or len(reading.lowers[i]) < 3
        or not kinds & NAME
    ):
        return False
    return is_clear_name(kinds) or bool(kinds & COMMON and not kinds & (TERM | EPONYM))


def is_unknown(reading: Reading, i: int) -> bool:
    """Return whether a word is written like a name and stands in no vocabulary at all."""
    word = reading.word(i)
    if (
        reading.kinds[i]
        or _is_numbered(reading, i)
        or len(word) < _SHORTEST_UNKNOWN
        or not word.replace("'", "").replace("’", "").isalpha()
    ):
        return False
    if len(set(word.lower())) == 1:  # a redaction that is there already
        return False
    if reading.begins_sentence(i) and len(word) > 6 and _PLAIN_ENDING.search(word):
        return False
    camel = word[0].isupper() and sum(letter.isupper() for letter in word) == 2 and len(word) > 5
    return word[1:].islower() or "'" in word or camel or (word.isupper() and len(word) > 5)


def is_out_of_place(reading: Reading, i: int) -> bool:
    """Return whether a plain word that many people bear is capitalized away from headings and terms."""
    kinds = reading.kinds[i]
    if (
        is_clear_name(kinds)
        or not (kinds & NAME and kinds & (COMMON | FIRST))
        or kinds & (TERM | EPONYM)
        or not kinds & ENGLISH
    ):
        return False
    if reading.is_all_capitals(i) or _is_numbered(reading, i) or _beside_term(reading, i):
        return False
    if _names_chapter(reading, i):
        return False
    if reading.begins_sentence(i):
        return bool(kinds & COMMON) and _acts(reading, i)
    return True


def _acts(reading: Reading, i: int) -> bool:
    behind = reading.lowers[i + 1] if i + 1 < len(reading) and not reading.gap(i).strip() else ""
    return behind in read_sets("names", "positions")["verbs"] - position_words("auxiliaries")


def _is_numbered(reading: Reading, i: int) -> bool:
    return reading.text[reading.tails[i] : reading.tails[i] + 2].strip()[:1].isdigit()


def _names_chapter(reading: Reading, i: int) -> bool:
    """Return whether a chapter of a guideline goes by a word ("Head chapter")."""
    behind = reading.lowers[i + 1] if i + 1 < len(reading) and not reading.gap(i).strip() else ""
    return behind in position_words("divisions")


def _beside_term(reading: Reading, i: int) -> bool:
    for j in (i - 1, i + 1):
        if (
            not 0 <= j < len(reading)
            or not reading.is_capitalized(j)
            or (j < i and reading.begins_sentence(j))
        ):
            continue
        kinds = reading.kinds[j]
        if (is_stop(reading.lowers[j]) or (kinds & SAFE and not kinds & NAME)) and not reading.gap(
            min(i, j)
        ).strip(" \r\n-/&,"):
            return True
    return False
