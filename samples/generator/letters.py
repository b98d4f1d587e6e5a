"""A plan → the text of its letter, the PHI spans in it, and the case that a reader should find."""

from dataclasses import dataclass
from random import Random
from typing import Any

from samples.generator import people
from samples.generator.cast import Cast
from samples.generator.citations import Cited, Statement, basis, word_notice, word_statement
from samples.generator.damage import damage
from samples.generator.issues import Dispute, Reviewer, draw_disputes
from samples.generator.people import read_data
from samples.generator.plan import Plan
from samples.generator.tagged import Page, Piece, Span, Tagged, fill, join, plain, tag, text_of

_SPECIALTIES = [
    ("Physical Medicine & Rehabilitation", 24), ("Physical Medicine & Rehabilitation, Pain Management", 14),
    ("Occupational Medicine", 10), ("Preventive Medicine, Occupational Medicine", 7), ("Family Practice", 10),
    ("Orthopedic Surgery", 8), ("Anesthesiology, Pain Management", 6), ("Pain Management", 4), ("Internal Medicine", 4),
    ("Neurology", 2), ("Neurology, Pain Management", 1.5), ("Emergency Medicine", 1.5), ("Chiropractic", 2.5),
    ("Psychiatry", 1.5), ("Neurological Surgery", 1), ("Physical Medicine & Rehabilitation, Sports Medicine", 1),
    ("Family Practice, Sports Medicine", 0.6), ("Hand Surgery, Orthopedic Surgery", 0.6), ("Rheumatology, Internal Medicine", 0.5),
    ("Public Health & General Preventive Medicine, Occupational Medicine", 0.5), ("Podiatrist", 0.4),
]  # fmt: skip
_BY_CATEGORY = {
    "Psych Services": [("Psychology", 3), ("Psychiatry", 2), ("Psychologist", 1)],
    "Surgery": [("Orthopedic Surgery", 6), ("Neurological Surgery", 1.5), ("Orthopedic Surgery, Sports Medicine", 0.7)],
}
_STATES = [
    ("California", 58), ("Texas", 7), ("New York", 5), ("Florida", 4), ("Illinois", 3), ("Pennsylvania", 2.5),
    ("Ohio", 2), ("Georgia", 2), ("New Jersey", 2), ("North Carolina", 1.5), ("Oregon", 1.5), ("Massachusetts", 1.5),
    ("Maryland", 1), ("Tennessee", 1), ("Minnesota", 1), ("District of Columbia", 0.6), ("Arizona", 1), ("Nevada", 0.8),
    ("Washington", 1), ("Michigan", 1), ("Wisconsin", 0.7), ("Missouri", 0.8), ("Oklahoma", 0.6), ("Montana", 0.3),
]  # fmt: skip
_LINE_ENDS = (("\n", 70), (" \n", 20), ("\n\n", 6), ("unwrapped", 4))
_HEADERS = ("pairs", "tabs", "lines", "stacked", "split")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter: its text, its PHI spans, and the expected case as plain data."""

    text: str
    spans: list[Span]
    case: dict[str, Any]


def _draw_weighted(rng: Random, options: list[tuple[str, float]]) -> str:
    return rng.choices([name for name, _ in options], [weight for _, weight in options])[0]


class _Writer:
    """Writes one letter."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.cast = Cast(plan)
        self.rng = Random(f"{plan.seed} layout")
        self.disputes = draw_disputes(self.cast)
        self.reviewer = Reviewer(self.cast)
        line_end = _draw_weighted(self.rng, list(_LINE_ENDS))
        width = 100_000 if line_end == "unwrapped" else self.rng.choice([92, 95, 95, 98])
        line_end = "\n" if line_end == "unwrapped" else line_end
        self.page = Page(width=width, line_end=line_end, gap=self.rng.choice(["\n", "\n", "\n", ""]))
        first = self.disputes[0].family["category"]
        options = _BY_CATEGORY[first] if first in _BY_CATEGORY and self.rng.random() < 0.7 else _SPECIALTIES
        self.specialties = _draw_weighted(self.rng, options)
        count = self.rng.choices((1, 2, 3, 4), (66, 20, 11, 3))[0]
        self.states = list(dict.fromkeys(_draw_weighted(self.rng, _STATES) for _ in range(count)))
        self.is_list = self.rng.random() < (0.08 if plan.decided.year == 2014 else 0.9)
        self.later_sections = (plan.decided.year, plan.decided.month) >= (2015, 4) and self.rng.random() < 0.35

    def say(self, template: str, rng: Random | None = None) -> Tagged:
        return fill(template, self.cast.slots, rng or self.rng)

    def standing(self, name: str) -> Tagged:
        return self.say(read_data("standing")[name])

    def overturned(self, number: int) -> bool:
        return self.disputes[number - 1].overturned != (number in self.plan.flipped)

    def add(self, tagged: Tagged) -> None:
        """Add a paragraph of the writer's own; these are what gets damaged."""
        if self.plan.damaged:
            tagged = damage(tagged, Random(f"{self.plan.seed} damage {len(text_of(tagged))}"))
        self.page.paragraph(tagged)

    def rationale(self, number: int, *, notice: bool = False) -> Tagged:
        rng = Random(f"{self.plan.seed} rationale {number}")
        dispute = self.disputes[number - 1]
        return self.reviewer.rationale(dispute, overturned=self.overturned(number), rng=rng, notice=notice)

    def day(self, name: str, style: str = "%m/%d/%Y") -> Tagged:
        return tag("DATE", self.cast.days[name].strftime(style))

    # The summary

    def summary(self, frames: int) -> Tagged:
        rng = Random(f"{self.plan.seed} summary")
        prose = read_data("prose")["summary"]
        revealed = self.plan.revealed
        sentences = [self.say(rng.choice(read_data("frames")["opening"] if revealed and rng.random() < 0.75 else prose["opening"]), rng)]
        sentences.append(self.say(rng.choice(prose["diagnoses"]), rng))
        body = ["treatment", "visit", "exam"]
        body += [name for name, share in (("imaging", 0.7), ("work", 0.6)) if rng.random() < share]
        middle = [self.say(rng.choice(prose[name]), rng) for name in body]
        for dispute in self.disputes[:3]:
            if rng.random() < 0.7:
                middle.insert(rng.randint(1, len(middle)), fill(rng.choice(dispute.family["summary"]), dispute.slots, rng))
        if revealed:
            for sentence in self._identities(rng, frames):
                middle.insert(rng.randint(0, len(middle)), sentence)
        return join([*sentences, *middle, self.say(rng.choice(prose["ur"]), rng)])

    def _identities(self, rng: Random, count: int) -> list[Tagged]:
        frames = read_data("frames")
        groups = rng.choices(("people", "claim", "family", "identity"), (40, 25, 15, 20), k=count)
        picked = dict.fromkeys(rng.choice(frames[group]) for group in groups)
        return [self.say(frame, rng) for frame in picked]

    # Parts of the standard format

    def cover(self) -> None:
        """A cover page with the parties' addresses."""
        cast, rng, line = self.cast, self.rng, self.page.line
        upper = rng.random() < 0.4
        case = lambda text: text.upper() if upper else text  # noqa: E731
        line(plain("MAXIMUS FEDERAL SERVICES, INC."))
        line(plain("Independent Medical Review"))
        line((*tag("DONTCARE", "P.O. Box 138009"),))
        line((*tag("DONTCARE", "Sacramento"), Piece(", CA "), *tag("DONTCARE", "95813")))
        self.page.blank()
        if rng.random() < 0.6:
            line(self.day("decided", "%B %d, %Y"))
            self.page.blank()
        blocks = [
            [tag("NAME", case(f"{cast.patient.given} {cast.patient.surname}")), people.street(rng), people.town_line(rng)],
            [
                (*tag("NAME", case(f"{cast.attorney.given} {cast.attorney.surname}")), Piece(rng.choice([", Esq.", ", ESQ.", ""]))),
                cast.fixed["firm"], people.street(rng, office=True), people.town_line(rng),
            ],
            [
                (*tag("NAME", case(f"{cast.adjuster.given} {cast.adjuster.surname}")), Piece(rng.choice([", Claims Examiner", ", Claims Adjuster", ""]))),
                cast.fixed["payer"], people.street(rng, office=True), people.town_line(rng),
                (Piece(rng.choice(["Fax: ", "FAX ", "Phone "])), *people.phone(rng)),
            ],
        ]  # fmt: skip
        for block in blocks[: rng.choice([1, 2, 3, 3])]:
            for part in block:
                line(part)
            self.page.blank()
        self.reference_block()

    def reference_block(self) -> None:
        """Some lines that say whose case it is."""
        cast, rng = self.cast, self.rng
        rows = [
            (rng.choice(["Employee", "Employee Name", "Re", "Injured Worker", "Patient"]), rng.choice([cast.patient.full(rng), cast.patient.reversed()])),
            (rng.choice(["Claim Number", "Claim #", "Claim No."]), cast.fixed["claim"]),
            ("Employer", cast.fixed["employer"]),
            (rng.choice(["Provider", "Requesting Physician", "Treating Physician"]), cast.treating.signed(rng)),
            ("DOB", cast.fixed["d_birth"]),
            ("Claims Administrator", cast.fixed["payer"]),
            ("WCAB No.", cast.fixed["adj"]),
        ]  # fmt: skip
        for label, value in [rows[0], *rng.sample(rows[1:], rng.randint(1, 4))]:
            self.page.line((Piece(f"{label}: "), *value))
        self.page.blank()

    def header(self) -> None:
        """The header table, as one of the ways in which it gets extracted."""
        rows = [
            ("Case Number", tag("ID", self.plan.case_number)), ("Date Assigned", self.day("assigned")),
            ("Date of Injury", self.day("injury")), ("Decision Date", self.day("decided")),
            ("UR Denial Date", self.day("ur")), ("Priority", plain(self.plan.priority)),
            ("Application Received", self.day("received")),
        ]  # fmt: skip
        layout = self.rng.choices(_HEADERS, (34, 22, 16, 16, 12))[0]
        if layout in ("lines", "stacked"):
            self._rows(rows, ":\n" if layout == "stacked" else ": ")
        else:
            self._table(rows, layout)
        self.page.blank()

    def _rows(self, rows: list[tuple[str, Tagged]], joint: str) -> None:
        for label, value in rows:
            self.page.line((Piece(label + joint), *value))

    def _table(self, rows: list[tuple[str, Tagged]], layout: str) -> None:
        gap = "\t" if layout == "tabs" else " "
        joint = ":\t" if layout == "tabs" else ": "
        (label, value), *rest = rows
        self.page.line((Piece(label + joint), *value))
        for left, right in zip(rest[::2], rest[1::2], strict=True):
            title = right[0]
            if title == "Application Received" and layout == "split":
                received = (Piece(f"{left[0]}: "), *left[1], Piece(" Application "), *right[1], Piece("\nReceived:"))
                self.page.line(received)
                continue
            if title == "Application Received" and layout == "pairs" and self.rng.random() < 0.4:
                title = "Application \nReceived"
            self.page.line((Piece(left[0] + joint), *left[1], Piece(gap), Piece(title + joint), *right[1]))

    def how(self) -> None:
        """Who reviewed, in prose or as a list."""
        self.page.line(plain("HOW THE IMR FINAL DETERMINATION WAS MADE"))
        self.page.blank()
        if self.is_list:
            self.page.paragraph(join(self.standing(name) for name in ("how_a", "practice", "selected")))
            self.page.line(plain("The Expert Reviewer has the following credentials:"))
            self.page.line(plain(f"State(s) of Licensure: {', '.join(self.states)}"))
            self.page.line(plain(f"Certification(s)/Specialty: {self.specialties}"))
            self.page.blank()
            return
        parts = [self.standing("how_a"), self.credential_prose(), self.standing("practice"), self.standing("selected")]
        self.page.paragraph(join(parts))

    def credential_prose(self, who: str = "expert reviewer") -> Tagged:
        """Credentials as 2014 put them."""
        main, _, sub = self.specialties.partition(", ")
        subspecialty = f", has a subspecialty in {sub}" if sub else ""
        states = self.states[0]
        if len(self.states) > 1:
            states = ", ".join(self.states[:-1]) + f" and {self.states[-1]}"
        return plain(f"The {who} is Board Certified in {main}{subspecialty} and is licensed to practice in {states}.")

    def guideline(self, statement: Statement, *, reviewer: bool) -> Tagged:
        """One side's guideline statement in the standard format."""
        words = word_statement(statement, reviewer=reviewer, sections=self.later_sections, rng=self.rng)
        label = "MAXIMUS guideline" if reviewer else "Claims Administrator guideline"
        return plain(f"{label}: {words}")

    def issue(self, number: int, dispute: Dispute) -> None:
        """Heading, both guidelines and rationale."""
        decision = "Overturned" if self.overturned(number) else "Upheld"
        colon = self.rng.choices((": ", ":  ", " : ", ":"), (80, 12, 4, 4))[0]
        self.page.paragraph((*dispute.heading, Piece(f"{colon}{decision}")))
        self.page.paragraph(self.guideline(dispute.claims_administrator, reviewer=False))
        self.page.paragraph(self.guideline(dispute.reviewer, reviewer=True))
        self.add(join([plain("Decision rationale:"), self.rationale(number)]))

    def standard(self) -> None:
        """The format of late 2013 on."""
        plan, rng = self.plan, self.rng
        if plan.revealed and rng.random() < 0.5:
            self.cover()
        elif plan.revealed and plan.headed and rng.random() < 0.35:
            self.reference_block()
        if plan.headed:
            self.header()
        self.how()
        self.page.line(plain("CLINICAL CASE SUMMARY"))
        self.page.blank()
        self.page.paragraph(self.standing("summary_intro"))
        self.add(self.summary(rng.randint(3, 7)))
        self.page.line(plain("IMR ISSUES, DECISIONS AND RATIONALES"))
        self.page.blank()
        self.page.paragraph(self.standing("issues_intro"))
        for number, dispute in enumerate(self.disputes, 1):
            self.issue(number, dispute)
        if plan.revealed and rng.random() < 0.15:
            self.copies()

    def copies(self) -> None:
        """A line at the foot that says who gets a copy."""
        cast = self.cast
        names = [cast.patient.short(), cast.attorney.short(), cast.adjuster.short(), cast.treating.short()]
        self.page.line((Piece("cc: "), *join(self.rng.sample(names, self.rng.randint(1, 3)), self.rng.choice([", ", " / ", "; "]))))

    # The formats of 2013

    def _dated_block(self) -> None:
        plan, rng = self.plan, self.rng
        if plan.revealed:
            cast = self.cast
            for part in (cast.patient.short(), people.street(rng), people.town_line(rng)):
                self.page.line(part)
            self.page.blank()
            self.page.line((Piece("Employee: "), *cast.patient.full(rng)))
            self.page.line((Piece("Claim Number: "), *cast.fixed["claim"]))
        else:
            self.page.line(plain("Employee:"))
            self.page.line(plain("Claim Number:"))
        style = "%-m/%-d/%Y"
        rows = [
            ("Date of UR Decision", "ur"), ("Date of Injury", "injury"), ("IMR Application Received", "received"),
        ]  # fmt: skip
        for label, name in rows:
            self.page.line((Piece(f"{label}: "), *self.day(name, style)))
        self.page.line((Piece("MAXIMUS Case Number: "), *tag("ID", plan.case_number)))
        self.page.blank()

    def determinations(self) -> None:
        """The numbered determinations of a notice."""
        for number, dispute in enumerate(self.disputes, 1):
            negation = "" if self.overturned(number) else self.rng.choice(["not ", "not ", "not"])
            self.page.paragraph((
                Piece(f"{number}) MAXIMUS Federal Services, Inc. has determined the request for "),
                *dispute.slots["req"],  # type: ignore[misc]
                Piece(f" is {negation}medically necessary and appropriate."),
            ))  # fmt: skip

    def notice_2013(self) -> None:
        """The notice of determination."""
        line = self.page.line
        line(plain("MAXIMUS FEDERAL SERVICES, INC."))
        line(plain("Independent Medical Review"))
        self.page.blank()
        line(plain("Notice of Independent Medical Review Determination"))
        self.page.blank()
        line((Piece("Dated: "), *self.day("decided", "%-m/%-d/%Y")))
        self.page.blank()
        self._dated_block()
        self.determinations()
        line(plain("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"))
        self.page.blank()
        self.page.paragraph(self.standing("notice_filed"))
        self.determinations()
        line(plain("Medical Qualifications of the Expert Reviewer:"))
        self.page.blank()
        self.page.paragraph(join([self.standing("how_a"), self.credential_prose("physician reviewer"), self.standing("practice"), self.standing("selected")]))
        line(plain("Case Summary:"))
        self.page.blank()
        self.page.paragraph(self.standing("disclaimer"))
        self.add((Piece('"'), *self.summary(5), Piece('"')))
        line(plain("Documents Reviewed for Determination:"))
        self.page.blank()
        self.documents("- ")
        for number, dispute in enumerate(self.disputes, 1):
            self._notice_issue(number, dispute)
        line(plain("Effect of the Decision:"))
        self.page.blank()
        self.page.paragraph(self.standing("notice_effect"))

    def _notice_issue(self, number: int, dispute: Dispute) -> None:
        self.page.paragraph((Piece(f"{number}) Regarding the request for "), *dispute.slots["req"], Piece(":")))  # type: ignore[misc]
        self.page.paragraph(plain("Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision:"))
        self.page.paragraph(plain(self.both(dispute, "Expert Reviewer")))
        self.page.line(plain("Rationale for the Decision:"))
        self.page.blank()
        self.add(self.rationale(number, notice=True))

    def both(self, dispute: Dispute, who: str) -> str:
        """Both sides' guidelines in the words of 2013."""
        administrator = word_notice(dispute.claims_administrator, who="Claims Administrator")
        return f"{administrator} {word_notice(dispute.reviewer, who=who)}"

    def documents(self, bullet: str) -> None:
        """The list of papers reviewed."""
        frames = read_data("frames")["documents" if self.plan.revealed else "documents_redacted"]
        self.page.paragraph(self.standing("documents"))
        for frame in frames:
            self.page.line((Piece(bullet), *self.say(frame)))
        self.page.blank()

    def documents_reviewed(self) -> None:
        """The format that lists documents first."""
        line = self.page.line
        line((Piece("Dated: "), *self.day("decided")))
        self.page.blank()
        self._rows([
            ("IMR Case Number", tag("ID", self.plan.case_number)), ("Date of Injury", self.day("injury")),
            ("Claims Number", self.cast.fixed["claim"] if self.plan.revealed else plain("")),
            ("UR Denial Date", self.day("ur")), ("Priority", plain(self.plan.priority.upper())),
            ("Application Received", self.day("received")),
            ("Employee Name", self.cast.patient.short() if self.plan.revealed else plain("")),
        ], ": ")  # fmt: skip
        self.page.blank()
        self.page.paragraph(self.standing("notice_dear"))
        self.how_documents()
        line(plain("DOCUMENTS REVIEWED"))
        self.page.blank()
        self.documents("")
        line(plain("CLINICAL CASE SUMMARY"))
        self.page.blank()
        self.page.paragraph(self.standing("summary_intro"))
        self.add(self.summary(5))
        line(plain("IMR DECISION(S) AND RATIONALE(S)"))
        self.page.blank()
        self.page.paragraph(self.standing("issues_intro"))
        for number, dispute in enumerate(self.disputes, 1):
            self._documents_issue(number, dispute)

    def how_documents(self) -> None:
        """Who reviewed, always in prose."""
        self.page.line(plain("HOW THE IMR FINAL DETERMINATION WAS MADE"))
        self.page.blank()
        self.page.paragraph(join([self.standing("how_a"), self.credential_prose("physician reviewer"), self.standing("practice"), self.standing("selected")]))

    def _documents_issue(self, number: int, dispute: Dispute) -> None:
        negation = "" if self.overturned(number) else "not "
        self.page.paragraph((Piece(f"{number}. "), *dispute.item, Piece(f" is {negation}medically necessary and appropriate.")))
        self.page.paragraph(plain(self.both(dispute, "Physician Reviewer")))
        self.add(join([plain("The Physician Reviewer's decision rationale:"), self.rationale(number, notice=True)]))

    def professional_review(self) -> None:
        """The professional review; it states no decision date and asks about one item."""
        line = self.page.line
        self.disputes = self.disputes[:1]
        dispute = self.disputes[0]
        line(plain("MEDICAL PROFESSIONAL REVIEW"))
        self.page.blank()
        rows = [
            ("IMR CASE NUMBER", tag("ID", self.plan.case_number)),
            ("EMPLOYEE", tag("NAME", text_of(self.cast.patient.reversed()).upper()) if self.plan.revealed else plain("")),
            ("DATE OF INJURY", self.day("injury", "%m-%d-%Y")), ("DATE OF UR DENIAL", self.day("ur", "%m-%d-%Y")),
        ]  # fmt: skip
        self._rows(rows, ": ")
        self.page.blank()
        line(plain("ISSUE AT DISPUTE:"))
        self.page.blank()
        self.page.paragraph((Piece("Whether "), *dispute.slots["req"], Piece(" is medically necessary.")))  # type: ignore[misc]
        line(plain("CASE SUMMARY:"))
        self.page.blank()
        self.add(self.summary(5))
        line(plain("DOCUMENTS REVIEWED FOR DETERMINATION:"))
        self.page.blank()
        self.documents("")
        self.page.paragraph(plain("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"))
        self.page.paragraph(plain(_relied_upon(dispute.reviewer)))
        self.page.paragraph(plain("RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:"))
        self.add(self.rationale(1))
        line(plain("MEDICAL REVIEWER QUALIFICATIONS:"))
        self.page.blank()
        self.page.paragraph(self.credential_prose("medical professional reviewer"))

    # What a reader should find

    def expected(self) -> dict[str, Any]:
        """The case as plain data; white space collapsed."""
        plan, kind = self.plan, self.plan.format
        headed = plan.headed
        stated = lambda name, where: self.cast.days[name].isoformat() if headed and kind in where else None  # noqa: E731
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
            "issues": [self._expected_issue(number, dispute) for number, dispute in enumerate(self.disputes, 1)],
        }

    def _expected_issue(self, number: int, dispute: Dispute) -> dict[str, Any]:
        alone = self.plan.format == "professional_review"
        requested = dispute.heading if self.plan.format == "standard" else dispute.slots["req"]
        requested = dispute.item if self.plan.format == "documents_reviewed" else requested
        return {
            "request": " ".join(text_of(requested).split()),  # type: ignore[arg-type]
            "disputed_item": " ".join(text_of(dispute.item).split()),
            "partly_authorized": dispute.partly_authorized and self.plan.format == "standard",
            "decision": "overturned" if self.overturned(number) else "upheld",
            "category": dispute.family["category"],
            "subcategory": dispute.family["sub"],
            "claims_administrator_basis": "not_stated" if alone else basis(dispute.claims_administrator),
            "reviewer_basis": basis(dispute.reviewer),
            "claims_administrator_cites": [] if alone else _cites(dispute.claims_administrator),
            "reviewer_cites": _cites(dispute.reviewer),
        }


def _relied_upon(statement: Statement) -> str:
    if not statement:
        return "No guideline was relied upon; the decision follows from general practice."
    return word_notice(statement, who="reviewer").replace("The reviewer based its decision on the", "The", 1)


def _cites(statement: Statement) -> list[str]:
    return [_cite(cited) for cited in statement]


def _cite(cited: Cited) -> str:
    return "|".join((*cited.work, cited.pages))


def write_letter(plan: Plan) -> Written:
    """Return the letter of a plan."""
    writer = _Writer(plan)
    getattr(writer, plan.format)()
    text, spans = writer.page.finish()
    return Written(text, spans, writer.expected())
