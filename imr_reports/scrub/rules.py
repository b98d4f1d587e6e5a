"""Pattern files → rules, and the recognizer that runs them.

A pattern file (`patterns/*.toml`) holds named fragments and rules. A rule is a regular expression with guards
on what stands around it, an optional named check in code, and examples: `«»` marks what must be found in an
example; nothing may be found in a counterexample.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import EntityType

# How far a guard looks to each side; a clause is rarely longer.
REACH = 80

Check = Callable[[str, re.Match[str]], bool]
# Digits that lie so near each other that their windows touch are taken at once.
_DIGITS = re.compile(rf"\d(?:\D{{0,{2 * REACH}}}\d)*")
_FRAGMENT = re.compile(r"\{\{(\w+)\}\}")
_KNOWN_KEYS = {
    "name",
    "type",
    "score",
    "pattern",
    "needs",
    "near",
    "before",
    "not_before",
    "not_after",
    "check",
    "why",
    "examples",
    "counterexamples",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One pattern and its guards.

    Attributes:
        name: `<file>.<rule>`, shown as the recognizer of a finding.
        pattern: what to look for; the group `hit`, where there is one, is the finding, else the whole match.
        needs: literals in small letters; without one of them in a text the rule is not tried. Empty: always.
        near: the anchor within `REACH` of which a match begins and ends ("digit", or one of the file's own);
            "" to look everywhere.
        before: must be found at the end of the text before the match.
        not_before: must not be found there.
        not_after: must not be found at the start of the text after the hit.
        check: code that has the last word, or None.
        examples: sentences with `«»` around what this rule's recognizer must find.
        counterexamples: sentences in which it must find nothing.
    """

    name: str
    entity_type: EntityType
    score: float
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    near: str
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    check: Check | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def spans(self, text: str, windows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each hit that its surroundings allow.

        Args:
            text: any text.
            windows: the stretches of it in which to look.
        """
        group = "hit" if "hit" in self.pattern.groupindex else 0
        for first, last in windows:
            for match in self.pattern.finditer(text, first, last):
                start, end = match.span(group)
                if start < end and self._fits(text, match, end):
                    # The point behind "in Aug." may be the sentence's own.
                    yield start, end - (text[end - 1] == ".")

    def _fits(self, text: str, match: re.Match[str], end: int) -> bool:
        if self.before or self.not_before:
            preceding = text[max(0, match.start() - REACH) : match.start()]
            if self.before and not self.before.search(preceding):
                return False
            if self.not_before and self.not_before.search(preceding):
                return False
        if self.not_after and self.not_after.match(text, end, end + REACH):
            return False
        return self.check is None or self.check(text, match)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """The rules of one pattern file, and the anchors that they look near."""

    rules: tuple[Rule, ...]
    anchors: Mapping[str, re.Pattern[str]]

    def windows(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Return, by anchor, the stretches of a text around it; those of one anchor do not overlap.

        Much of a letter is standing text without a digit or a month, in which most rules need not look.
        """
        found = {"": [(0, len(text))]}
        for name, anchor in self.anchors.items():
            found[name] = _around(anchor, text)
        return found


def _around(anchor: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    windows: list[tuple[int, int]] = []
    for match in anchor.finditer(text):
        first, last = max(0, match.start() - REACH), min(len(text), match.end() + REACH)
        if windows and first <= windows[-1][1]:
            first = windows.pop()[0]
        windows.append((first, last))
    return windows


def load_rules(file: str, checks: Mapping[str, Check]) -> RuleBook:
    """Read the rules of `patterns/<file>.toml`.

    Args:
        file: name of the pattern file, without its ending; it becomes the first half of the rules' names.
        checks: what a rule's `check` may name.

    Raises:
        ConfigurationError: if a rule has an unknown key, fragment or check, no examples, or a broken pattern.
    """
    source = files("imr_reports.scrub").joinpath("patterns", f"{file}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    fragments = _expanded(data.get("fragments", {}))
    anchors = {"digit": _DIGITS} | {
        name: _compiled(name, _fill(value, fragments)) for name, value in data.get("anchors", {}).items()
    }
    rules = tuple(_rule(file, entry, fragments, checks) for entry in data["rule"])
    if unknown := {rule.near for rule in rules} - anchors.keys() - {""}:
        raise ConfigurationError(f"pattern file {file}: unknown anchor {min(unknown)!r}")
    return RuleBook(rules=rules, anchors=anchors)


def _expanded(raw: Mapping[str, str]) -> dict[str, str]:
    """Fill fragments into the fragments that follow them."""
    done: dict[str, str] = {}
    for name, value in raw.items():
        done[name] = _fill(value, done)
    return done


def _fill(pattern: str, fragments: Mapping[str, str]) -> str:
    try:
        return _FRAGMENT.sub(lambda match: fragments[match[1]], pattern)
    except KeyError as missing:
        raise ConfigurationError(f"a pattern names an unknown fragment: {missing}") from None


def _rule(
    file: str, entry: Mapping[str, object], fragments: Mapping[str, str], checks: Mapping[str, Check]
) -> Rule:
    name = f"{file}.{entry.get('name', '?')}"
    if unknown := entry.keys() - _KNOWN_KEYS:
        raise ConfigurationError(f"pattern {name}: unknown key {min(unknown)!r}")
    check = entry.get("check")
    if check is not None and check not in checks:
        raise ConfigurationError(f"pattern {name}: unknown check")
    examples, counterexamples = _sentences(entry, "examples"), _sentences(entry, "counterexamples")
    if not (examples and counterexamples):
        raise ConfigurationError(f"pattern {name} needs examples and counterexamples")

    def compiled(key: str, frame: str = "{}") -> re.Pattern[str] | None:
        value = entry.get(key)
        return (
            _compiled(name, frame.replace("{}", _fill(value, fragments))) if isinstance(value, str) else None
        )

    pattern = compiled("pattern")
    if pattern is None:
        raise ConfigurationError(f"pattern {name} has no pattern")
    return Rule(
        name=name,
        entity_type=EntityType(str(entry["type"])),
        score=float(str(entry["score"])),
        pattern=pattern,
        needs=_sentences(entry, "needs"),
        near=str(entry.get("near", "digit")),
        before=compiled("before", r"(?:{})\Z"),
        not_before=compiled("not_before", r"(?:{})\Z"),
        not_after=compiled("not_after"),
        check=checks[str(check)] if check is not None else None,
        examples=examples,
        counterexamples=counterexamples,
    )


def _sentences(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    return tuple(map(str, value)) if isinstance(value, list) else ()


@cache
def _compiled(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ConfigurationError(f"pattern {name} is broken: {error}") from None


class RuleRecognizer(EntityRecognizer):
    """A presidio recognizer that runs the rules of one pattern file.

    Its results carry the rule's name as their recognizer name.
    """

    def __init__(self, file: str, checks: Mapping[str, Check] | None = None) -> None:
        self.book = load_rules(file, checks or {})
        types = sorted({rule.entity_type.value for rule in self.book.rules})
        super().__init__(supported_entities=types, name=file, supported_language="en")

    def load(self) -> None:
        """Do nothing: the rules are compiled when the recognizer is made."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Find this file's identifiers in a text.

        Args:
            text: any text.
            entities: the entity types that are asked for.
            nlp_artifacts: not used.

        Returns:
            One result a hit; hits of different rules may overlap.
        """
        del nlp_artifacts
        results: list[RecognizerResult] = []
        small = text.lower()
        windows = self.book.windows(text)
        for rule in self.book.rules:
            if rule.entity_type.value not in entities:
                continue
            if rule.needs and not any(literal in small for literal in rule.needs):
                continue
            results.extend(
                self._result(rule, start, end) for start, end in rule.spans(text, windows[rule.near])
            )
        return results

    def _result(self, rule: Rule, start: int, end: int) -> RecognizerResult:
        return RecognizerResult(
            entity_type=rule.entity_type.value,
            start=start,
            end=end,
            score=rule.score,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: rule.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )
