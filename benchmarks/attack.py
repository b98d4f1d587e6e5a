"""Releases of a year one after the other, with late letters between them, and what the attack learns of them.

    python benchmarks/attack.py [--cases 300 1000 3000 10000 25000 40000] [--late 20] [--periods 2015-01,…]

For each store of so many cases a month: the releases, their cells that are withheld, and withheld counts that
the attack of tests/attack recovers exactly, knows to be below 11, derives without their being printed, or
could not decide on in time. Each command `imr-report release` is a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main() -> None:
    from tests.attack.releases import calendar

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, nargs="+", default=[300, 1000, 3000, 10_000, 25_000, 40_000])
    parser.add_argument("--late", type=int, default=20, help="letters that come late before each release")
    parser.add_argument("--periods", default=",".join(calendar(2015)))
    parser.add_argument("--fractions", action="store_true", help="look for worlds in fractions too: faster")
    options = parser.parse_args()
    print(
        "cases/month  releases   cells  withheld  counts withheld  exact  below 11  derived  undecided"
        "  releasing  attack"
    )
    for cases in options.cases:
        measure(cases, options.late, options.periods.split(","), whole=not options.fractions)


def run(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "imr_reports", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def measure(cases: int, late: int, periods: list[str], *, whole: bool) -> None:
    from tests.attack.attack import attack
    from tests.attack.published import WITHHELD
    from tests.attack.releases import Series

    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        series = Series(Path(folder), run, cases=cases, late=late)
        releases = list(series.publish(periods))
        released = time.perf_counter()
        found = attack(releases, whole=whole, seconds=60)
        ended = time.perf_counter()
    figures = [figure for item in releases for table in item.tables.values() for *_, figure in table.cells()]
    withheld = figures.count(WITHHELD)
    print(
        f"{cases:>11,} {len(releases):>9} {len(figures):>7,} {withheld / len(figures):>9.1%}"
        f"{found.withheld:>17,} {len(found.exact):>6} {len(found.bounded):>9} {len(found.derived):>8}"
        f"{len(found.undecided):>11} {released - started:>9.0f}s {ended - released:>6.0f}s",
        flush=True,
    )
    for leak in found.leaks[:10]:
        print("   ", leak, flush=True)


if __name__ == "__main__":
    main()
