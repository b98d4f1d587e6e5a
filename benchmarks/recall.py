"""Tagged letters → how much of their identifying text the scrubber finds, and what it takes besides.

    python benchmarks/recall.py FOLDER [FOLDER ...] [--types DATE,ID] [--show]
    python benchmarks/recall.py samples/corpus.zip --every 4

Letters of a folder are `.txt` with `⟦TYPE|text⟧` inline. The corpus's identities stand in its truth file; of
its letters only those that hold identities count, and of those each Nth. An entity is caught when each of its
letters and digits is covered. DONTCARE text counts neither way. A safe token is a word or number outside all
tags. `--show` prints letter text: for development on one's own screen only.
"""

import argparse
import gzip
import json
import re
import time
import zipfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from imr_reports.records.limited import Finding
from imr_reports.scrub import Scrubber

_TAG = re.compile(r"⟦(?P<type>[A-Z]+)\|(?P<text>[^⟦⟧]*)⟧")
_TOKEN = re.compile(r"\w+")
_CONTEXT = 45


@dataclass(frozen=True)
class Entity:
    """A tagged stretch of the letter, offsets into the text without tags."""

    type: str
    start: int
    end: int


@dataclass
class Tally:
    """What was counted over all letters."""

    letters: int = 0
    leak_free: int = 0
    tagged: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    safe_tokens: int = 0
    wrong_tokens: int = 0
    right_tokens: int = 0
    wrong_findings: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    seconds: float = 0.0


def strip_tags(tagged: str) -> tuple[str, list[Entity]]:
    """Return the text without its tags, and the tagged entities with offsets into it."""
    parts: list[str] = []
    entities: list[Entity] = []
    position = length = 0
    for tag in _TAG.finditer(tagged):
        plain = tagged[position : tag.start()]
        start = length + len(plain)
        length = start + len(tag["text"])
        parts += (plain, tag["text"])
        entities.append(Entity(tag["type"], start, length))
        position = tag.end()
    parts.append(tagged[position:])
    return "".join(parts), entities


def mask(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Return a byte for each character: 1 where a span covers it."""
    covered = bytearray(length)
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    return covered


def in_context(text: str, start: int, end: int) -> str:
    """Return the span with its neighbourhood on one line, the span in »«."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return " ".join(f"{before}»{text[start:end]}«{after}".split())


def score(
    name: str, text: str, entities: list[Entity], findings: Sequence[Finding], types: set[str], tally: Tally
) -> None:
    """Add one letter's figures to the tally; `types`, when not empty, limits both sides."""
    chosen = [f for f in findings if not types or f.entity_type in types]
    covered = mask(len(text), ((f.start, f.end) for f in findings))
    leaks = 0
    for entity in entities:
        if entity.type == "DONTCARE" or (types and entity.type not in types):
            continue
        tally.tagged[entity.type] += 1
        if all(covered[i] for i in range(entity.start, entity.end) if text[i].isalnum()):
            tally.caught[entity.type] += 1
        else:
            leaks += 1
            tally.misses.append(f"{entity.type:8} {name}: {in_context(text, entity.start, entity.end)}")
    tally.letters += 1
    tally.leak_free += not leaks
    _score_tokens(name, text, entities, chosen, tally)


def _score_tokens(name: str, text: str, entities: list[Entity], chosen: list[Finding], tally: Tally) -> None:
    # A word counts by its characters: in "05/12/14Urine" only the date half is tagged, so tokens are
    # cut at tag borders, and a token is redacted when any of its characters is.
    tagged = mask(len(text), ((e.start, e.end) for e in entities if e.type != "DONTCARE"))
    neutral = mask(len(text), ((e.start, e.end) for e in entities if e.type == "DONTCARE"))
    redacted = mask(len(text), ((f.start, f.end) for f in chosen))
    starts = [f.start for f in chosen]
    blamed: set[int] = set()
    for token in _TOKEN.finditer(text):
        for kind in {(bool(tagged[i]), bool(neutral[i])) for i in range(token.start(), token.end())}:
            places = [
                i for i in range(token.start(), token.end()) if (bool(tagged[i]), bool(neutral[i])) == kind
            ]
            hits = [i for i in places if redacted[i]]
            if kind[1]:
                continue
            if kind[0]:
                tally.right_tokens += bool(hits)
                continue
            tally.safe_tokens += 1
            if hits:
                tally.wrong_tokens += 1
                blamed.add(bisect_right(starts, hits[0]) - 1)
    for index in sorted(blamed):
        finding = chosen[index]
        tally.wrong_findings[finding.recognizer] += 1
        where = in_context(text, finding.start, finding.end)
        tally.wrongs.append(f"{finding.entity_type:8} {finding.recognizer} {name}: {where}")


def report(tally: Tally, show: bool) -> None:
    """Print the figures, and with `show` the misses and the wrong redactions."""
    if show:
        print("MISSED", *tally.misses, sep="\n  ")
        print("WRONG", *tally.wrongs, sep="\n  ")
    for kind in sorted(tally.tagged):
        caught, tagged = tally.caught[kind], tally.tagged[kind]
        print(f"{kind:9} {caught:5}/{tagged:<5} {caught / tagged:.4f}")
    caught, tagged = tally.caught.total(), tally.tagged.total()
    redacted = tally.right_tokens + tally.wrong_tokens
    print(f"all       {caught:5}/{tagged:<5} {caught / max(1, tagged):.4f}")
    print(f"leak-free letters      {tally.leak_free}/{tally.letters}")
    print(f"token precision        {tally.right_tokens / max(1, redacted):.4f} ({tally.wrong_tokens} wrong)")
    wrong = tally.wrong_findings.total()
    print(f"wrong redactions       {1000 * wrong / max(1, tally.safe_tokens):.2f} per 1,000 safe tokens")
    print(
        "  by recognizer       ",
        ", ".join(f"{n} {c}" for n, c in tally.wrong_findings.most_common()) or "none",
    )
    print(f"letters per second     {tally.letters / max(1e-9, tally.seconds):.1f} (models loaded)")


def tagged_letters(source: Path, every: int) -> Iterator[tuple[str, str, list[Entity]]]:
    """Yield name, text without tags, and entities of a folder of tagged letters, or of the corpus."""
    if source.suffix != ".zip":
        for path in sorted(source.glob("*.txt")):
            yield path.stem, *strip_tags(path.read_bytes().decode("utf-8-sig"))
        return
    with gzip.open(source.with_name(f"{source.stem}_truth.jsonl.gz"), "rt", encoding="utf-8") as file:
        truth = [record for record in map(json.loads, file) if record["revealed"]]
    with zipfile.ZipFile(source) as archive:
        for record in truth[::every]:
            text = archive.read(record["member"]).decode("utf-8")
            yield record["member"], text, [Entity(*span) for span in record["phi"]]


def main() -> None:
    """Measure the scrubber on folders of tagged letters."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--types", default="", help="count only these entity types, e.g. DATE,ID")
    parser.add_argument(
        "--show", action="store_true", help="print misses and wrong redactions (shows letter text)"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the corpus, each Nth letter")
    given = parser.parse_args()
    types = {name for name in given.types.split(",") if name}
    scrubber = Scrubber()
    scrubber.find("Warm up, Dr. Example of 1/2/2013.")
    tally = Tally()
    for source in given.folders:
        for name, text, entities in tagged_letters(source, given.every):
            begun = time.perf_counter()
            findings = scrubber.find(text)
            tally.seconds += time.perf_counter() - begun
            score(name, text, entities, findings, types, tally)
    report(tally, given.show)


if __name__ == "__main__":
    main()
