"""The clinical summary, the list of documents, the cover page and the signature."""

from dataclasses import dataclass

from samples.apart import firms, numbers
from samples.apart.case import Case
from samples.apart.issues import Issue
from samples.apart.marked import capitalized, tag
from samples.apart.phrases import sections, table

# How many sentences of each section a summary has, and in which order.
_PLAN = {
    "opening": (1,),
    "injury": (0, 0, 1),
    "history": (0, 0, 1, 2),
    "demographics": (0, 1, 1),
    "social": (0, 1),
    "parties": (0, 0, 0, 1),
    "clinical": (2, 3, 4),
    "complaint": (1,),
    "exam": (1, 1, 2),
    "imaging": (0, 1),
    "meds": (0, 0, 1),
    "work": (0, 0, 1),
    "plan": (0, 0, 0, 1),
    "ur": (1,),
}
_BRANDS = ("Synvisc", "Orthovisc", "Euflexxa", "Botox", "Onabotulinum")
_TITLES = [
    "Senior Claims Examiner",
    "Claims Adjuster",
    "Workers' Compensation Specialist",
    "Claims Representative",
]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading; damage falls on prose."""

    text: str
    prose: bool = False


def _within(issue: Issue) -> str:
    """Return the item as it stands inside a sentence; drugs and brands keep their capital."""
    if issue.drug or not issue.item[1:2].islower() or issue.item.startswith(_BRANDS):
        return issue.item
    return issue.item[0].lower() + issue.item[1:]


def summary(case: Case, issues: list[Issue]) -> list[str]:
    """Return the clinical summary in one to three paragraphs."""
    rng = case.rng
    sentences: list[str] = []
    for section, counts in _PLAN.items():
        if section in ("work", "injury") and case.days.age >= 90:
            continue
        for template in case.pick(sections("summaries")[section], rng.choice(counts)):
            issue = rng.choice(issues)
            case.request = _within(issue)
            sentences.append(capitalized(case.text(template)))
    if rng.random() < 0.45:
        return [" ".join(sentences)]
    cut = rng.randrange(2, len(sentences) - 1)
    return [" ".join(sentences[:cut]), " ".join(sentences[cut:])]


def documents(case: Case, count: int) -> list[Block]:
    """Return a list of documents that were reviewed, one a line."""
    rng = case.rng
    mark = rng.choice(["- ", "", "* ", "• "])
    lines = case.pick(sections("records")["list"], count)
    return [Block("\n".join(mark + capitalized(case.text(line)) for line in lines))]


def _addressee(case: Case, name: str, lines: list[str]) -> Block:
    city, prefix = case.rng.choice(firms.cities())
    state = f"{tag('LOCATION', city)}, CA {firms.zip_code(prefix, case.rng)}"
    return Block("\n".join([name, *lines, firms.address(case.rng), state]))


def cover(case: Case, number: str) -> list[Block]:
    """Return the cover page: sender, addressees and the facts of the claim."""
    rng = case.rng
    loud = rng.random() < 0.5
    form = "caps" if loud else "full"

    def name(role: str) -> str:
        return case.person(role).spoken(form, rng)

    box, town, code = (tag("DONTCARE", text) for text in ("P.O. Box 138009", "Sacramento", "95813-8009"))
    blocks = [Block(f"MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review\n{box}\n{town}, CA {code}")]
    home = case.text("{addr}\n{city}, CA {zip}")
    blocks.append(Block(f"{name('pt')}\n{home}"))
    blocks.append(
        _addressee(
            case,
            f"{name('aa')}, {rng.choice(['Esq.', 'ESQ', 'Attorney at Law'])}",
            [case.firm("aafirm").tagged],
        )
    )
    if rng.random() < 0.45:
        lines = [case.firm("insurer").tagged]
        blocks.append(_addressee(case, f"{name('adjuster')}, {rng.choice(_TITLES)}", lines))
        if rng.random() < 0.5:
            blocks.append(Block(f"{rng.choice(['Fax:', 'Tel.', 'Phone'])} {numbers.phone(rng)}"))
    facts = [
        f"Employee: {case.person('pt').spoken(rng.choice(['full', 'lf', 'caps']), rng)}",
        case.text("Claim Number: {claim}"),
        f"Employer: {case.firm('employer').tagged}",
        case.text("WCAB No.: {adj}"),
        case.text("DOB: {dob}"),
        case.text("Provider: {ptp.full}, {ptp.cred}"),
        f"MAXIMUS Case Number: {number}",
        case.text("Policy No. {policy}"),
    ]
    chosen = sorted(rng.sample(range(len(facts)), rng.choice([2, 3, 4])))
    blocks.append(Block("\n".join(facts[i] for i in chosen)))
    if rng.random() < 0.4:
        blocks.append(Block(f"Dear {case.person('pt').spoken('mr', rng)}:"))
    return blocks


def sign_off(case: Case) -> list[Block]:
    """Return the closing of a letter with its copies."""
    rng = case.rng
    director = case.text("Sincerely,\n\n{director.full}, {director.cred}\nMedical Director")
    roles = rng.sample(["pt", "aa", "adjuster", "ptp", "da"], 3)
    glue = rng.choice([", ", " / ", "; "])
    copies = glue.join(case.person(role).spoken(rng.choice(["ini", "full", "caps"]), rng) for role in roles)
    return [Block(table("standing")["binding"][0]), Block(director), Block(f"cc: {copies}")]
