"""Some forty shapes in which letters write a date; each is tagged as DATE."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from samples.apart.marked import tag
from samples.apart.phrases import listed

_MONTHS = listed("months")
_SHORT = listed("short_months")
_DAYS = listed("weekdays")


def _month(day: date) -> str:
    return _MONTHS[day.month - 1]


def _short(day: date) -> str:
    return _SHORT[day.month - 1]


def _ordinal(day: date) -> str:
    n = day.day
    return f"{n}{'th' if n in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


Shape = Callable[[date], str]

# (weight, shape): a full date after "on", "of" or "dated".
_FULL: list[tuple[int, Shape]] = [
    (18, lambda d: f"{d:%m/%d/%Y}"),
    (12, lambda d: f"{d.month}/{d.day}/{d.year}"),
    (12, lambda d: f"{d.month}/{d.day}/{d:%y}"),
    (8, lambda d: f"{d:%m-%d-%y}"),
    (6, lambda d: f"{d:%m-%d-%Y}"),
    (4, lambda d: f"{d.month}-{d.day}-{d:%y}"),
    (3, lambda d: f"{d:%Y-%m-%d}"),
    (2, lambda d: f"{d:%Y/%m/%d}"),
    (22, lambda d: f"{_month(d)} {d.day}, {d.year}"),
    (6, lambda d: f"{_short(d)} {d.day}, {d.year}"),
    (4, lambda d: f"{_short(d)}. {d.day}, {d.year}"),
    (4, lambda d: f"{d.day} {_month(d)} {d.year}"),
    (3, lambda d: f"{d:%d}{_short(d)[:3].upper()}{d.year}"),
    (3, lambda d: f"{d.day}-{_short(d)[:3]}-{d.year}"),
    (3, lambda d: f"{_month(d)} {_ordinal(d)}, {d.year}"),
    (2, lambda d: f"the {_ordinal(d)} of {_month(d)}, {d.year}"),
    (2, lambda d: f"{d:%m.%d.%Y}"),
    (2, lambda d: f"{d.month}.{d.day}.{d:%y}"),
    (2, lambda d: f"{_short(d)[:3]} {d.day} {d.year}"),
    (2, lambda d: f"{_DAYS[d.weekday()]}, {_month(d)} {d.day}, {d.year}"),
    (1, lambda d: f"{_short(d)[:3].upper()}-{d:%d-%Y}"),
    (1, lambda d: f"{d:%d}/{_short(d)[:3].upper()}/{d:%y}"),
    (1, lambda d: f"{_month(d)} {d.day} {d.year}"),
    (1, lambda d: f"{_month(d)} {d.day}, '{d:%y}"),
    (1, lambda d: f"{d.month} / {d.day} / {d.year}"),
    (1, lambda d: f"{_short(d)} {_ordinal(d)} of {d.year}"),
]
_YEARLESS: list[tuple[int, Shape]] = [
    (6, lambda d: f"{d.month}/{d.day}"),
    (5, lambda d: f"{_month(d)} {d.day}"),
    (3, lambda d: f"{_month(d)} {_ordinal(d)}"),
    (2, lambda d: f"the {_ordinal(d)} of {_month(d)}"),
    (2, lambda d: f"{_DAYS[d.weekday()]}, {_month(d)} {d.day}"),
    (1, lambda d: f"{d.day} {_month(d)}"),
    (1, lambda d: f"{_DAYS[d.weekday()]} {d.month}/{d.day}"),
    (1, lambda d: f"{_short(d)}. {d.day}"),
]
_MONTHLY: list[tuple[int, Shape]] = [
    (10, lambda d: f"{_month(d)} {d.year}"),
    (6, lambda d: f"{_month(d)} of {d.year}"),
    (3, lambda d: f"{d:%m/%Y}"),
    (2, lambda d: f"{_short(d)} {d.year}"),
    (2, lambda d: f"{_short(d)[:3]}-{d:%y}"),
    (1, lambda d: f"{_month(d)}, {d.year}"),
    (1, lambda d: f"{d.month}/{d.year}"),
    (1, lambda d: f"Q{(d.month + 2) // 3} {d.year}"),
]
_HOLIDAYS = listed("holidays")


def _drawn(shapes: list[tuple[int, Shape]], rng: Random) -> Shape:
    return rng.choices([shape for _, shape in shapes], [weight for weight, _ in shapes])[0]


class Dates:
    """How one author writes dates: one habit for about half of them, anything for the rest."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        # Rare shapes turn up here and there; nobody writes them all the time.
        self._habit = _drawn([shape for shape in _FULL if shape[0] >= 3], rng)

    def full(self, day: date) -> str:
        shape = self._habit if self._rng.random() < 0.55 else _drawn(_FULL, self._rng)
        return tag("DATE", shape(day))

    def form(self, day: date) -> str:
        """Return the date as a form's field has it."""
        return tag("DATE", f"{day:%m/%d/%Y}")

    def yearless(self, day: date) -> str:
        return tag("DATE", _drawn(_YEARLESS, self._rng)(day))

    def month(self, day: date) -> str:
        lead = self._rng.choice(["early ", "late "]) if self._rng.random() < 0.1 else ""
        shapes = _MONTHLY[:2] if lead else _MONTHLY
        return lead + tag("DATE", _drawn(shapes, self._rng)(day))

    def holiday(self, year: int) -> str:
        name = self._rng.choice(_HOLIDAYS)
        if name.startswith("the "):
            return tag("DATE", f"{name} {year}")
        lead = self._rng.choice(["the day after ", ""])
        return lead + tag("DATE", f"{name} {self._rng.choice(['', 'of '])}{year}")

    def span(self, day: date, word: str) -> str:
        """Return two dates joined by `word`; the first may lack its year."""
        end = day + timedelta(days=self._rng.randrange(20, 90))
        roll = self._rng.random()
        if roll < 0.3 and day.year == end.year:
            texts = f"{_month(day)} {day.day}", f"{_month(end)} {end.day}, {end.year}"
        elif roll < 0.5 and day.year == end.year:
            texts = f"{day.month}-{day.day}", f"{end.month}-{end.day}-{end:%y}"
        elif roll < 0.65:
            texts = f"{_month(day)} {day.year}", f"{_month(end)} {end.year}"
        else:
            shape = _drawn(_FULL[:9], self._rng)
            texts = shape(day), shape(end)
        return f"{tag('DATE', texts[0])} {word} {tag('DATE', texts[1])}"

    def pair(self, day: date) -> str:
        """Return two months that share a year."""
        day = day.replace(month=min(day.month, 7), day=1)
        later = day.replace(month=day.month + self._rng.randrange(2, 6))
        second = f"{_month(later)}{self._rng.choice([' of ', ' '])}{later.year}"
        return f"{tag('DATE', _month(day))} and {tag('DATE', second)}"

    def listed(self, days: list[date]) -> str:
        """Return dates as a list with "and" before the last."""
        shape = _drawn(_FULL[:6], self._rng)
        bare = self._rng.random() < 0.3 and days[0].year == days[-1].year
        texts = [f"{d.month}/{d.day}" if bare else shape(d) for d in days[:-1]]
        texts.append(f"{days[-1].month}/{days[-1].day}/{days[-1]:%y}" if bare else shape(days[-1]))
        tags = [tag("DATE", text) for text in texts]
        return ", ".join(tags[:-1]) + " and " + tags[-1]

    def stamp(self, day: date) -> str:
        """Return the date as a fax machine prints it."""
        return tag(
            "DATE",
            self._rng.choice(
                [f"{_short(day)[:3].upper()} {day.day} {day.year}", f"{day:%m/%d/%Y}", f"{day:%Y%m%d}"]
            ),
        )
