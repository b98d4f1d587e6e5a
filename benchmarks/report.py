"""How long a report of a large store takes, by stage and format, beside plain pandas on the same rows.

    python benchmarks/report.py [--cases 40000] [--months 12] [--large] [--store FOLDER]

The store is a synthetic one (`synthetic_store.py`), made in a temporary folder unless one is named; the
report is of its last twelve months, compared with the twelve before where it holds any. `--large` takes
1,500,000 cases over eight years and stops after aggregation: once for the last year and once for all of
them. Each line is measured in a process of its own on one thread, with its peak memory; seconds are those
of the processor, so that a busy machine does not change them much. "Plain pandas" reads every column of the
same files with `pandas.read_parquet` and groups exploded object columns for a few tables of ours (outcomes,
categories, works cited, drugs, reasons), of this period alone: what one would write otherwise.
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

LARGE, LARGE_MONTHS = 1_500_000, 96
YEAR = "2016"


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
    cases, months = (LARGE, LARGE_MONTHS) if options.large else (options.cases, options.months)
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or Path(folder) / "store"
        if not options.store:
            write_store(store, cases, months, f"{YEAR}-12")
        measure(store, whole=not options.large)


def measure(store: Path, *, whole: bool) -> None:
    print(f"{'':58}{'seconds':>9}{'peak MB':>9}")
    counted(store, YEAR)
    if not whole:
        counted(store, "all")
        return
    from imr_reports.config import FORMATS

    for form in sorted(FORMATS):
        made = child(store, f"report:{form}")
        line(f"rendering to {form}; peak of the whole run", made["rendering"], made["mb"])
    formats = ",".join(sorted(FORMATS))
    line(f"whole command to {formats}", *run(store, formats))


def counted(store: Path, period: str) -> None:
    ours, plain = child(store, f"aggregate:{period}"), child(store, f"pandas:{period}")
    together = ours["reading"] + ours["past"] + ours["aggregation"]
    print(f"{period}: {ours['cases']:,} cases, {ours['issues']:,} issues, {ours['citations']:,} citations")
    line("reading", ours["reading"])
    line("reading what it is compared with, and its history", ours["past"])
    line("aggregation", ours["aggregation"])
    line("reading and aggregation", together, ours["mb"])
    line("plain pandas, a few of the tables, nothing compared", plain["seconds"], plain["mb"])
    print(f"{'ours take':58}{together / plain['seconds']:8.2f}×{ours['mb'] / plain['mb']:8.2f}×")


def line(name: str, seconds: float, megabytes: float | None = None) -> None:
    print(f"{name:58}{seconds:9.1f}{'' if megabytes is None else format(megabytes, '9.0f')}", flush=True)


def child(store: Path, task: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--store", str(store), "--task", task],
        stdout=subprocess.PIPE, text=True, check=True, env=one_thread(),
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def one_thread() -> dict[str, str]:
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS")
    return {**os.environ, **dict.fromkeys(names, "1")}


def task_aggregate(folder: Path, task: str) -> dict[str, float]:
    """Reading and aggregation, as the pipeline does both."""
    import pyarrow as pa

    from imr_reports.aggregate import aggregate_tables
    from imr_reports.pipeline.past import with_past
    from imr_reports.records.coverage import Coverage
    from imr_reports.records.period import parse_period
    from imr_reports.records.tables import Audience
    from imr_reports.store import Selection, Store, count_store, read_frames

    pa.set_cpu_count(1)
    period = parse_period(task.partition(":")[2])
    with Store(folder, kind="samples") as store:
        counts = count_store(store)
        coverage = Coverage(
            letters_found=counts.found, read=counts.read, unread={}, duplicates=counts.duplicates,
            reissued=counts.replaced, indexed=0, inferred=0, undated=counts.undated,
        )  # fmt: skip
        selection = Selection(period=period)
        started = time.process_time()
        frames = read_frames(store, selection, details=False)
        read = time.process_time()
        frames = with_past(store, selection, frames, period.before, Audience.INTERNAL)
        past = time.process_time()
        aggregate_tables(frames, coverage)
        ended = time.process_time()
    sizes = {name: len(getattr(frames, name)) for name in ("cases", "issues", "citations")}
    times = {"reading": read - started, "past": past - read, "aggregation": ended - past}
    return sizes | times | {"mb": peak()}


def task_pandas(folder: Path, task: str) -> dict[str, float]:
    """What one would write without us: every column into pandas, lists exploded, groups of text."""
    import pandas as pd
    import pyarrow as pa

    pa.set_cpu_count(1)
    year = task.partition(":")[2].replace("all", "*")
    started = time.process_time()
    cases, issues, citations = (
        pd.concat(
            pd.read_parquet(file, partitioning=None)
            for file in sorted(folder.glob(f"cases/{year}-*/*.{kind}.parquet"))
        )
        for kind in ("cases", "issues", "citations")
    )
    key = ["letter_key", "sequence"]
    cases.groupby("outcome").size()
    issues.merge(cases[["letter_key", "decided"]], on="letter_key").groupby(["decided", "decision"]).size()
    issues.groupby(["service_category", "service_subcategory", "decision"]).size()
    issues.groupby(["claims_administrator_basis", "reviewer_basis", "decision"]).size()
    cited = citations.merge(issues[[*key, "decision"]], on=key)
    work = ["side", "source", "title", "edition"]
    cited.drop_duplicates([*key, *work]).groupby([*work, "decision"]).size()
    for name in ("sections", "pages"):
        cited.explode(name).groupby(["side", "title", name, "decision"]).size()
    for name in ("ingredients", "drug_classes", "reasons", "sites"):
        issues[["decision", name]].explode(name).groupby([name, "decision"]).size()
    cases[["reviewer_specialties"]].explode("reviewer_specialties").groupby("reviewer_specialties").size()
    return {"seconds": time.process_time() - started, "mb": peak()}


def task_report(folder: Path, task: str) -> dict[str, float]:
    """One format alone; what comes before rendering is not in its time."""
    import imr_reports.pipeline.reporting as reporting
    from imr_reports.config import Settings
    from imr_reports.pipeline.reporting import ReportRequest, make_report
    from imr_reports.records.period import parse_period

    spent = []

    def timed(*given, render=reporting.render_report, **options):
        started = time.process_time()
        files = render(*given, **options)
        spent.append(time.process_time() - started)
        return files

    reporting.render_report = timed
    with tempfile.TemporaryDirectory() as output:
        formats = frozenset({task.partition(":")[2]})
        settings = Settings(store=folder, output=Path(output) / "out", formats=formats)
        make_report(ReportRequest(period=parse_period(YEAR), settings=settings), Silent())
    return {"rendering": spent[0], "mb": peak()}


class Silent:
    def start(self, total: int, what: str) -> None:
        """Nobody watches."""

    def advance(self, steps: int) -> None:
        """Nobody watches."""


def run(folder: Path, formats: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as output:
        command = [
            sys.executable, "-m", "imr_reports", "--period", YEAR, "--format", formats,
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
