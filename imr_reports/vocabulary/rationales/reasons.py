"""`reasons.toml` → frames, topics and rules that tell the reasons which a sentence gives."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.reasons import Reason
from imr_reports.vocabulary.datafiles import ExampledPattern, compile_pattern, read_toml
from imr_reports.vocabulary.matching.plain_regex import in_small_letters, spell_out

_SOURCE = "reasons.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Words that say something is absent, not recorded, or unclear.

    Attributes:
        is_behind: whether what is absent stands behind the words, else in front of them.
        fallback: the reason when no topic knows what is absent, None for none.
    """

    pattern: ExampledPattern
    is_behind: bool
    fallback: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What may be absent, and the reason that its absence gives; None where it gives none.

    Attributes:
        of_request: whether it counts only in a sentence about the request itself.
        is_weak: whether any other topic comes before it, wherever it stands.
        takes_all: whether what is listed behind it belongs to it: "no reason why tablets or braces".
    """

    pattern: ExampledPattern
    reason: Reason | None
    of_request: bool
    is_weak: bool
    takes_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern that reads a sentence as a whole.

    Attributes:
        in_guideline: whether it also reads what is said of the guideline.
        names_item: whether a guideline sentence must name the disputed item.
        is_unconditional: whether a condition in the sentence rules it out.
        is_affirmed: whether a negation before it rules it out.
        is_asserted: whether in a guideline sentence a supposition before it ("when", "should") rules it out.
        has_last_word: whether it counts only where no other guideline follows.
        names_subject: whether the item is what stands before the match, else within it.
        unless: a form of grammar that rules it out wherever it stands, "" for none.
        unless_item: a word of the item's name that rules it out, "" for none.
        needs: a context that the rationale must hold, "" for none.
        decision: the only decision for which it is a reason, "" for all.
    """

    pattern: ExampledPattern
    reason: Reason
    in_guideline: bool = False
    names_item: bool = False
    is_unconditional: bool = False
    is_affirmed: bool = False
    is_asserted: bool = False
    has_last_word: bool = False
    names_subject: bool = False
    unless: str = ""
    unless_item: str = ""
    needs: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTable:
    """All of `reasons.toml`, in its order.

    Attributes:
        absence_stems: of these, one stands in every sentence that a frame reads.
        against_stems: of these, one stands in every guideline statement that speaks against a request.
    """

    frames: tuple[Frame, ...]
    topics: tuple[Topic, ...]
    rules: tuple[Rule, ...]
    contexts: dict[str, ExampledPattern]
    grammar: dict[str, ExampledPattern]
    absence_stems: tuple[str, ...]
    against_stems: tuple[str, ...]

    def patterns(self) -> dict[str, ExampledPattern]:
        """Return every pattern by its kind and name."""
        parts: tuple[tuple[str, Iterable[ExampledPattern]], ...] = (
            ("frame", (one.pattern for one in self.frames)),
            ("topic", (one.pattern for one in self.topics)),
            ("rule", (one.pattern for one in self.rules)),
            ("context", self.contexts.values()),
            ("grammar", self.grammar.values()),
        )
        return {f"{kind}.{one.name}": one for kind, several in parts for one in several}


@cache
def reason_table() -> ReasonTable:
    """Return the table.

    Raises:
        ConfigurationError: if the file is not valid.
    """
    table = read_toml(_SOURCE, "words", "frames", "topics", "contexts", "rules", "grammar", "stems")
    words = _words(table["words"])
    frames = tuple(
        Frame(
            pattern=_pattern(entry, name, words),
            is_behind=entry["object"] == "after",
            fallback=_reason(entry, "fallback"),
        )
        for name, entry in table["frames"].items()
    )
    topics = tuple(
        Topic(
            pattern=_pattern(entry, name, words),
            reason=_reason(entry, "reason"),
            of_request=bool(entry.get("of_request")),
            is_weak=bool(entry.get("weak")),
            takes_all=bool(entry.get("takes_all")),
        )
        for name, entry in table["topics"].items()
    )
    rules = tuple(_rule(entry, name, words) for name, entry in table["rules"].items())
    contexts = {name: _pattern(entry, name, words) for name, entry in table["contexts"].items()}
    if unknown := {rule.needs for rule in rules if rule.needs} - contexts.keys():
        raise ConfigurationError(f"vocabulary file {_SOURCE} lacks contexts {', '.join(sorted(unknown))}")
    return ReasonTable(
        frames=frames,
        topics=topics,
        rules=rules,
        contexts=contexts,
        absence_stems=tuple(table["stems"]["absence"]),
        against_stems=tuple(table["stems"]["guideline_against"]),
        grammar={name: _pattern(entry, name, words) for name, entry in table["grammar"].items()},
    )


def grammar(name: str) -> re.Pattern[str]:
    """Return the form of grammar of that name."""
    return reason_table().grammar[name].regex


def _words(table: Mapping[str, str]) -> dict[str, str]:
    return {name: spell_out(regex, {}, _SOURCE) for name, regex in table.items()}


def _rule(entry: dict[str, Any], name: str, words: Mapping[str, str]) -> Rule:
    reason = _reason(entry, "reason")
    if reason is None:
        raise ConfigurationError(f"vocabulary file {_SOURCE}: rule {name} lacks its reason")
    return Rule(
        pattern=_pattern(entry, name, words),
        reason=reason,
        in_guideline=bool(entry.get("guideline")),
        names_item=bool(entry.get("item")),
        is_unconditional=bool(entry.get("unconditional")),
        is_affirmed=bool(entry.get("affirmed")),
        is_asserted=bool(entry.get("asserted")),
        has_last_word=bool(entry.get("final_word")),
        names_subject=bool(entry.get("subject")),
        unless=str(entry.get("unless", "")),
        unless_item=str(entry.get("unless_item", "")),
        needs=str(entry.get("needs", "")),
        decision=str(entry.get("decision", "")),
    )


def _pattern(entry: dict[str, Any], name: str, words: Mapping[str, str]) -> ExampledPattern:
    pattern = compile_pattern(entry | {"regex": spell_out(entry["regex"], words, _SOURCE)}, name, _SOURCE)
    return in_small_letters(pattern)


def _reason(entry: Mapping[str, Any], key: str) -> Reason | None:
    if key not in entry:
        return None
    try:
        return Reason(entry[key])
    except ValueError as error:
        raise ConfigurationError(f"vocabulary file {_SOURCE} names an unknown reason {entry[key]}") from error
