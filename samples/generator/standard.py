"""A plan → a letter in the standard format of late 2013 on, with or without cover page and header table."""

from samples.generator import people
from samples.generator.citations import Statement, word_statement
from samples.generator.issues import Dispute
from samples.generator.people import Person
from samples.generator.tagged import Piece, Tagged, join, plain, tag, text_of
from samples.generator.writer import Writer

_HEADERS = ("pairs", "tabs", "lines", "stacked", "split")


class StandardLetter(Writer):
    """The standard format."""

    def cover(self) -> None:
        """A cover page with the parties' addresses."""
        cast, rng, line = self.cast, self.rng, self.page.line
        upper = rng.random() < 0.4

        def named(person: Person) -> Tagged:
            name = text_of(person.short())
            return tag("NAME", name.upper() if upper else name)

        line(plain("MAXIMUS FEDERAL SERVICES, INC."))
        line(plain("Independent Medical Review"))
        line(tag("DONTCARE", "P.O. Box 138009"))
        line((*tag("DONTCARE", "Sacramento"), Piece(", CA "), *tag("DONTCARE", "95813")))
        self.page.blank()
        if rng.random() < 0.6:
            line(self.day("decided", "%B %d, %Y"))
            self.page.blank()
        blocks = [
            [
                named(cast.patient),
                self.cast.fixed["street"],
                self.home_line(),
            ],
            [
                (
                    *named(cast.attorney),
                    Piece(rng.choice([", Esq.", ", ESQ.", ""])),
                ),
                cast.fixed["firm"],
                people.street(rng, office=True),
                people.town_line(rng),
            ],
            [
                (
                    *named(cast.adjuster),
                    Piece(rng.choice([", Claims Examiner", ", Claims Adjuster", ""])),
                ),
                cast.fixed["payer"],
                people.street(rng, office=True),
                people.town_line(rng),
                (Piece(rng.choice(["Fax: ", "FAX ", "Phone "])), *people.phone(rng)),
            ],
        ]
        for block in blocks[: rng.choice([1, 2, 3, 3])]:
            for part in block:
                line(part)
            self.page.blank()
        self.reference_block()

    def reference_block(self) -> None:
        """Some lines that say whose case it is."""
        cast, rng = self.cast, self.rng
        rows = [
            (
                rng.choice(["Employee", "Employee Name", "Re", "Injured Worker", "Patient"]),
                rng.choice([cast.patient.full(rng), cast.patient.reversed()]),
            ),
            (rng.choice(["Claim Number", "Claim #", "Claim No."]), cast.fixed["claim"]),
            ("Employer", cast.fixed["employer"]),
            (
                rng.choice(["Provider", "Requesting Physician", "Treating Physician"]),
                cast.treating.signed(rng),
            ),
            ("DOB", cast.fixed["d_birth"]),
            ("Claims Administrator", cast.fixed["payer"]),
            ("WCAB No.", cast.fixed["adj"]),
        ]
        for label, value in [rows[0], *rng.sample(rows[1:], rng.randint(1, 4))]:
            self.page.line((Piece(f"{label}: "), *value))
        self.page.blank()

    def header(self) -> None:
        """The header table, as one of the ways in which it gets extracted."""
        rows = [
            ("Case Number", tag("ID", self.plan.case_number)),
            ("Date Assigned", self.day("assigned")),
            ("Date of Injury", self.day("injury")),
            ("Decision Date", self.day("decided")),
            ("UR Denial Date", self.day("ur")),
            ("Priority", plain(self.plan.priority)),
            ("Application Received", self.day("received")),
        ]
        layout = self.rng.choices(_HEADERS, (34, 22, 16, 16, 12))[0]
        if layout in ("lines", "stacked"):
            self._rows(rows, ":\n" if layout == "stacked" else ": ")
        else:
            self._table(rows, layout)
        self.page.blank()

    def _table(self, rows: list[tuple[str, Tagged]], layout: str) -> None:
        gap = "\t" if layout == "tabs" else " "
        joint = ":\t" if layout == "tabs" else ": "
        (label, value), *rest = rows
        self.page.line((Piece(label + joint), *value))
        for left, right in zip(rest[::2], rest[1::2], strict=True):
            title = right[0]
            if title == "Application Received" and layout == "split":
                received = (
                    Piece(f"{left[0]}: "),
                    *left[1],
                    Piece(" Application "),
                    *right[1],
                    Piece("\nReceived:"),
                )
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
        parts = [
            self.standing("how_a"),
            self.credential_prose(),
            self.standing("practice"),
            self.standing("selected"),
        ]
        self.page.paragraph(join(parts))

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

    def write(self) -> None:
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
        self.page.line(
            (
                Piece("cc: "),
                *join(self.rng.sample(names, self.rng.randint(1, 3)), self.rng.choice([", ", " / ", "; "])),
            )
        )
