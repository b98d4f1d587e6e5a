"""A letter → names of people: behind cues, before credentials, or listed and without another meaning."""

import re
from collections.abc import Iterator

from presidio_analyzer import EntityRecognizer

from imr_reports.scrub import guards
from imr_reports.scrub.addresses import AddressBlocks
from imr_reports.scrub.announced import (
    behind_particles,
    is_appositive,
    is_lower_case_name,
    is_noted_person,
    is_plain_person,
    is_short_titled,
    is_small_pair,
    is_small_person,
)
from imr_reports.scrub.credentialed import CredentialedNames
from imr_reports.scrub.cues import Cue, cues_by_first_word, load_cues, phrase_ends
from imr_reports.scrub.declared import DeclaredNames
from imr_reports.scrub.deeds import NamesByDeed
from imr_reports.scrub.names import Trust, is_stop, read_backward, read_forward
from imr_reports.scrub.ner import ModelNames
from imr_reports.scrub.organizations import Organizations
from imr_reports.scrub.places import Places
from imr_reports.scrub.recognizer import NameRecognizer
from imr_reports.scrub.residual import Residual
from imr_reports.scrub.signs import SmallSigns
from imr_reports.scrub.undeclared import UndeclaredNames
from imr_reports.scrub.words import (
    COMMON,
    DRUG,
    NAME,
    SERVICE,
    TERM,
    Reading,
    is_clear_name,
)
from imr_reports.vocabulary.names import position_words

ANNOUNCED, LIKELY, LISTED = 0.95, 0.8, 0.6
_AND = re.compile(r",?\s{1,2}(?:and|or|&)\s{1,3}|,\s{1,3}|\s?[/;&]\s?", re.I)
_UNIT_BEFORE = re.compile(r"\d\s\Z")
_CONJUNCTION = frozenset({"and", "or"})
_PLURAL_TITLES = frozenset({"drs", "doctors", "messrs", "mses", "attys"})


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
        if cue.gap == "label" and gap == "(" and reading.word(first) == "s" and first + 1 < len(reading):
            first += 1
            gap = reading.text[reading.tails[last] : reading.starts[first]]
        if cue.gap == "title" and gap == "" and reading.starts[first] == reading.tails[last]:
            return
        if not cue.gap_pattern().fullmatch(gap) or (gap == "" and cue.gap != "title"):
            return
        kin = cue.gap == "word" or cue.trust is Trust.ANY
        if not self._title_fits(reading, last, cue):
            return
        end = self._read(reading, first, cue, kin=kin)
        if end == first:
            end += _plain_words(reading, first, cue)
        if end == first:
            return
        score = ANNOUNCED if cue.trust is Trust.ANY else LIKELY
        if cue.trust is not Trust.ANY and guards.is_citation(
            reading.text, reading.starts[first], reading.ends[end - 1]
        ):
            return
        yield first, end, score
        if cue.plural:
            several = reading.lowers[last] in _PLURAL_TITLES or (
                cue.gap == "label" and _is_plural(reading, last)
            )
            trust = Trust.ANY if several else Trust.LIKELY
            yield from self._more(reading, end, cue, score, trust)

    def _read(self, reading: Reading, first: int, cue: Cue, *, kin: bool) -> int:
        titled = cue.gap == "title" and reading.gap(first - 1)[:1] == "."
        end = read_forward(reading, first, cue.trust, kin=kin, surname_first=cue.surname_first, titled=titled)
        if end == first and cue.gap == "title" and is_lower_case_name(reading, first):
            end = behind_particles(reading, first) + 1
            while is_lower_case_name(reading, end) and reading.gap(end - 1) in (" ", ". ", ".", "-"):
                end += 1
        if end == first and cue.gap == "title" and is_short_titled(reading, first):
            end += 1
        return end

    def _title_fits(self, reading: Reading, last: int, cue: Cue) -> bool:
        """Tell titles from drugs: "MS", "MR", "DR" without a period name drugs and pictures too."""
        if reading.lowers[last + 1] == "contin":
            return False
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


def _plain_words(reading: Reading, first: int, cue: Cue) -> int:
    """Return how many words with another meaning are the name behind a cue."""
    if cue.gap == "label":
        return 2 if is_small_pair(reading, first) else 0
    if cue.gap == "word":
        noted = cue.name in {"kin", "noted"} and is_noted_person(reading, first)
        return int(noted or is_appositive(reading, first) or is_small_person(reading, first))
    return int(cue.gap == "open" and is_plain_person(reading, first))


def _is_plural(reading: Reading, last: int) -> bool:
    """Return whether a label announces several people ("Providers:", "Provider(s):")."""
    return reading.lowers[last].endswith("s") or reading.text[reading.tails[last] :][:3] == "(s)"


def _is_listable(reading: Reading, first: int, end: int, *, conjunction: bool) -> bool:
    """After "and" a likely name will do; after a bare comma it must be one that means nothing else."""
    return conjunction or any(is_clear_name(reading.kinds[i]) for i in range(first, end))


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
