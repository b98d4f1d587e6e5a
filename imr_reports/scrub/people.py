"""A letter → names of people: behind cues, before credentials, or listed and without another meaning."""

import re
from collections.abc import Iterator
from functools import lru_cache

from presidio_analyzer import EntityRecognizer

from imr_reports.scrub import guards
from imr_reports.scrub.addresses import AddressBlocks
from imr_reports.scrub.cues import Cue, cues_by_first_word, load_cues, phrase_ends
from imr_reports.scrub.declared import DeclaredNames
from imr_reports.scrub.deeds import NamesByDeed, SmallSigns
from imr_reports.scrub.names import MONTHS_BORNE, STOPS_BORNE, Trust, is_stop, read_backward, read_forward
from imr_reports.scrub.ner import ModelNames
from imr_reports.scrub.organizations import Organizations
from imr_reports.scrub.places import Places
from imr_reports.scrub.recognizer import NameRecognizer
from imr_reports.scrub.residual import Residual
from imr_reports.scrub.undeclared import UndeclaredNames
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
from imr_reports.vocabulary.names import position_words
from imr_reports.vocabulary.wordlists import read_sets

ANNOUNCED, CREDENTIALED, LIKELY, LISTED = 0.95, 0.95, 0.8, 0.6
_AND = re.compile(r",?\s{1,2}(?:and|or|&)\s{1,3}|,\s{1,3}|\s?[/;&]\s?", re.I)
_UNIT_BEFORE = re.compile(r"\d\s\Z")
_CONJUNCTION = frozenset({"and", "or"})
_PLURAL_TITLES = frozenset({"drs", "doctors", "messrs", "mses", "attys"})
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


class CuedNames(NameRecognizer):
    """Names behind a title, a label of a header, a kinship word, a role, "per", "signed" and the like."""

    label = "names by cue"

    def __init__(self, cues: tuple[Cue, ...] | None = None) -> None:
        super().__init__()
        self.cues = load_cues("people") if cues is None else cues

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield the names behind each cue of the letter."""
        table = cues_by_first_word(self.cues)
        for i, lower in enumerate(reading.lowers):
            for phrase, cue in table.get(lower, ()):
                last = phrase_ends(reading, i, phrase)
                if last is not None and (found := list(self._behind(reading, last, cue))):
                    yield from found
                    break

    def _behind(self, reading: Reading, last: int, cue: Cue) -> Iterator[tuple[int, int, float]]:
        first = last + 1
        if first >= len(reading) or reading.tails[last] != reading.ends[last]:
            return
        gap = reading.gap(last)
        if cue.gap == "title" and gap == "" and reading.starts[first] == reading.tails[last]:
            return
        if not cue.gap_pattern().fullmatch(gap) or (gap == "" and cue.gap != "title"):
            return
        kin = cue.gap == "word" or cue.trust is Trust.ANY
        if not self._title_fits(reading, last, cue):
            return
        end = self._read(reading, first, cue, kin=kin)
        if end == first and (
            (cue.gap == "word" and _is_appositive(reading, first))
            or (cue.gap == "open" and _is_plain_person(reading, first))
        ):
            end = first + 1
        if end == first:
            return
        score = ANNOUNCED if cue.trust is Trust.ANY else LIKELY
        if cue.trust is not Trust.ANY and guards.is_citation(
            reading.text, reading.starts[first], reading.ends[end - 1]
        ):
            return
        yield first, end, score
        if cue.plural:
            trust = Trust.ANY if reading.lowers[last] in _PLURAL_TITLES else Trust.LIKELY
            yield from self._more(reading, end, cue, score, trust)

    def _read(self, reading: Reading, first: int, cue: Cue, *, kin: bool) -> int:
        titled = cue.gap == "title" and reading.gap(first - 1)[:1] == "."
        end = read_forward(reading, first, cue.trust, kin=kin, surname_first=cue.surname_first, titled=titled)
        if end == first and cue.gap == "title" and is_lower_case_name(reading, first):
            end = behind_particles(reading, first) + 1
            while is_lower_case_name(reading, end) and reading.gap(end - 1) in (" ", ". ", ".", "-"):
                end += 1
        if end == first and cue.gap == "title" and _is_short_titled(reading, first):
            end += 1
        return end

    def _title_fits(self, reading: Reading, last: int, cue: Cue) -> bool:
        """Tell titles from drugs: "MS", "MR", "DR" without a period name drugs and pictures too."""
        if reading.word(last) == "ms" and _UNIT_BEFORE.search(reading.text[: reading.starts[last]][-4:]):
            return False
        if (
            cue.gap != "title"
            or reading.gap(last)[:1] == "."
            or reading.word(last) not in {"MS", "MR", "DR", "SR", "LT"}
        ):
            return True
        kinds = reading.kinds[last + 1]
        if reading.word(last) == "DR" and kinds & NAME and not kinds & (DRUG | SERVICE):
            return True
        return is_clear_name(kinds) or bool(kinds & COMMON and not kinds & (DRUG | TERM)) or not kinds

    def _more(
        self, reading: Reading, end: int, cue: Cue, score: float, trust: Trust
    ) -> Iterator[tuple[int, int, float]]:
        """Yield the names that follow the first one after commas and "and"."""
        while end < len(reading):
            follower = end
            gap = reading.text[reading.ends[end - 1] : reading.starts[end]]
            if reading.lowers[end] in _CONJUNCTION and re.fullmatch(r",?\s{1,3}", gap):
                follower = end + 1
            elif not _AND.fullmatch(gap):
                return
            titled = trust is Trust.ANY and not reading.is_all_capitals(follower)
            after = read_forward(reading, follower, trust, kin=cue.gap == "word", titled=titled)
            if after == follower and trust is Trust.ANY and is_lower_case_name(reading, follower):
                after += 1
            shouted = reading.is_all_capitals(end) and reading.lowers[follower] in position_words("verbs")
            if (
                after == follower
                or shouted
                or not (
                    titled or _is_listable(reading, follower, after, conjunction=follower > end or "&" in gap)
                )
            ):
                return
            yield follower, after, score
            end = after


def _is_appositive(reading: Reading, i: int) -> bool:
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


def _is_plain_person(reading: Reading, i: int) -> bool:
    """Return whether a term that many bear, alone in capitals, stands behind "by" or "with" ("by Do on")."""
    if not reading.word(i).istitle() or reading.gap(i - 1) != " " or not _is_bearable(reading, i):
        return False
    kinds, small = reading.kinds[i], i + 1 == len(reading) or not reading.capitals[i + 1]
    numbered = reading.text[reading.tails[i] : reading.tails[i] + 2].strip()[:1].isdigit()
    borne = kinds & COMMON and not kinds & DRUG and reading.lowers[i] not in MONTHS_BORNE
    return bool(borne) and not numbered and (small or reading.gap(i).strip() != "")


def _is_short_titled(reading: Reading, i: int) -> bool:
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


def _is_listable(reading: Reading, first: int, end: int, *, conjunction: bool) -> bool:
    """After "and" a likely name will do; after a bare comma it must be one that means nothing else."""
    return conjunction or any(is_clear_name(reading.kinds[i]) for i in range(first, end))


def is_lower_case_name(reading: Reading, i: int) -> bool:
    """Return whether a word in lower case, announced by a title, is a name."""
    if i >= len(reading) or reading.is_capitalized(i):
        return False
    lower = reading.lowers[i]
    pointed = reading.gap(i - 1).startswith(".")
    behind = reading.lowers[i + 1] if i + 1 < len(reading) else ""
    if lower in names.grammar("particles") and behind_particles(reading, i) > i and not is_stop(lower):
        return reading.lowers[behind_particles(reading, i)] not in position_words("never_titled")
    if lower in MONTHS_BORNE and pointed:
        return behind.endswith("ed") or behind in position_words("deeds")
    if is_stop(lower):
        return False
    if len(lower) == 1:
        return bool(behind) and reading.gap(i) in (". ", ".", " ") and is_clear_name(reading.kinds[i + 1])
    return _is_titled_small(reading, i, behind, pointed=pointed)


def _is_titled_small(reading: Reading, i: int, behind: str, *, pointed: bool) -> bool:
    kinds = reading.kinds[i]
    if is_clear_name(kinds) or not kinds or (kinds & COMMON and not kinds & TERM):
        return True
    acts = behind in _person_verbs()
    closed = acts or reading.gap(i)[:1] in ".,;)"
    if kinds & DRUG:
        return bool(kinds & NAME) and acts
    return bool(kinds & NAME) and (pointed or (closed and acts))


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


class ListedNames(NameRecognizer):
    """Capitalized words that are on a list of names and mean nothing else, with the names beside them."""

    label = "names by list"

    def spans(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        """Yield runs of capitalized words around each clear name."""
        done = 0
        for i, kinds in enumerate(reading.kinds):
            if i < done or not is_clear_name(kinds) or not reading.is_capitalized(i):
                continue
            if not self._stands_alone(reading, i) or guards.is_quiet(reading.text, reading.starts[i]):
                continue
            first = min(read_backward(reading, i), i)
            end = max(read_forward(reading, i, Trust.LISTED), i + 1)
            if not self._is_term(reading, first, end):
                yield first, end, LISTED
            done = end

    def _stands_alone(self, reading: Reading, i: int) -> bool:
        """Short words in capitals are acronyms unless a name in capitals stands beside them."""
        length = reading.ends[i] - reading.starts[i]
        if is_stop(reading.lowers[i]) or length <= 1:
            return False
        if length == 2 and not self._beside_name(reading, i):
            return False
        if reading.is_all_capitals(i) and length <= 5:
            return self._beside_name(reading, i) or self._before_initial(reading, i)
        word = reading.word(i)
        return word[1:-1].lower() == word[1:-1] or word.isupper() or _is_camel_name(word)

    def _before_initial(self, reading: Reading, i: int) -> bool:
        """Return whether a comma and an initial with a period follow ("PHAM, D.")."""
        if i + 1 >= len(reading) or not reading.is_initial(i + 1):
            return False
        return reading.gap(i) in (", ", ",") and reading.gap(i + 1)[:1] == "."

    def _beside_name(self, reading: Reading, i: int) -> bool:
        beside = [
            j
            for j in (i - 1, i + 1)
            if 0 <= j < len(reading) and re.fullmatch(r"[ ,.\-]{1,2}", reading.gap(min(i, j)))
        ]
        return any(
            reading.is_capitalized(j)
            and not is_stop(reading.lowers[j])
            and (
                is_clear_name(reading.kinds[j])
                or bool(reading.kinds[j] & COMMON and not reading.kinds[j] & TERM)
            )
            for j in beside
        )

    def _is_term(self, reading: Reading, first: int, end: int) -> bool:
        if guards.is_citation(reading.text, reading.starts[first], reading.ends[end - 1]):
            return True
        return guards.is_eponym(reading, end - 1)


def _is_camel_name(word: str) -> bool:
    return bool(re.fullmatch(r"(?:Mc|Mac|De|Di|La|Le|Van|O['’]|D['’]|Fitz)[A-Z][a-z]+", word))


def people_recognizers() -> list[EntityRecognizer]:
    """Return the recognizers of NAME, ORG and LOCATION, in no particular order."""
    return [
        DeclaredNames(),
        CuedNames(),
        CredentialedNames(),
        ListedNames(),
        UndeclaredNames(),
        NamesByDeed(),
        SmallSigns(),
        AddressBlocks(),
        Organizations(),
        Places(),
        ModelNames(),
        Residual(),
    ]
