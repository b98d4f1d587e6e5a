"""The findings of a letter → who is who: which names mean one person, which words one organization or place.

In doubt two mentions are two identities: a reader who sees one person twice is misled less than one who sees
two people as one. Numbers count by first appearance in a letter, so they say nothing of any other letter.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from imr_reports.records.limited import EntityType, Finding
from imr_reports.scrub.mentions import Mention, read_mention
from imr_reports.scrub.roles import DOCTOR, MAN, WOMAN, Standing, first_role
from imr_reports.scrub.things import same_organizations, same_places
from imr_reports.scrub.words import NAME, kind_of
from imr_reports.vocabulary import names

GATE = "gate."
PATIENT = "patient"
_MOST_COMPARED = 16  # people who share a part of their names; with more, nothing is certain
_SHORTEST_DAMAGED = 6
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
        """What stands for it in scrubbed text; a case has one patient, so the first goes unnumbered."""
        if self.kind == PATIENT and self.number == 1:
            return f"[{PATIENT}]"
        return f"[{self.kind} {self.number}]"


@dataclass(slots=True)
class _Person:
    """What the mentions of one person tell.

    Attributes:
        styles: titles' sexes, or "doctor".
        exact: whether the first of its mentions was told in full.
    """

    surname: str
    givens: tuple[str, ...]
    suffix: str
    tokens: frozenset[str]
    roles: list[str] = field(default_factory=list)
    styles: set[str] = field(default_factory=set)

    def take(self, standing: Standing) -> None:
        if standing.role:
            self.roles.append(standing.role)
        if standing.style:
            self.styles.add(standing.style)


def identities(text: str, findings: Sequence[Finding]) -> dict[int, Identity]:
    """Return the identity behind each NAME, ORG and LOCATION finding, by the finding's start.

    Findings of the gate have none: it knows that a word is not safe, not what it is.

    Args:
        text: the text that the findings index.
        findings: sorted, not overlapping.
    """
    own = [finding for finding in findings if not finding.recognizer.startswith(GATE)]

    def spans(entity_type: EntityType) -> list[tuple[int, int]]:
        return [(one.start, one.end) for one in own if one.entity_type is entity_type]

    mentioned = _people(text, spans(EntityType.NAME))
    numbered = _numbered(mentioned, lambda person: first_role(person.roles))
    for kind, same, entity_type in (
        ("organization", same_organizations, EntityType.ORG),
        ("place", same_places, EntityType.LOCATION),
    ):
        places = spans(entity_type)
        groups = same([text[start:end] for start, end in places])
        numbers: dict[int, int] = {}
        for (start, _), group in zip(places, groups, strict=True):
            number = numbers.setdefault(group, len(numbers) + 1)
            numbered[start] = Identity(kind=kind, number=number)
    return numbered


def _numbered(mentioned: dict[int, _Person], role: Callable[[_Person], str]) -> dict[int, Identity]:
    counts: Counter[str] = Counter()
    made: dict[int, Identity] = {}
    numbered = {}
    for start in sorted(mentioned):
        person = mentioned[start]
        if id(person) not in made:
            kind = role(person)
            counts[kind] += 1
            made[id(person)] = Identity(kind=kind, number=counts[kind])
        numbered[start] = made[id(person)]
    return numbered


def _people(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, _Person]:
    """Return the person behind each span, by its start; spans that are one name in pieces share one."""
    mentions: list[Mention] = []
    pieces: dict[int, int] = {}
    before: tuple[int, int] | None = None
    for start, end in _joined(text, spans, pieces):
        mention = read_mention(text, start, end)
        listed = before and text[before[1] : start] in _LISTED_BY
        if listed and not mention.standing.role and mentions[-1].standing.shared:
            mention = replace(mention, standing=mentions[-1].standing)
        mentions.append(mention)
        before = (start, end)
    directory = _Directory()
    people = {
        mention.start: directory.find(mention)
        for mention in sorted(mentions, key=lambda one: (*(-part for part in one.detail), one.start))
    }
    return {piece: people[start] for piece, start in pieces.items()}


def _joined(text: str, spans: Sequence[tuple[int, int]], pieces: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield spans, those that only a blank parts as one; `pieces` gets the start of each one's whole."""
    whole: tuple[int, int] | None = None
    for start, end in spans:
        if whole and text[whole[1] : start] in _JOINED_BY:
            whole = (whole[0], end)
        else:
            if whole:
                yield whole
            whole = (start, end)
        pieces[start] = whole[0]
    if whole:
        yield whole


class _Directory:
    """The people of a letter, entered from the fullest mention to the barest."""

    def __init__(self) -> None:
        self._by_surname: dict[str, list[_Person]] = {}
        self._by_token: dict[str, list[_Person]] = {}
        self._by_initials: dict[str, list[_Person]] = {}
        self._by_damaged: dict[str, list[_Person]] = {}

    def find(self, mention: Mention) -> _Person:
        """Return the person whom a mention names, entering who is not known."""
        person = self._full(mention) if mention.surname else self._lone(mention)
        if person is None:
            person = self._entered(mention)
        person.take(mention.standing)
        return person

    def _full(self, mention: Mention) -> _Person | None:
        known = self._by_surname.get(mention.surname)
        if known is None and (damaged := self._repaired(mention.surname)):
            known = [damaged]
        fitting = [
            person
            for person in (known or ())[: _MOST_COMPARED + 1]
            if _suffixes_fit(mention, person) and _givens_fit(mention.givens, person.givens)
        ]
        same = [person for person in fitting if person.givens == mention.givens]
        return _only(same or fitting, mention, strictly=not mention.is_full)

    def _lone(self, mention: Mention) -> _Person | None:
        if not mention.tokens:
            return None
        if all(len(token) == 1 for token in mention.tokens) or len(mention.tokens) > 1:
            known = self._by_initials.get("".join(token[0] for token in mention.tokens), [])
            return _only(known, mention, strictly=True)
        (token,) = mention.tokens
        known = self._by_token.get(token, [])
        same = [person for person in known if person.tokens == {token}]
        borne = [person for person in known if person.surname and person.surname.endswith(token)]
        if not known and (damaged := self._repaired(token)):
            known = [damaged]
        if len(borne) > 1 and len(borne) != len(known):
            known = borne
        return _only(known, mention, strictly=True) or _only(same, mention, strictly=True)

    def _repaired(self, word: str) -> _Person | None:
        """Return the one person whose surname a word is, a letter wrong; a listed name is no damage."""
        if len(word) < _SHORTEST_DAMAGED or kind_of(word) & NAME:
            return None
        near = {id(one): one for key in _one_less(word) for one in self._by_damaged.get(key, ())}
        return next(iter(near.values())) if len(near) == 1 else None

    def _entered(self, mention: Mention) -> _Person:
        person = _Person(mention.surname, mention.givens, mention.suffix, frozenset(mention.tokens))
        if mention.surname:
            self._by_surname.setdefault(mention.surname, []).append(person)
        for token in {*mention.tokens, *mention.nicknames, *_short_forms(mention.givens)}:
            if len(token) > 1:
                self._by_token.setdefault(token, []).append(person)
        if len(mention.givens) and mention.surname:
            initials = "".join(given[0] for given in mention.givens) + mention.surname[0]
            for short in {initials, initials[0] + initials[-1]}:
                self._by_initials.setdefault(short, []).append(person)
        elif len(mention.tokens) > 1:
            self._by_initials.setdefault("".join(token[0] for token in mention.tokens), []).append(person)
        for key in _one_less(mention.surname or "".join(mention.tokens)):
            self._by_damaged.setdefault(key, []).append(person)
        return person


def _one_less(word: str) -> set[str]:
    """Return a word and all that is left of it without one letter; two words a letter apart share one."""
    if len(word) < _SHORTEST_DAMAGED:
        return set()
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _short_forms(givens: Sequence[str]) -> set[str]:
    return {short for given in givens if len(given) > 1 for short in names.nicknames(given)}


def _suffixes_fit(mention: Mention, person: _Person) -> bool:
    return not mention.suffix or not person.suffix or mention.suffix == person.suffix


def _givens_fit(some: Sequence[str], others: Sequence[str]) -> bool:
    """Return whether first and middle names are those of one person, as far as both are told."""
    return all(_given_fits(one, other) for one, other in zip(some, others, strict=False))


def _given_fits(one: str, other: str) -> bool:
    if one == other or other in names.nicknames(one):
        return True
    return 1 in {len(one), len(other)} and one[0] == other[0]


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
