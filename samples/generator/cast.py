"""A plan → the cast of one letter: who is in it, when things happened, and slots that name them."""

from datetime import date, timedelta
from random import Random
from typing import Any

from samples.generator import people
from samples.generator.dates import Habit, write_month, write_vague
from samples.generator.people import Person, draw_person, read_data
from samples.generator.plan import Plan
from samples.generator.tagged import Piece, Tagged, Value, plain, tag

_STRENGTH = ["4/5", "4+/5", "4-/5", "3/5"]


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
        self.treating = draw_person(rng, credential=rng.choice(read_data("names")["credentials"]["treating"]), odd=odd)
        self.second = draw_person(rng, credential="M.D.", odd=odd)
        self.nurse = draw_person(rng, credential="RN")
        self.therapist = draw_person(rng, credential=rng.choice(["PT", "DPT", "DC", "L.Ac."]))
        self.ur_doctor = draw_person(rng, credential=rng.choice(["M.D.", "D.O."]))
        self.attorney = draw_person(rng, credential="Esq.", odd=odd)
        self.attorney2 = draw_person(rng, credential="Esq.")
        self.adjuster = draw_person(rng, odd=odd)
        self.spouse = draw_person(rng, surname=self.patient.surname)
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
        self.slots: dict[str, Value] = {
            **self._clinical_slots(rng),
            **self._worker_slots(),
            **self._date_slots(),
            **self._people_slots(),
            **self._place_slots(),
        }

    def _draw_region(self, rng: Random) -> str:
        regions = read_data("regions")
        return rng.choices(list(regions), [region["weight"] for region in regions.values()])[0]

    def _draw_age(self, rng: Random) -> int:
        since = (self.plan.decided - self.plan.injury).days // 365
        return min(79, max(19 + since, round(rng.gauss(47, 11))))

    def _draw_days(self, rng: Random) -> dict[str, date]:
        plan = self.plan
        first = plan.injury + timedelta(days=7)

        def before(low: int, high: int) -> date:
            return max(first, plan.ur_denial - timedelta(days=rng.randint(low, high)))

        recent = before(5, 28)
        rfa = max(recent, plan.ur_denial - timedelta(days=rng.randint(3, 12)))
        prior, image, old = before(40, 110), before(60, 420), before(150, 500)
        return {
            "injury": plan.injury, "ur": plan.ur_denial, "received": plan.received, "assigned": plan.assigned,
            "decided": plan.decided, "recent": recent, "rfa": rfa, "prior": prior, "image": image,
            "old": min(old, prior), "surgery": before(45, 300),
        }  # fmt: skip

    def _draw_fixed(self, rng: Random) -> dict[str, Tagged]:
        """Draw what must read the same wherever it stands: firms, the claim number, the birth date."""
        birth = date(self.plan.decided.year - self.age, rng.randint(1, 12), rng.randint(1, 28))
        if birth.replace(year=self.plan.decided.year) > self.plan.decided:
            birth = birth.replace(year=birth.year - 1)
        return {
            "employer": people.firm(rng, "employers"), "payer": people.firm(rng, "payers"),
            "ur_firm": people.firm(rng, "payers"), "firm": people.firm(rng, "law_firms"),
            "firm2": people.firm(rng, "law_firms"), "clinic": people.clinic(rng),
            "hospital": people.clinic(rng, "hospital"), "pharmacy": people.clinic(rng, "pharmacy"),
            "therapy": people.clinic(rng, "therapy"), "lab": people.clinic(rng, "lab"),
            "imaging_center": people.clinic(rng, "imaging"), "claim": people.number(rng, "claim"),
            "mrn": people.number(rng, "mrn"), "adj": people.number(rng, "adj"), "policy": people.number(rng, "policy"),
            "ssn": people.number(rng, "ssn"), "street": people.street(rng), "d_birth": self.habit.day(birth, rng),
        }  # fmt: skip

    def _clinical_slots(self, rng: Random) -> dict[str, Value]:
        region = self.region
        diagnoses = rng.sample(region["dx"], 3)
        exams = rng.sample(region["exam"], 3)
        cares = rng.sample(read_data("prose")["summary"]["care"], 3)
        high = rng.randint(6, 9)
        number = lambda low, high: lambda r: plain(str(r.randint(low, high)))  # noqa: E731
        choice = lambda *options: lambda r: plain(r.choice(options))  # noqa: E731
        age_word = "an" if self.age in (80, 81, 82, 83, 84, 85, 86, 87, 88, 89) else "a"
        age_form = rng.choice(["{} {}-year-old", "{} {} year old", "{} {}-year-old"])
        months = max(2, min(60, (self.plan.decided - self.plan.injury).days // 30 - 1))
        return {
            "side": plain(self.side), "level": plain(rng.choice(region["levels"])), "area": region["area"],
            "part": region["part"], "a_age": plain(age_form.format(age_word, self.age)),
            "sex_word": plain(rng.choice([" man", " male", " male"] if self.patient.sex == "M" else [" woman", " female", " female"])),
            "job": plain(rng.choice(region["jobs"])), "mechanism": rng.choice(region["mechanism"]),
            "dx1": diagnoses[0], "dx2": diagnoses[1], "dx3": diagnoses[2], "care1": cares[0], "care2": cares[1],
            "care3": cares[2], "complaint": rng.choice(region["complaint"]), "imaging": rng.choice(region["imaging"]),
            "surgery": rng.choice(region["surgery"]), "exam1": exams[0], "exam2": exams[1], "exam3": exams[2],
            "limb": plain("lower" if self.region_name == "low_back" else "upper"),
            "limbs": plain("lower" if self.region_name == "low_back" else "upper"),
            "pain": plain(rng.choice([f"{high}/10", f"{high} out of 10", f"{high}-{high + 1}/10"])),
            "pain2": plain(f"{rng.randint(2, high - 2)}/10"), "strength": plain(rng.choice(_STRENGTH)),
            "months": plain(str(rng.randint(min(4, months), max(5, min(48, months))))), "years": plain(self._years()),
            "med": plain(str(rng.choice([15, 20, 30, 40, 45, 60, 80]))),
            "medhigh": plain(str(rng.choice([130, 140, 150, 180, 195, 210, 240, 320]))),
            "done": plain(str(rng.choice([8, 9, 10, 12, 12, 16, 18, 18, 20, 24, 24, 30, 36]))),
            "few": plain(str(rng.choice(["four", "five", "six", "eight"]))),
            "percent": choice("20", "30", "40", "60"), "percent30": choice("20", "25", "30"),
            "pounds": plain(str(rng.choice([10, 15, 20, 25, 40, 50]))), "mins": choice("10", "15", "20", "30", "45"),
            "deg": choice("30", "40", "45", "60"), "flex": choice("20", "30", "35", "45"), "ext": choice("5", "10", "15"),
            "rot": choice("40", "50", "60"), "mm": choice("2", "3", "4", "2-3", "3.5"), "grade": choice("mild", "moderate", "mild to moderate"),
            "grip": number(12, 24), "grip2": number(25, 40), "abd": choice("80", "90", "95", "100"), "abd2": choice("120", "140", "150"),
            "kflex": choice("95", "105", "110", "120"), "dash": number(30, 70), "phq": number(9, 17), "bdi": number(18, 31),
            "bp": choice("128/82", "118/74", "132/80", "120/78"), "bphigh": choice("152/96", "148/94", "160/98"),
            "pulse": number(62, 88), "bmi": number(23, 38), "n24": choice("two", "three", "four"),
            "n46": choice("four", "five", "six"), "n38": choice("three", "four", "six", "eight"),
            "ingredient": choice("topical cyclobenzaprine", "topical gabapentin", "topical baclofen", "topical tramadol"),
            "somedrug": choice("hydrocodone", "tramadol", "ibuprofen", "Norco"),
        }  # fmt: skip

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
            "he": plain("he" if male else "she"), "his": plain("his" if male else "her"),
            "him": plain("him" if male else "her"),
            "pt_full": person.full, "pt_short": person.short(), "pt_last": person.last(), "pt_first": person.first(),
            "pt_titled": person.titled(), "pt_titled_s": (*person.titled(), Piece("'s")),
            "pt_reversed": person.reversed(), "pt_initials": person.initials(),
            "pt_nick": tag("NAME", person.nickname), "ptUpper": tag("NAME", f"{person.given} {person.surname}".upper()),
            "pt_email": lambda rng: people.email(rng, person),
        }  # fmt: skip

    def _date_slots(self) -> dict[str, Value]:
        slots: dict[str, Value] = {}
        for name, day in self.days.items():
            slots[f"d_{name}"] = lambda rng, day=day: self.habit.day(day, rng)
            slots[f"m_{name}"] = lambda rng, day=day: tag("DATE", write_month(day, rng))
        slots["d_vague"] = lambda rng: tag("DATE", write_vague(self.days["prior"], rng))
        slots["dos"] = lambda rng: tag("DATE", f"{self.days['recent']:%m/%d/%Y}")
        return slots

    def _people_slots(self) -> dict[str, Value]:
        treating, second = self.treating, self.second
        credited: dict[str, Person] = {
            "treating": treating, "second": second, "nurse": self.nurse, "therapist": self.therapist, "ur_doctor": self.ur_doctor,
        }  # fmt: skip
        named = {"attorney": self.attorney, "attorney2": self.attorney2, "adjuster": self.adjuster, "spouse": self.spouse, "relative": self.relative}
        slots: dict[str, Value] = {name: person.signed for name, person in credited.items()}
        slots |= {name: person.full for name, person in named.items()}
        slots |= {
            "dr": self._doctor, "dr_last": treating.doctor(), "dr_second": second.doctor(),
            "treating_last": treating.last(), "second_last": second.last(), "second_cred": plain(second.credential),
            "second_reversed": second.reversed(), "spouse_first": self.spouse.first(), "child_first": self.child.first(),
            "relative_first": self.relative.first(), "interpreter": lambda rng: draw_person(rng).short(),
            "friend": lambda rng: draw_person(rng).short(), "supervisor": lambda rng: draw_person(rng).short(),
            "adjuster_email": lambda rng: people.email(rng, self.adjuster),
            "age90": lambda rng: tag("AGE", str(rng.randint(90, 99))),
            "with_treating": (*plain(" with "), *treating.doctor()) if self.plan.revealed else plain(""),
            "with_consultant": (*plain(" ("), *second.signed(Random(0)), Piece(")")) if self.plan.revealed else plain(""),
        }  # fmt: skip
        return slots

    def _place_slots(self) -> dict[str, Value]:
        slots: dict[str, Value] = dict(self.fixed)
        kinds = ("ssn4", "licence", "account", "serial", "plate", "rx", "npi", "dea")
        slots |= {kind: lambda rng, kind=kind: people.number(rng, kind) for kind in kinds}
        slots |= {
            "town": people.town, "county": people.county, "phone": people.phone, "website": people.website,
            "street_office": lambda rng: people.street(rng, office=True),
            "zip": lambda rng: tag("LOCATION", rng.choice(read_data("places")["towns"])[1]),
        }  # fmt: skip
        return slots
