"""The days of a case, in an order that could have been."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Days from birth to the decision."""

    born: date
    injured: date
    surgery: date
    seen: date
    requested: date
    denied: date
    received: date
    assigned: date
    decided: date
    age: int

    def middle(self, rng: Random) -> date:
        """Return a day of treatment between the injury and the latest visit, more likely a late one."""
        days = (self.seen - self.injured).days - 30
        return weekday(self.seen - timedelta(days=7 + int(days * rng.random() ** 2)))

    def early(self, rng: Random) -> date:
        return self.injured + timedelta(days=rng.randrange(1, 28))

    def hired(self, rng: Random) -> date:
        """Return a day of the years before the injury, not before somebody could work."""
        youth = self.born + timedelta(days=18 * 365)
        years = max(1, (self.injured - youth).days // 365)
        return self.injured - timedelta(days=rng.randrange(90, 91 + 365 * min(years, 12)))

    def lately(self, rng: Random) -> date:
        """Return a day within the months before the request."""
        return weekday(self.seen - timedelta(days=rng.randrange(2, 75)))

    def ahead(self, rng: Random) -> date:
        return weekday(self.seen + timedelta(days=rng.randrange(25, 60)))

    def eve(self) -> date:
        """Return the last working day before the denial."""
        return weekday(self.denied - timedelta(days=1))

    def appealed(self, rng: Random) -> date:
        return self.denied + timedelta(days=rng.randrange(1, max(2, (self.received - self.denied).days)))


def weekday(day: date) -> date:
    """Return the day, or the Friday before a weekend: offices are closed then."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def happen(first: date, last: date, rng: Random) -> Timeline:
    """Return the days of a case that is decided between two days."""

    def before(day: date, least: int, most: int) -> date:
        return weekday(day - timedelta(days=rng.randrange(least, most)))

    decided = weekday(first + timedelta(days=rng.randrange((last - first).days)))
    assigned = before(decided, 18, 44)
    received = before(assigned, 3, 16)
    denied = before(received, 6, 29)
    requested = before(denied, 4, 12)
    seen = before(requested, 1, 11)
    age = rng.randrange(23, 78) if rng.random() < 0.96 else rng.randrange(90, 95)
    # Who is over 89 was hurt decades ago and has a right to care for life.
    injured = (
        before(seen, 10_000, 15_000) if age >= 90 else before(seen, 150, rng.choice([500, 900, 2000, 5000]))
    )
    return Timeline(
        born=before(decided - timedelta(days=365 * age + age // 4), 2, 360),
        injured=injured,
        surgery=weekday(injured + timedelta(days=int((seen - injured).days * rng.uniform(0.35, 0.85)))),
        seen=seen,
        requested=requested,
        denied=denied,
        received=received,
        assigned=assigned,
        decided=decided,
        age=age,
    )
