"""What a year of public releases shows and withholds, and how long protection and audit take.

    python benchmarks/disclosure.py [--issues 1000 10000 25000 40000] [--periods 2016-01,…]

For each volume of issues a month: a store of invented cases, its months, quarters and the year released one
after the other, everything of before frozen. Printed are, of the first and the last month and of the year,
which share of cells of counts is shown and of cases or issues they hold, by section; and the seconds of
processor time that protection and audit take on one thread.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from synthetic_store import write_store

from imr_reports.aggregate import aggregate_tables
from imr_reports.protect import Protected, ledger_content, ledger_for, protect_for_public
from imr_reports.records.limited import Placement
from imr_reports.records.period import parse_period
from imr_reports.records.tables import CellStatus, MeasureKind
from imr_reports.store import Selection, Store, read_public_frames

ISSUES_A_CASE = 1.58
SECTIONS = {
    "outcomes": ("outcomes_", "issues_per_case", "partly_", "trend"),
    "categories": ("decisions_by_category",),
    "body parts": ("decisions_by_body_part",),
    "guidelines": ("guidelines_", "basis_cross", "decisions_by_claims", "decisions_by_reviewer_basis"),
    "reasons": ("reasons_",),
    "days": ("days",),
    "reviewers": ("decisions_by_specialty", "reviewer_", "california_", "specialty_fit"),
}


@dataclass(frozen=True, slots=True)
class Released:
    """A report as it would be released, with the seconds that its protection took."""

    period: str
    protected: Protected
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--issues", type=int, nargs="+", default=[1_000, 10_000, 25_000, 40_000])
    parser.add_argument("--periods", default=",".join(calendar(2016)))
    options = parser.parse_args()
    print(
        f"{'issues/month':>12}  {'period':<8}{'seconds':>8}  " + "".join(f"{name:>16}" for name in SECTIONS)
    )
    for issues in options.issues:
        with tempfile.TemporaryDirectory() as folder:
            store = Path(folder) / "store"
            write_store(store, round(12 * issues / ISSUES_A_CASE), 12, "2016-12")
            periods = options.periods.split(",")
            for released in release_all(store, periods):
                if released.period in {periods[0], "2016-12", periods[-1]}:
                    print(line(issues, released), flush=True)
    print("each section: % of cells of counts shown, % of cases or issues in its rows that they hold")


def calendar(year: int) -> list[str]:
    """Return the periods of a year in the order in which they are released."""
    quarters = [[*(f"{year}-{3 * q + m:02d}" for m in (1, 2, 3)), f"{year}Q{q + 1}"] for q in range(4)]
    return [*(period for quarter in quarters for period in quarter), str(year)]


def release_all(folder: Path, periods: list[str]) -> Any:
    """Yield reports protected one after the other, each beside all before it."""
    contents: dict[int, Mapping[str, Any]] = {}
    with Store(folder, kind=Store.kind_of(folder)) as store:
        for number, period in enumerate(periods, 1):
            selection = Selection(period=parse_period(period))
            frames = read_public_frames(store, selection, details=False).frames
            frames = replace(frames, placement=Placement(period=selection.period))
            tables = aggregate_tables(frames, None, decided_only=True)
            started = time.process_time()
            protected = protect_for_public(tables, ledger_for(selection.period, contents))
            yield Released(period, protected, time.process_time() - started)
            contents[number] = json.loads(json.dumps(ledger_content(protected)))


def line(issues: int, released: Released) -> str:
    """Return the printed line of a report."""
    shares = (share(released.protected, starts) for starts in SECTIONS.values())
    return f"{issues:>12,}  {released.period:<8}{released.seconds:>8.1f}  " + "".join(
        f"{f'{cells:.0%} / {held:.0%}':>16}" for cells, held in shares
    )


def share(protected: Protected, starts: tuple[str, ...]) -> tuple[float, float]:
    """Return which share of some tables' counts is shown, and of what they count."""
    cells = shown_cells = held = shown_held = 0
    for table, true in zip(protected.shown, protected.tables, strict=True):
        if not table.key.startswith(starts):
            continue
        truth = {row.key: row for row in true.rows}
        for row in table.rows:
            for place, measure in enumerate(table.measures):
                if measure.kind is not MeasureKind.COUNT:
                    continue
                size = int(truth[row.key].cells[place].value or 0)
                is_shown = row.cells[place].status is CellStatus.SHOWN
                cells, held = cells + 1, held + size
                shown_cells, shown_held = shown_cells + is_shown, shown_held + is_shown * size
    return shown_cells / max(cells, 1), shown_held / max(held, 1)


if __name__ == "__main__":
    main()
