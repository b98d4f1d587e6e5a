"""Invented persons of many origins, and the ways in which a letter names them."""

from dataclasses import dataclass
from random import Random

from samples.apart.marked import capitalized, tag
from samples.apart.phrases import comma_list, listed, table, weighted

_PARTICLES = (
    "de ",
    "del ",
    "da ",
    "dos ",
    "van ",
    "von ",
    "ten ",
    "al ",
    "di ",
    "dela ",
    "abu ",
    "bin ",
    "red ",
    "two ",
    "standing ",
    "mac ",
    "st. ",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person: `sex` is `female` or `male`, `credentials` the letters behind the name."""

    first: str
    middle: str
    last: str
    suffix: str
    sex: str
    nickname: str
    credentials: str
    married: bool

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first, self.middle, self.last + self.suffix) if part)

    @property
    def initial(self) -> str:
        return f"{self.first[0]}."

    def spoken(self, form: str, rng: Random) -> str:
        """Return the person in one of the forms below, tagged."""
        return _FORMS[form](self, rng)


def invent(rng: Random, *, credentials: str = "", sex: str = "", origin: str = "", last: str = "") -> Person:
    """Return a new person; what isn't given is drawn."""
    names = table("names")
    origin = origin or weighted({key: value["weight"] for key, value in names.items()}, rng)
    sex = sex or rng.choice(["female", "male"])
    stock = names[origin]
    # Second generations have first names of another origin.
    given = names[weighted({"english": 5, "hispanic": 2, "words": 2}, rng)] if rng.random() < 0.18 else stock
    return Person(
        first=rng.choice(comma_list(given[sex])),
        middle=f"{rng.choice('ABCDEFGHJKLMNPRSTVWY')}." if rng.random() < 0.14 else "",
        last=last or surname(rng, origin),
        suffix=rng.choice([" Jr.", " III", ", Sr."])
        if sex == "male" and rng.random() < 0.04 and not credentials
        else "",
        sex=sex,
        nickname=rng.choice(listed("nicknames")),
        credentials=credentials,
        married=rng.random() < 0.3,
    )


def surname(rng: Random, origin: str = "") -> str:
    """Return a surname, now and then a double one."""
    names = table("names")
    origin = origin or weighted({key: value["weight"] for key, value in names.items()}, rng)
    stock = comma_list(names[origin]["surnames"])
    last = rng.choice(stock)
    if " " not in last and "-" not in last and rng.random() < names[origin].get("double", 0.02):
        second = rng.choice([name for name in stock if name != last and " " not in name and "-" not in name])
        last = f"{last}{rng.choice([' ', '-'])}{second}"
    return last


def _named(text: str) -> str:
    return tag("NAME", text)


def _bare(person: Person, rng: Random) -> str:
    """Return the surname, in a double one now and then its first half."""
    last = person.last
    if (
        " " in last
        and not last.lower().startswith(_PARTICLES)
        and last.split()[0][0].isupper()
        and rng.random() < 0.2
    ):
        half = last.split()[0]
        return half if len(half) > 3 else last
    return last


def _mister(person: Person, rng: Random) -> str:
    title = "Mr." if person.sex == "male" else "Mrs." if person.married else "Ms."
    return f"{title} {_named(_bare(person, rng))}"


def _doctor(person: Person, rng: Random) -> str:
    if person.credentials.startswith(("PA", "NP", "FNP", "PT", "DPT", "L.Ac", "OTR", "RN")):
        return _named(person.name)
    roll = rng.random()
    if roll < 0.1:
        return f"Dr. {_named(f'{person.first} {person.last}')}"
    if roll < 0.14:
        return f"Doctor {_named(person.last)}"
    return f"Dr. {_named(_bare(person, rng))}"


_FORMS = {
    "full": lambda p, _: _named(p.name),
    "cred": lambda p, _: p.credentials,
    "dr": _doctor,
    "mr": _mister,
    "last": lambda p, rng: capitalized(_named(_bare(p, rng))),
    "first": lambda p, _: _named(p.first),
    "ini": lambda p, _: _named(f"{p.initial} {p.last}"),
    "initials": lambda p, _: _named(f"{p.first[0]}.{p.last[0].upper()}."),
    "lf": lambda p, _: _named(f"{p.last}, {p.first}{' ' + p.middle if p.middle else ''}"),
    "caps": lambda p, _: _named(p.name.upper()),
    "low": lambda p, _: _named(p.last.lower()),
    "nick": lambda p, _: _named(f'{p.first} "{p.nickname}" {p.last}'),
    "nickname": lambda p, _: _named(p.nickname),
}
