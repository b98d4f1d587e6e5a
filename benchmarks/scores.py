"""Counts of what is right, wrong and left open, between labels and another reading of the same letters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

CITATION_FIELDS = ("source", "title", "edition", "section", "page")
# What makes two citations of a side the same one: the title most of all.
_WEIGHTS = {"title": 4, "source": 2, "section": 2, "edition": 1, "page": 1}
Cited = dict[str, object]
_SAME, _OTHER = "same", "other"
NOT_CITED: Cited = {name: frozenset() if name in {"section", "page"} else "" for name in CITATION_FIELDS}


@dataclass
class Tally:
    """One measure: how many items, how many the parser left open, how many are right."""

    n: int = 0
    abstained: int = 0
    right: int = 0

    @property
    def accuracy(self) -> float:
        return self.right / self.n if self.n else 1.0

    @property
    def accuracy_of_answers(self) -> float | None:
        answered = self.n - self.abstained
        return self.right / answered if answered else None

    def add(self, expected: object, found: object) -> bool:
        """Count one item, and return whether it is right; two empty sides are no item."""
        if not expected and not found:
            return True
        self.n += 1
        self.abstained += not found
        self.right += expected == found
        return expected == found


@dataclass
class CodeTally:
    """Sets of codes of one reader against another's: counts for each code."""

    rows: int = 0
    unclassified: int = 0
    both: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, expected: set[str], found: set[str]) -> None:
        self.rows += 1
        self.unclassified += bool(expected) and not found
        self.both.update(expected & found)
        self.expected.update(expected)
        self.found.update(found)

    def scores(self, code: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1, of one code or over all of them."""
        both, expected, found = (
            counts.total() if code is None else counts[code]
            for counts in (self.both, self.expected, self.found)
        )
        return (
            both / found if found else 0.0,
            both / expected if expected else 0.0,
            2 * both / (expected + found) if expected + found else 0.0,
        )

    def kappa(self, code: str) -> float:
        """Return Cohen's kappa for the presence of a code in a row."""
        yes, no = self.expected[code] / self.rows, self.found[code] / self.rows
        chance = yes * no + (1 - yes) * (1 - no)
        agreed = 1 - (self.expected[code] + self.found[code] - 2 * self.both[code]) / self.rows
        return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


@dataclass
class Figures:
    """All measures of one comparison, and what was missed: row, measure, expected and found codes."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    reasons: CodeTally = field(default_factory=CodeTally)
    misses: list[str] = field(default_factory=list)

    def add(self, row: str, measure: str, expected: object, found: object) -> None:
        if not self.tallies[measure].add(expected, found):
            # A section that no vocabulary lists is a stretch of the letter.
            told = f"{len(found)} found" if isinstance(found, frozenset) else shown(found)
            self.misses.append(f"row {row:>4}  {measure:<17} {shown(expected)}  ≠  {told}")


def shown(value: object) -> str:
    if isinstance(value, (set, frozenset, list, tuple)):
        return "; ".join(sorted(":".join(v) if isinstance(v, tuple) else str(v) for v in value)) or "—"
    return str(value) or "—"


def aligned(expected: Sequence[Cited], found: Sequence[Cited]) -> Iterator[tuple[Cited, Cited]]:
    """Pair citations of one side, the most alike first; what is left over stands alone."""
    alike = {
        (i, j): sum(
            weight
            for name, weight in _WEIGHTS.items()
            if expected[i][name] == found[j][name] and found[j][name]
        )
        for i, j in product(range(len(expected)), range(len(found)))
    }
    left, right = set(range(len(expected))), set(range(len(found)))
    for i, j in sorted(alike, key=lambda pair: (-alike[pair], abs(pair[0] - pair[1]), pair)):
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            yield expected[i], found[j]
    yield from ((expected[i], NOT_CITED) for i in sorted(left))
    yield from ((NOT_CITED, found[j]) for j in sorted(right))


def compare_citations(figures: Figures, row: str, expected: list[Cited], found: list[Cited]) -> None:
    """Compare the citations of one side of one issue, field by field."""
    pairs = list(aligned(expected, found))
    for label, parsed in pairs:
        for name in CITATION_FIELDS:
            figures.add(row, f"citation {name}", label[name], parsed[name])
        figures.tallies["citation, all"].add(*_whole(label, parsed))
    if pairs:
        answer = _SAME if all(label == parsed for label, parsed in pairs) else _OTHER
        figures.tallies["citations of a side"].add(_SAME, answer if found else "")


def _whole(label: Cited, parsed: Cited) -> tuple[str, str]:
    if not parsed["source"]:
        return _SAME, ""
    return (_SAME, _SAME) if label == parsed else ("", _OTHER)
