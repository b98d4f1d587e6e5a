"""How much of a data set's columns is withheld, by its size, and how long it takes: invented cases.

    python benchmarks/dataset.py [--cases 3000 30000 180000] [--texts]

Cases are spread over the months of 2015 (`synthetic_store.py`); names and their frequencies are invented,
so the figures tell how loss falls with size and not what a year of real letters would lose. Prints
Markdown: the share of each column's values that is withheld, the risks, and seconds of one core for
`protect_dataset`, without reading and writing. With --texts the controlled tier holds texts too, and their
part of the time is in it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import pandas as pd
from synthetic_store import write_store

from imr_reports.protect.microdata import DatasetPlan, protect_dataset
from imr_reports.records.dataset import ReleaseDataset, Tier
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import parse_period
from imr_reports.store import Selection, Store, read_frames
from imr_reports.store.texts import read_case_texts

NO_TEXTS = pd.DataFrame({"reference": [], "sequence": [], "kind": [], "text": []}).astype(
    {"reference": "str", "sequence": "int64", "kind": "str", "text": "str"}
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, nargs="+", default=[3_000, 30_000, 180_000])
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    made: dict[Tier, list[tuple[ReleaseDataset, float]]] = {tier: [] for tier in Tier}
    for cases in options.cases:
        frames, texts = invented(cases, options.texts)
        for tier in Tier:
            made[tier].append(timed(frames, tier, texts))
    for tier, runs in made.items():
        show(tier, options.cases, runs)


def invented(cases: int, with_texts: bool) -> tuple[CaseFrames, pd.DataFrame]:
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", cases, 12, "2015-12")
        with Store(Path(folder) / "store", kind="samples") as store:
            frames = read_frames(store, Selection(period=parse_period("2015")))
            texts = read_case_texts(store, set(frames.cases["reference"])) if with_texts else NO_TEXTS
    return frames, texts


def timed(frames: CaseFrames, tier: Tier, texts: pd.DataFrame) -> tuple[ReleaseDataset, float]:
    plan = DatasetPlan(tier=tier, period="2015", secret=bytes(32), is_sample=True)
    started = time.process_time()
    dataset = protect_dataset(frames, plan, None if tier is Tier.OPEN else texts)
    return dataset, time.process_time() - started


def show(tier: Tier, sizes: list[int], runs: list[tuple[ReleaseDataset, float]]) -> None:
    datasets = [dataset for dataset, _ in runs]
    rows = {
        name: [f"{dataset.suppressed.get(name, 0):.1%}" for dataset in datasets]
        for name in datasets[0].suppressed
    }
    before, after = [one.risk_before for one in datasets], [one.risk_after for one in datasets]
    rows |= {
        "cases alone in their class before": [f"{one.unique / one.records:.1%}" for one in before],
        "classes below k before": [f"{one.classes_below_k:,}" for one in before],
        "classes below k after": [f"{one.classes_below_k:,}" for one in after],
        "highest risk before": [f"{one.prosecutor_highest:.3f}" for one in before],
        "highest risk after": [f"{one.prosecutor_highest:.3f}" for one in after],
        "average risk before": [f"{one.prosecutor_average:.3f}" for one in before],
        "average risk after": [f"{one.prosecutor_average:.3f}" for one in after],
        "cases whose class has one decision alone": [f"{one.diversity.homogeneous:.1%}" for one in datasets],
        "cases alone in all coded columns, after": [f"{one.linked_after:.1%}" for one in datasets],
        "seconds of one core": [f"{seconds:.1f}" for _, seconds in runs],
    }
    print(f"\n{tier} tier, k = {datasets[0].k}\n")
    print(f"| | {' | '.join(f'{size:,} cases' for size in sizes)} |")
    print(f"|---|{'---:|' * len(sizes)}")
    for name, cells in rows.items():
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
