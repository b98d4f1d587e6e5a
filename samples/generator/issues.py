"""A cast → the disputed items of its letter: requests, decisions, guidelines and rationales."""

import re
from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from samples.generator.cast import Cast
from samples.generator.citations import POSTSURGICAL, Statement, draw_statements, speak
from samples.generator.conditions import fitting, usable
from samples.generator.people import read_data
from samples.generator.tagged import Piece, Slots, Tagged, Value, capitalize, fill, join, plain, text_of

_COUNTS = ((1, 61), (2, 15.6), (3, 10.9), (4, 6.3), (5, 3.5), (6, 1.6), (7, 0.7), (8, 0.4))
_PARTLY_AUTHORIZED = 0.13
_OVERTURN_2014 = 0.9  # 2014 overturned fewer than 2015 did (9% against 11.4%)
_OVERTURN_2015 = 1.05


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed item as drawn.

    Attributes:
        heading: the whole request, with its story where a part was authorized.
        item: what was decided on.
        subject: the same as it stands within a sentence.
        facts: what conditions in templates may ask about the item.
    """

    family: dict[str, Any]
    heading: Tagged
    item: Tagged
    partly_authorized: bool
    overturned: bool
    claims_administrator: Statement
    reviewer: Statement
    subject: Tagged
    slots: Slots
    facts: set[str]


@cache
def _families() -> tuple[dict[str, Any], ...]:
    return (*read_data("services_drugs")["family"], *read_data("services_other")["family"])


def _suits(entry: dict[str, Any], region: str) -> bool:
    return region in entry.get("regions", [region])


def _items(family: dict[str, Any], region: str) -> list[dict[str, Any]]:
    return [item for item in family["item"] if _suits(item, region)]


def _draw_family(rng: Random, region: str, used: list[str]) -> dict[str, Any]:
    # Where a family does not suit the part of the body, another one of its category takes its share.
    families = _families()
    category = rng.choices(families, [family["weight"] for family in families])[0]["category"]
    options = [
        f
        for f in families
        if f["category"] == category and _suits(f, region) and _items(f, region) and f["key"] not in used
    ]
    if not options:
        return _draw_family(rng, region, used)
    return rng.choices(options, [family["weight"] for family in options])[0]


_MANY = ((2, 4), (2, 4), (2, 6), (2, 6), (3, 4), (3, 4), (1, 8), (3, 6), (1, 6), (2, 3))
_FEW = ((1, 6), (2, 3), (1, 4), (1, 5))


def _counts(rng: Random, *, overturned: bool) -> dict[str, Tagged]:
    # What is granted stays within what guidelines foresee.
    freq, weeks = rng.choice(_FEW if overturned else _MANY)
    return {
        "freq": plain(str(freq)),
        "weeks": plain(str(weeks)),
        "visits": plain(str(freq * weeks)),
        "qty": plain(str(rng.choice([30, 60, 60, 90, 90, 120]))),
    }


def _request(item: dict[str, Any], cast: Cast, slots: Slots, rng: Random) -> Tagged:
    options = usable(fitting(item["requests"], cast.region_name), cast.facts)
    return capitalize(fill(rng.choice(options), slots, rng))


def _merged(family: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Return a family as one of its items has it: what the item says goes before what the family says."""
    own = {
        key: value for key, value in item.items() if key not in ("name", "weight", "requests", "extra_rules")
    }
    merged = {**family, **own}
    merged["rules"] = item.get("extra_rules", []) * 2 + merged["rules"]
    return merged


def _issue_facts(request: str, visits: int) -> set[str]:
    holds = {
        "purchase": "purchase" in request,
        "trial": "purchase" not in request,
        "many": visits >= 8,
        "quant": "quantitative" in request,
    }
    return {fact for fact, true in holds.items() if true}


def _lower(request: Tagged, family: dict[str, Any], item: dict[str, Any]) -> Tagged:
    first = request[0].text
    keep = not (family.get("lower") or item.get("lower")) or (len(first) > 1 and not first[1].islower())
    proper = first.split()[0] in {"Saunders", "Tempur-Pedic", "Vascutherm"}
    return (
        request if keep or proper or request[0].tag else (Piece(first[0].lower() + first[1:]), *request[1:])
    )


_PARTS = re.compile(r"#(?P<pills>120|90|60)\b|\b(?P<visits>12|8|18|6)(?= (?:sessions|visits)\b)")
_GRANTED = {
    "Rehabilitation": ["four visits", "six visits", "a trial of three visits"],
    "Psych Services": ["four visits", "an initial evaluation"],
    "Programs": ["an evaluation", "one week"],
    "DMEPOS": ["a rental of one month", "a rental of 14 days"],
    "Home Health": ["two weeks of care"],
    "Pharmaceuticals": ["one month for weaning", "a lesser quantity"],
}


def _heading(request: Tagged, category: str, rng: Random) -> tuple[Tagged, bool]:
    """Return the heading of an issue, now and then with the story of a partly authorized request."""
    text = text_of(request)
    tagged = any(piece.tag for piece in request)
    if rng.random() > _PARTLY_AUTHORIZED or tagged or category not in _GRANTED:
        return request, False
    if match := _PARTS.search(text):
        start, end = match.span("pills" if match["pills"] else "visits")
        whole = int(text[start:end])
        granted = {120: 60, 90: 60, 60: 30}.get(whole, whole // 2)
        part, rest = (f"{text[:start]}{count}{text[end:]}" for count in (granted, whole - granted))
        return plain(
            f"{text} was the original request. {part} was authorized by the Claims Administrator. "
            f"The remaining IMR eligible portion of the original request, {rest} is"
        ), True
    linking = rng.choice([" is", " is", ""])
    granted_in_words = rng.choice(_GRANTED[category])
    return plain(
        f"{text} was the original request. The Claims Administrator authorized {granted_in_words}, leaving "
        f"the original request IMR eligible. The original request, {text}{linking}"
    ), True


_DOUBTFUL = (
    "Cyclobenzaprine",
    "Gabapentin",
    "Baclofen",
    "Tramadol",
    "Ketoprofen",
    "Ketamine",
    "Amitriptyline",
    "Menthol",
)


def _doubtful_ingredient(request: str) -> str:
    """Return the ingredient of a compound that guidelines do not support on the skin."""
    return next((name.lower() for name in _DOUBTFUL if name in request), "")


def _disputed(heading: Tagged, request: Tagged, *, partly: bool) -> Tagged:
    if not partly:
        return request
    tail = text_of(heading).rpartition("riginal request, ")[2]
    return plain(tail.removesuffix(" is"))


def _draw_dispute(cast: Cast, rng: Random, used: list[str]) -> Dispute:
    family = _draw_family(rng, cast.region_name, used)
    used.append(family["key"])
    items = _items(family, cast.region_name)
    item = rng.choices(items, [entry["weight"] for entry in items])[0]
    rate = family["overturn"] * (_OVERTURN_2014 if cast.plan.decided.year == 2014 else _OVERTURN_2015)
    overturned = rng.random() < rate
    counts = _counts(rng, overturned=overturned)
    own: dict[str, Value] = {"drug": plain(item["name"]), "item": plain(item["name"]), **counts}
    slots: Slots = ChainMap(own, cast.slots)
    request = _request(item, cast, slots, rng)
    heading, partly = _heading(request, family["category"], rng)
    disputed = _disputed(heading, request, partly=partly)
    own["ingredient"] = plain(_doubtful_ingredient(text_of(request)))
    subject = _lower(disputed, family, item)
    own["req"] = subject
    quantity = text_of(disputed).partition("#")[2].split(" ")[0].strip(",)")
    if quantity.isdigit():
        own["qty"] = plain(quantity)
    merged = _merged(family, item)
    administrator, reviewer = draw_statements(merged, cast.region, cast.facts, rng)
    return Dispute(
        family=merged,
        heading=heading,
        item=disputed,
        partly_authorized=partly,
        overturned=overturned,
        claims_administrator=administrator,
        reviewer=reviewer,
        subject=subject,
        slots=slots,
        facts=_issue_facts(text_of(request), int(text_of(counts["visits"]))),
    )


def draw_disputes(cast: Cast) -> list[Dispute]:
    """Return the disputed items of a letter."""
    rng = Random(f"{cast.plan.seed} issues")
    count = rng.choices([n for n, _ in _COUNTS], [share for _, share in _COUNTS])[0]
    used: list[str] = []
    return [_draw_dispute(cast, rng, used) for _ in range(count)]


class Reviewer:
    """How the reviewer of one letter builds a rationale: a habit kept through its issues."""

    def __init__(self, cast: Cast, disputes: list[Dispute]) -> None:
        self._cast = cast
        keys = {dispute.family["key"] for dispute in disputes}
        absent = {
            f"no{kind}" for kind, key in (("nsaid", "nsaids"), ("opioid", "opioids")) if key not in keys
        }
        self._facts = cast.facts | absent
        rng = Random(f"{cast.plan.seed} reviewer")
        prose = read_data("prose")["rationale"]
        self._ends = {True: rng.sample(prose["overturned_end"], 2), False: rng.sample(prose["upheld_end"], 3)}
        self._order = rng.choices(("rule", "fact", "lead"), (62, 28, 10))[0]
        self._prose = prose

    def rationale(self, dispute: Dispute, *, overturned: bool, rng: Random, notice: bool = False) -> Tagged:
        """Return one rationale: rule, facts, reasons, conclusion."""

        def say(template: str) -> Tagged:
            return fill(template, dispute.slots, rng)

        rules = self._rules(dispute, rng)
        fact = say(rng.choice(self._prose["fact"]))
        named = say(rng.choice(read_data("frames")["rationale"])) if self._names_somebody(rng) else ()
        reasons = self._reasons(dispute, overturned=overturned, rng=rng)
        end = say(rng.choice(self._ends[overturned]))
        if notice:
            end = _notice_end(end)
        if self._order == "lead":
            lead = say(rng.choice(self._prose["lead_overturned" if overturned else "lead_upheld"]))
            parts = [lead, *rules, fact, named, *reasons, end]
        elif self._order == "fact":
            parts = [fact, *rules, *reasons, named, end]
        else:
            parts = [*rules, fact, named, *reasons, end]
        return join(parts)

    def _names_somebody(self, rng: Random) -> bool:
        return self._cast.plan.revealed and rng.random() < 0.55

    def _rules(self, dispute: Dispute, rng: Random) -> list[Tagged]:
        works = [cited.work for cited in dispute.reviewer[:1]]
        key = "rules_postsurgical" if POSTSURGICAL in works else "rules"
        options = usable(dispute.family[key], self._facts | dispute.facts)
        rules = list(dict.fromkeys(rng.sample(options, len(options))))
        if dispute.reviewer:
            slots: Slots = {**dispute.slots, "cite": plain(speak(dispute.reviewer[0], rng))}
            frames = self._prose["rule"]
        else:
            slots, frames = dispute.slots, self._prose["rule_none"]
        first = _with_rule(rng.choice(frames), rules[0], slots, rng)
        if len(rules) < 2 or not dispute.reviewer or rng.random() < 0.5:
            return [first]
        return [first, _with_rule(rng.choice(self._prose["second_rule"]), rules[1], slots, rng)]

    def _reasons(self, dispute: Dispute, *, overturned: bool, rng: Random) -> list[Tagged]:
        options = usable(
            dispute.family["overturned" if overturned else "upheld"], self._facts | dispute.facts
        )
        count = 1 if overturned else rng.choices((1, 2, 3), (35, 50, 15))[0]
        chosen = rng.sample(options, min(count, len(options)))
        reasons = [fill(reason, dispute.slots, rng) for reason in chosen]
        if rng.random() < 0.3:
            second = self._prose["overturned_second" if overturned else "upheld_second"]
            reasons.append(fill(rng.choice(second), dispute.slots, rng))
        return reasons


def _with_rule(frame: str, rule: str, slots: Slots, rng: Random) -> Tagged:
    return fill(frame, {**slots, "rule": fill(rule, slots, rng)}, rng)


def _notice_end(end: Tagged) -> Tagged:
    last = end[-1].text
    if last.endswith("medically necessary."):
        last = last.removesuffix("medically necessary.") + "medically necessary and appropriate."
    return (*end[:-1], Piece(last, end[-1].tag))
