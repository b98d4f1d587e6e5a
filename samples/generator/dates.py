"""A day and a writing habit → a date as a clinician or a clerk writes it, tagged."""

import calendar
from datetime import date, timedelta
from random import Random

from samples.generator.tagged import Tagged, tag

STYLES = (
    "us",
    "us_short",
    "long",
    "dash",
    "dash_short",
    "bare",
    "abbreviated",
    "iso",
    "day_first",
    "ordinal",
)
HABIT_WEIGHTS = (34, 14, 18, 9, 12, 8, 2, 1, 1, 1)


def write_day(day: date, style: str) -> str:
    """Write a full date in one style.

    Raises:
        KeyError: if the style is unknown.
    """
    month, short = calendar.month_name[day.month], calendar.month_abbr[day.month]
    suffix = "th" if 10 < day.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return {
        "us": f"{day:%m/%d/%Y}",
        "us_short": f"{day:%m/%d/%y}",
        "bare": f"{day.month}/{day.day}/{day:%y}",
        "long": f"{month} {day.day}, {day.year}",
        "dash": f"{day:%m-%d-%Y}",
        "dash_short": f"{day.month}-{day.day}-{day:%y}",
        "abbreviated": f"{short} {day.day}, {day.year}",
        "iso": day.isoformat(),
        "day_first": f"{day.day} {month} {day.year}",
        "ordinal": f"{month} {day.day}{suffix}, {day.year}",
    }[style]


def write_month(day: date, rng: Random) -> str:
    """Write a month and its year."""
    month = calendar.month_name[day.month]
    forms = [
        f"{month} {day.year}",
        f"{month} of {day.year}",
        f"{day:%m/%Y}",
        f"{day.month}/{day:%Y}",
        f"early {month} {day.year}",
    ]
    return rng.choices(forms, (50, 20, 15, 10, 5))[0]


def write_vague(day: date, rng: Random) -> str:
    """Write a day without its year."""
    month = calendar.month_name[day.month]
    return rng.choice(
        [f"{month} {day.day}", f"{day.month}/{day.day}", f"{calendar.month_abbr[day.month]} {day.day}"]
    )


class Habit:
    """How one letter's writers put down dates: mostly in one style, now and then in another."""

    def __init__(self, rng: Random) -> None:
        self.main = rng.choices(STYLES, HABIT_WEIGHTS)[0]

    def day(self, day: date, rng: Random) -> Tagged:
        """Return a tagged full date."""
        style = self.main if rng.random() < 0.85 else rng.choices(STYLES, HABIT_WEIGHTS)[0]
        return tag("DATE", write_day(day, style))


def add_days(day: date, low: int, high: int, rng: Random) -> date:
    """Return a day between `low` and `high` days after another."""
    return day + timedelta(days=rng.randint(low, high))
