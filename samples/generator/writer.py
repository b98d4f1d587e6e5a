"""A plan → what all formats of a letter share: summary, rationales, documents, and the case to be found."""

from random import Random
from typing import Any

from samples.generator.cast import Cast
from samples.generator.citations import Statement, basis, word_notice
from samples.generator.conditions import usable
from samples.generator.damage import damage
from samples.generator.issues import Dispute, Reviewer, draw_disputes
from samples.generator.people import read_data
from samples.generator.plan import Plan
from samples.generator.tagged import Page, Piece, Tagged, fill, join, plain, tag, text_of

_LINE_ENDS = (("\n", 70), (" \n", 20), ("\n\n", 6), ("unwrapped", 4))


def _draw_weighted(rng: Random, options: Any) -> str:
    return str(rng.choices([name for name, _ in options], [weight for _, weight in options])[0])


class Writer:
    """Writes one letter; a subclass for each format."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.cast = Cast(plan)
        self.rng = Random(f"{plan.seed} layout")
        self.disputes = draw_disputes(self.cast)
        self.reviewer = Reviewer(self.cast, self.disputes)
        line_end = _draw_weighted(self.rng, _LINE_ENDS)
        width = 100_000 if line_end == "unwrapped" else self.rng.choice([92, 95, 95, 98])
        line_end = "\n" if line_end == "unwrapped" else line_end
        self.page = Page(width=width, line_end=line_end, gap=self.rng.choice(["\n", "\n", "\n", ""]))
        first = self.disputes[0].family["category"]
        shares = read_data("reviewers")
        special = shares["by_category"].get(first)
        options = special if special and self.rng.random() < 0.7 else shares["specialties"]
        self.specialties = _draw_weighted(self.rng, options)
        count = self.rng.choices((1, 2, 3, 4), (66, 20, 11, 3))[0]
        self.states = list(dict.fromkeys(_draw_weighted(self.rng, shares["states"]) for _ in range(count)))
        self.is_list = self.rng.random() < (0.08 if plan.decided.year == 2014 else 0.9)
        self.later_sections = (plan.decided.year, plan.decided.month) >= (
            2015,
            4,
        ) and self.rng.random() < 0.35

    def write(self) -> None:
        """Write the letter; each format does it in its own way."""
        raise NotImplementedError

    def say(self, template: str, rng: Random | None = None) -> Tagged:
        """Fill a template from the cast."""
        return fill(template, self.cast.slots, rng or self.rng)

    def standing(self, name: str) -> Tagged:
        """Return a standing paragraph."""
        return self.say(read_data("standing")[name])

    def overturned(self, number: int) -> bool:
        """Return whether the issue of this number was overturned."""
        return self.disputes[number - 1].overturned != (number in self.plan.flipped)

    def add(self, tagged: Tagged) -> None:
        """Add a paragraph of the writer's own; these are what gets damaged."""
        if self.plan.damaged:
            tagged = damage(tagged, Random(f"{self.plan.seed} damage {len(text_of(tagged))}"))
        self.page.paragraph(tagged)

    def rationale(self, number: int, *, notice: bool = False) -> Tagged:
        """Return the rationale of the issue of this number."""
        rng = Random(f"{self.plan.seed} rationale {number}")
        dispute = self.disputes[number - 1]
        return self.reviewer.rationale(dispute, overturned=self.overturned(number), rng=rng, notice=notice)

    def day(self, name: str, style: str = "%m/%d/%Y") -> Tagged:
        """Return one of the days of the case, tagged."""
        return tag("DATE", self.cast.days[name].strftime(style))

    def summary(self, frames: int) -> Tagged:
        """Return the clinical case summary, with so many sentences that name somebody."""
        rng = Random(f"{self.plan.seed} summary")
        prose = read_data("prose")["summary"]
        revealed = self.plan.revealed
        openings = read_data("frames")["opening"] if revealed and rng.random() < 0.75 else prose["opening"]
        sentences = [self.say(rng.choice(group), rng) for group in (openings, prose["diagnoses"])]
        body = ["treatment", "visit", "exam"]
        body += [name for name, share in (("imaging", 0.7), ("work", 0.6)) if rng.random() < share]
        middle = [self._told(name, prose[name], rng) for name in body]
        for dispute in self.disputes[:3]:
            if rng.random() < 0.7:
                middle.insert(
                    rng.randint(1, len(middle)),
                    fill(rng.choice(dispute.family["summary"]), dispute.slots, rng),
                )
        if revealed:
            for sentence in self._identities(rng, frames):
                middle.insert(rng.randint(0, len(middle)), sentence)
        return join([*sentences, *middle, self.say(rng.choice(prose["ur"]), rng)])

    def _told(self, name: str, templates: list[str], rng: Random) -> Tagged:
        options = usable(templates, self.cast.facts)
        if name == "treatment" and self.cast.had_surgery:
            options = [option for option in options if "{d_surgery}" in option]
        return self.say(rng.choice(options), rng)

    def _identities(self, rng: Random, count: int) -> list[Tagged]:
        frames = read_data("frames")
        groups = rng.choices(("people", "claim", "family", "identity"), (40, 25, 15, 20), k=count)
        picked = dict.fromkeys(rng.choice(usable(frames[group], self.cast.facts)) for group in groups)
        return [self.say(frame, rng) for frame in picked]

    def home_line(self) -> Tagged:
        """Town and ZIP of the patient's address."""
        fixed = self.cast.fixed
        return (*fixed["home_town"], Piece(", CA "), *fixed["home_zip"])

    def _rows(self, rows: list[tuple[str, Tagged]], joint: str) -> None:
        for label, value in rows:
            self.page.line((Piece(label + joint), *value))

    def credential_prose(self, who: str = "expert reviewer") -> Tagged:
        """Credentials as 2014 put them."""
        main, _, sub = self.specialties.partition(", ")
        subspecialty = f", has a subspecialty in {sub}" if sub else ""
        states = self.states[0]
        if len(self.states) > 1:
            states = ", ".join(self.states[:-1]) + f" and {self.states[-1]}"
        return plain(
            f"The {who} is Board Certified in {main}{subspecialty} and is licensed to practice in {states}."
        )

    def documents(self, bullet: str) -> None:
        """The list of papers reviewed."""
        frames = read_data("frames")["documents" if self.plan.revealed else "documents_redacted"]
        self.page.paragraph(self.standing("documents"))
        for frame in usable(frames, self.cast.facts):
            self.page.line((Piece(bullet), *self.say(frame)))
        self.page.blank()

    def both(self, dispute: Dispute, who: str) -> str:
        """Both sides' guidelines in the words of 2013."""
        administrator = word_notice(dispute.claims_administrator, who="Claims Administrator")
        return f"{administrator} {word_notice(dispute.reviewer, who=who)}"

    def expected(self) -> dict[str, Any]:
        """The case as plain data; white space collapsed."""
        plan, kind = self.plan, self.plan.format
        headed = plan.headed

        def stated(name: str, formats: tuple[str, ...]) -> str | None:
            return self.cast.days[name].isoformat() if headed and kind in formats else None

        every = ("standard", "notice_2013", "documents_reviewed", "professional_review")
        return {
            "format": kind,
            "case_number": plan.case_number if headed else None,
            "priority": plan.priority if headed and kind in ("standard", "documents_reviewed") else None,
            "decided": stated("decided", every[:3]),
            "assigned": stated("assigned", every[:2]),
            "received": stated("received", every[:3]),
            "ur_denial": stated("ur", every),
            "injury": stated("injury", every),
            "specialties": self.specialties.split(", "),
            "states": self.states,
            "issues": [
                self._expected_issue(number, dispute) for number, dispute in enumerate(self.disputes, 1)
            ],
        }

    def _expected_issue(self, number: int, dispute: Dispute) -> dict[str, Any]:
        alone = self.plan.format == "professional_review"
        requested = dispute.heading if self.plan.format == "standard" else dispute.subject
        requested = dispute.item if self.plan.format == "documents_reviewed" else requested
        return {
            "request": " ".join(text_of(requested).split()),
            "disputed_item": " ".join(text_of(dispute.item).split()),
            "partly_authorized": dispute.partly_authorized and self.plan.format == "standard",
            "decision": "overturned" if self.overturned(number) else "upheld",
            "category": dispute.family["category"],
            "subcategory": dispute.family["sub"],
            "claims_administrator_basis": "not_stated" if alone else basis(dispute.claims_administrator),
            "reviewer_basis": basis(dispute.reviewer),
            "claims_administrator_cites": [] if alone else self._cites(dispute.claims_administrator),
            "reviewer_cites": self._cites(dispute.reviewer),
        }

    def _cites(self, statement: Statement) -> list[str]:
        """Return works as "source|title|edition|pages", without an edition where the letter states none."""
        states_edition = self.plan.format != "standard" or self.later_sections
        cites = []
        for cited in statement:
            source, title, edition = cited.canonical
            pages = "" if self.later_sections else cited.pages
            cites.append("|".join((source, title, edition if states_edition else "", pages)))
        return cites
