"""`patterns/people*.toml` → cues: words that announce a name, and where the name stands behind them."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from imr_reports.errors import ConfigurationError
from imr_reports.scrub.names import Trust
from imr_reports.scrub.words import Reading

_GAPS = {
    "title": re.compile(r"\.?[ \t]{0,3}(?:\r?\n[ \t]{0,3})?"),
    "label": re.compile(r"(?:\(s\))?[ \t]{0,3}[:：][ \t]{0,40}(?:\r?\n[ \t]{0,20}){0,2}"),
    "word": re.compile(r"(?:,?\s{1,3}|\s?[(\[]|\s[\"“]|\s?[-–—]{1,2}\s?|:\s{1,2})"),
    "open": re.compile(r"(?:\s{1,3}|\s?[(\[:]\s?|\s[\"“]|,\s{1,3}|/)"),
}
_INSIDE_PHRASE = re.compile(r"[\s\-/.']{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What announces a name.

    Attributes:
        name: identifies the cue in tests.
        phrases: its words, lower case; any of them announces.
        gap: how the name is joined to the phrase: "title", "label", "word" or "open".
        trust: how surely a name follows.
        plural: whether further names follow after commas and "and".
        surname_first: whether "SURNAME, FIRST" may follow.
        matches: sentences with the names marked «so».
        rejects: sentences in which the cue finds nothing.
    """

    name: str
    phrases: tuple[tuple[str, ...], ...]
    gap: str
    trust: Trust
    plural: bool
    surname_first: bool
    matches: tuple[str, ...]
    rejects: tuple[str, ...]

    def gap_pattern(self) -> re.Pattern[str]:
        """Return the pattern of what may stand between the phrase and the name."""
        return _GAPS[self.gap]


def load_cues(name: str) -> tuple[Cue, ...]:
    """Read the cues of a file in `patterns/`.

    Raises:
        ConfigurationError: if the file can't be read, a cue lacks examples, or a value is unknown.
    """
    try:
        text = (files("imr_reports.scrub") / "patterns" / f"{name}.toml").read_text("utf-8")
        return tuple(_cue(table) for table in tomllib.loads(text)["cue"])
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the cues in {name}.toml can't be read: {error}") from error


def _cue(table: dict[str, object]) -> Cue:
    values = {**{"plural": False, "surname_first": False}, **table}
    phrases = tuple(tuple(str(phrase).split()) for phrase in _strings(values["phrases"]))
    cue = Cue(
        name=str(values["name"]),
        phrases=phrases,
        gap=str(values["gap"]),
        trust=Trust(str(values["trust"])),
        plural=bool(values["plural"]),
        surname_first=bool(values["surname_first"]),
        matches=_strings(values["matches"]),
        rejects=_strings(values["rejects"]),
    )
    if cue.gap not in _GAPS or not all(phrases) or not cue.matches or not cue.rejects:
        raise ValueError(f"cue {cue.name} needs phrases, a known gap and examples of both kinds")
    return cue


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError("phrases and examples are arrays of strings")
    return tuple(value)


@lru_cache(maxsize=4)
def cues_by_first_word(cues: tuple[Cue, ...]) -> dict[str, list[tuple[tuple[str, ...], Cue]]]:
    """Return cues by the first word of their phrases, longer phrases first."""
    table: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in cues:
        for phrase in cue.phrases:
            table.setdefault(phrase[0], []).append((phrase, cue))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def phrase_ends(reading: Reading, i: int, phrase: tuple[str, ...]) -> int | None:
    """Return the index of the last word of a phrase that begins at a word, or None."""
    last = i + len(phrase) - 1
    if last >= len(reading) or tuple(reading.lowers[i : last + 1]) != phrase:
        return None
    if any(not _INSIDE_PHRASE.fullmatch(reading.gap(j)) for j in range(i, last)):
        return None
    return last
