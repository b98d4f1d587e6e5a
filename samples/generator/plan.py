"""Months and shares → a plan of each letter: its dates, format, manner and number."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

SEED = "imr_reports corpus 1"
# Letters decided by month: the first quarter of 2015 is the period that the sample report shows.
MONTHS = {
    (2014, 10): 92,
    (2014, 11): 84,
    (2014, 12): 96,
    (2015, 1): 228,
    (2015, 2): 236,
    (2015, 3): 262,
    (2015, 4): 66,
    (2015, 5): 60,
    (2015, 6): 54,
}
UNDATED = 24
DUPLICATES = 12
REISSUES = 12
FORMATS = (("standard", 93), ("notice_2013", 3), ("documents_reviewed", 2), ("professional_review", 2))
REVEALED = 0.5
DAMAGED = 0.15


@dataclass(frozen=True, slots=True)
class Plan:
    """What is settled about a letter before its text.

    Attributes:
        seed: everything in the text follows from it.
        headed: whether the letter has a header with a case number and dates.
        revealed: whether identities stand in it, as in a letter that was not redacted.
        damaged: whether identities are written in ways that are hard to find.
        flipped: sequence numbers of issues whose decision is the other way round than drawn.
        kind: "original", "duplicate" or "reissue".
        source: seed of the letter that a duplicate or re-issue repeats.
    """

    seed: str
    format: str
    headed: bool
    revealed: bool
    damaged: bool
    priority: str
    injury: date
    ur_denial: date
    received: date
    assigned: date
    decided: date
    case_number: str
    flipped: tuple[int, ...] = ()
    kind: str = "original"
    source: str = ""

    @property
    def folder(self) -> str:
        """The month of decision as the letter states it, or "undated"."""
        states_decision = self.headed and self.format != "professional_review"
        return f"{self.decided:%Y-%m}" if states_decision else "undated"


def _workday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def _days_to_decide(rng: Random) -> tuple[int, int]:
    """Return days from assignment to decision and from receipt to assignment."""
    draw = rng.random()
    if draw < 0.012:  # expedited
        return rng.choice([1, 2, 2, 3, 3, 4, 6]), rng.randint(0, 1)
    if draw < 0.045:  # late
        return rng.randint(46, 78), rng.randint(3, 12)
    to_assign = min(12, max(2, round(rng.gauss(4.8, 2.2))))
    return min(42 - to_assign, max(15, round(rng.gauss(26.0, 4.6)))), to_assign


def _draw(seed: str, year: int, month: int, taken: set[str]) -> Plan:
    rng = Random(f"{SEED} plan {seed}")
    decided = _workday(date(year, month, rng.randint(1, 28 if month == 2 else 30)))
    if decided.month != month:
        decided += timedelta(days=3)
    deciding, assigning = _days_to_decide(rng)
    assigned = _workday(decided - timedelta(days=deciding))
    received = _workday(assigned - timedelta(days=assigning))
    ur_denial = _workday(received - timedelta(days=rng.randint(6, 29)))
    injury = ur_denial - timedelta(days=round(min(11000, max(70, rng.lognormvariate(6.7, 1.1)))))
    kind = rng.choices([name for name, _ in FORMATS], [share for _, share in FORMATS])[0]
    number = ""
    while not number or number in taken:
        serial = (received.timetuple().tm_yday - 1) * 590 + rng.randint(1, 589)
        number = f"CM{received:%y}-{serial:07d}"
    taken.add(number)
    revealed = rng.random() < REVEALED
    return Plan(
        seed=seed,
        format=kind,
        headed=True,
        revealed=revealed,
        damaged=revealed and rng.random() < DAMAGED,
        priority="Expedited" if deciding < 7 else "Standard",
        injury=injury,
        ur_denial=ur_denial,
        received=received,
        assigned=assigned,
        decided=decided,
        case_number=number,
    )


def _repeats(originals: list[Plan]) -> list[Plan]:
    rng = Random(f"{SEED} repeats")
    candidates = [plan for plan in originals if plan.headed and plan.format == "standard"]
    early = [plan for plan in candidates if plan.decided < date(2015, 5, 15)]
    reissues = rng.sample(early, REISSUES)
    rest = [plan for plan in candidates if plan not in reissues]
    repeats = [replace(p, kind="duplicate", source=p.seed) for p in rng.sample(rest, DUPLICATES)]
    for plan in reissues:
        later = _workday(plan.decided + timedelta(days=rng.randint(9, 40)))
        flipped = (1,) if rng.random() < 0.4 else ()
        repeats.append(replace(plan, kind="reissue", source=plan.seed, decided=later, flipped=flipped))
    return repeats


def draw_plans() -> list[tuple[str, Plan]]:
    """Return member names and plans of the whole corpus, in member order."""
    taken: set[str] = set()
    plans = [
        _draw(f"{year}-{month}-{number}", year, month, taken)
        for (year, month), count in MONTHS.items()
        for number in range(count)
    ]
    for number in range(UNDATED):
        month = 1 + number % 6
        plan = _draw(f"undated-{number}", 2015, month, taken)
        plans.append(replace(plan, headed=False, format="standard"))
    plans += _repeats(plans)
    Random(f"{SEED} order").shuffle(plans)
    plans.sort(key=lambda plan: plan.folder)  # stable: the order within a month stays shuffled
    return [(f"{plan.folder}/letter-{number:05d}.txt", plan) for number, plan in enumerate(plans, 1)]
