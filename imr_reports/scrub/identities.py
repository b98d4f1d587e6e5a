"""The findings of a letter → who is who: which names mean one person, which words one organization or place.

In doubt two mentions are two identities: a reader who sees one person twice is misled less than one who sees
two people as one. Numbers count by first appearance in a letter, so they say nothing of any other letter.
"""

import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from imr_reports.records.limited import GATE, EntityType, Finding
from imr_reports.scrub.mentions import Mention, read_mention
from imr_reports.scrub.roles import DOCTOR, MAN, RELATIVE, WOMAN, Standing, first_role, standing_at
from imr_reports.scrub.sexes import told_sex
from imr_reports.scrub.things import same_organizations, same_places
from imr_reports.scrub.words import NAME, kind_of
from imr_reports.vocabulary import names
from imr_reports.vocabulary.names import position_words

PATIENT, ORGANIZATION, PLACE = "patient", "organization", "place"
_MOST_COMPARED = 16  # people who share a part of their names; with more, nothing is certain
_MOST_BEARERS = 256  # of a word; among more, only who goes by that word alone is looked at
_SHORTEST_DAMAGED, _SHORTEST_GLUED = 6, 4
_JOINED_BY = frozenset({" ", "  ", "\n", " \n", "\r\n", " \r\n"})
_LISTED_BY = frozenset({" and ", ", ", ", and ", " & ", " or ", "; ", "/"})
# Roles that one person may have at once.
_KINDRED = {"reviewer": "physician"}
# Roles that no one else in a case has, whatever the name.
_APART = frozenset({"patient", "relative"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person, organization or place of one case: "physician" 2."""

    kind: str
    number: int

    @property
    def placeholder(self) -> str:
        """What stands for it in scrubbed text; a case has one patient, who goes unnumbered."""
        return f"[{PATIENT}]" if self.kind == PATIENT else f"[{self.kind} {self.number}]"


@dataclass(slots=True, eq=False)
class _Person:
    """What the mentions of one person tell.

    Attributes:
        tokens: all parts of the name, nicknames too.
        roles: as mentions give them.
        styles: titles' sexes, or "doctor".
        first: where the first mention stands, as far as mentions were read.
    """

    surname: str
    givens: tuple[str, ...]
    suffix: str
    tokens: set[str]
    roles: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)
    first: int = sys.maxsize

    def take(self, mention: Mention) -> None:
        self.first = min(self.first, mention.start)
        if mention.standing.role:
            self.roles.append(mention.standing.role)
        if mention.standing.style:
            self.styles.add(mention.standing.style)

    def is_surnamed(self, token: str) -> bool:
        """Return whether a word is the surname, or all that is known of the name."""
        return self.surname.endswith(token) or self.tokens == {token}


def identities(text: str, findings: Sequence[Finding]) -> dict[int, Identity]:
    """Return the identity behind each NAME, ORG and LOCATION finding, by the finding's start.

    Findings of the gate have none: it knows that a word is not safe, not what it is.

    Args:
        text: the text that the findings index.
        findings: sorted, not overlapping.
    """
    own = [finding for finding in findings if not finding.recognizer.startswith(GATE)]
    people = _people(text, [one for one in own if one.entity_type is EntityType.NAME])
    firms = [one for one in own if one.entity_type is EntityType.ORG]
    # A firm that was taken for a person somewhere ("Ararat") goes by one placeholder all the same.
    firms += [one for one in own if one.start in people and _is_bare(people[one.start])]
    groups = same_organizations([text[one.start : one.end] for one in firms])
    of_firms = {group for one, group in zip(firms, groups, strict=True) if one.entity_type is EntityType.ORG}
    patient = _patient(people)
    bearers: dict[int, tuple[str, Hashable]] = {
        start: (
            first_role(role for role in person.roles if role != PATIENT or person is patient),
            person,
        )
        for start, person in people.items()
    }
    bearers |= {
        one.start: (ORGANIZATION, group)
        for one, group in zip(firms, groups, strict=True)
        if group in of_firms
    }
    towns = [one for one in own if one.entity_type is EntityType.LOCATION]
    same = same_places([text[one.start : one.end] for one in towns])
    bearers |= {one.start: (PLACE, group) for one, group in zip(towns, same, strict=True)}
    return _numbered(bearers)


def _patient(people: Mapping[int, _Person]) -> _Person | None:
    """Return the one patient of a letter: who is called so most often, and first."""
    called = [people[start] for start in sorted(people) if PATIENT in people[start].roles]
    return max(called, key=lambda person: person.roles.count(PATIENT), default=None)


def _is_bare(person: _Person) -> bool:
    """Return whether nothing but a name, of one word or as firms are called, speaks for a person."""
    return not person.roles and not person.styles


def _numbered(bearers: dict[int, tuple[str, Hashable]]) -> dict[int, Identity]:
    counts: Counter[str] = Counter()
    made: dict[tuple[str, Hashable], Identity] = {}
    for start in sorted(bearers):
        bearer = bearers[start]
        if bearer not in made:
            counts[bearer[0]] += 1
            made[bearer] = Identity(kind=bearer[0], number=counts[bearer[0]])
    return {start: made[bearer] for start, bearer in bearers.items()}


def _people(text: str, findings: Sequence[Finding]) -> dict[int, _Person]:
    """Return the person behind each finding, by its start; findings that are one name in pieces share one."""
    mentions: list[Mention] = []
    pieces: dict[int, int] = {}
    before = 0
    for start, end in _joined(text, findings, pieces):
        mention = read_mention(text, start, end)
        listed = mentions and text[before:start] in _LISTED_BY
        if listed and not mention.standing.role and mentions[-1].standing.shared:
            mention = replace(mention, standing=mentions[-1].standing)
        mentions.append(mention)
        before = end
    directory = _Directory(text)
    people = {}
    for mention in sorted(mentions, key=lambda one: (*(-part for part in one.detail), one.start)):
        if mention.surname:
            people[mention.start] = directory.find(mention)
    # First names before surnames: "his wife, Halina" tells that Halina Wojcik is not "Mr. Wojcik".
    for mention in sorted(mentions, key=lambda one: (directory.is_surname(one), one.start)):
        if not mention.surname:
            people[mention.start] = directory.find(mention)
    return {piece: people[start] for piece, start in pieces.items()}


def _joined(text: str, findings: Sequence[Finding], pieces: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield spans, those that only a blank parts as one; `pieces` gets the start of each one's whole."""
    whole: tuple[int, int] | None = None
    for finding in findings:
        if whole and _is_one_name(text, whole, finding):
            whole = (whole[0], finding.end)
        else:
            if whole:
                yield whole
            whole = (finding.start, finding.end)
        pieces[finding.start] = whole[0]
    if whole:
        yield whole


def _is_one_name(text: str, whole: tuple[int, int], finding: Finding) -> bool:
    """Return whether a finding goes on with a name: behind a blank, or "Mr. Green (Alan)"."""
    between = text[whole[1] : finding.start]
    if between != " (":
        return between in _JOINED_BY
    inside = text[finding.start : finding.end]
    return (
        text[finding.end : finding.end + 1] in {")", ","}
        and text[whole[0] : whole[1]].isalpha()
        and inside.lower() in names.first_names()
        and bool(standing_at(text, *whole).style)
    )


class _Directory:
    """The people of a letter, entered from the fullest mention to the barest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._by_surname: dict[str, list[_Person]] = {}
        self._by_token: dict[str, list[_Person]] = {}
        self._by_initials: dict[str, list[_Person]] = {}
        self._by_damaged: dict[str, list[_Person]] = {}
        self._alone: dict[str, list[_Person]] = {}

    def is_surname(self, mention: Mention) -> bool:
        """Return whether a mention is the surname of someone known in full."""
        return any(token in self._by_surname for token in mention.tokens)

    def find(self, mention: Mention) -> _Person:
        """Return the person whom a mention names, entering who is not known."""
        person = self._full(mention) if mention.surname else self._lone(mention)
        if person is None:
            person = self._entered(mention)
        elif mention.nicknames:
            person.tokens |= mention.nicknames
            self._note(mention.nicknames, person)
        person.take(mention)
        return person

    def _full(self, mention: Mention) -> _Person | None:
        known = self._by_surname.get(mention.surname)
        if known is None and (damaged := self._repaired(mention.surname)):
            known = [damaged]
        fitting = [
            person
            for person in (known or ())[: _MOST_COMPARED + 1]
            if _suffixes_fit(mention, person)
            and (_givens_fit(mention.givens, person.givens) or _is_called(mention, person))
        ]
        same = [person for person in fitting if person.givens == mention.givens]
        if fitting:
            return _only(same or fitting, mention, strictly=not mention.is_full)
        return self._reordered(mention)

    def _reordered(self, mention: Mention) -> _Person | None:
        """Return who bears all parts of a name, in whatever order ("XIONG MAI YIA", "Mai Yia")."""
        words = {token for token in mention.tokens if len(token) > 1}
        initials = {token for token in mention.tokens if len(token) == 1}
        if not words or (initials and len(words) == 1):
            return None
        known = self._by_token.get(min(words), [])[: _MOST_COMPARED + 1]
        bearers = [
            one
            for one in known
            if one.tokens.issuperset(words)
            and initials <= {token[0] for token in one.tokens - words}
            and _suffixes_fit(mention, one)
        ]
        return _only(bearers, mention, strictly=True)

    def _lone(self, mention: Mention) -> _Person | None:
        if not mention.tokens:
            return None
        if len(mention.tokens) > 1 or len(mention.tokens[0]) == 1:
            known = self._by_initials.get("".join(token[0] for token in mention.tokens), [])
            return _only(known, mention, strictly=True)
        (token,) = mention.tokens
        known = self._by_token.get(token, [])
        if len(known) > _MOST_BEARERS:
            known = self._alone.get(token, [])
        if not known and (damaged := self._repaired(token) or self._unglued(token)):
            known = [damaged]
        known = [person for person in known if not _is_another(person, mention, token)]
        borne = [person for person in known if person.is_surnamed(token)]
        same = [person for person in known if person.tokens == {token}]
        candidates = (known, borne) if mention.standing.style in {"", DOCTOR} else (borne or known,)
        found = (_only(some, mention, strictly=True) for some in (*candidates, same))
        return next((person for person in found if person), None) or self._titled_patient(borne, mention)

    def _titled_patient(self, borne: Sequence[_Person], mention: Mention) -> _Person | None:
        """Return whom "Ms. Xiong" means where several bear the name: the patient, if the sex is right."""
        style, is_patient = mention.standing.style, mention.standing.role == PATIENT
        if (style not in {MAN, WOMAN} and not is_patient) or len(borne) > _MOST_COMPARED:
            return None
        fitting = [one for one in borne if _fits(one, mention.standing, strictly=True)]
        patients = [one for one in fitting if PATIENT in one.roles]
        if len(patients) != 1:
            return None
        sexes = patients[0].styles & {MAN, WOMAN} or {self._sex}
        if is_patient or style in sexes:
            return patients[0]
        others = [one for one in fitting if one is not patients[0] and style in one.styles]
        if "" in sexes:
            return None if others else patients[0]
        return others[0] if len(others) == 1 else None

    @cached_property
    def _sex(self) -> str:
        return told_sex(self._text)

    def _repaired(self, word: str) -> _Person | None:
        """Return the one person whose surname a word is, a letter wrong; a listed name is no damage."""
        if len(word) < _SHORTEST_DAMAGED or kind_of(word) & NAME:
            return None
        near = {id(one): one for key in _one_less(word) for one in self._by_damaged.get(key, ())}
        return next(iter(near.values())) if len(near) == 1 else None

    def _unglued(self, word: str) -> _Person | None:
        """Return the one person whose name a verb is glued to ("okaforstates")."""
        for length in range(_SHORTEST_GLUED, len(word) - 2):
            known = self._by_token.get(word[:length], ())
            if len(known) == 1 and word[length:] in position_words("verbs"):
                return known[0]
        return None

    def _entered(self, mention: Mention) -> _Person:
        tokens = {*mention.tokens, *mention.nicknames}
        person = _Person(mention.surname, mention.givens, mention.suffix, tokens)
        if mention.surname:
            self._by_surname.setdefault(mention.surname, []).append(person)
        self._note({*tokens, *mention.halves, *_short_forms(mention.givens)}, person)
        if mention.surname:
            initials = "".join(given[0] for given in mention.givens) + mention.surname[0]
            for short in {initials, initials[0] + initials[-1]}:
                self._by_initials.setdefault(short, []).append(person)
        elif len(mention.tokens) == 1:
            self._alone.setdefault(mention.tokens[0], []).append(person)
        elif mention.tokens:
            self._by_initials.setdefault("".join(token[0] for token in mention.tokens), []).append(person)
        for key in _one_less(mention.surname or "".join(mention.tokens)):
            self._by_damaged.setdefault(key, []).append(person)
        return person

    def _note(self, tokens: Iterable[str], person: _Person) -> None:
        for token in tokens:
            known = self._by_token.setdefault(token, [])
            if len(token) > 1 and person not in known[-_MOST_COMPARED:]:
                known.append(person)


def _one_less(word: str) -> set[str]:
    """Return a word and all that is left of it without one letter; two words a letter apart share one."""
    if len(word) < _SHORTEST_DAMAGED:
        return set()
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


@lru_cache(maxsize=4096)
def _nicknames(name: str) -> frozenset[str]:
    return names.nicknames(name)


def _short_forms(givens: Sequence[str]) -> set[str]:
    return {short for given in givens if len(given) > 1 for short in _nicknames(given)}


def _suffixes_fit(mention: Mention, person: _Person) -> bool:
    return not mention.suffix or not person.suffix or mention.suffix == person.suffix


def _givens_fit(some: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether first and middle names are those of one person, as far as both are told."""
    return all(_given_fits(one, other) for one, other in zip(some, others, strict=False))


def _is_called(mention: Mention, person: _Person) -> bool:
    """Return whether a lone initial is that of a nickname ("S. Adeyemi" of Oluwaseun "Seun" Adeyemi)."""
    others = person.tokens - {person.surname, *person.givens}
    return len(mention.givens) == 1 and any(_given_fits(mention.givens[0], other) for other in others)


def _given_fits(one: str, other: str) -> bool:
    if one == other or other in _nicknames(one):
        return True
    return 1 in {len(one), len(other)} and one[0] == other[0]


def _is_another(person: _Person, mention: Mention, surname: str) -> bool:
    """Return whether kinship tells that a surname means someone else than a person who bears it.

    A relative is not spoken of before being introduced, nor has one "Green's wife, Olive Green"; and whom the
    letter called "Mr. Green" before is not introduced as a brother, also Mr. Green.
    """
    if not person.is_surnamed(surname):
        return False
    standing = mention.standing
    if RELATIVE in person.roles:
        return not standing.role and (mention.start < person.first or standing.has_kin)
    return standing.role == RELATIVE and bool(person.styles & {MAN, WOMAN}) and person.first < mention.start


def _only(people: Sequence[_Person], mention: Mention, *, strictly: bool) -> _Person | None:
    """Return the one person among some whose role and titles fit a mention; None where it is not certain."""
    if len(people) > _MOST_COMPARED:
        return None
    fitting = [person for person in people if _fits(person, mention.standing, strictly=strictly)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(person: _Person, standing: Standing, *, strictly: bool) -> bool:
    styles = {*person.styles, standing.style}
    if {MAN, WOMAN} <= styles:
        return False
    given = {_KINDRED.get(role, role) for role in person.roles}
    role = _KINDRED.get(standing.role, standing.role)
    others = given - {role} if role else set()
    if not strictly:
        return not others or not (others | {role}) & _APART
    is_doctor = DOCTOR in styles or "physician" in given | {role}
    return not others and not (is_doctor and styles & {MAN, WOMAN})
