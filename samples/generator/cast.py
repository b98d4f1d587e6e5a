"""A plan → the cast of one letter: who is in it, when things happened, and slots that name them."""

from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

from samples.generator import people
from samples.generator.conditions import fitting
from samples.generator.dates import Habit, write_month, write_vague
from samples.generator.people import Person, draw_person, read_data
from samples.generator.plan import Plan
from samples.generator.tagged import Piece, Tagged, Value, plain, tag


def _month(day: date, rng: Random) -> Tagged:
    return tag("DATE", write_month(day, rng))


def _measure(options: list[Any], rng: Random) -> Tagged:
    if isinstance(options[0], int):
        return plain(str(rng.randint(*options)))
    return plain(rng.choice(options))


def _pick(rng: Random, weighted: list[Any]) -> str:
    return str(rng.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0])


class Cast:
    """People, days and habits of one letter.

    Attributes:
        slots: values for `fill`, without those of an issue.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        rng = Random(f"{plan.seed} cast")
        odd = plan.damaged
        self.habit = Habit(rng)
        self.patient = draw_person(rng, odd=odd)
        self.treating = draw_person(
            rng, credential=rng.choice(read_data("names")["credentials"]["treating"]), odd=odd
        )
        self.second = draw_person(rng, credential="M.D.", odd=odd)
        self.nurse = draw_person(rng, credential="RN")
        self.therapist = draw_person(rng, credential=rng.choice(["PT", "DPT", "DC", "L.Ac."]))
        self.ur_doctor = draw_person(rng, credential=rng.choice(["M.D.", "D.O."]))
        self.attorney = draw_person(rng, credential="Esq.", odd=odd)
        self.attorney2 = draw_person(rng, credential="Esq.")
        self.adjuster = draw_person(rng, odd=odd)
        other = "F" if self.patient.sex == "M" else "M"
        self.spouse = draw_person(rng, surname=self.patient.surname, sex=other)
        self.mother = draw_person(rng, surname=self.patient.surname, sex="F")
        self.child = draw_person(rng, surname=self.patient.surname)
        self.relative = draw_person(rng, surname=self.patient.surname)
        self.worker = _pick(rng, read_data("prose")["terms"]["workers"])
        self.named = plan.revealed and rng.random() < 0.55  # whether names take the place of terms throughout
        self.region_name = self._draw_region(rng)
        self.region = read_data("regions")[self.region_name]
        self.side = rng.choice(["right", "left"])
        self.age = self._draw_age(rng)
        self.days = self._draw_days(rng)
        self.fixed = self._draw_fixed(rng)
        self.had_surgery = rng.random() < 0.3
        self.facts = self._facts()
        self.slots: dict[str, Value] = {
            **self._clinical_slots(rng),
            **self._worker_slots(),
            **self._date_slots(),
            **self._people_slots(),
            **self._place_slots(),
        }

    def _facts(self) -> set[str]:
        """Return what conditions in templates may ask about a case."""
        days = (self.plan.decided - self.plan.injury).days
        place = self.region_name
        facts = {
            "surgery": self.had_surgery,
            "under65": self.age < 65,
            "over40": self.age > 40,
            "longterm": days > 540,
            "recent": days < 400,
            "limb": place in ("wrist", "knee", "ankle"),
            "arm": place in ("neck", "wrist", "elbow"),
            "load": place in ("low_back", "knee"),
            "back": place in ("low_back", "neck", "shoulder", "hip"),
            "joint": place in ("knee", "wrist", "ankle", "elbow"),
        }
        return {name for name, holds in facts.items() if holds}

    def _draw_region(self, rng: Random) -> str:
        regions = read_data("regions")
        return rng.choices(list(regions), [region["weight"] for region in regions.values()])[0]

    def _draw_age(self, rng: Random) -> int:
        since = (self.plan.decided - self.plan.injury).days // 365
        if since > 12 and rng.random() < 0.12:
            return rng.randint(90, 94)
        return min(79, max(19 + since, round(rng.gauss(47, 11))))

    def _draw_days(self, rng: Random) -> dict[str, date]:
        plan = self.plan
        first = plan.injury + timedelta(days=7)

        def before(low: int, high: int) -> date:
            return max(first, plan.ur_denial - timedelta(days=rng.randint(low, high)))

        # Nobody is hired before the age of 18.
        at_injury = self.age - (plan.decided - plan.injury).days // 365
        most = max(90, min(4000, (at_injury - 18) * 365))
        recent = before(5, 28)
        rfa = max(recent, plan.ur_denial - timedelta(days=rng.randint(3, 12)))
        prior, image, old = before(40, 110), before(60, 420), before(150, 500)
        return {
            "injury": plan.injury,
            "ur": plan.ur_denial,
            "received": plan.received,
            "assigned": plan.assigned,
            "decided": plan.decided,
            "recent": recent,
            "rfa": rfa,
            "prior": prior,
            "image": image,
            "old": min(old, prior),
            "surgery": before(45, 300),
            "hired": plan.injury - timedelta(days=rng.randint(60, most)),
        }

    def _draw_fixed(self, rng: Random) -> dict[str, Tagged]:
        """Draw what must read the same wherever it stands: firms, the claim number, the birth date."""
        home = rng.choice(read_data("places")["towns"])
        birth = date(self.plan.decided.year - self.age, rng.randint(1, 12), rng.randint(1, 28))
        if birth.replace(year=self.plan.decided.year) > self.plan.decided:
            birth = birth.replace(year=birth.year - 1)
        firms = {
            "employer": "employers",
            "payer": "payers",
            "ur_firm": "payers",
            "firm": "law_firms",
            "firm2": "law_firms",
        }
        clinics = {name: name for name in ("clinic", "hospital", "pharmacy", "therapy", "lab")}
        clinics["imaging_center"] = "imaging"
        fixed = {name: people.firm(rng, kind) for name, kind in firms.items()}
        fixed |= {name: people.clinic(rng, kind) for name, kind in clinics.items()}
        fixed |= {kind: people.number(rng, kind) for kind in ("claim", "mrn", "adj", "policy", "ssn")}
        return fixed | {
            "street": people.street(rng),
            "home_town": tag("LOCATION", home[0]),
            "home_zip": tag("LOCATION", home[1]),
            "d_birth": self.habit.day(birth, rng),
        }

    def _clinical_slots(self, rng: Random) -> dict[str, Value]:
        region = self.region
        slots: dict[str, Value] = {"area": region["area"], "part": region["part"]}
        slots |= {name: rng.choice(region[name]) for name in ("mechanism", "complaint", "imaging", "surgery")}
        cares = fitting(read_data("prose")["summary"]["care"], self.region_name)
        for name, options in (("dx", region["dx"]), ("exam", region["exam"]), ("care", cares)):
            slots |= {f"{name}{number}": text for number, text in enumerate(rng.sample(options, 3), 1)}
        slots |= {name: plain(rng.choice(region[name + "s"])) for name in ("level", "job")}
        measures = read_data("prose")["measures"]
        slots |= {name: plain(rng.choice(options)) for name, options in measures["once"].items()}
        slots |= {name: partial(_measure, options) for name, options in measures["each"].items()}
        high = rng.randint(6, 9)
        months = max(2, min(60, (self.plan.decided - self.plan.injury).days // 30 - 1))
        limb = plain("lower" if self.region_name == "low_back" else "upper")
        return slots | {
            "side": plain(self.side),
            "limb": limb,
            "limbs": limb,
            "pain": plain(rng.choice([f"{high}/10", f"{high} out of 10", f"{high}-{high + 1}/10"])),
            "pain2": plain(f"{rng.randint(2, high - 2)}/10"),
            "months": plain(str(rng.randint(min(4, months), max(5, min(48, months))))),
            "years": plain(self._years()),
            **self._age_slots(rng),
        }

    def _age_slots(self, rng: Random) -> dict[str, Value]:
        tail = rng.choice(["-year-old", " year old", "-year-old"])
        age = tag("AGE", str(self.age)) if self.age >= 90 else plain(str(self.age))
        words = [" man", " male", " male"] if self.patient.sex == "M" else [" woman", " female", " female"]
        return {"a_age": (Piece("a "), *age, Piece(tail)), "sex_word": plain(rng.choice(words))}

    def _years(self) -> str:
        years = (self.plan.decided - self.plan.injury).days / 365
        if years < 1:
            return "less than a year"
        return "about a year" if years < 2 else f"about {round(years)} years"

    def _name_or_term(self, rng: Random) -> Tagged:
        if self.named and rng.random() < 0.5:
            forms = [self.patient.titled(), self.patient.titled(), self.patient.last(), self.patient.short()]
            return rng.choice(forms)
        return plain(self.worker)

    def _doctor(self, rng: Random) -> Tagged:
        if self.plan.revealed and rng.random() < 0.6:
            return rng.choice([self.treating.doctor(), self.treating.doctor(), self.treating.signed(rng)])
        return plain(rng.choice(["the treating physician", "the provider", "the attending physician"]))

    def _worker_slots(self) -> dict[str, Value]:
        person = self.patient
        male = person.sex == "M"
        return {
            "w": self._name_or_term,
            "he": plain("he" if male else "she"),
            "his": plain("his" if male else "her"),
            "him": plain("him" if male else "her"),
            "pt_full": person.full,
            "pt_short": person.short(),
            "pt_last": person.last(),
            "pt_first": person.first(),
            "pt_titled": person.titled(),
            "pt_titled_s": (*person.titled(), Piece("'s")),
            "pt_reversed": person.reversed(),
            "pt_initials": person.initials(),
            "pt_nick": tag("NAME", person.nickname),
            "ptUpper": tag("NAME", f"{person.given} {person.surname}".upper()),
            "pt_email": lambda rng: people.email(rng, person),
        }

    def _date_slots(self) -> dict[str, Value]:
        slots: dict[str, Value] = {}
        for name, day in self.days.items():
            slots[f"d_{name}"] = partial(self.habit.day, day)
            slots[f"m_{name}"] = partial(_month, day)
        slots["d_vague"] = lambda rng: tag("DATE", write_vague(self.days["prior"], rng))
        slots["dos"] = tag("DATE", f"{self.days['recent']:%m/%d/%Y}")
        return slots

    def _people_slots(self) -> dict[str, Value]:
        treating, second = self.treating, self.second
        credited: dict[str, Person] = {
            "treating": treating,
            "second": second,
            "nurse": self.nurse,
            "therapist": self.therapist,
            "ur_doctor": self.ur_doctor,
        }
        named = {
            "attorney": self.attorney,
            "attorney2": self.attorney2,
            "adjuster": self.adjuster,
            "spouse": self.spouse,
            "relative": self.relative,
            "mother": self.mother,
        }
        slots: dict[str, Value] = {name: person.signed for name, person in credited.items()}
        slots |= {name: person.full for name, person in named.items()}
        slots |= {
            "dr": self._doctor,
            "dr_last": treating.doctor(),
            "dr_second": second.doctor(),
            "treating_last": treating.last(),
            "second_last": second.last(),
            "second_cred": plain(second.credential),
            "second_reversed": second.reversed(),
            "spouse_first": self.spouse.first(),
            "child_first": self.child.first(),
            "mother_first": self.mother.first(),
            "spouse_word": plain("wife" if self.spouse.sex == "F" else "husband"),
            "interpreter": lambda rng: draw_person(rng).short(),
            "friend": lambda rng: draw_person(rng).short(),
            "supervisor": lambda rng: draw_person(rng).short(),
            "adjuster_email": lambda rng: people.email(rng, self.adjuster),
            "age90": lambda rng: tag("AGE", str(rng.randint(90, 99))),
            "with_treating": (*plain(" with "), *treating.doctor()) if self.plan.revealed else plain(""),
            "with_consultant": (*plain(" ("), *second.signed(Random(0)), Piece(")"))
            if self.plan.revealed
            else plain(""),
        }
        return slots

    def _place_slots(self) -> dict[str, Value]:
        slots: dict[str, Value] = dict(self.fixed)
        kinds = ("ssn4", "licence", "account", "serial", "plate", "rx", "npi", "dea")
        slots |= {kind: partial(people.number, kind=kind) for kind in kinds}
        slots |= {
            "town": people.town,
            "county": people.county,
            "phone": people.phone,
            "website": people.website,
            "street_office": lambda rng: people.street(rng, office=True),
        }
        return slots
