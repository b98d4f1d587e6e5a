"""How long a report of a large store takes, by stage and format, beside plain pandas on the same rows.

    python benchmarks/report.py [--cases 40000] [--months 12] [--large] [--store FOLDER]

The store is a synthetic one (`synthetic_store.py`), made in a temporary folder unless one is named; its
period is one year, or as many months as asked for, and all its cases are in it. `--large` takes 1,500,000
cases and stops after aggregation. Each line is measured in a process of its own on one thread, with its
peak memory; seconds are those of the processor, so that a busy machine does not change them. "Plain pandas"
reads every column of the same files with `pandas.read_parquet` and groups exploded object columns for a few
tables of ours (outcomes, categories, works cited, drugs, reasons): what one would write otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic_store import write_store

LARGE = 1_500_000
LAST = "2016-12"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=40_000)
    parser.add_argument("--months", type=int, default=12)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--store", type=Path, help="a synthetic store that was made before")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        print(json.dumps(TASKS[options.task.partition(":")[0]](options.store, options.task)))
        return
    cases = LARGE if options.large else options.cases
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        if not options.store:
            write_store(store, cases, options.months, LAST)
        measure(store, whole=not options.large)


def measure(store: Path, *, whole: bool) -> None:
    ours = child(store, "aggregate")
    print(f"{ours['cases']:,} cases, {ours['issues']:,} issues, {ours['citations']:,} citations, one thread")
    print(f"{'':44}{'seconds':>9}{'peak MB':>9}")
    line("reading", ours["reading"])
    line("aggregation", ours["aggregation"])
    line("reading and aggregation", ours["reading"] + ours["aggregation"], ours["mb"])
    plain = child(store, "pandas")
    line("plain pandas, a few of the tables", plain["seconds"], plain["mb"])
    ratio = (ours["reading"] + ours["aggregation"]) / plain["seconds"]
    print(f"{'ours take':44}{ratio:8.2f}×{ours['mb'] / plain['mb']:8.2f}×")
    if not whole:
        return
    from imr_reports.config import FORMATS

    for form in sorted(FORMATS):
        made = child(store, f"report:{form}")
        line(f"rendering to {form}, after aggregation", made["rendering"], made["mb"])
    formats = ",".join(sorted(FORMATS))
    line(f"whole command to {formats}", *run(store, formats))


def line(name: str, seconds: float, megabytes: float | None = None) -> None:
    print(f"{name:44}{seconds:9.1f}{'' if megabytes is None else format(megabytes, '9.0f')}", flush=True)


def child(store: Path, task: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--store", str(store), "--task", task],
        stdout=subprocess.PIPE, text=True, check=True, env=one_thread(),
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def one_thread() -> dict[str, str]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS")
    return {**os.environ, **dict.fromkeys(names, "1")}


def task_aggregate(folder: Path, _: str) -> dict[str, float]:
    """Reading and aggregation, from a store that nobody has open."""
    import pyarrow as pa

    pa.set_cpu_count(1)
    from imr_reports.aggregate import aggregate_tables
    from imr_reports.records.coverage import Coverage
    from imr_reports.store import Store, count_store, read_frames

    with Store(folder, kind="samples") as store:
        started = time.process_time()
        frames = read_frames(store, selection(store), details=False)
        read = time.process_time()
        counts = count_store(store)
        coverage = Coverage(
            letters_found=counts.found, read=counts.read, unread={}, duplicates=counts.duplicates,
            reissued=counts.replaced, indexed=0, inferred=0, undated=counts.undated,
        )  # fmt: skip
        counted = time.process_time()
        aggregate_tables(frames, coverage)
        ended = time.process_time()
    sizes = {name: len(getattr(frames, name)) for name in ("cases", "issues", "citations")}
    return sizes | {"reading": read - started, "aggregation": ended - counted, "mb": peak()}


def selection(store):
    from imr_reports.records.period import parse_period
    from imr_reports.store import Selection

    months = [month for month in store.months() if month != "undated"]
    return Selection(period=parse_period(f"{months[0]}..{months[-1]}"))


def task_pandas(folder: Path, _: str) -> dict[str, float]:
    """What one would write without us: every column into pandas, lists exploded, groups of text."""
    import pandas as pd
    import pyarrow as pa

    pa.set_cpu_count(1)
    started = time.process_time()
    cases, issues, citations = (
        pd.concat(
            [
                pd.read_parquet(file, partitioning=None)
                for file in sorted(folder.glob(f"cases/*/*.{kind}.parquet"))
            ]
        )
        for kind in ("cases", "issues", "citations")
    )
    key = ["letter_key", "sequence"]
    cases.groupby("outcome").size()
    issues.merge(cases[["letter_key", "decided"]], on="letter_key").groupby(["decided", "decision"]).size()
    issues.groupby(["service_category", "service_subcategory", "decision"]).size()
    issues.groupby(["claims_administrator_basis", "reviewer_basis", "decision"]).size()
    cited = citations.merge(issues[[*key, "decision"]], on=key)
    cited.drop_duplicates([*key, "side", "title"]).groupby(
        ["side", "source", "title", "edition", "decision"]
    ).size()
    for name in ("sections", "pages"):
        cited.explode(name).groupby(["side", "title", name, "decision"]).size()
    for name in ("ingredients", "drug_classes", "reasons", "sites"):
        issues[["decision", name]].explode(name).groupby([name, "decision"]).size()
    cases[["letter_key", "reviewer_specialties"]].explode("reviewer_specialties").groupby(
        "reviewer_specialties"
    ).size()
    return {"seconds": time.process_time() - started, "mb": peak()}


def task_report(folder: Path, task: str) -> dict[str, float]:
    """One format alone; what comes before rendering is not in its time."""
    import imr_reports.pipeline.reporting as reporting
    from imr_reports.config import Settings
    from imr_reports.pipeline.reporting import ReportRequest, make_report
    from imr_reports.store import Store

    spent = []

    def timed(*given, render=reporting.render_report, **options):
        started = time.process_time()
        files = render(*given, **options)
        spent.append(time.process_time() - started)
        return files

    reporting.render_report = timed
    with Store(folder, kind="samples") as store:
        period = selection(store).period
    with tempfile.TemporaryDirectory() as output:
        formats = frozenset({task.partition(":")[2]})
        settings = Settings(store=folder, output=Path(output) / "out", formats=formats)
        make_report(ReportRequest(period=period, settings=settings), Silent())
    return {"rendering": spent[0], "mb": peak()}


class Silent:
    def start(self, total: int, what: str) -> None:
        """Nobody watches."""

    def advance(self, steps: int) -> None:
        """Nobody watches."""


def run(folder: Path, formats: str) -> tuple[float, float]:
    from imr_reports.store import Store

    with Store(folder, kind="samples") as store:
        period = selection(store).period.label
    with tempfile.TemporaryDirectory() as output:
        command = [
            sys.executable, "-m", "imr_reports", "--period", period, "--format", formats,
            "--store", str(folder), "--output", f"{output}/out",
        ]  # fmt: skip
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=one_thread())
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("the run failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


TASKS = {"aggregate": task_aggregate, "pandas": task_pandas, "report": task_report}

if __name__ == "__main__":
    main()
