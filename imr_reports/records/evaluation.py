"""How well letters were scrubbed, measured on letters whose identifying text is tagged."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TagType(StrEnum):
    """Types that a tag can have: those of findings, and DONTCARE for text that counts neither way."""

    NAME = "NAME"
    DATE = "DATE"
    AGE = "AGE"
    LOCATION = "LOCATION"
    ORG = "ORG"
    CONTACT = "CONTACT"
    ID = "ID"
    DONTCARE = "DONTCARE"


class TermClass(StrEnum):
    """Classes of words that a report is about, and that scrubbing must not take."""

    DRUG = "drug"
    EPONYM = "eponym"
    LEVEL = "level"
    SCORE = "score"
    CITATION = "citation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share, or a count by another count, with its 95% confidence interval.

    Attributes:
        low: lower limit; None where the letters are too few to tell, or `whole` is 0.
        high: upper limit, likewise.
    """

    part: int
    whole: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The rate, None where there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerFigures:
    """What one recognizer found.

    Attributes:
        findings: how many.
        wrong: those of them that cover a safe token.
    """

    recognizer: str
    findings: int
    wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemFigures:
    """All figures of one system on one set of letters.

    A token is a run of letters and digits, cut where a tag begins or ends. A safe token stands outside all
    tags. A token is redacted when a finding covers any of it.

    Attributes:
        leak_free: letters all of whose entities were caught, of the letters that have any.
        entities: entities caught, each letter and digit covered, of those tagged; by type, "all" first.
        entities_without_gate: the same over all types, had the gate withheld nothing.
        tokens: tokens of entities whose letters and digits are all covered; by type, "all" first.
        token_precision: redacted tokens of entities, of all redacted tokens.
        wrong: findings that cover a safe token, by safe tokens.
        wrong_terms: findings that cover a token of any class of terms, by such tokens.
        preserved: tokens of each class of terms that no finding touches.
        gate: findings of the gate, and those of them that cover a safe token.
        recognizers: the most frequent first.
        letters_per_second: one process, models loaded.
    """

    system: str
    leak_free: Rate
    entities: Mapping[str, Rate]
    entities_without_gate: Rate
    tokens: Mapping[str, Rate]
    token_precision: Rate
    wrong: Rate
    wrong_terms: Rate
    preserved: Mapping[TermClass, Rate]
    gate: RecognizerFigures
    recognizers: tuple[RecognizerFigures, ...]
    letters_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Figures alone: no letter text, no file names.

    Attributes:
        letters: letters measured.
        untagged: those of them without a tagged entity; they tell of wrong redactions only.
        systems: this program first, then the baseline if it was asked for.
    """

    letters: int
    untagged: int
    systems: tuple[SystemFigures, ...]


class StretchKind(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REDACTED = "redacted"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of an example.

    Attributes:
        text: as in the letter; of a redacted stretch, the placeholder that stands for it.
        entity_type: of what was redacted, missed or wrongly redacted; "" for text that was kept.
    """

    kind: StretchKind
    text: str
    entity_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A miss or a wrong redaction in its context. Holds letter text: PHI.

    Attributes:
        kind: MISSED or WRONG.
        letter: position of the letter's file.
        file: its name within the folder.
        line: where it begins.
        entity_type: of the tag (a miss) or of the finding (a wrong redaction).
        recognizer: who found it; "" for a miss.
    """

    kind: StretchKind
    letter: int
    file: str
    line: int
    entity_type: str
    recognizer: str
    stretches: tuple[Stretch, ...]
