"""Frames and texts for data sets, and the re-check of what is released by a few lines of pandas."""

from dataclasses import replace

import numpy as np
import pandas as pd

from imr_reports.protect.microdata import DatasetPlan, protect_dataset
from imr_reports.records.dataset import ColumnRole, ReleaseDataset, Tier
from imr_reports.records.limited import CaseFrames
from tests.invented_frames import as_stored, invent_frames

SECRET = bytes(range(32))


def invent_microdata(cases: int, seed: int, overturned: float = 0.3) -> CaseFrames:
    """Return frames with the details that data sets need besides."""
    frames, random = invent_frames(cases, seed, months=12, overturned=overturned), np.random.default_rng(seed)
    count = len(frames.cases)
    received = frames.cases["decided"] - pd.to_timedelta(random.integers(20, 60, count), "D")
    cases_with = frames.cases.assign(
        age=random.integers(18, 91, count).astype(float),
        sex=random.choice(["female", "male", ""], count, p=[0.45, 0.5, 0.05]),
        work_status=random.choice(["", "off_work"], count),
        injury=received - pd.to_timedelta(random.integers(100, 4000, count), "D"),
    )
    issues = frames.issues.assign(visits=random.choice([np.nan, 6, 12, 300], len(frames.issues)))
    return as_stored(replace(frames, cases=cases_with, issues=issues))


def invent_texts(frames: CaseFrames) -> pd.DataFrame:
    """Return texts of all cases and issues; only rationales have words of their own."""
    references = frames.cases["reference"].astype("str")
    own = pd.DataFrame(
        {
            "reference": references,
            "sequence": 0,
            "kind": "summary",
            "text": "The worker has had pain in the lower back since then.",
        }
    )
    asked = frames.issues[["reference", "sequence"]].astype({"reference": "str"})
    words = {
        "disputed_item": "Physical therapy twice a week",
        "claims_administrator_guideline": "MTUS",
        "rationale": [
            f"The records of [date 2015] show {place + 5000} visits, sets of notes and no gain at all."
            for place in range(len(asked))
        ],
    }
    of_issues = [asked.assign(kind=kind, text=text) for kind, text in words.items()]
    return pd.concat([own, *of_issues], ignore_index=True)


def release(frames: CaseFrames, tier: Tier, secret: bytes = SECRET) -> ReleaseDataset:
    """Return the data set of some frames in one tier."""
    texts = invent_texts(frames) if tier is Tier.CONTROLLED else None
    return protect_dataset(frames, DatasetPlan(tier=tier, period="2015", secret=secret), texts)


def smallest_classes(dataset: ReleaseDataset) -> dict[str, int]:
    """Return how many cases share their quasi-identifiers at least, in each way of looking at them."""
    cases, issues = dataset.tables["cases"], dataset.tables["issues"]
    own = list(dataset.spec.table("cases").of_role(ColumnRole.QUASI_IDENTIFIER))
    asked = list(dataset.spec.table("issues").of_role(ColumnRole.QUASI_IDENTIFIER))
    joined = issues.dropna(subset="case_key").merge(cases, on="case_key", validate="many_to_one")
    alone = issues[issues["case_key"].isna()]
    told = joined.assign(asked=joined[asked].astype("string").fillna("-").agg("|".join, axis=1))
    sets = told.groupby("case_key")["asked"].agg(lambda asked: " & ".join(sorted(asked)))
    whole = cases.assign(sets=cases["case_key"].map(sets))
    found = {
        "cases": cases.groupby(own, dropna=False).size(),
        "issues": joined.groupby(own + asked, dropna=False)["case_key"].nunique(),
        "issues without a case": alone.groupby(asked, dropna=False).size(),
        "cases with all their issues": whole.groupby([*own, "sets"], dropna=False).size(),
    }
    return {name: int(sizes.min()) for name, sizes in found.items() if len(sizes)}
