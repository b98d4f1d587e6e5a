"""Templates → tagged sentences: `{slot}` is a list of templates or a drawn value, `[a|b]` a choice.

Slots in capitals are identities; they come out as `⟦1|text⟧` (1 a person, 2 an organization, 3 a place),
which changing the case of a text leaves as it is.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from training.cast import Cast, capitalized

TEMPLATES = Path(__file__).parent / "templates"
LABELS = {"1": "NAME", "2": "ORG", "3": "LOCATION"}
_SLOT = re.compile(r"\{(\^?)(\w+?)(_up|_UP|_low)?\}")
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_TAG = re.compile(r"⟦([123])\|([^⟦⟧]*)⟧")
_PEOPLE = ("PERSON", "SURNAME", "FIRST", "FULL", "REVERSED", "INITIALED", "NICK", "MARK")
_ORGANIZATIONS = ("EMPLOYER", "CLINIC", "HOSPITAL", "PHARMACY", "FIRM", "INSURER", "SCHOOL", "CHURCH", "GYM")
_PLACES = {"STREET": "STREET_", "ROAD": "ROAD_", "TOWN": "PLACE_"}
_SMALL = frozenset({"person", "surname", "mark", "org", "town"})
"""Slots of identities that stand in templates in small letters, as `{person_low}`."""
_DRAWN_AS = {"NICK": "first"}
_LEGAL = (" Inc.", ", Inc.", " LLC", ", LLC", " Co.", " Corp.")

Rules = dict[str, list[str]]
Spans = list[tuple[str, int, int]]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the lists that all templates share; those that make sentences go by file and name."""
    merged: Rules = {}
    for path in sorted(TEMPLATES.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        for name, entries in table.items():
            if isinstance(entries, list):
                merged[f"{path.stem}.{name}"] = merged[name] = entries
    return merged


class Writer:
    """Writes sentences from templates.

    Args:
        cast: draws names and values.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast, self.rng, self._rules = cast, cast.rng, rules()

    def sentence(self, rule: str) -> str:
        """Return a tagged sentence of a list of templates."""
        return self.expand(self.rng.choice(self._rules[rule]))

    def expand(self, template: str) -> str:
        """Return a template with all choices made and slots filled."""
        while choice := _CHOICE.search(template):
            picked = self.rng.choice(choice[1].split("|"))
            template = template[: choice.start()] + picked + template[choice.end() :]
        return _SLOT.sub(self._fill, template)

    def _fill(self, slot: re.Match[str]) -> str:
        capital, name, case = slot[1], slot[2], slot[3]
        if case and slot[2] + case in self._rules:
            name, case = name + case, None
        text = self._slot(name)
        if case in ("_up", "_UP"):
            text = text.upper()
        elif case == "_low":
            text = text.lower()
        return text[:1].upper() + text[1:] if capital else text

    def _slot(self, name: str) -> str:
        name = name.upper() if name in _SMALL else name
        if name in _PEOPLE:
            return self._tag("1", getattr(self.cast, _DRAWN_AS.get(name, name.lower()))())
        kind = self.rng.choice(_ORGANIZATIONS) if name == "ORG" else name.removesuffix("_")
        if kind in _ORGANIZATIONS:
            return self._organization(kind)
        if name in _PLACES:
            return self._tag("3", self.expand(self.rng.choice(self._rules[_PLACES[name]])))
        value = self.cast.value(name)
        if value is None:
            return self.expand(self.rng.choice(self._rules[name]))
        return self._tag("3", value) if name == "ZIP" else value

    def _organization(self, kind: str) -> str:
        rng = self.rng
        name = self.expand(rng.choice(self._rules[f"{kind}_"]))
        if rng.random() < 0.05:
            name += rng.choice(_LEGAL)
        elif rng.random() < 0.06 and len(name.split()) > 1 and not name.startswith("the "):
            name = " ".join(name.split()[: rng.choice((1, 2))]).rstrip(" ,&") or name
        if name.startswith(("the ", "The ")) and rng.random() < 0.6:
            return name[:4] + self._tag("2", name[4:])
        return self._tag("2", capitalized(name[:1]) + name[1:] if not name.startswith("the ") else name)

    @staticmethod
    def _tag(kind: str, text: str) -> str:
        return f"⟦{kind}|{text}⟧"


def strip(tagged: str) -> tuple[str, Spans]:
    """Return a text without its tags, and what they held: label, start, end."""
    parts: list[str] = []
    spans: Spans = []
    position = length = 0
    for tag in _TAG.finditer(tagged):
        plain = tagged[position : tag.start()]
        start = length + len(plain)
        length = start + len(tag[2])
        parts += (plain, tag[2])
        spans.append((LABELS[tag[1]], start, length))
        position = tag.end()
    parts.append(tagged[position:])
    return "".join(parts), spans
