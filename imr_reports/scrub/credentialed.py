"""A letter → names told by what follows them: credentials, an age, a kinship."""

import re
from collections.abc import Iterator
from functools import lru_cache

from imr_reports.scrub.names import MONTHS_BORNE, is_stop, read_backward
from imr_reports.scrub.recognizer import NameRecognizer
from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    FIRST,
    FORM,
    NAME,
    SAFE,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
)
from imr_reports.vocabulary import names

CREDENTIALED = 0.95
_DOTTED = re.compile(
    r",?\s{0,3}(?:\r?\n)?\s{0,2}\(?(?:M\.\s?D|D\.\s?[OC]|Ph\.\s?D|Psy\.\s?D|L\.\s?Ac|R\.\s?N|P\.\s?[TA]"
    r"|N\.\s?P|Pharm\.\s?D|D\.\s?P\.\s?M|O\.\s?D|Esq|Ed\.\s?D|D\.\s?D\.\s?S|J\.\s?D|O\.\s?T"
    r"|L\.\s?C\.\s?S\.\s?W|M\.\s?F\.\s?T|F\.\s?N\.\s?P)\b",
)
_PLAIN = re.compile(r"(,?)[ \t]{1,3}\(?|(,)\s{0,4}")
_KIN = (
    r"(?:sister|brother|son|daughter|wife|husband|mother|father|aunt|uncle|cousin|niece|nephew|spouse"
    r"|partner|fianc\w+|grand\w+"
    r"|step\w+|friend|roommate|caregiver|neighbor|girlfriend|boyfriend|nurse|attorney|adjuster|interpreter"
    r"|therapist)"
)
_AGE = re.compile(
    r",\s+(?:his|her|their|a|an|the\s+\w+['’]s|\w+['’]s)\s+(?:\w+\s+)?" + _KIN + r"\b"
    r"|,?\s+(?:is\s+)?(?:a|an)(?:\(n\))?\s+(?:now\s+)?\d{2}\b|,\s+(?:age[d]?\s+)?\d{1,2}\s?[,;.)]"
    r"|,\s+aged?\s+\d|\s+\(\d{2}\)|,?\s+DOB\b|,?\s+is\s+(?:a|an)\s+\w+[- ]year"
)


class CredentialedNames(NameRecognizer):
    """Names followed by credentials ("Olive Branch, Ph.D.", "r. tran dc") or by an age ("Page, 44,")."""

    label = "names by credential"

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield the names in front of each credential."""
        openings = _opening_credentials()
        for i, capital in enumerate(reading.capitals):
            if capital:
                if self._is_followed(reading, i):
                    first = read_backward(reading, i)
                    if first <= i:
                        yield first, i + 1, CREDENTIALED
            elif (
                i + 1 < len(reading) and reading.lowers[i + 1] in openings and self._is_lower_case(reading, i)
            ):
                yield _lower_case_start(reading, i), i + 1, CREDENTIALED

    def _is_followed(self, reading: Reading, i: int) -> bool:
        if i + 1 < len(reading):
            nearest = reading.lowers[i + 1]
            if nearest in names.grammar("credentials") or _is_certified_assistant(reading, i + 1):
                return self._fits(reading, i)
            if nearest in names.grammar("ambiguous_credentials"):
                return self._comma_and_capitals(reading, i)
            if len(nearest) <= 5 and _DOTTED.match(reading.text, reading.tails[i]):
                return True
        kinds = reading.kinds[i]
        is_person = (
            is_clear_name(kinds)
            or not kinds
            or bool(kinds & COMMON)
            or bool(kinds & FIRST and not kinds & SERVICE)
        )
        return is_person and bool(_AGE.match(reading.text, reading.tails[i]))

    def _fits(self, reading: Reading, i: int) -> bool:
        """Without a comma, a lone plain word before a credential is no name ("daily RN visits")."""
        match = _PLAIN.fullmatch(reading.gap(i))
        if not match:
            return False
        kinds, alone = reading.kinds[i], i == 0 or not reading.is_capitalized(i - 1)
        plain = bool(kinds & SAFE) and not (kinds & COMMON and not kinds & TERM)
        return bool(match[1] or match[2]) or "(" in match[0] or not (alone and plain)

    def _comma_and_capitals(self, reading: Reading, i: int) -> bool:
        """Accept "PT", "DO", "MA" behind a comma, in capitals, and behind a word that is a name."""
        match = _PLAIN.fullmatch(reading.gap(i))
        if not match or not reading.is_all_capitals(i + 1):
            return False
        kinds = reading.kinds[i]
        comma = bool(match[1] or match[2])
        given = (
            i > 0 and reading.capitals[i - 1] and reading.gap(i - 1) == " " and reading.kinds[i - 1] & FIRST
        )
        borne = not is_stop(reading.lowers[i - 1]) or reading.lowers[i - 1] in MONTHS_BORNE
        if comma and given and kinds & NAME and borne:
            return True
        named = is_clear_name(kinds) or (comma and bool(kinds & NAME and not kinds & (DRUG | SERVICE | FORM)))
        return named and (comma or not reading.is_all_capitals(i))

    def _is_lower_case(self, reading: Reading, i: int) -> bool:
        """An unlisted or clear name in lower case before "md", "dc" and the like."""
        if i + 1 >= len(reading) or is_stop(reading.lowers[i]):
            return False
        if _is_second_half(reading, i):
            return True
        if (
            reading.kinds[i] & NAME
            and len(reading.lowers[i]) > 2
            and _DOTTED.match(reading.text, reading.tails[i])
        ):
            return True
        if (
            i
            and reading.gap(i - 1) == " "
            and is_clear_name(reading.kinds[i - 1])
            and reading.kinds[i] & NAME
        ):
            return reading.lowers[i + 1] in names.grammar("credentials")
        if reading.kinds[i] & SAFE and not (
            reading.kinds[i] & COMMON and reading.gap(i) == ", " and reading.word(i + 1).isupper()
        ):
            return False
        credential = reading.lowers[i + 1] in names.grammar("credentials") or _is_certified_assistant(
            reading, i + 1
        )
        long_enough = reading.ends[i] - reading.starts[i] > 1 and reading.lowers[i].isalpha()
        return credential and long_enough and bool(re.fullmatch(r",?[ ]", reading.gap(i)))


def _is_second_half(reading: Reading, i: int) -> bool:
    """Return whether a word behind a hyphen belongs to a name in lower case ("l. adeyemi-stone, pa-c")."""
    if not i or reading.gap(i - 1) != "-" or reading.kinds[i - 1] & SAFE or not reading.kinds[i] & NAME:
        return False
    credential = reading.lowers[i + 1] in names.grammar("credentials")
    joined = re.fullmatch(r",?[ ]", reading.gap(i)) is not None
    return joined and (credential or _is_certified_assistant(reading, i + 1))


@lru_cache(maxsize=1)
def _opening_credentials() -> frozenset[str]:
    """Return credentials and the first words of those with periods ("M.D.", "Ph.D.")."""
    dotted = frozenset(["m", "d", "ph", "psy", "l", "r", "n", "p", "pharm", "o", "esq", "ed", "j", "f"])
    return names.grammar("credentials") | names.grammar("ambiguous_credentials") | dotted


def _lower_case_start(reading: Reading, i: int) -> int:
    """Return where a name in lower case begins: a first half with a hyphen, a first name, initials."""
    first = i
    while first > 0:
        gap, before = reading.gap(first - 1), first - 1
        half = gap == "-" and not reading.kinds[before] & TERM
        initial = gap in (". ", ".") and reading.ends[before] - reading.starts[before] == 1
        given = gap == " " and is_clear_name(reading.kinds[before]) and not is_stop(reading.lowers[before])
        if not (half or initial or given):
            break
        first = before
    return first


def _is_certified_assistant(reading: Reading, i: int) -> bool:
    return reading.lowers[i] == "pa" and reading.text[reading.ends[i] : reading.ends[i] + 2] in (
        "-C",
        "–C",
        "-c",
    )
