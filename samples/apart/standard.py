"""Letters in the standard format of late 2013 on."""

from samples.apart.case import Case
from samples.apart.issues import Issue, paragraph
from samples.apart.marked import tag
from samples.apart.narrative import Block, cover, documents, sign_off, summary
from samples.apart.phrases import table


def standard(case: Case, issues: list[Issue], number: str) -> list[Block]:
    """Return the blocks of a letter in the standard format."""
    rng = case.rng
    standing = table("standing")
    blocks = cover(case, number) if rng.random() < 0.25 else []
    blocks += _header(case, number)
    blocks.append(Block("HOW THE IMR FINAL DETERMINATION WAS MADE"))
    how = rng.choice(standing["how"])
    if case.days.decided.year < 2015:
        blocks.append(Block(f"{how} {prose_credentials(case)}"))
    else:
        blocks += [Block(how), Block(_listed_credentials(case))]
    blocks += [Block("CLINICAL CASE SUMMARY"), Block(rng.choice(standing["summary"]))]
    blocks += [Block(text, prose=True) for text in summary(case, issues)]
    if rng.random() < 0.2:
        blocks += [Block("The following records were reviewed:")] + documents(case, rng.choice([3, 4]))
    blocks += [Block("IMR ISSUES, DECISIONS AND RATIONALES"), Block(rng.choice(standing["decisions"]))]
    for issue in issues:
        outcome = "Overturned" if issue.overturned else "Upheld"
        blocks.append(Block(f"{issue.heading}:{rng.choice([' ', '  ', ' '])}{outcome}"))
        blocks.append(Block(f"Claims Administrator guideline: {_based(issue.claims)}"))
        blocks.append(Block(f"MAXIMUS guideline: {_based(issue.reviewer)}"))
        blocks.append(Block(f"Decision rationale: {paragraph(case, issue)}", prose=True))
    if rng.random() < 0.2:
        blocks += sign_off(case)
    return blocks


def _based(citation: str) -> str:
    return f"{citation}." if citation.startswith("The ") else f"Decision based on {citation}."


def _credentials(case: Case) -> tuple[list[str], list[str]]:
    """Return the reviewer's states and specialties; minds are for psychiatrists alone."""
    words = table("clinical")
    fields = words["mind_specialties" if case.body.region == "mind" else "specialties"]
    return case.rng.sample(words["states"], 3), case.rng.sample(fields, 2)


def prose_credentials(case: Case) -> str:
    """Return the reviewer's credentials as a sentence."""
    states, fields = _credentials(case)
    licensed = " and ".join(states[: case.rng.choice([1, 1, 2])])
    return f"The expert reviewer is Board Certified in {fields[0]} and is licensed to practice in {licensed}."


def _listed_credentials(case: Case) -> str:
    states, fields = _credentials(case)
    return (
        "The Expert Reviewer has the following credentials:\n"
        f"State(s) of Licensure: {', '.join(states[: case.rng.choice([1, 2, 3])])}\n"
        f"Certification(s)/Specialty: {', '.join(fields[: case.rng.choice([1, 2])])}"
    )


def _header(case: Case, number: str) -> list[Block]:
    days, form = case.days, case.dates.form
    fields = [
        ("Case Number:", number),
        ("Date Assigned:", form(days.assigned)),
        ("Date of Injury:", form(days.injured)),
        ("Decision Date:", form(days.decided)),
        ("UR Denial Date:", form(days.denied)),
        ("Priority:", case.rng.choice(["Standard", "Standard", "Standard", "Expedited"])),
        ("Application Received:", form(days.received)),
    ]
    if case.rng.random() < 0.25:
        fields.insert(1, ("Employee:", tag("NAME", f"{case.patient.first} {case.patient.last}")))
    layout = case.rng.choice(["line", "two lines", "columns", "split"])
    if layout == "line":
        return [Block("\n".join(f"{label} {value}" for label, value in fields))]
    if layout == "two lines":
        return [Block("\n".join(f"{label} \n{value} " for label, value in fields))]
    if layout == "columns":
        cells = [f"{label} {value}" for label, value in fields]
        return [Block("\n".join("     ".join(cells[i : i + 2]) for i in range(0, len(cells), 2)))]
    lines = [f"{label} {value}" for label, value in fields[:-1]]
    return [Block("\n".join([*lines, f"Application {fields[-1][1]}", "Received:"]))]
