"""The vocabulary's names as pools, to draw invented cases from: some are frequent, most are rare."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.records.coded import GuidelineSource
from imr_reports.records.reasons import Reason
from imr_reports.store.rows import DRUG_COLUMNS
from imr_reports.vocabulary.clinical.body_parts import body_parts
from imr_reports.vocabulary.datafiles import read_csv, read_toml
from imr_reports.vocabulary.drugs.names import drugs

CATEGORIES = {
    "Pharmaceuticals": 0.40,
    "Rehabilitation": 0.17,
    "Diagnostic Testing": 0.14,
    "DMEPOS": 0.09,
    "Injection": 0.08,
    "Surgery": 0.05,
    "Evaluation & Management": 0.04,
    "Psych Services": 0.02,
    "Home Health": 0.006,
    "Programs": 0.004,
}
FREQUENT = (
    "Physical Medicine & Rehabilitation",
    "Occupational Medicine",
    "Pain Management",
    "Orthopedic Surgery",
    "Family Practice",
    "Anesthesiology",
    "Psychology",
    "Internal Medicine",
    "Neurology",
    "Chiropractic",
)
SOURCES = {"mtus": 0.55, "odg": 0.27, "acoem": 0.06}
PHRASES = (
    "The records show {} visits of therapy and no gain in function",
    "The guideline allows a trial of {} weeks when progress is measured",
    "There is no report of a first treatment that failed in {} weeks",
    "The worker had pain of {} of 10 with the medication and without it",
    "The request names no dose and no number beyond {} tablets",
    "The examination on the day of the request found strength of {} of 5",
    "A further {} sessions are within what the guideline recommends",
    "The imaging of the last {} months shows no change that would explain the pain",
    "The physician notes that the patient walks {} blocks and sleeps better",
    "There was no urine test in the last {} months",
)
CONCLUSIONS = (
    "Therefore, the request is not medically necessary",
    "The request is not supported",
    "Therefore, the request is medically necessary",
    "Medical necessity is not established",
)


def zipf(size: int) -> np.ndarray:
    return 1 / np.arange(1, size + 1) ** 1.1


@cache
def services_pool() -> pd.DataFrame:
    """Each procedure and class of drugs of the vocabulary, with its weight and its rate of overturns."""
    procedures = read_toml("procedures.toml", "procedures")["procedures"]
    known = read_toml("services.toml", "categories")["categories"]
    rows = []
    for category, share in CATEGORIES.items():
        subs = known[category]
        for weight, sub in zip(zipf(len(subs)) / zipf(len(subs)).sum(), subs, strict=True):
            names = ["", *procedures.get(category, {}).get(sub, {})]
            weights = zipf(len(names)) / zipf(len(names)).sum()
            rows += [
                (category, sub, name, share * weight * one) for name, one in zip(names, weights, strict=True)
            ]
    pool = pd.DataFrame(rows, columns=["category", "subcategory", "procedure", "weight"])
    return pool.assign(rate=1 + np.arange(len(pool)) % 7 / 3)


@cache
def drug_pool() -> dict[str, object]:
    """Lists of drugs, one or two of a class, by class; the last is the empty one."""
    by_class: dict[str, list] = {}
    for drug in dict.fromkeys(drugs().values()):
        if drug.drug_class:
            by_class.setdefault(drug.drug_class, []).append(drug)
    lists, places = [], {}
    for name, members in sorted(by_class.items()):
        combined = [(one,) for one in members[:60]] + list(pairwise(members[:21]))
        places[name] = range(len(lists), len(lists) + len(combined))
        lists += combined
    lists.append(())
    columns = {
        "drug_names": lambda drug: drug.name,
        "ingredients": lambda drug: "/".join(drug.ingredients),
        "drug_classes": lambda drug: drug.drug_class,
        "drug_strengths": lambda _: "50 mg",
        "drug_forms": lambda _: "tablet",
        "drug_quantities": lambda _: 60.0,
        "drug_quantity_units": lambda _: "",
        "drug_refills": lambda _: 1,
        "drug_parts": lambda _: "",
        "drug_flags": lambda _: "",
    }
    pool = {
        n: pa.array([[of(d) for d in some] for some in lists], DRUG_COLUMNS[n]) for n, of in columns.items()
    }
    return pool | {"of_class": places}


@cache
def works_pool() -> pd.DataFrame:
    """Each work of the vocabulary with its weight and the place of its first section."""
    rows = []
    for family, share in SOURCES.items():
        entries = {entry["title"]: entry for entry in read_toml("guidelines.toml", family)[family]}
        weights = zipf(len(entries)) / zipf(len(entries)).sum() * share
        source = GuidelineSource[family.upper()]
        rows += [
            (str(source), title, str((entry.get("editions") or [""])[0]), weight)
            for (title, entry), weight in zip(entries.items(), weights, strict=True)
        ]
    others = list(read_csv("works.csv", "title", "source", "aliases"))
    weights = zipf(len(others)) / zipf(len(others)).sum() * (1 - sum(SOURCES.values()))
    rows += [(row["source"], row["title"], "", weight) for row, weight in zip(others, weights, strict=True)]
    pool = pd.DataFrame(rows, columns=["source", "title", "edition", "weight"])
    return pool.assign(sections=1 + np.arange(len(pool)) * 5 % (len(section_lists()) - 10))


@cache
def section_lists() -> pa.Array:
    lists = read_toml("sections.toml", "lists")["lists"]
    names = sorted({name for entry in lists.values() for name in entry["names"]})
    return pa.array([[], *([name] for name in names)], pa.list_(pa.string()))


@cache
def page_lists() -> pa.Array:
    return pa.array(
        [[], *([str(n)] for n in range(1, 120)), *([f"{n}-{n + 3}"] for n in range(1, 120))],
        pa.list_(pa.string()),
    )


@cache
def site_lists() -> pa.Array:
    parts = body_parts()
    sides = ("", ":left", ":right", ":bilateral")
    return pa.array([[], *([f"{part}{side}"] for side in sides for part in parts)], pa.list_(pa.string()))


@cache
def reason_lists() -> pa.Array:
    names = [str(reason) for reason in Reason]
    two = [[one, other] for one, other in zip(names, names[3:], strict=False)]
    return pa.array([*([name] for name in names), *two, []], pa.list_(pa.string()))


def specialties() -> tuple[str, ...]:
    """The state's specialties, those of most reviewers first."""
    codes = read_toml("specialties.toml", "codes")["codes"]
    return (*(name for name in FREQUENT if name in codes), *(name for name in codes if name not in FREQUENT))


def pairs_of(names: tuple[str, ...]) -> pa.Array:
    """Lists of one name, or of two neighbours."""
    two = [list(pair) for pair in pairwise(names)]
    return pa.array([*([name] for name in names), *two], pa.list_(pa.string()))


@cache
def sentences() -> pa.Array:
    """Invented sentences, conclusions last."""
    told = [
        f"{phrase.format(n)} of {notes} notes."
        for phrase in PHRASES
        for n in range(2, 40)
        for notes in range(2, 11)
    ]
    return pa.array([*told, *(f"{text}." for text in CONCLUSIONS)])
