"""Disputed items: heading, citations of both sides, decision and rationale."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from samples.apart.case import Case
from samples.apart.marked import capitalized
from samples.apart.phrases import sections, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A disputed item and what is said about it."""

    item: str
    heading: str
    claims: str
    reviewer: str
    overturned: bool
    says: tuple[str, ...]
    reasons: tuple[str, ...]
    drug: bool
    opioid: bool


@cache
def _services() -> dict[str, dict[str, Any]]:
    return {**table("services_drugs"), **table("services_other")}


def dispute(case: Case) -> list[Issue]:
    """Return one to three disputed items that suit the part of the body."""
    rng = case.rng
    count = rng.choices([1, 2, 3], [7, 3, 1])[0]
    return [_issue(case, name) for name in rng.sample(case.body.facts["services"], count)]


def _issue(case: Case, name: str) -> Issue:
    rng = case.rng
    service = _services()[name]
    item = case.text(rng.choice(service["request"]))
    item = item[0].upper() + item[1:]
    overturned = rng.random() < 0.2
    reasons = service["met" if overturned else "unmet"]
    cited = [line for line in service["ca"] if "2016" not in line or case.days.decided.year > 2015]
    claims = rng.choice(cited)
    reviewer = rng.choice([line for line in cited if not line.startswith("The ")])
    return Issue(
        item=item,
        heading=_heading(item, rng),
        claims=claims,
        reviewer=reviewer,
        overturned=overturned,
        says=tuple(rng.sample(service["says"], rng.randint(1, len(service["says"])))),
        reasons=tuple(rng.sample(reasons, rng.randint(1, len(reasons)))),
        drug=name in table("services_drugs"),
        opioid=name in ("norco", "tramadol") and not overturned,
    )


def _heading(item: str, rng: Random) -> str:
    if "#90" in item and rng.random() < 0.4:
        part, rest = item.replace("#90", "#60"), item.replace("#90", "#30")
        return (
            f"{item} was the original request. {part} was authorized by the Claims Administrator. "
            f"The remaining IMR eligible portion of the original request, {rest} is"
        )
    return item


def _work(citation: str, rng: Random) -> str:
    if "Non-MTUS" in citation:
        return rng.choice(["ODG", "the Official Disability Guidelines"])
    if "Acupuncture" in citation:
        return "the Acupuncture Medical Treatment Guidelines"
    if "Postsurgical" in citation:
        return "the Postsurgical Treatment Guidelines"
    if "ACOEM" in citation or "2004" in citation:
        return rng.choice(["ACOEM", "the ACOEM Practice Guidelines", "the MTUS/ACOEM"])
    if "2016" in citation:
        return "the MTUS Opioids Treatment Guidelines"
    return rng.choice(
        ["the MTUS Chronic Pain Guidelines", "the Chronic Pain Medical Treatment Guidelines", "MTUS"]
    )


def paragraph(case: Case, issue: Issue) -> str:
    """Return the rationale of an issue."""
    rng = case.rng
    stock = sections("rationales")
    case.item = issue.item
    sentences = []
    for says in issue.says:
        case.guideline = {"says": says, "work": _work(issue.reviewer, rng)}
        frames = [frame for frame in stock["frame"] if not (says.startswith("ODG") and "work_cited" in frame)]
        sentences.append(case.text(rng.choice(frames)))
    facts = ("drug",) if issue.drug else ()
    middle = case.pick(stock["plain"], rng.choice([1, 2, 3]), *facts)
    middle += case.pick(stock["apply"], rng.choice([0, 1, 1]), *facts)
    middle += case.pick(sections("records")["told"], rng.choice([0, 0, 1]))
    rng.shuffle(middle)
    sentences += [case.text(sentence) for sentence in middle]
    sentences += [case.text(reason) for reason in issue.reasons]
    sentences.append(case.text(rng.choice(stock["overturned" if issue.overturned else "upheld"])))
    if issue.opioid and rng.random() < 0.5:
        sentences.append(table("standing")["opioid"][0])
    return " ".join(capitalized(sentence) for sentence in sentences)
