"""Pattern files → rules, and the recognizer that runs them.

A pattern file (`patterns/*.toml`) holds named fragments and rules. A rule is a regular expression with guards
on what stands around it, an optional named check in code, and examples: `«»` marks what must be found in an
example; nothing may be found in a counterexample.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import EntityType

# How far a guard looks to each side; a clause is rarely longer.
REACH = 80
# How far from its anchor a match begins and, at first, ends; from a digit or a word it may be further.
_NEAR = 40

Check = Callable[[str, re.Match[str]], bool]
_NUMBER = re.compile(r"[0-9]+")
# What is no letter of Western Europe becomes a blank: the quickest way to a text's words.
_LETTERS_ONLY = bytes(code if chr(code).isalpha() else 32 for code in range(256))
_EVERYWHERE, _BY_NUMBERS, _BY_WORDS = "", "number", "words"
_FRAGMENT = re.compile(r"\{\{(\w+)\}\}")
_KNOWN_KEYS = {
    "name",
    "type",
    "score",
    "pattern",
    "words",
    "near",
    "reach",
    "starts",
    "before",
    "back",
    "not_before",
    "not_after",
    "split",
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
        words: words in small letters; without one of them in a text the rule is not tried. Empty: always.
        near: the anchor near which a match lies: "number", "words" (the rule's own), one of the file's, or ""
            to look everywhere.
        reach: how far from one of its words it looks, where it looks near those.
        starts: the anchor where a match can only begin, or "" if it may begin elsewhere in the windows.
        back: how far its guards look to the left.
        before: must be found at the end of the text before the match.
        not_before: must not be found there.
        not_after: must not be found at the start of the text after the hit.
        split: what stands between two findings of one hit ("to", "and") and belongs to neither, or None.
        check: code that has the last word, or None.
        examples: sentences with `«»` around what this rule's recognizer must find.
        counterexamples: sentences in which it must find nothing.
    """

    name: str
    entity_type: EntityType
    score: float
    pattern: re.Pattern[str]
    words: frozenset[str]
    near: str
    reach: int
    starts: str
    back: int
    before: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    split: re.Pattern[str] | None
    check: Check | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    def spans(self, places: Places) -> Iterator[tuple[int, int]]:
        """Yield the start and end of each hit that its surroundings allow."""
        text = places.text
        group = "hit" if "hit" in self.pattern.groupindex else 0
        for match in self._matches(places):
            start, end = match.span(group)
            if start < end and self._fits(text, match, end):
                # The point behind "in Aug." may be the sentence's own.
                yield from self._parts(text, start, end - (text[end - 1] == "."))

    def _parts(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        for between in self.split.finditer(text, start, end) if self.split else ():
            yield start, between.start()
            start = between.end()
        yield start, end

    def _matches(self, places: Places) -> Iterator[re.Match[str]]:
        text = places.text
        if self.words and self.words.isdisjoint(places.read.words):
            return
        if self.starts:
            done = 0
            for start in places.starts(self):
                if start >= done and (match := self.pattern.match(text, start)):
                    done = match.end()
                    yield match
            return
        for first, last in places.windows(self):
            for match in self.pattern.finditer(text, first, last):
                # The window's end may have cut it short.
                yield self.pattern.match(text, match.start()) or match

    def _fits(self, text: str, match: re.Match[str], end: int) -> bool:
        if self.before or self.not_before:
            preceding = text[max(0, match.start() - self.back) : match.start()]
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
    anchors: Mapping[str, Anchor]

    def places(self, read: ReadText) -> Places:
        """Return where the rules look in a text."""
        return Places(read, self.anchors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a rule looks near, or begins with.

    Attributes:
        pattern: what it is.
        hints: literals in small letters with one of which each begins, cheaper to look for; or none.
        among: anchors with one of which each begins; none: it may begin anywhere.
        digits: how many figures a run of them has that is one; with no other condition.
        lead: what stands between its beginning and a run of figures in it, read backwards.
        reach: how far to each side its windows go.
    """

    pattern: re.Pattern[str]
    hints: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    digits: tuple[int, ...] = ()
    lead: re.Pattern[str] | None = None
    reach: int = _NEAR

    def spans(self, places: Places) -> list[tuple[int, int]]:
        """Return the start and end of each in a text."""
        read = places.read
        if self.lead:
            starts = sorted(set(read.led_by(self.lead)))
        elif self.digits:
            runs = sorted(run for count in self.digits for run in read.runs.get(count, ()))
            if not self.pattern.pattern:
                return runs
            starts = [start for start, _ in runs]
        elif self.among:
            starts = sorted(start for name in self.among for start in places.starts_of(name))
        elif self.hints and read.aligned:
            starts = sorted(start for hint in self.hints for start in read.occurrences(hint))
        else:
            return [match.span() for match in self.pattern.finditer(read.text)]
        return [match.span() for start in starts if (match := self.pattern.match(read.text, start))]


class ReadText(NlpArtifacts):
    """A text in small letters and its words, made when first asked for; all rules of a text share it.

    Args:
        text: any text.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._occurrences: dict[str, list[int]] = {}

    @cached_property
    def small(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @property
    def aligned(self) -> bool:
        """Whether offsets into `small` are offsets into the text: a few letters become two."""
        return len(self.small) == len(self.text)

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """Start and end of each run of digits."""
        return [match.span() for match in _NUMBER.finditer(self.text)]

    @cached_property
    def runs(self) -> dict[int, list[tuple[int, int]]]:
        """Start and end of the runs of digits by their length."""
        runs: dict[int, list[tuple[int, int]]] = {}
        for start, end in self.numbers:
            runs.setdefault(end - start, []).append((start, end))
        return runs

    @cached_property
    def backwards(self) -> str:
        """The text from its end to its start."""
        return self.text[::-1]

    def led_by(self, lead: re.Pattern[str]) -> Iterator[int]:
        """Yield where what leads up to each run of digits begins."""
        last = len(self.text)
        for start, _ in self.numbers:
            if found := lead.match(self.backwards, last - start):
                yield last - found.end()

    @cached_property
    def words(self) -> frozenset[str]:
        """The text's words in small letters, cut at everything that is no letter."""
        plain = self.small.encode("latin-1", "replace").translate(_LETTERS_ONLY)
        return frozenset(plain.decode("latin-1").split())

    def places_of(self, word: str) -> Iterator[int]:
        """Yield where a word stands alone in `small`."""
        small, last = self.small, len(self.small)
        for start in self.occurrences(word):
            end = start + len(word)
            if not (start and small[start - 1].isalpha()) and not (end < last and small[end].isalpha()):
                yield start

    def occurrences(self, literal: str) -> list[int]:
        """Return where a literal begins in `small`."""
        found = self._occurrences.get(literal)
        if found is None:
            found = self._occurrences[literal] = []
            start = self.small.find(literal)
            while start >= 0:
                found.append(start)
                start = self.small.find(literal, start + 1)
        return found


class Places:
    """Where in one text the rules of a book look, found when a rule first asks for it.

    Much of a letter is standing text without a digit or a month, in which most rules need not look.

    Args:
        read: any text.
        anchors: the book's anchors by name.
    """

    def __init__(self, read: ReadText, anchors: Mapping[str, Anchor]) -> None:
        self.read = read
        self.text = read.text
        self._anchors = anchors
        self._spans = {_BY_NUMBERS: read.numbers}
        self._starts: dict[str, list[int]] = {}
        self._windows: dict[str, list[tuple[int, int]]] = {_EVERYWHERE: [(0, len(read.text))]}

    def starts(self, rule: Rule) -> list[int]:
        """Return where a rule's matches can begin."""
        if rule.starts == _BY_WORDS:
            return [start for start, _ in self._places_of(rule.words)]
        return self.starts_of(rule.starts)

    def starts_of(self, anchor: str) -> list[int]:
        """Return where each of an anchor begins."""
        if anchor not in self._starts:
            self._starts[anchor] = [start for start, _ in self._found(anchor)]
        return self._starts[anchor]

    def windows(self, rule: Rule) -> list[tuple[int, int]]:
        """Return the stretches of the text in which a rule looks; they do not overlap."""
        if rule.near == _BY_WORDS:
            return self._merged(self._places_of(rule.words), rule.reach)
        if rule.near not in self._windows:
            self._windows[rule.near] = self._merged(self._found(rule.near), self._anchors[rule.near].reach)
        return self._windows[rule.near]

    def _found(self, anchor: str) -> list[tuple[int, int]]:
        if anchor not in self._spans:
            self._spans[anchor] = self._anchors[anchor].spans(self)
        return self._spans[anchor]

    def _places_of(self, words: frozenset[str]) -> list[tuple[int, int]]:
        read = self.read
        if not read.aligned:
            return [(start, start) for start in range(len(self.text))]
        return sorted(
            (start, start + len(word)) for word in words & read.words for start in read.places_of(word)
        )

    def _merged(self, spans: Iterable[tuple[int, int]], reach: int) -> list[tuple[int, int]]:
        windows: list[tuple[int, int]] = []
        for start, end in spans:
            first, last = max(0, start - reach), min(len(self.text), end + reach)
            if windows and first <= windows[-1][1]:
                first, other_last = windows.pop()
                last = max(last, other_last)
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
    anchors = {_BY_NUMBERS: Anchor(pattern=_NUMBER, reach=REACH)} | {
        name: _anchor(name, value, fragments) for name, value in data.get("anchors", {}).items()
    }
    rules = tuple(_rule(file, entry, fragments, checks) for entry in data["rule"])
    named = {rule.near for rule in rules} | {rule.starts for rule in rules}
    if unknown := named - anchors.keys() - {_EVERYWHERE, _BY_WORDS}:
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


def _anchor(name: str, entry: Mapping[str, object], fragments: Mapping[str, str]) -> Anchor:
    return Anchor(
        pattern=_compiled(name, _fill(str(entry.get("pattern", "")), fragments)),
        digits=tuple(int(count) for count in _sentences(entry, "digits")),
        lead=_compiled(name, _fill(str(entry["lead"]), fragments)) if "lead" in entry else None,
        hints=_sentences(entry, "hints"),
        among=_sentences(entry, "among"),
        reach=int(str(entry.get("reach", _NEAR))),
    )


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
        words=frozenset(_sentences(entry, "words")),
        near=str(entry.get("near", _BY_NUMBERS)),
        reach=int(str(entry.get("reach", REACH))),
        starts=str(entry.get("starts", "")),
        back=int(str(entry.get("back", REACH))),
        before=compiled("before", r"(?:{})\Z"),
        not_before=compiled("not_before", r"(?:{})\Z"),
        not_after=compiled("not_after"),
        split=compiled("split"),
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
            nlp_artifacts: the text as `ReadText`, if another recognizer of the text can use it too.

        Returns:
            One result a hit; hits of different rules may overlap.
        """
        read = nlp_artifacts if isinstance(nlp_artifacts, ReadText) else ReadText(text)
        results: list[RecognizerResult] = []
        places = self.book.places(read)
        for rule in self.book.rules:
            if rule.entity_type.value not in entities:
                continue
            results.extend(self._result(rule, start, end) for start, end in rule.spans(places))
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
