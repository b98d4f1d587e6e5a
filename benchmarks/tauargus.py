"""What pytauargus (Tau-Argus with an open solver) withholds of the category table, beside what we do.

    python benchmarks/tauargus.py [--cases 300 1000 3000 10000 25000]

Both get one table by itself, with the same rows: those that the public report has once rare ones are merged.
Tau-Argus is told to keep each count of 1 to 10 from being known to be below 11. Cells are counts; their share
is of all counts that are not 0. "Attacked": what the attack of tests/attack learns of each outcome.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

THRESHOLD = 11
METHODS = ("OPT(1)", "MOD(1,5,1,1,1)")
"""Optimal, and the modular method for hierarchies."""

Counts = dict[tuple[str, str], int]
"""Counts by row and decision; "" stands for the sum."""


@dataclass(frozen=True)
class Tree:
    """Rows of a table, with details beneath, and counts of all of them.

    Attributes:
        details: of each main row, by key; none for a row without.
        counts: by row ("" for all) and decision ("" for both).
    """

    details: Mapping[str, tuple[str, ...]]
    counts: Counts

    @property
    def leaves(self) -> list[str]:
        """Rows that nothing details."""
        return [leaf for main, parts in self.details.items() for leaf in parts or (main,)]


def tau_withholds(tree: Tree, method: str = METHODS[0]) -> set[tuple[str, str]]:
    """Return the cells that Tau-Argus withholds of a table."""
    from pytauargus.arb import micro_arb
    from pytauargus.engine import run_batch
    from pytauargus.micro import micro_asc_rda
    from pytauargus.result import TableResult

    codes = _codes(tree)
    names = {code: row for row, code in codes.items()} | {"Total": ""}
    records = [
        (codes[leaf], decision)
        for leaf in tree.leaves
        for decision in ("upheld", "overturned")
        for _ in range(tree.counts[leaf, decision])
    ]
    # Its solvers leave logs where they are called.
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        files = {kind: str(folder / f"table.{kind}") for kind in ("hrc", "hst", "asc", "rda", "arb", "tab")}
        Path(files["hrc"]).write_text("".join(_hierarchy(tree, codes)))
        Path(files["hst"]).write_text("".join(_levels(tree, codes)))
        micro = {
            "row": [row for row, _ in records],
            "decision": [decision for _, decision in records],
            "issues": [1] * len(records),
        }
        micro_asc_rda(
            micro, asc_filename=files["asc"], rda_filename=files["rda"], hrc={"row": files["hrc"]},
            hierleadstring="@",
        )  # fmt: skip
        micro_arb(
            arb_filename=files["arb"], asc_filename=files["asc"], rda_filename=files["rda"],
            explanatory_vars=[["row", "decision"]], response_var="issues",
            safety_rules=f"FREQ({THRESHOLD},100)", suppress=method, output_names=[files["tab"]],
            output_type="5", output_options="SO+", apriori=[files["hst"]],
        )  # fmt: skip
        run_batch(files["arb"])
        result = TableResult(
            path=files["tab"], exp_vars=["row", "decision"], response="issues", is_freq=False
        )
        found = zip(result.dataframe().to_dict("records"), result.status(), strict=True)
        return {
            (names[row], "" if decision == "Total" else decision)
            for cell, status in found
            for row, decision in [(cell["row"].strip(), cell["decision"].strip())]
            if status in {"U", "M"} and row in names
        }


def _codes(tree: Tree) -> dict[str, str]:
    """Name rows as Tau-Argus does: all codes of one length, a main row before its details."""
    codes = {}
    for main, (row, parts) in enumerate(tree.details.items()):
        codes[row] = f"M{main:02d}000" if parts else f"L{main:02d}000"
        codes |= {part: f"L{main:02d}{place:03d}" for place, part in enumerate(parts, 1)}
    return codes


def _hierarchy(tree: Tree, codes: Mapping[str, str]) -> Iterator[str]:
    for main, (row, parts) in enumerate(tree.details.items()):
        yield f"M{main:02d}000\n"
        yield from (f"@{codes[part]}\n" for part in parts or (row,))


def _levels(tree: Tree, codes: Mapping[str, str]) -> Iterator[str]:
    """Say how far each small count must stay open; the file's first line must hold one number."""
    cells = [
        (codes[row], decision or "Total", value) for (row, decision), value in tree.counts.items() if row
    ]
    yield f"{cells[0][0]},{cells[0][1]},C,{max(cells[0][2], 1)}\n"
    for code, decision, value in cells:
        if 0 < value < THRESHOLD:
            yield f"{code},{decision},PL,{value},{THRESHOLD - value}\n"


def tree_of(table: object, shown: object) -> Tree:
    """Return the true counts of the rows that a protected table has: rare ones merged as it merges them.

    Args:
        table: with true counts.
        shown: the same, protected.
    """
    true = {row.key: _counts(table, row) for row in table.rows}
    parents = _parents(table)
    details: dict[str, list[str]] = {}
    for row in shown.rows:
        if not row.is_total and row.depth == 0:
            details[row.key] = []
        elif not row.is_total:
            details[next(reversed(details))].append(row.key)
    listed = {row.key for row in shown.rows}
    counts: Counts = {}
    for key in [*details, *(part for parts in details.values() for part in parts)]:
        above = next((main for main, parts in details.items() if key in parts), "")
        merged = [row for row, parent in parents.items() if parent == above and row not in listed]
        for decision in ("", "upheld", "overturned"):
            rows = [key] if key in true else merged
            counts[key, decision] = sum(true[row][decision] for row in rows)
    (total,) = [row.key for row in table.rows if row.is_total]
    counts |= {("", decision): value for decision, value in true[total].items()}
    return Tree({main: tuple(parts) for main, parts in details.items()}, counts)


def _counts(table: object, row: object) -> dict[str, int]:
    places = {measure.key: place for place, measure in enumerate(table.measures)}
    names = {"": "issues", "upheld": "upheld", "overturned": "overturned"}
    return {decision: int(row.cells[places[name]].value or 0) for decision, name in names.items()}


def _parents(table: object) -> dict[str, str]:
    found, main = {}, ""
    for row in table.rows:
        main = row.key if row.depth == 0 else main
        if not row.is_total:
            found[row.key] = main if row.depth else ""
    return found


def we_withhold(shown: object) -> set[tuple[str, str]]:
    """Return the cells that a protected table withholds."""
    decisions = {"issues": "", "upheld": "upheld", "overturned": "overturned"}
    return {
        ("" if row.is_total else row.key, decisions[measure.key])
        for row in shown.rows
        for measure, cell in zip(shown.measures, row.cells, strict=True)
        if measure.key in decisions and cell.status != "shown"
    }


def learned(tree: Tree, withheld: set[tuple[str, str]]) -> list[str]:
    """Return what the attack learns of a table."""
    from tests.attack.attack import attack
    from tests.attack.published import WITHHELD, counts_alone

    def figures(row: str) -> list[float | str]:
        decisions = ("", "upheld", "overturned")
        return [
            WITHHELD if (row, decision) in withheld else tree.counts[row, decision] for decision in decisions
        ]

    rows = []
    for main, parts in tree.details.items():
        rows += [(main, 0, figures(main)), *((part, 1, figures(part)) for part in parts)]
    return attack([counts_alone("2015-01", [*rows, ("", 0, figures(""))])]).leaks


def category_table(cases: int) -> tuple[object, object]:
    """Return the category table of so many generated cases of a month, true and protected."""
    from synthetic_store import write_store

    from imr_reports.aggregate import aggregate_tables
    from imr_reports.aggregate.tables import decided
    from imr_reports.protect import protect_tables
    from imr_reports.records.coverage import Coverage
    from imr_reports.records.period import parse_period
    from imr_reports.records.tables import Audience
    from imr_reports.store import Selection, Store, read_frames

    with tempfile.TemporaryDirectory() as name:
        write_store(Path(name) / "store", cases, 1, "2015-01")
        with Store(Path(name) / "store", kind="samples") as store:
            frames = decided(read_frames(store, Selection(period=parse_period("2015-01")), details=False))
    coverage = Coverage(
        letters_found=cases, read=cases, unread={}, duplicates=0, reissued=0, indexed=0, inferred=0, undated=0
    )
    tables = aggregate_tables(frames, coverage, decided_only=True)
    (table,) = [replace(table, relations=()) for table in tables if table.key == "decisions_by_category"]
    (shown,) = protect_tables([table], Audience.PUBLIC)
    return table, shown


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, nargs="+", default=[300, 1000, 3000, 10_000, 25_000])
    print("cases   issues  rows  by             withheld cells  their share of counts  attacked  seconds")
    for cases in parser.parse_args().cases:
        table, shown = category_table(cases)
        tree = tree_of(table, shown)
        started = time.perf_counter()
        print_line(cases, tree, "imr_reports", we_withhold(shown), started)
        for method in METHODS:
            started = time.perf_counter()
            print_line(cases, tree, method, tau_withholds(tree, method), started)


def print_line(cases: int, tree: Tree, name: str, withheld: set[tuple[str, str]], started: float) -> None:
    seconds = time.perf_counter() - started
    positive = [cell for cell, value in tree.counts.items() if value]
    counts = sum(tree.counts[cell] for cell in withheld) / sum(tree.counts.values())
    leaks = learned(tree, withheld)
    print(
        f"{cases:>6,} {tree.counts['', '']:>7,} {len(tree.counts) // 3:>5}  {name:<14} "
        f"{len(withheld):>4} of {len(positive):<5} {len(withheld) / len(positive):>5.1%}"
        f"{counts:>15.1%} {len(leaks):>12} {seconds:>10.1f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
