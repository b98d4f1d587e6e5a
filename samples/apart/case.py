"""One case: its people, firms, places, days and clinical facts, and how they fill the slots of a sentence."""

import re
from collections.abc import Callable
from random import Random

from samples.apart import clinical, firms, numbers
from samples.apart.dates import Dates
from samples.apart.marked import capitalized, tag
from samples.apart.people import Person, invent, surname
from samples.apart.phrases import choose, comma_list, suited, table
from samples.apart.timeline import Timeline

_SLOT = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_PHYSICIAN = ["M.D.", "MD", "M.D.", "MD", "D.O.", "DO", "DC", "M.D., Ph.D."]
_CREDENTIALS = {
    "ptp": _PHYSICIAN,
    "pain": _PHYSICIAN[:6],
    "surgeon": _PHYSICIAN[:6],
    "qme": _PHYSICIAN[:6],
    "urmd": _PHYSICIAN[:6],
    "radiologist": _PHYSICIAN[:4],
    "pa": ["PA-C", "NP", "FNP-BC"],
    "therapist": ["PT", "DPT", "OTR/L", "L.Ac."],
    "psych": ["Ph.D.", "PsyD", "Psy.D."],
    "ncm": ["RN", "R.N., CCM", "LVN"],
    "director": ["MD, MPH", "M.D."],
    "adjuster": [""],
    "aa": [""],
    "da": [""],
    "interp": [""],
    "boss": [""],
    "coworker": [""],
}
_FIRMS = {
    "clinic": "clinic",
    "clinic2": "clinic",
    "painclinic": "clinic",
    "ptclinic": "therapy",
    "hospital": "hospital",
    "surgctr": "surgery",
    "imaging": "imaging",
    "pharmacy": "pharmacy",
    "lab": "laboratory",
    "aafirm": "lawfirm",
    "dafirm": "lawfirm",
    "insurer": "insurer",
    "urfirm": "urfirm",
}
# Identifiers that differ each time, and those of which a case has one.
_NEW_NUMBERS = ("acct", "licence", "dl", "plate", "vin", "serial", "rx", "empid")
_KEPT_NUMBERS = ("mrn", "claim", "adj", "policy", "npi", "dea")
_RELATIONS = {
    "wife": "female",
    "husband": "male",
    "daughter": "female",
    "son": "male",
    "sister": "female",
    "brother": "male",
}
_ELDERS = {
    "mother": "female",
    "father": "male",
    "grandmother": "female",
    "aunt": "female",
    "father-in-law": "male",
}
_OLD = [
    "90",
    "91",
    "92",
    "93",
    "94",
    "95",
    "96",
    "97",
    "99",
    "101",
    "ninety",
    "ninety-one",
    "ninety-four",
    "ninety-six",
]


class Case:
    """A case and its author: people and firms come into being when they are first named, and stay."""

    def __init__(self, rng: Random, days: Timeline) -> None:
        self.rng = rng
        self.days = days
        self.dates = Dates(rng)
        self.body = clinical.Body(rng)
        self.item = ""
        self.request = ""
        self.guideline: dict[str, str] = {}
        self._people: dict[str, Person] = {}
        self._firms: dict[str, firms.Firm] = {}
        self._fixed: dict[str, str] = {}
        self._used: set[str] = set()
        self._trade = firms.trade(rng)
        self.patient = invent(rng)
        self._generic = rng.choice(
            ["the injured worker", "the patient", "the applicant", "the claimant", "the employee"]
        )
        self._people["pt"] = self.patient
        married = {"wife": "female", "husband": "male"}
        self._fixed["relation"] = rng.choice([r for r in _RELATIONS if married.get(r) != self.patient.sex])
        self._fixed["elder"] = rng.choice(list(_ELDERS))
        self._slots = self._table()

    def text(self, template: str) -> str:
        """Return a template with its choices made and its slots filled, as often as slots hold slots."""
        text = choose(template, self.rng)
        for _ in range(4):
            if not _SLOT.search(text):
                break
            text = choose(_SLOT.sub(self._fill, text), self.rng)
        return re.sub(r"\.\.$|\.\.(?= )", ".", text)

    def pick(self, lines: tuple[str, ...], count: int, *facts: str) -> list[str]:
        """Return sentences that suit the part of the body and the facts, such as weren't used before."""
        fresh = [line for line in suited(lines, {self.body.region, *facts}) if line not in self._used]
        picked = self.rng.sample(fresh, min(count, len(fresh)))
        self._used.update(picked)
        return picked

    def _fill(self, match: re.Match[str]) -> str:
        slot, form = match[1], match[2]
        value = self._value(slot[0].lower() + slot[1:], form)
        return capitalized(value) if slot[0].isupper() else value

    def _value(self, slot: str, form: str | None) -> str:
        if slot in _FIRMS or slot in ("employer", "employer2"):
            firm = self.firm(slot)
            return firm.tagged_short if form == "short" else firm.tagged
        if slot == "pt" and form is None:
            return self._patient()
        if slot == "email" and form:
            return self._email(self.person(form), self.firm("aafirm" if form == "aa" else "insurer").name)
        if form == "letter":
            return f"a letter of {self._value(slot, None)}"
        if slot in _CREDENTIALS or slot in ("pt", "rel", "rel2", "spouse"):
            return self.person(slot).spoken(form or "dr", self.rng)
        return self._slots[slot]()

    def person(self, role: str) -> Person:
        """Return who has that role."""
        if role not in self._people:
            if role == "spouse":
                sex = "female" if self.patient.sex == "male" else "male"
                self._people[role] = invent(self.rng, sex=sex)
            elif role in ("rel", "rel2"):
                sex = {**_RELATIONS, **_ELDERS}[self._fixed["relation" if role == "rel" else "elder"]]
                shared = self.patient.last if self.rng.random() < 0.6 else ""
                self._people[role] = invent(self.rng, sex=sex, last=shared or surname(self.rng))
            else:
                self._people[role] = invent(self.rng, credentials=self.rng.choice(_CREDENTIALS[role]))
        return self._people[role]

    def firm(self, role: str) -> firms.Firm:
        """Return the firm that has that role."""
        if role not in self._firms:
            kind = (
                self._trade
                if role == "employer"
                else firms.trade(self.rng)
                if role == "employer2"
                else _FIRMS[role]
            )
            town = self._city("city2")[0] if role == "employer" else ""
            self._firms[role] = firms.found(kind, self.rng, town)
        return self._firms[role]

    def once(self, slot: str, make: Callable[[], str]) -> str:
        """Return a value that stays the same in all of the letter."""
        if slot not in self._fixed:
            self._fixed[slot] = make()
        return self._fixed[slot]

    def _patient(self) -> str:
        roll = self.rng.random()
        if roll < 0.5:
            return self._generic
        return self.patient.spoken("mr" if roll < 0.85 else "last" if roll < 0.95 else "full", self.rng)

    def _email(self, person: Person, place: str) -> str:
        return numbers.email(person.first, person.last, place, self.rng)

    def _pronoun(self, male: str, female: str, role: str = "pt") -> str:
        return male if self.person(role).sex == "male" else female

    def _city(self, slot: str) -> tuple[str, str]:
        name = self.once(slot, lambda: ":".join(self.rng.choice(firms.cities())))
        city, prefix = name.split(":")
        return city, prefix

    def _outtown(self) -> str:
        towns = comma_list(table("places")["elsewhere"])
        town, state = self.rng.choice(towns).split("|")
        return f"{tag('LOCATION', town)}, {state}"

    def _listed(self) -> str:
        count = self.rng.choice([1, 2, 2, 3])
        days = sorted({self.days.lately(self.rng) for _ in range(count)} | {self.days.seen})
        return self.dates.listed(days)

    def _faxstamp(self) -> str:
        hour = f"{self.rng.randrange(1, 12)}:{self.rng.randrange(60):02d} {self.rng.choice(['AM', 'PM'])}"
        page = f"PAGE {self.rng.randrange(1, 9)}/{self.rng.randrange(9, 40)}"
        sender = tag("ORG", self.firm("clinic").short.upper())
        number = numbers.phone(self.rng)
        return f"{self.dates.stamp(self.days.seen)} {hour} FROM {sender} {number} {page}."

    def _drs(self) -> str:
        one, two = (
            tag("NAME", self.person(role).last)
            for role in self.rng.sample(["ptp", "pain", "qme", "surgeon"], 2)
        )
        return f"{self.rng.choice(['Drs.', 'Drs.', 'Doctors', 'Both Drs.'])} {one} and {two}"

    def _says(self) -> str:
        return self.guideline["says"]

    def _says_lead(self) -> str:
        many = self.guideline["work"].endswith("s")
        return self.rng.choice(["state", "say", "hold"] if many else ["states", "says", "holds"])

    def _says_low(self) -> str:
        says = self._says()
        proper = ("Soma", "SSRI", "NSAID", "MRI", "ODG")
        return says if says.startswith(proper) else says[0].lower() + says[1:]

    def _table(self) -> dict[str, Callable[[], str]]:
        rng, days, dates = self.rng, self.days, self.dates
        return {
            **self.body.slots(),
            **{kind: (lambda maker=maker: maker(rng)) for kind, maker in numbers.MAKERS.items()},
            **{k: (lambda k=k: numbers.number(k, rng)) for k in _NEW_NUMBERS},
            **{k: (lambda k=k: self.once(k, lambda: numbers.number(k, rng))) for k in _KEPT_NUMBERS},
            "claim2": lambda: numbers.number("claim", rng),
            "he": lambda: self._pronoun("he", "she"),
            "his": lambda: self._pronoun("his", "her"),
            "him": lambda: self._pronoun("him", "her"),
            "himself": lambda: self._pronoun("himself", "herself"),
            "sex": lambda: self.patient.sex,
            "man": lambda: self._pronoun("man", "woman"),
            "his_qme": lambda: self._pronoun("his", "her", "qme"),
            "relation": lambda: self._fixed["relation"],
            "elder": lambda: self._fixed["elder"],
            "age": lambda: tag("AGE", str(days.age)) if days.age >= 90 else str(days.age),
            "age90": lambda: self.once("age90", lambda: tag("AGE", rng.choice(_OLD))),
            "job": lambda: self.once("job", lambda: rng.choice(table("firms")[self._trade]["jobs"])),
            "doi": lambda: dates.full(days.injured),
            "dob": lambda: dates.full(days.born),
            "early": lambda: dates.full(days.early(rng)),
            "mid": lambda: dates.full(days.middle(rng)),
            "mid2": lambda: dates.full(days.appealed(rng)),
            "dos": lambda: dates.form(days.seen),
            "recent": lambda: dates.full(days.seen),
            "rfa": lambda: dates.full(days.requested),
            "ud": lambda: dates.full(days.denied),
            "recv": lambda: dates.full(days.received),
            "surg": lambda: dates.full(days.surgery),
            "future": lambda: dates.full(days.ahead(rng)),
            "short": lambda: dates.yearless(days.lately(rng)),
            "eve": lambda: dates.yearless(days.eve()),
            "short2": lambda: dates.yearless(days.lately(rng)),
            "my": lambda: dates.month(days.middle(rng)),
            "myold": lambda: dates.month(days.hired(rng)),
            "holiday": lambda: dates.holiday(days.middle(rng).year),
            "range": lambda: dates.span(days.middle(rng), rng.choice(["to", "through"])),
            "range2": lambda: dates.span(days.middle(rng), "and"),
            "pair": lambda: dates.pair(days.middle(rng)),
            "list": self._listed,
            "listcount": lambda: "several",
            "faxstamp": self._faxstamp,
            "city": lambda: tag("LOCATION", self._city("city")[0]),
            "city2": lambda: tag("LOCATION", self._city("city2")[0]),
            "city3": lambda: tag("LOCATION", self._city("city3")[0]),
            "zip": lambda: self.once("zip", lambda: firms.zip_code(self._city("city")[1], rng)),
            "county": lambda: tag("LOCATION", rng.choice(comma_list(table("places")["counties"]))),
            "district": lambda: tag("LOCATION", rng.choice(comma_list(table("places")["districts"]))),
            "addr": lambda: self.once("addr", lambda: firms.address(rng)),
            "street": lambda: tag("LOCATION", firms.street(rng)),
            "street2": lambda: tag("LOCATION", firms.street(rng)),
            "outtown": self._outtown,
            "email": lambda: self._email(self.patient, "mailbox"),
            "spoken": lambda: numbers.spoken_email(self.person("ptp").last, self.firm("clinic").name, rng),
            "url": lambda: numbers.url(self.firm("clinic").name, rng),
            "drs": self._drs,
            "item": lambda: self.item,
            "request": lambda: self.request,
            "says": self._says,
            "says_low": self._says_low,
            "says_lead": self._says_lead,
            "work_cited": lambda: self.guideline["work"],
            "cite": self._cite,
            "cite2": self._cite,
            "cite_open": self._cite,
        }

    def _cite(self) -> str:
        return tag("DONTCARE", self.body.draw("cites", table("clinical")["cites"]))
