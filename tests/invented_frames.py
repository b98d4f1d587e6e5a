"""Case frames made by a seeded generator, for tests of what counts and protects them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames, Placement
from imr_reports.records.period import Period
from imr_reports.records.reasons import Reason

CATEGORIES = {
    "Pharmaceuticals": ("Opioids", "NSAID", "Muscle Relaxant", "Proton Pump Inhibitors", ""),
    "Diagnostic Testing": ("Imaging / Radiology", "EMG/NCV/NCS", "Lab & Pathology"),
    "Rehabilitation": ("Physical Therapy", "Acupuncture", "Chiropractic"),
    "Injection": ("Facet Injection", "Injection"),
    "DMEPOS": ("DME", "Electrical Stimulation", "Supplies"),
    "Surgery": ("Surgery",),
    "Evaluation & Management": ("Medical Specialties", "Dental Services"),
    "Home Health": ("Home Health",),
    "Programs": ("Programs",),
}
WORKS = (
    ("MTUS", "Chronic Pain Medical Treatment", "2009"),
    ("MTUS", "Low Back Complaints", "2004"),
    ("MTUS", "Shoulder Complaints", "2004"),
    ("MTUS", "Elbow Disorders", "2007"),
    ("ODG", "Pain", ""),
    ("ODG", "Low Back", ""),
    ("ACOEM", "Low Back", "3rd ed."),
    ("Other", "UpToDate", ""),
)
SPECIALTIES = ("Physical Medicine & Rehabilitation", "Occupational Medicine", "Pain Management", "Podiatrist")

DRUGS = (
    ("hydrocodone/acetaminophen", "Opioids", "Norco"),
    ("tramadol", "Opioids", "tramadol"),
    ("naproxen", "NSAID", "Anaprox"),
    ("cyclobenzaprine", "Muscle Relaxant", "Flexeril"),
    ("omeprazole", "Proton Pump Inhibitors", "Prilosec"),
)
SITES = ("lumbar spine", "knee:left", "shoulder:right", "cervical spine", "knee:bilateral")
PROCEDURES = ("", "Physical Therapy", "MRI", "Epidural Steroid Injection", "Acupuncture")
REASONS = tuple(map(str, Reason))[:6]
SECTIONS = ("Opioids", "NSAIDs", "Physical Medicine", "Acupuncture")

FINDINGS = {"NAME": 4, "DATE": 9, "AGE": 0.01, "LOCATION": 0.5, "ORG": 1, "CONTACT": 0.1, "ID": 3}


def invent_frames(cases: int, seed: int, months: int = 3, overturned: float = 0.09) -> CaseFrames:
    """Return frames of some cases, decided from January 2015 on."""
    random = np.random.default_rng(seed)
    found = np.random.default_rng(seed + 1)
    understood = np.random.default_rng(seed + 2)
    case_rows, issue_rows, citation_rows = [], [], []
    for number in range(cases):
        reference = f"R{seed:02d}{number:06d}"
        size = int(random.choice([1, 2, 3, 4, 5, 7], p=[0.6, 0.2, 0.1, 0.05, 0.03, 0.02]))
        decisions = []
        for sequence in range(1, size + 1):
            category = str(random.choice(list(CATEGORIES), p=_mix(len(CATEGORIES))))
            sub = str(random.choice(CATEGORIES[category]))
            decision = "overturned" if random.random() < overturned else "upheld"
            if random.random() < 0.003:
                decision = "partially_overturned"
            decisions.append(decision)
            issue = {
                "reference": reference,
                "sequence": sequence,
                "decision": decision,
                "was_partly_authorized": bool(random.random() < 0.05),
                "service_category": category,
                "service_subcategory": sub,
                **_understood(category, understood),
            }
            for side in ("claims_administrator", "reviewer"):
                picked = random.choice(len(WORKS), size=int(random.integers(0, 4)), replace=False, p=_mix(8))
                works = [WORKS[place] for place in sorted(picked)]
                issue[f"{side}_basis"] = _basis({source for source, _, _ in works})
                citation_rows += [
                    {
                        "reference": reference,
                        "sequence": sequence,
                        "side": side,
                        "source": source,
                        "title": title,
                        "edition": edition,
                        "sections": _some(SECTIONS, 1, understood) if title.startswith("Chronic") else [],
                        "pages": ["24"],
                    }
                    for source, title, edition in works
                ]
            issue_rows.append(issue)
        decided = pd.Timestamp("2015-01-01") + pd.Timedelta(days=int(random.integers(0, 30 * months)))
        received = decided - pd.Timedelta(days=int(random.integers(20, 50)))
        case_rows.append(
            {
                "reference": reference,
                "format": "standard",
                "priority": "Expedited" if random.random() < 0.03 else "Standard",
                "decided": decided,
                "assigned": received + pd.Timedelta(days=int(random.integers(1, 15))),
                "received": received if random.random() > 0.01 else pd.NaT,
                "ur_denial": received - pd.Timedelta(days=int(random.integers(1, 30))),
                "injury": pd.Timestamp("2012-05-05"),
                "date_basis": "stated",
                "reviewer_specialties": sorted(
                    random.choice(SPECIALTIES, size=int(random.integers(1, 3)), replace=False, p=_mix(4))
                ),
                "reviewer_subspecialties": [],
                "reviewer_states": ["California"] if random.random() < 0.8 else ["Texas"],
                "issue_count": size,
                "outcome": _outcome(decisions),
                "quality": _some(("no_summary", "date_order"), 1, understood),
                **{f"findings_{kind}": int(found.poisson(mean)) for kind, mean in FINDINGS.items()},
                "group:client": str(random.choice(["North", "South", "East"])),
            }
        )
    return as_stored(
        CaseFrames(
            cases=pd.DataFrame(case_rows),
            issues=pd.DataFrame(issue_rows),
            citations=pd.DataFrame(citation_rows),
        )
    )


def as_stored(frames: CaseFrames) -> CaseFrames:
    """Return frames with columns of the kinds that the store gives: categoricals, Arrow's lists."""
    references = pd.CategoricalDtype(sorted(frames.cases["reference"]))

    def stored(frame: pd.DataFrame) -> pd.DataFrame:
        columns = {name: _stored(frame[name]) for name in frame if not str(name).startswith("group:")}
        return frame.assign(**columns | {"reference": frame["reference"].astype(references)})

    return replace(
        frames,
        cases=stored(frames.cases),
        issues=stored(frames.issues),
        citations=stored(frames.citations),
    )


def _stored(column: pd.Series) -> pd.Series:
    if column.dtype == object:
        values = pa.chunked_array([pa.array(column, pa.list_(pa.string()))])
        return pd.Series(pd.arrays.ArrowExtensionArray(values), index=column.index)
    return column.astype("category") if column.dtype == "str" else column


def _understood(category: str, random: np.random.Generator) -> dict[str, Any]:
    is_drug = category == "Pharmaceuticals"
    drugs = _some(DRUGS, 2, random) if is_drug else []
    return {
        "procedure": "" if is_drug else str(random.choice(PROCEDURES)),
        "sites": [] if is_drug else _some(SITES, 2, random),
        "ingredients": [ingredients for ingredients, _, _ in drugs],
        "drug_classes": [drug_class for _, drug_class, _ in drugs],
        "drug_names": [name for _, _, name in drugs],
        "reasons": _some(REASONS, 3, random),
    }


def _some(values: Sequence[Any], most: int, random: np.random.Generator) -> list[Any]:
    """Return some different values, in their order, at most so many."""
    places = random.choice(len(values), size=int(random.integers(0, most + 1)), replace=False)
    return [values[place] for place in sorted(places)]


def place(frames: CaseFrames, period: Period, compared: Period | None = None) -> CaseFrames:
    """Return the cases of a period decided in it, beside what it is told against; all as a store reads them.

    Args:
        frames: cases of many months.
        period: what the report is about.
        compared: the period that changes are told against, instead of the one before.
    """
    compared = compared or period.before
    window = period.ending_here(24)
    past = _decided_in(frames, window) if window else frames
    months = past.cases.assign(month=past.cases["decided"].dt.strftime("%Y-%m"))[["reference", "month"]]
    history = past.issues.merge(months, on="reference")[["reference", "month", "decision"]]
    earlier = _decided_in(frames, compared) if compared else None
    return replace(
        _decided_in(frames, period),
        earlier=None if earlier is None or earlier.cases.empty else earlier,
        history=history,
        placement=Placement(period=period, compared=compared, year_before=period.year_before),
    )


def _decided_in(frames: CaseFrames, period: Period) -> CaseFrames:
    cases = frames.cases[[period.covers(day.date()) for day in frames.cases["decided"]]]
    references = set(cases["reference"])
    return CaseFrames(
        cases=cases,
        issues=frames.issues[frames.issues["reference"].isin(references)],
        citations=frames.citations[frames.citations["reference"].isin(references)],
    )


def invent_coverage(
    frames: CaseFrames, *, unread: int = 3, duplicates: int = 7, others: int = 40
) -> Coverage:
    """Return the coverage of a store that holds the frames' cases and some others."""
    cases = len(frames.cases) + others
    return Coverage(
        letters_found=cases + duplicates + unread,
        read=cases + duplicates,
        unread={"scanned": unread},
        duplicates=duplicates,
        reissued=0,
        indexed=0,
        inferred=0,
        undated=4,
    )


def _mix(size: int) -> np.ndarray:
    weights = 0.62 ** np.arange(size)
    return weights / weights.sum()


def _basis(sources: set[str]) -> str:
    if not sources:
        return "none_cited"
    if sources == {"MTUS"}:
        return "mtus"
    return "mtus+non_mtus" if "MTUS" in sources else "non_mtus"


def _outcome(decisions: list[str]) -> str:
    if set(decisions) == {"upheld"}:
        return "uphold"
    return "overturn" if set(decisions) == {"overturned"} else "partial_overturn"
