"""Invented firms and addresses from a small grammar."""

import re
from dataclasses import dataclass
from random import Random

from samples.apart.marked import tag
from samples.apart.people import invent, surname
from samples.apart.phrases import comma_list, listed, table, weighted

_SLOT = re.compile(r"\{(\w+)\}")
_WHOLE = ("City of", "University of", "Law Office", "The ", "Hotel ", "Our Lady", "Back in", "Body Works")
_TAKEN = set(listed("taken_initials"))


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm with its name and the short name that people use."""

    name: str
    short: str

    @property
    def tagged(self) -> str:
        return tag("ORG", self.name)

    @property
    def tagged_short(self) -> str:
        return tag("ORG", self.short)


def _letters(rng: Random) -> str:
    while True:
        made = "".join(rng.choice("BCDFGHJKLMNPRSTVW") for _ in range(rng.choice([3, 3, 4])))
        if made not in _TAKEN:
            return made


def _word(kind: str, rng: Random) -> str:
    words = table("firms")["words"]
    if kind in words:
        return rng.choice(comma_list(words[kind]))
    if kind == "name":
        return surname(rng)
    if kind == "full":
        person = invent(rng)
        return f"{person.first} {person.last}"
    if kind == "town":
        return rng.choice(cities())[0]
    if kind == "county":
        return rng.choice(comma_list(table("places")["counties"]))
    return _letters(rng)


def _short(name: str, rng: Random) -> str:
    stem = name.partition(",")[0]
    words = stem.split()
    if stem.startswith(_WHOLE) or len(words) < 3 or "of" in words or "County" in words:
        return stem
    initials = "".join(word[0] for word in words if word[0].isupper())
    if 3 <= len(initials) <= 4 and initials not in _TAKEN and rng.random() < 0.35:
        return initials
    return stem if "&" in words or "and" in words else " ".join(words[:2])


def trade(rng: Random) -> str:
    """Return a kind of employer, which also says what work there is."""
    kinds = {kind: spec["weight"] for kind, spec in table("firms").items() if kind.startswith("employer")}
    return weighted(kinds, rng)


def found(kind: str, rng: Random, town: str = "") -> Firm:
    """Return a new firm of that kind, in that town if its name has one."""
    pattern = rng.choice(table("firms")[kind]["patterns"])
    if town:
        pattern = pattern.replace("{town}", town)
    name = _SLOT.sub(lambda match: _word(match[1], rng), pattern)
    name = name[0].upper() + name[1:]
    return Firm(name, _short(name, rng))


def cities() -> list[tuple[str, str]]:
    """Return the cities of California with the first three digits of their ZIP."""
    pairs = (entry.rsplit(" ", 1) for entry in comma_list(table("places")["california"]))
    return [(city, prefix) for city, prefix in pairs]


def zip_code(prefix: str, rng: Random) -> str:
    code = f"{prefix}{rng.randrange(1, 99):02d}"
    return tag("LOCATION", f"{code}-{rng.randrange(1000, 9999)}" if rng.random() < 0.15 else code)


def street(rng: Random) -> str:
    """Return the name of a street."""
    places = table("places")
    name = rng.choice(comma_list(places["streets"]))
    return (
        name
        if name.startswith(("Highway", "Calle", "Camino", "Avenue"))
        else f"{name} {rng.choice(comma_list(places['kinds']))}"
    )


def address(rng: Random) -> str:
    """Return a street address or a box, tagged."""
    roll = rng.random()
    if roll < 0.1:
        box = rng.randrange(12, 99999)
        return tag("LOCATION", rng.choice([f"P.O. Box {box}", f"PO Box {box}", f"Post Office Box {box}"]))
    text = f"{rng.randrange(11, 19999)} {rng.choice(['', '', '', 'N. ', 'W. ', 'East '])}{street(rng)}"
    if roll < 0.4:
        text += f", {rng.choice(comma_list(table('places')['units']))}"
    return tag("LOCATION", text)
