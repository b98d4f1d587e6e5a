"""Letters in two formats of 2013: the notice and the professional review."""

from samples.apart.case import Case
from samples.apart.issues import Issue, paragraph
from samples.apart.narrative import Block, cover, documents, sign_off, summary
from samples.apart.phrases import table
from samples.apart.standard import prose_credentials


def _basis(citation: str) -> str:
    return "no medical evidence" if citation.startswith("The ") else citation


def notice(case: Case, issues: list[Issue], number: str) -> list[Block]:
    """Return the blocks of a notice of determination."""
    rng, form = case.rng, case.dates.form
    days = case.days
    blocks = [Block(f"Notice of Independent Medical Review Determination\n\nDated: {form(days.decided)}")]
    blocks += cover(case, number)
    blocks.append(
        Block(
            f"Date of UR Decision: {form(days.denied)}\nDate of Injury: {form(days.injured)}\n"
            f"IMR Application Received: {form(days.received)}\nMAXIMUS Case Number: {number}"
        )
    )
    determined = [
        Block(
            f"{n}) MAXIMUS Federal Services, Inc. has determined the request for {issue.item} is "
            f"{'' if issue.overturned else rng.choice(['not ', 'not'])}medically necessary and appropriate."
        )
        for n, issue in enumerate(issues, 1)
    ]
    blocks += determined
    blocks.append(Block("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"))
    blocks.append(
        Block(
            f"On {form(days.received)} an application for Independent Medical Review arrived that "
            f"disputes the Utilization Review Denial of {form(days.denied)}. "
            f"The parties were told of the assignment on "
            f"{form(days.assigned)}. These are the decisions on the treatment in dispute:"
        )
    )
    blocks += determined
    blocks.append(Block("Medical Qualifications of the Expert Reviewer:"))
    blocks.append(Block(f"{rng.choice(table('standing')['how'])} {prose_credentials(case)}"))
    blocks += [
        Block("Case Summary:"),
        Block(case.text("Disclaimer: what follows was taken from the denial of {ud}.")),
    ]
    blocks += [Block(text, prose=True) for text in summary(case, issues)]
    blocks += [
        Block("Documents Reviewed for Determination:"),
        Block(rng.choice(table("standing")["notice_documents"])),
    ]
    blocks += documents(case, rng.choice([3, 4]))
    for n, issue in enumerate(issues, 1):
        blocks.append(Block(f"{n}) Regarding the request for {issue.item}:"))
        blocks.append(
            Block(
                "Medical Treatment Guideline(s) Relied Upon by the Expert Reviewer to Make His/Her Decision:"
            )
        )
        blocks.append(Block(f"The Claims Administrator relied on: {_basis(issue.claims)}."))
        blocks.append(Block(f"The Expert Reviewer relied on: {issue.reviewer}."))
        blocks += [Block("Rationale for the Decision:"), Block(paragraph(case, issue), prose=True)]
    return [*blocks, Block("Effect of the Decision:"), *sign_off(case)]


def professional_review(case: Case, issues: list[Issue], number: str) -> list[Block]:
    """Return the blocks of a professional review."""
    rng, form = case.rng, case.dates.form
    issue = issues[0]
    employee = case.person("pt").spoken(rng.choice(["lf", "caps", "full"]), rng)
    necessity = "IS/WAS" if issue.overturned else "IS/WAS NOT"
    return [
        Block("MEDICAL PROFESSIONAL REVIEW"),
        Block(
            f"IMR CASE NUMBER: {number}\nEMPLOYEE: {employee}\n"
            f"DATE OF INJURY: {form(case.days.injured)}\nDATE OF UR DENIAL: {form(case.days.denied)}"
        ),
        Block("ISSUE AT DISPUTE:"),
        Block(f"Whether {issue.item} is medically necessary."),
        Block("CASE SUMMARY:"),
        *(Block(text, prose=True) for text in summary(case, [issue])),
        Block("DOCUMENTS REVIEWED FOR DETERMINATION:"),
        *documents(case, rng.choice([3, 4])),
        Block("MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"),
        Block(f"{issue.reviewer}, which speaks of the very treatment in dispute."),
        Block(f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE {necessity} MEDICALLY NECESSARY:"),
        Block(paragraph(case, issue), prose=True),
        Block("MEDICAL REVIEWER QUALIFICATIONS:"),
        Block(prose_credentials(case)),
    ]
