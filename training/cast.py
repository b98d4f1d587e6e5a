"""Random names of people, organizations and places, and values of other kinds, for the training templates.

Names are drawn from the lists of the vocabulary, put together from syllables, or are ordinary, clinical and
drug words: the model has to learn the place of a name in a sentence, not the list.
"""

import csv
import random
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from zlib import crc32

from imr_reports.scrub.names import is_stop
from imr_reports.vocabulary import names, places, safe

_FOLDS = 5
_ONSETS = "b br c ch d dr f g gr h j k kh kr l m n ng nk p ph qu r s sh st t th tr v vl w x y z zh".split()
_VOWELS = "a e i o u ai au ei ia ie io oa oo ua uy ye".split()
_CODAS = ("", "", "", "n", "m", "r", "l", "s", "k", "ng", "nd", "rt", "ch", "sh", "tz", "v")
_NAME_ENDINGS = (
    "ez son sen ian yan ova ski sky wicz ic ich ides opoulos berg stein man ford ton well ley ham wood shaw"
    " worth ado ano elli etti ini oso ura moto aki awa nen poor zadeh ullah singh dottir escu uk enko iev ov"
    " vili shvili ngton bury croft more gard quist strom"
).split()
_PARTICLES = (
    "de la",
    "de",
    "del",
    "van",
    "van der",
    "von",
    "al-",
    "St. ",
    "Mac",
    "Mc",
    "O'",
    "Da",
    "Di ",
    "Le",
)
_MONTHS = "January February March April May June July August September October November December".split()
_CITED = "Chou Hegmann Manchikanti Wiesel Airaksinen Deyo Furlan Kroenke Resnick Moulin Kalauokalani".split()
_PHONES = ("({}) 555-01{}", "{}-555-01{}", "{}.555.01{}")
_AGES = ("{}-year-old", "{} year old", "{} yo", "{} y/o")


class Words:
    """Pools of words, those of the training or those of the held-out fold.

    Args:
        held_out: draw names from the fold that training never sees.
    """

    def __init__(self, held_out: bool) -> None:
        self._held_out = held_out
        surnames, firsts, common = names.surnames(), names.first_names(), names.common_names()
        english = {w for w in safe.english() if w.isalpha() and 3 <= len(w) <= 10 and not is_stop(w)}
        subject = (safe.clinical() | safe.drugs() | safe.eponyms() | safe.service_words()) - english
        self.surnames = self._fold(surnames)
        self.common_surnames = self._fold(surnames & common)
        self.plain_surnames = self._fold(surnames & english & common) * 4 + self._fold(surnames & english)
        self.subject_surnames = self._fold({w for w in subject & surnames if len(w) > 2 and not is_stop(w)})
        self.firsts = self._fold(firsts)
        self.common_firsts = self._fold(firsts & common)
        self.plain_firsts = self._fold(firsts & common & english) * 6 + self._fold(
            firsts & english & surnames
        )
        self.english = self._fold(english)
        self.small = sorted(english)
        self.subject = sorted(w for w in safe.clinical() | safe.service_words() if w.isalpha() and len(w) > 2)
        self.towns = self._fold(places.california_towns()) * 3 + self._fold(places.towns())
        self.drugs = sorted(_drug_names())
        self.eponyms = sorted(w for w in safe.eponyms() if w.isalpha() and not w.endswith("s"))
        self.works = _works()

    def _fold(self, words: frozenset[str] | set[str]) -> list[str]:
        return [w for w in sorted(words) if (crc32(w.encode()) % _FOLDS == 0) == self._held_out]


def _drug_names() -> set[str]:
    text = (files("imr_reports.vocabulary") / "drugs.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["name"] for row in rows if row.get("name")}


def _works() -> list[str]:
    vocabulary = files("imr_reports.vocabulary")
    text = (vocabulary / "works.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    titles = {alias.lstrip("~") for row in rows for alias in (row["aliases"] or "").split("|")}
    table = tomllib.loads((vocabulary / "guidelines.toml").read_text("utf-8"))
    titles |= {entry["title"] for group in table.values() if isinstance(group, list) for entry in group
               if isinstance(entry, dict) and "title" in entry}  # fmt: skip
    return sorted(title for title in titles if title)


@lru_cache(maxsize=2)
def words(held_out: bool) -> Words:
    """Return the pools of one side of the split, read once."""
    return Words(held_out)


def capitalized(word: str) -> str:
    """Return a word as names are written ("o'brien" → "O'Brien", "san jose" → "San Jose")."""
    parts = "".join(c.upper() if i == 0 or word[i - 1] in " -'" else c for i, c in enumerate(word))
    return f"Mc{parts[2:].capitalize()}" if parts.startswith("Mc") and len(parts) > 4 else parts


class Cast:
    """Draws names and values.

    Args:
        rng: the source of chance.
        held_out: draw from the fold that training never sees.
    """

    def __init__(self, rng: random.Random, held_out: bool = False) -> None:
        self.rng = rng
        self.words = words(held_out)
        self._draws = self._table()

    def coined(self) -> str:
        """Return a surname that no list holds."""
        rng = self.rng
        stem = "".join(
            rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
            for _ in range(rng.choice((1, 1, 2)))
        )
        return stem + (rng.choice(_NAME_ENDINGS) if rng.random() < 0.7 or len(stem) < 4 else "")

    def surname(self) -> str:
        """Return a surname, capitalized: listed, coined, or a word that means something else as well."""
        rng, w = self.rng, self.words
        draw = rng.random()
        if draw < 0.30:
            name = rng.choice(w.plain_surnames)
        elif draw < 0.43:
            name = rng.choice(w.subject_surnames)
        elif draw < 0.47:
            name = rng.choice(w.english)
        elif draw < 0.70:
            name = rng.choice(w.common_surnames)
        elif draw < 0.86:
            name = rng.choice(w.surnames)
        else:
            name = self.coined()
        name = capitalized(name)
        draw = rng.random()
        if draw < 0.05:
            return f"{name}-{capitalized(rng.choice(w.surnames))}"
        if draw < 0.07:
            particle = rng.choice(_PARTICLES)
            return particle + ("" if particle[-1] in " -'cO" else " ") + name
        return f"{name} {capitalized(rng.choice(w.common_surnames))}" if draw < 0.08 else name

    def first(self) -> str:
        """Return a first name, capitalized."""
        rng, w = self.rng, self.words
        draw = rng.random()
        if draw < 0.28:
            name = rng.choice(w.plain_firsts)
        elif draw < 0.72:
            name = rng.choice(w.common_firsts)
        elif draw < 0.9:
            name = rng.choice(w.firsts)
        else:
            name = self.coined()[: rng.randint(4, 9)]
        return capitalized(name)

    def initial(self) -> str:
        """Return one initial with its period, mostly."""
        letter = self.rng.choice("ABCDEFGHIJKLMNOPRSTVWYZ")
        return letter + ("." if self.rng.random() < 0.9 else "")

    def full(self) -> str:
        """Return first name and surname, with a middle name, initial or suffix at times."""
        rng = self.rng
        first, last = self.first(), self.surname()
        draw = rng.random()
        middle = self.initial() if draw < 0.15 else self.first() if draw < 0.22 else ""
        suffix = rng.choice((" Jr.", ", Jr.", " III", " Sr.", " II")) if rng.random() < 0.03 else ""
        return f"{first} {middle} {last}{suffix}".replace("  ", " ")

    def reversed(self) -> str:
        """Return surname, comma, first name."""
        rng = self.rng
        middle = f" {self.initial()}" if rng.random() < 0.2 else ""
        comma = ", " if rng.random() < 0.85 else rng.choice((",", " "))
        first = self.first() if rng.random() < 0.85 else self.initial()
        return f"{self.surname()}{comma}{first}{middle}"

    def initialed(self) -> str:
        """Return initials and a surname ("D. K. Case")."""
        between = "" if self.rng.random() < 0.2 else " "
        initials = between.join(self.initial() for _ in range(self.rng.choice((1, 1, 1, 2))))
        return f"{initials}{between or ' '}{self.surname()}"

    def mark(self) -> str:
        """Return initials as they stand under a note ("A.L.", "TKR")."""
        letters = [self.initial()[0] for _ in range(self.rng.choice((2, 2, 3)))]
        return ".".join(letters) + "." if self.rng.random() < 0.5 else "".join(letters)

    def _eastern(self) -> str:
        """Return a family name before a given name of two syllables ("Kang Sung-ho")."""
        rng = self.rng
        syllables = [
            "".join((rng.choice(_ONSETS), rng.choice(_VOWELS), rng.choice(_CODAS[:8]))) for _ in "ab"
        ]
        given = rng.choice(("-", " ", "", "-")).join(syllables)
        given = given[:1].upper() + (given[1:] if rng.random() < 0.6 else given[1:].title())
        pair = [self.surname(), given] if rng.random() < 0.7 else [given, self.surname()]
        return " ".join(pair)

    def person(self) -> str:
        """Return a person in any form."""
        rng = self.rng
        form = rng.choices(
            (self.full, self.surname, self.initialed, self.first, self.reversed, self._eastern),
            (44, 25, 12, 10, 6, 3),
        )[0]
        name = form()
        return name.upper() if rng.random() < 0.07 else name

    def value(self, slot: str) -> str | None:
        """Return a value for a slot that no template lists, or None."""
        draw = self._draws.get(slot)
        return draw() if draw else None

    def _table(self) -> dict[str, Callable[[], str]]:
        """Return how each slot is drawn."""
        rng, w = self.rng, self.words
        return {
            "surname_plain": self.surname,
            "first_plain": self.first,
            "MARK": self.mark,
            "date": self._date,
            "HEADING_LINE": lambda: "Date Assigned: " + self._date(),
            "district_plain": self._coined_town,
            "town_plain": lambda: (
                capitalized(rng.choice(w.towns)) if rng.random() < 0.85 else self._coined_town()
            ),
            "plain_word": lambda: capitalized(
                rng.choice(w.plain_surnames if rng.random() < 0.4 else w.english)
            ),
            "w": lambda: rng.choice(w.subject if rng.random() < 0.2 else w.small),
            "letters": lambda: self._letters(rng.choice((2, 3, 3, 4))),
            "initials": lambda: self._letters(rng.choice((1, 2, 2, 3))),
            "drugname": lambda: rng.choice(w.drugs),
            "eponym": lambda: capitalized(rng.choice(w.eponyms)),
            "work": lambda: rng.choice(w.works),
            "author": lambda: rng.choice(_CITED) if rng.random() < 0.2 else self.surname(),
            "house": lambda: str(rng.randint(1, 30_000)),
            "ZIP": lambda: f"9{rng.randint(0, 6)}{rng.randint(100, 999)}",
            "year": lambda: str(rng.randint(1995, 2019)),
            "month": lambda: rng.choice(_MONTHS),
            "phone": lambda: rng.choice(_PHONES).format(rng.randint(209, 951), rng.randint(10, 99)),
            "age": lambda: rng.choice(_AGES).format(rng.randint(19, 88)),
        }

    def _letters(self, count: int) -> str:
        return "".join(self.rng.choice("ABCDEFGHIJKLMNOPRSTUVW") for _ in range(count))

    def _coined_town(self) -> str:
        rng = self.rng
        stem = capitalized(rng.choice(self.words.plain_surnames) if rng.random() < 0.5 else self.coined())
        return stem + rng.choice(
            (" Hills", " Park", "ville", " Valley", " Grove", " Heights", "ton", " Beach", "")
        )

    def _date(self) -> str:
        rng = self.rng
        month, day, year = rng.randint(1, 12), rng.randint(1, 28), rng.randint(2009, 2018)
        return rng.choice((
            f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year}", f"{month}-{day}-{year % 100:02}",
            f"{_MONTHS[month - 1]} {day}, {year}", f"{_MONTHS[month - 1]} {year}", f"{month}/{day}",
            f"{day} {_MONTHS[month - 1][:3]} {year}", f"{_MONTHS[month - 1]} {day}",
        ))  # fmt: skip
