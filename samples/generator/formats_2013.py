"""A plan → a letter in one of the three formats of 2013, of which some came out later."""

from samples.generator.citations import Statement, word_notice
from samples.generator.issues import Dispute
from samples.generator.tagged import Piece, join, plain, tag, text_of
from samples.generator.writer import Writer

_SECTION_HEADING = (
    "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make "
    "His/Her Decision:"
)


class NoticeLetter(Writer):
    """The notice of determination."""

    def _dated_block(self) -> None:
        plan, rng = self.plan, self.rng
        if plan.revealed:
            cast = self.cast
            for part in (cast.patient.short(), cast.fixed["street"], self.home_line()):
                self.page.line(part)
            self.page.blank()
            self.page.line((Piece("Employee: "), *cast.patient.full(rng)))
            self.page.line((Piece("Claim Number: "), *cast.fixed["claim"]))
        else:
            self.page.line(plain("Employee:"))
            self.page.line(plain("Claim Number:"))
        style = "%-m/%-d/%Y"
        rows = [
            ("Date of UR Decision", "ur"),
            ("Date of Injury", "injury"),
            ("IMR Application Received", "received"),
        ]
        for label, name in rows:
            self.page.line((Piece(f"{label}: "), *self.day(name, style)))
        self.page.line((Piece("MAXIMUS Case Number: "), *tag("ID", plan.case_number)))
        self.page.blank()

    def determinations(self) -> None:
        """The numbered determinations of a notice."""
        for number, dispute in enumerate(self.disputes, 1):
            negation = "" if self.overturned(number) else self.rng.choice(["not ", "not ", "not"])
            self.page.paragraph(
                (
                    Piece(f"{number}) MAXIMUS Federal Services, Inc. has determined the request for "),
                    *dispute.subject,
                    Piece(f" is {negation}medically necessary and appropriate."),
                )
            )

    def write(self) -> None:
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
        self.page.paragraph(
            join(
                [
                    self.standing("how_a"),
                    self.credential_prose("physician reviewer"),
                    self.standing("practice"),
                    self.standing("selected"),
                ]
            )
        )
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
        self.page.paragraph((Piece(f"{number}) Regarding the request for "), *dispute.subject, Piece(":")))
        self.page.paragraph(plain(_SECTION_HEADING))
        self.page.paragraph(plain(self.both(dispute, "Expert Reviewer")))
        self.page.line(plain("Rationale for the Decision:"))
        self.page.blank()
        self.add(self.rationale(number, notice=True))


class DocumentsReviewedLetter(Writer):
    """The format that lists documents first."""

    def write(self) -> None:
        """The format that lists documents first."""
        line = self.page.line
        line((Piece("Dated: "), *self.day("decided")))
        self.page.blank()
        self._rows(
            [
                ("IMR Case Number", tag("ID", self.plan.case_number)),
                ("Date of Injury", self.day("injury")),
                ("Claims Number", self.cast.fixed["claim"] if self.plan.revealed else plain("")),
                ("UR Denial Date", self.day("ur")),
                ("Priority", plain(self.plan.priority.upper())),
                ("Application Received", self.day("received")),
                ("Employee Name", self.cast.patient.short() if self.plan.revealed else plain("")),
            ],
            ": ",
        )
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
        self.page.paragraph(
            join(
                [
                    self.standing("how_a"),
                    self.credential_prose("physician reviewer"),
                    self.standing("practice"),
                    self.standing("selected"),
                ]
            )
        )

    def _documents_issue(self, number: int, dispute: Dispute) -> None:
        negation = "" if self.overturned(number) else "not "
        self.page.paragraph(
            (
                Piece(f"{number}. "),
                *dispute.item,
                Piece(f" is {negation}medically necessary and appropriate."),
            )
        )
        self.page.paragraph(plain(self.both(dispute, "Physician Reviewer")))
        self.add(
            join([plain("The Physician Reviewer's decision rationale:"), self.rationale(number, notice=True)])
        )


class ProfessionalReviewLetter(Writer):
    """The professional review; it states no decision date and asks about one item."""

    def write(self) -> None:
        """The professional review; it states no decision date and asks about one item."""
        line = self.page.line
        self.disputes = self.disputes[:1]
        dispute = self.disputes[0]
        line(plain("MEDICAL PROFESSIONAL REVIEW"))
        self.page.blank()
        rows = [
            ("IMR CASE NUMBER", tag("ID", self.plan.case_number)),
            (
                "EMPLOYEE",
                tag("NAME", text_of(self.cast.patient.reversed()).upper())
                if self.plan.revealed
                else plain(""),
            ),
            ("DATE OF INJURY", self.day("injury", "%m-%d-%Y")),
            ("DATE OF UR DENIAL", self.day("ur", "%m-%d-%Y")),
        ]
        self._rows(rows, ": ")
        self.page.blank()
        line(plain("ISSUE AT DISPUTE:"))
        self.page.blank()
        self.page.paragraph((Piece("Whether "), *dispute.subject, Piece(" is medically necessary.")))
        line(plain("CASE SUMMARY:"))
        self.page.blank()
        self.add(self.summary(5))
        line(plain("DOCUMENTS REVIEWED FOR DETERMINATION:"))
        self.page.blank()
        self.documents("")
        self.page.paragraph(
            plain("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:")
        )
        self.page.paragraph(plain(_relied_upon(dispute.reviewer)))
        self.page.paragraph(
            plain("RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS/WAS NOT MEDICALLY NECESSARY:")
        )
        self.add(self.rationale(1))
        line(plain("MEDICAL REVIEWER QUALIFICATIONS:"))
        self.page.blank()
        self.page.paragraph(self.credential_prose("medical professional reviewer"))


def _relied_upon(statement: Statement) -> str:
    if not statement:
        return "No guideline was relied upon; the decision follows from general practice."
    return word_notice(statement, who="professional reviewer")
