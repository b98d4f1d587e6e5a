"""A cast → the disputed items of its letter: requests, decisions, guidelines and rationales."""

from collections import ChainMap
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from samples.generator.cast import Cast
from samples.generator.citations import Statement, draw_statements, speak
from samples.generator.people import read_data
from samples.generator.tagged import Piece, Slots, Tagged, capitalize, fill, join, plain, text_of

_COUNTS = ((1, 61), (2, 15.6), (3, 10.9), (4, 6.3), (5, 3.5), (6, 1.6), (7, 0.7), (8, 0.4))
_PARTLY_AUTHORIZED = 0.09
_OVERTURN_2014 = 0.78  # 2014 overturned fewer than 2015 did (9% against 11.4%)
_OVERTURN_2015 = 1.02


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed item as drawn. `heading` is the whole request; `item` what was decided on."""

    family: dict[str, Any]
    heading: Tagged
    item: Tagged
    partly_authorized: bool
    overturned: bool
    claims_administrator: Statement
    reviewer: Statement
    slots: Slots


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
        f for f in families if f["category"] == category and _suits(f, region) and _items(f, region) and f["key"] not in used
    ]  # fmt: skip
    if not options:
        return _draw_family(rng, region, used)
    return rng.choices(options, [family["weight"] for family in options])[0]


def _counts(rng: Random) -> dict[str, Tagged]:
    freq, weeks = rng.choice([(1, 6), (2, 3), (2, 4), (2, 6), (3, 4), (2, 4), (2, 6), (1, 8), (3, 6), (1, 4)])
    return {
        "freq": plain(str(freq)),
        "weeks": plain(str(weeks)),
        "visits": plain(str(freq * weeks)),
        "qty": plain(str(rng.choice([30, 60, 60, 90, 90, 120]))),
    }


def _request(item: dict[str, Any], region: str, slots: Slots, rng: Random) -> Tagged:
    options = [text.partition("|") for text in item["requests"]]
    fitting = [text for text, _, only in options if only in ("", region)]
    return capitalize(fill(rng.choice(fitting), slots, rng))


def _lower(request: Tagged, family: dict[str, Any], item: dict[str, Any]) -> Tagged:
    first = request[0].text
    keep = not (family.get("lower") or item.get("lower")) or (len(first) > 1 and not first[1].islower())
    proper = first.split()[0] in {"Saunders", "Tempur-Pedic", "Vascutherm", "Home"} and first.split()[0] != "Home"
    return request if keep or proper or request[0].tag else (Piece(first[0].lower() + first[1:]), *request[1:])


def _heading(request: Tagged, rng: Random) -> tuple[Tagged, bool]:
    """Return the heading of an issue, now and then with the story of a partly authorized request."""
    text = text_of(request)
    halves = [(whole, half) for whole, half in (("#120", "#60"), ("#90", "#60"), ("#60", "#30")) if whole in text]
    if rng.random() > _PARTLY_AUTHORIZED or any(piece.tag for piece in request):
        return request, False
    if halves:
        whole, granted = halves[0]
        rest = f"#{int(whole[1:]) - int(granted[1:])}"
        return plain(
            f"{text} was the original request. {text.replace(whole, granted)} was authorized by the Claims Administrator. "
            f"The remaining IMR eligible portion of the original request, {text.replace(whole, rest)} is"
        ), True
    granted = rng.choice(["a shorter course", "a lesser amount", "one month of it", "a trial"])
    linking = rng.choice([" is", " is", ""])
    return plain(
        f"{text} was the original request. The Claims Administrator authorized {granted}, leaving the original "
        f"request IMR eligible. The original request, {text}{linking}"
    ), True


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
    own = {"drug": plain(item["name"]), "item": plain(item["name"]), **_counts(rng)}
    slots: Slots = ChainMap(own, cast.slots)  # type: ignore[arg-type]
    request = _request(item, cast.region_name, slots, rng)
    heading, partly = _heading(request, rng)
    disputed = _disputed(heading, request, partly=partly)
    own["req"] = _lower(disputed, family, item)
    quantity = text_of(disputed).partition("#")[2].split(" ")[0].strip(",)")
    if quantity.isdigit():
        own["qty"] = plain(quantity)
    own["rules"] = plain("")
    rate = family["overturn"] * (_OVERTURN_2014 if cast.plan.decided.year == 2014 else _OVERTURN_2015)
    administrator, reviewer = draw_statements(family, cast.region, rng)
    return Dispute(
        family={**family, "rules": item.get("rules", []) * 2 + family["rules"]},
        heading=heading,
        item=disputed,
        partly_authorized=partly,
        overturned=rng.random() < rate,
        claims_administrator=administrator,
        reviewer=reviewer,
        slots=slots,
    )


def draw_disputes(cast: Cast) -> list[Dispute]:
    """Return the disputed items of a letter."""
    rng = Random(f"{cast.plan.seed} issues")
    count = rng.choices([n for n, _ in _COUNTS], [share for _, share in _COUNTS])[0]
    used: list[str] = []
    return [_draw_dispute(cast, rng, used) for _ in range(count)]


class Reviewer:
    """How the reviewer of one letter builds a rationale: a habit kept through its issues."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        rng = Random(f"{cast.plan.seed} reviewer")
        prose = read_data("prose")["rationale"]
        self._ends = {True: rng.sample(prose["overturned_end"], 2), False: rng.sample(prose["upheld_end"], 3)}
        self._order = rng.choices(("rule", "fact", "lead"), (62, 28, 10))[0]
        self._prose = prose

    def rationale(self, dispute: Dispute, *, overturned: bool, rng: Random, notice: bool = False) -> Tagged:
        """Return one rationale: rule, facts, reasons, conclusion."""
        say = lambda template: fill(template, dispute.slots, rng)  # noqa: E731
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
        rules = list(dict.fromkeys(rng.sample(dispute.family["rules"], len(dispute.family["rules"]))))
        if dispute.reviewer:
            slots = ChainMap({"cite": plain(speak(dispute.reviewer[0], rng))}, dispute.slots)  # type: ignore[arg-type]
            frames = self._prose["rule"]
        else:
            slots, frames = dispute.slots, self._prose["rule_none"]  # type: ignore[assignment]
        first = fill(rng.choice(frames), ChainMap({"rule": fill(rules[0], slots, rng)}, slots), rng)  # type: ignore[arg-type]
        if len(rules) < 2 or not dispute.reviewer or rng.random() < 0.5:
            return [first]
        second = fill(rng.choice(self._prose["second_rule"]), ChainMap({"rule": fill(rules[1], slots, rng)}, slots), rng)  # type: ignore[arg-type]
        return [first, second]

    def _reasons(self, dispute: Dispute, *, overturned: bool, rng: Random) -> list[Tagged]:
        options = dispute.family["overturned" if overturned else "upheld"]
        count = 1 if overturned else rng.choices((1, 2, 3), (35, 50, 15))[0]
        chosen = rng.sample(options, min(count, len(options)))
        reasons = [fill(reason, dispute.slots, rng) for reason in chosen]
        if rng.random() < 0.3:
            second = self._prose["overturned_second" if overturned else "upheld_second"]
            reasons.append(fill(rng.choice(second), dispute.slots, rng))
        return reasons


def _notice_end(end: Tagged) -> Tagged:
    last = end[-1].text
    if last.endswith("medically necessary."):
        last = last.removesuffix("medically necessary.") + "medically necessary and appropriate."
    return (*end[:-1], Piece(last, end[-1].tag))
