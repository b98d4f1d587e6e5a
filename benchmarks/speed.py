"""How fast letters become a report, beside stock presidio-analyzer on the same letters in the same run.

    python benchmarks/speed.py [FOLDER_OR_ZIP ...] [--stock-letters 30]

Each figure is measured in a process of its own, so that none profits from another's warm caches: "cold"
covers the start of Python, the model's load and every cache filling up. Stages are timed inside one process
on one core. Stock presidio uses its default registry and the same spaCy model; it is slow, so it sees the
first N letters of each set (it has no cache that more letters would warm). Peak memory is that of the
largest single process.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DEFAULT_SETS = (ROOT.parent / "shared" / "letters" / "pdf", ROOT / "samples")
_STAGES = ("read", "parse", "scrub")
_TURNS = 9


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--stock-letters", type=int, default=30)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        TASKS[options.task](options.paths, options.stock_letters)
        return
    for path in options.paths or [path for path in DEFAULT_SETS if path.exists()]:
        measure(path, options.stock_letters)


def measure(path: Path, stock_letters: int) -> None:
    files = sources(path)
    count, pages = json.loads(child("count", files, stock_letters))
    print(f"\n{path.name}: {count} letters, {pages / count:.1f} kB each, on {os.cpu_count()} cores")
    stock = json.loads(child("stock", files, stock_letters))
    rows: list[tuple[str, float, float]] = [
        ("stock presidio-analyzer, one core, warm", stock["rate"], stock["mb"])
    ]
    stages = json.loads(child("stages", files, stock_letters))
    rows += [(f"{stage}, one core, warm start", stages[stage], stages["mb"]) for stage in _STAGES]
    for workers, formats in ((1, "html"), (1, "html,pdf"), (2, "html,pdf")):
        rows.append(whole(files, count, workers, formats))
    print(f"{'':44}{'letters/s':>10}{'× stock':>9}{'peak MB':>9}")
    for name, rate, megabytes in rows:
        print(f"{name:44}{rate:10.1f}{rate / stock['rate']:9.1f}{megabytes:9.0f}")
    extraction = json.loads(child("extraction", files, stock_letters))
    if extraction:
        print(
            f"PDF extraction, one core: {extraction['ours']:.0f} letters/s, "
            f"bare pypdfium2 {extraction['bare']:.0f}; reading takes {extraction['ratio']:.2f} of its time"
        )
    again(files)


def sources(path: Path) -> list[Path]:
    return [path / "letters", path / "corpus.zip"] if path.name == "samples" else [path]


def child(task: str, files: list[Path], stock_letters: int) -> str:
    done = subprocess.run(
        [sys.executable, __file__, *map(str, files), "--task", task, "--stock-letters", str(stock_letters)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    return done.stdout


def letters_of(files: list[Path]):
    from imr_reports.ingest import find_files, read_letter

    return [read_letter(file.read()) for file in find_files(tuple(files))]


def task_count(files: list[Path], _: int) -> None:
    letters = letters_of(files)
    print(json.dumps([len(letters), sum(len(letter.text) for letter in letters) / 1000]))


def task_stages(files: list[Path], _: int) -> None:
    from imr_reports.ingest import find_files, read_letter
    from imr_reports.parse import parse_letter
    from imr_reports.scrub import Scrubber

    found = list(find_files(tuple(files)))
    scrubber = Scrubber()
    scrubber.scrub_text("Seen on 3/4/2015 by Dr. Nobody.")
    started = time.perf_counter()
    letters = [read_letter(file.read()) for file in found]
    parse_letter(letters[0])
    read = time.perf_counter()
    cases = [parse_letter(letter) for letter in letters]
    parsed = time.perf_counter()
    for case in cases:
        scrubber.scrub_case(case, "reference")
    scrubbed = time.perf_counter()
    number = len(letters)
    print(
        json.dumps(
            {
                "read": number / (read - started),
                "parse": number / (parsed - read),
                "scrub": number / (scrubbed - parsed),
                "mb": peak(),
            }
        )
    )


def task_extraction(files: list[Path], _: int) -> None:
    """Reading PDFs, hashing among it, beside pypdfium2 alone: by turns, the best of several passes."""
    import pypdfium2

    from imr_reports.ingest import find_files, read_letter

    data = [file.read() for file in find_files(tuple(files)) if file.name.lower().endswith(".pdf")]
    if not data:
        print("null")
        return

    def bare() -> None:
        for one in data:
            document = pypdfium2.PdfDocument(one)
            for page in document:
                page.get_textpage().get_text_bounded()
            document.close()

    def ours() -> None:
        for one in data:
            read_letter(one)

    def seconds(work) -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    turns = [(seconds(bare), seconds(ours)) for _ in range(_TURNS)]
    bare_best, ours_best = (min(column) for column in zip(*turns, strict=True))
    print(
        json.dumps(
            {"bare": len(data) / bare_best, "ours": len(data) / ours_best, "ratio": ours_best / bare_best}
        )
    )


def task_stock(files: list[Path], stock_letters: int) -> None:
    from imr_reports.scrub.stock import StockPresidio

    stock = StockPresidio()
    texts = [letter.text for letter in letters_of(files)[:stock_letters]]
    stock.find(texts[0])
    started = time.perf_counter()
    for text in texts:
        stock.find(text)
    print(json.dumps({"rate": len(texts) / (time.perf_counter() - started), "mb": peak()}))


def whole(files: list[Path], count: int, workers: int, formats: str) -> tuple[str, float, float]:
    folder = Path(tempfile.mkdtemp())
    try:
        seconds, megabytes = report(files, folder, workers, formats)
    finally:
        shutil.rmtree(folder)
    name = f"whole run to {formats}, cold, {workers} worker{'s' * (workers > 1)}"
    return name, count / seconds, megabytes


def again(files: list[Path]) -> None:
    """A second run over unchanged letters, beside one that renders the store alone."""
    folder = Path(tempfile.mkdtemp())
    try:
        report(files, folder, 2)
        second, _ = report(files, folder, 2)
        render_only, _ = report([], folder, 2)
    finally:
        shutil.rmtree(folder)
    print(
        f"second run over unchanged letters: {second:.1f} s; "
        f"the same report from the store alone: {render_only:.1f} s"
    )


def report(files: list[Path], folder: Path, workers: int, formats: str = "html,pdf") -> tuple[float, float]:
    letters = [word for file in files for word in ("--letters", str(file))]
    command = [
        sys.executable, "-m", "imr_reports", "--period", "all", *letters, "--workers", str(workers),
        "--format", formats, "--store", str(folder / "store"), "--output", str(folder / "output"),
    ]  # fmt: skip
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise SystemExit("the run failed")
    return seconds, used.ru_maxrss / 1024


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


TASKS = {"count": task_count, "stages": task_stages, "extraction": task_extraction, "stock": task_stock}

if __name__ == "__main__":
    main()
