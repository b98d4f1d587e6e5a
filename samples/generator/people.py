"""Word lists → invented persons, firms, addresses and numbers, each piece tagged with what it gives away."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from samples.generator.tagged import Piece, Tagged, plain, tag

DATA = Path(__file__).parent / "data"
_ORDINARY_WEIGHTS = (78, 5, 17)  # common, compound, and names that are also words


@cache
def read_data(name: str) -> dict[str, Any]:
    """Return one TOML file of the generator's data."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _surnames(kind: str) -> tuple[str, ...]:
    words = read_data("names")["surname"][kind].split()
    return tuple(w.replace("-", " ") if w[0].islower() or w.startswith(("St.", "Van-")) else w for w in words)


@cache
def _given(sex: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = read_data("names")["given"]
    suffix = "female" if sex == "F" else "male"
    return tuple(names[suffix].split() + names["either"].split()), tuple(names[f"words_{suffix}"].split())


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person. Renderings tag the name alone; titles and credentials stay outside."""

    given: str
    middle: str
    surname: str
    sex: str
    credential: str = ""

    @property
    def nickname(self) -> str:
        """What friends say, or the given name."""
        return str(read_data("names")["nicknames"].get(self.given, self.given))

    @property
    def title(self) -> str:
        """Mr. or Ms."""
        return "Mr." if self.sex == "M" else "Ms."

    def short(self) -> Tagged:
        """Given name and surname."""
        return tag("NAME", f"{self.given} {self.surname}")

    def full(self, rng: Random) -> Tagged:
        """Given name, at times a middle name or initial, and surname."""
        middle = rng.choice(["", "", f" {self.middle[0]}.", f" {self.middle}"])
        return tag("NAME", f"{self.given}{middle} {self.surname}")

    def last(self) -> Tagged:
        """The surname alone."""
        return tag("NAME", self.surname)

    def first(self) -> Tagged:
        """The given name alone."""
        return tag("NAME", self.given)

    def reversed(self) -> Tagged:
        """Surname first."""
        return tag("NAME", f"{self.surname}, {self.given} {self.middle[0]}.")

    def initials(self) -> Tagged:
        """Two initials with stops."""
        return tag("NAME", f"{self.given[0]}.{self.surname[0]}.")

    def titled(self) -> Tagged:
        """Ms. Surname."""
        return (Piece(f"{self.title} "), *self.last())

    def doctor(self) -> Tagged:
        """Dr. Surname."""
        return (Piece("Dr. "), *self.last())

    def signed(self, rng: Random) -> Tagged:
        """Name and credential, as a report is signed."""
        name = rng.choice([self.short(), self.full(rng), tag("NAME", f"{self.given[0]}. {self.surname}")])
        return (*name, Piece(f", {self.credential}"))


def draw_person(
    rng: Random, *, surname: str = "", credential: str = "", odd: bool = False, sex: str = ""
) -> Person:
    """Return an invented person; `odd` prefers names that are also words, drugs, eponyms or months."""
    sex = sex or rng.choice("FM")
    ordinary, words = _given(sex)
    weights = (30, 5, 65) if odd else _ORDINARY_WEIGHTS
    kind = rng.choices(("common", "compound", "words"), weights)[0]
    pick = words if rng.random() < (0.5 if odd else 0.12) else ordinary
    return Person(
        given=rng.choice(pick),
        middle=rng.choice(ordinary),
        surname=surname or rng.choice(_surnames(kind)),
        sex=sex,
        credential=credential,
    )


_KINDS = {
    "pharmacy": ("Pharmacy", "Drug", "Apothecary", "Farmacia", "Script", "Prescription", "Compounding"),
    "hospital": ("Hospital", "Medical Center"),
    "supplier": ("Supply", "Equipment", "DME", "Systems"),
    "therapy": ("Therapy", "Rehab", "Chiropractic", "Acupuncture", "Massage", "Restoration"),
    "imaging": ("MRI", "Imaging", "Diagnostics"),
    "lab": ("Toxicology", "Laboratories", "EMG"),
    "mind": ("Psychology", "Psychiatry", "Counseling"),
    "homecare": ("Home Health", "Home Care"),
}


@cache
def _clinics(kind: str) -> tuple[str, ...]:
    clinics = read_data("organizations")["clinics"]
    special = [name for words in _KINDS.values() for name in clinics if any(word in name for word in words)]
    if kind == "clinic":
        return tuple(name for name in clinics if name not in special)
    return tuple(name for name in clinics if any(word in name for word in _KINDS[kind]))


def clinic(rng: Random, kind: str = "clinic") -> Tagged:
    """Return a clinic, or a pharmacy, hospital, supplier and so on."""
    return tag("ORG", rng.choice(_clinics(kind)))


def firm(rng: Random, kind: str) -> Tagged:
    """Return an employer, a law firm or a payer."""
    return tag("ORG", rng.choice(read_data("organizations")[kind]))


def town(rng: Random) -> Tagged:
    """Return a Californian town."""
    return tag("LOCATION", rng.choice(read_data("places")["towns"])[0])


def county(rng: Random) -> Tagged:
    """Return a county or district."""
    name = rng.choice(read_data("places")["counties"])
    return (*plain("the "), *tag("LOCATION", name[4:])) if name.startswith("the ") else tag("LOCATION", name)


def street(rng: Random, *, office: bool = False) -> Tagged:
    """Return a street address, of a home or an office."""
    places = read_data("places")
    if office and rng.random() < 0.25:
        return tag("LOCATION", f"P.O. Box {rng.randint(100, 99999)}")
    name = rng.choice(places["streets"].split()).replace("-", " ")
    unit = rng.choice(places["suites" if office else "units"])
    compass = rng.choice(["", "", "", "N. ", "S. ", "East ", "W. "])
    return tag(
        "LOCATION", f"{rng.randint(11, 19999)} {compass}{name} {rng.choice(places['street_types'])}{unit}"
    )


def town_line(rng: Random) -> Tagged:
    """Return "Town, CA ZIP"."""
    name, code = rng.choice(read_data("places")["towns"])
    code = code if rng.random() < 0.8 else f"{code}-{rng.randint(1000, 9999)}"
    return (*tag("LOCATION", name), Piece(", CA "), *tag("LOCATION", code))


_AREA_CODES = (
    "209",
    "213",
    "310",
    "323",
    "408",
    "415",
    "424",
    "442",
    "510",
    "530",
    "559",
    "562",
    "619",
    "626",
    "650",
    "661",
    "707",
    "714",
    "760",
    "805",
    "818",
    "831",
    "858",
    "909",
    "916",
    "925",
    "949",
    "951",
)


def phone(rng: Random) -> Tagged:
    """Return a telephone number of the block kept for fiction."""
    area, last = rng.choice(_AREA_CODES), f"01{rng.randint(0, 99):02d}"
    form = rng.choices(
        ["({}) 555-{}", "{}-555-{}", "{}.555.{}", "{}555{}", "1-{}-555-{}"], (45, 30, 10, 8, 7)
    )[0]
    extension = rng.choice(["", "", "", "", f" x{rng.randint(10, 999)}", f" ext. {rng.randint(1, 99)}"])
    return tag("CONTACT", form.format(area, last) + extension)


def email(rng: Random, person: Person) -> Tagged:
    """Return an e-mail address of a person."""
    given, surname = (n.lower().replace(" ", "").replace("'", "") for n in (person.given, person.surname))
    local = rng.choice(
        [
            f"{given}.{surname}",
            f"{given[0]}{surname}",
            f"{given}{rng.randint(1, 99)}",
            f"{surname}_{given[0]}",
        ]
    )
    return tag("CONTACT", f"{local}@{rng.choice(read_data('organizations')['clinic_domains'])}")


def website(rng: Random) -> Tagged:
    """Return a web address."""
    name = rng.choice(_clinics("clinic")).lower()
    stem = "".join(c for c in name if c.isalnum())
    return tag(
        "CONTACT", rng.choice([f"www.{stem}.example", f"https://{stem}.example/portal", f"{stem}.example"])
    )


def number(rng: Random, kind: str) -> Tagged:
    """Return an identifier: claim, mrn, ssn, adj, policy, rx, npi, plate and so on."""

    def d(count: int) -> str:
        return "".join(rng.choice("0123456789") for _ in range(count))

    def letter(count: int) -> str:
        return "".join(rng.choice("ABCDEFGHJKLMNPRSTVWXYZ") for _ in range(count))

    year = rng.randint(2004, 2014)
    forms = {
        "claim": [
            f"WC{year}-{d(6)}",
            d(8),
            f"{letter(3)}{d(7)}",
            f"{d(4)}-{d(5)}-{letter(2)}",
            f"{letter(2)}-{d(2)}-{d(6)}",
            f"{d(10)}-001",
            f"{letter(3)} {d(2)} {d(5)}",
        ],
        "mrn": [d(7), f"MR{d(6)}", f"{d(2)}-{d(2)}-{d(2)}", f"{letter(2)}{d(5)}", f"00{d(6)}"],
        "ssn": [f"000-{d(2)}-{d(4)}", f"000 {d(2)} {d(4)}", f"000{d(6)}"],
        "ssn4": [d(4)],
        "adj": [f"ADJ{d(7)}", f"ADJ {d(7)}", f"ADJ{d(8)}"],
        "policy": [f"WCP-{d(7)}", f"P{d(8)}", f"{letter(3)}-{d(6)}-0{d(1)}"],
        "rx": [d(7), f"N{d(6)}", f"{d(6)}-{d(2)}"],
        "npi": [f"1{d(9)}"],
        "dea": [f"{letter(2)}{d(7)}"],
        "licence": [f"{letter(1)}{d(7)}"],
        "plate": [f"{d(1)}{letter(3)}{d(3)}"],
        "serial": [f"{letter(3)}{d(6)}{letter(1)}", f"SN-{d(4)}-{d(4)}"],
        "account": [d(9), f"{letter(2)}{d(8)}", f"{d(3)}-{d(4)}-{d(3)}"],
    }
    return tag("ID", rng.choice(forms[kind]))
