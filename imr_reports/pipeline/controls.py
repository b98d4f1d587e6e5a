"""Control letters: invented letters with planted identities that go through each run beside the real ones.

They are parsed and scrubbed as any letter is, in the same processes, and then thrown away: no figure and no
case comes of them. What comes out of scrubbing is searched for what was planted, by comparing plain letters
and digits, which shares nothing with any detector. If one identity comes out, the run ends.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from importlib.resources import files

from imr_reports.errors import ConfigurationError, PrivacyGateError, UnreadLetterError
from imr_reports.evaluate.tags import TagFaultError, read_tags
from imr_reports.ingest import read_letter
from imr_reports.parse import parse_letter, split_letters
from imr_reports.publish.words import words_of
from imr_reports.records.limited import EntityType
from imr_reports.records.policy import KeyedPolicy, Operator, Policy
from imr_reports.scrub import Scrubber
from imr_reports.scrub.apply import CasePolicy
from imr_reports.scrub.policy import shipped_policy
from imr_reports.store import PassedControl
from imr_reports.vocabulary import safe

_FOLDER = "control_letters"
_CHUNK = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"\s*(?:\d|P\.?\s?O\.?)", re.IGNORECASE)
_YEAR = re.compile(r"\W*\d{4}\W*\Z")
_SHORTEST = 5
_SHIFTS = 8
# A report may name a town, a day or an age of its own; and long rows of figures may hold any number.
_PUBLISHED = frozenset({EntityType.NAME, EntityType.ORG, EntityType.CONTACT, EntityType.ID})
_WHAT_TO_DO = "undo the last change to the site's lists or the policy, or report this version as broken"
_KEPT = frozenset({Operator.KEEP, Operator.ZIP3})


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted identity and what of it is searched for, as letters and digits in lower case."""

    entity_type: EntityType
    text: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLetter:
    """An invented letter, numbered from 1, and the identities planted in it."""

    number: int
    text: str
    planted: tuple[Planted, ...]


@cache
def control_letters() -> tuple[ControlLetter, ...]:
    """Return the control letters of this package.

    Raises:
        ConfigurationError: if one can't be read or holds an identity too short to be searched for.
    """
    folder = files(__package__) / _FOLDER
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return tuple(
        _control(number, (folder / name).read_text("utf-8")) for number, name in enumerate(names, start=1)
    )


def _control(number: int, tagged: str) -> ControlLetter:
    try:
        read = read_tags(tagged)
        planted = tuple(
            _planted(EntityType(tag.type), read.text[tag.start : tag.end]) for tag in read.entities
        )
    except (TagFaultError, ValueError):
        raise ConfigurationError(f"control letter {number} of this installation is damaged") from None
    return ControlLetter(number=number, text=read.text, planted=planted)


def _planted(entity_type: EntityType, text: str) -> Planted:
    whole = _plain(text)
    if len(whole) < _SHORTEST:
        raise ValueError("too short")
    return Planted(entity_type=entity_type, text=text, parts=(whole, *_telling_parts(entity_type, text)))


def _telling_parts(entity_type: EntityType, text: str) -> Iterator[str]:
    """Yield the parts that tell the identity by themselves: words that mean nothing else, long numbers."""
    if entity_type is EntityType.DATE:
        without_year = _plain(_YEAR.sub("", text))
        if len(without_year) >= _SHORTEST and not without_year.isdigit():
            yield without_year
    elif entity_type is not EntityType.AGE:
        for chunk in _CHUNK.findall(text):
            if len(chunk) >= _SHORTEST and chunk.lower() not in _ordinary():
                yield chunk.lower()


@cache
def _ordinary() -> frozenset[str]:
    return safe.english() | safe.clinical() | safe.form_words() | safe.service_words() | {"example"}


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def sought(control: ControlLetter, policy: Policy) -> tuple[Planted, ...]:
    """Return the planted identities that a policy lets nobody see; one that keeps towns keeps no street."""
    return tuple(found for one in control.planted if (found := _sought(one, policy)) is not None)


def _sought(one: Planted, policy: Policy) -> Planted | None:
    kept = any(kind is one.entity_type and operator in _KEPT for kind, _, operator in policy.operators)
    if not kept:
        return one
    if one.entity_type is EntityType.LOCATION and _NUMBERED.match(one.text):
        return _planted(one.entity_type, one.text.split(",")[0])
    return None


def pass_control(number: int, scrubber: Scrubber, keyed: KeyedPolicy | None = None) -> PassedControl:
    """Send a control letter through parsing and scrubbing.

    Raises:
        PrivacyGateError: if a planted identity comes out, or the letter does not come through at all.
    """
    control = control_letters()[number - 1]
    try:
        (letter,) = split_letters(read_letter(control.text.encode()))
        case = parse_letter(letter)
    except (UnreadLetterError, ValueError):
        raise PrivacyGateError(
            f"control letter {number} could not be read; the run was stopped, nothing of it was kept; "
            f"{_WHAT_TO_DO}"
        ) from None

    def passed(reference: str) -> PassedControl:
        scrubbed = scrubber.scrub_letter(case, reference, keyed)
        return _passed(control, [_plain(text) for text in texts_of(scrubbed.case)], _policy(keyed))

    return _under_any_shift(passed, f"control {number}", _policy(keyed))


def _under_any_shift(passed: Callable[[str], PassedControl], reference: str, policy: Policy) -> PassedControl:
    """Return what a control letter's passage gave, under another shift of dates where a first one stops it.

    A date that was moved can fall on another planted one; what truly comes out does so under every shift.
    """
    if policy.uses(Operator.SHIFT):
        for attempt in range(_SHIFTS):
            with suppress(PrivacyGateError):
                return passed(f"{reference}, {attempt}")
    return passed(reference)


def pass_controls(scrubber: Scrubber, keyed: KeyedPolicy | None = None) -> tuple[PassedControl, ...]:
    """Send all control letters through parsing and scrubbing; see `pass_control`."""
    return tuple(pass_control(control.number, scrubber, keyed) for control in control_letters())


def pass_texts(scrubber: Scrubber, keyed: KeyedPolicy | None = None) -> tuple[PassedControl, ...]:
    """Scrub all control letters as plain texts, as `deidentify` does.

    Raises:
        PrivacyGateError: if a planted identity comes out.
    """

    def passed(control: ControlLetter, reference: str) -> PassedControl:
        terms = CasePolicy(keyed=keyed, reference=reference) if keyed else None
        return _passed(control, [_plain(scrubber.scrub_text(control.text, terms).text)], _policy(keyed))

    return tuple(
        _under_any_shift(partial(passed, control), f"control {control.number}", _policy(keyed))
        for control in control_letters()
    )


def _policy(keyed: KeyedPolicy | None) -> Policy:
    return keyed.policy if keyed else shipped_policy()


def _passed(control: ControlLetter, texts: Sequence[str], policy: Policy) -> PassedControl:
    planted = sought(control, policy)
    for one in planted:
        if any(part in text for part in one.parts for text in texts):
            raise PrivacyGateError(
                f"control letter {control.number} came out of scrubbing with a planted {one.entity_type}; "
                f"the run was stopped, nothing of it was kept or published; {_WHAT_TO_DO}"
            )
    return PassedControl(number=control.number, planted=len(planted))


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in a record, however deep; dates and numbers are no texts."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from texts_of(key)
            yield from texts_of(item)
    elif isinstance(value, tuple | list | frozenset | set):
        for item in value:
            yield from texts_of(item)


def assign_controls(shards: int) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the control letters of each shard: one at least, and all of them over the run."""
    numbers = [control.number for control in control_letters()]
    return tuple(tuple(numbers[shard::shards]) or (numbers[shard % len(numbers)],) for shard in range(shards))


def check_outputs(outputs: Mapping[str, bytes]) -> None:
    """Look for planted identities in finished files; control letters are part of none.

    Raises:
        PrivacyGateError: if one is there; nothing has been written then.
    """
    for name, content in outputs.items():
        text = _plain(words_of(name, content))
        for control in control_letters():
            for one in control.planted:
                if any(part in text for part in _published_parts(one)):
                    raise PrivacyGateError(
                        f"publication stopped: {name} would hold a {one.entity_type} of control letter "
                        f"{control.number}; nothing was written; {_WHAT_TO_DO}"
                    )


def _published_parts(one: Planted) -> Iterator[str]:
    if one.entity_type in _PUBLISHED:
        yield from (part for part in one.parts if not part.isdigit())
