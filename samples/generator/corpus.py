"""All plans → the zip of letters and, beside it, what is true of each of them."""

import gzip
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samples.generator.letters import Written, write_letter
from samples.generator.plan import Plan, draw_plans

_STAMP = (2015, 7, 1, 0, 0, 0)  # one time stamp for all members, so that each run gives the same bytes


def write_letters(limit: int | None = None) -> Iterator[tuple[str, Plan, Written]]:
    """Yield member name, plan and letter, in member order; `limit` stops early."""
    for name, plan in draw_plans()[:limit]:
        yield name, plan, write_letter(plan)


def truth(name: str, plan: Plan, letter: Written) -> dict[str, Any]:
    """Return what is known of a letter as one JSON line: its PHI spans and its expected case."""
    return {
        "member": name,
        "kind": plan.kind,
        "revealed": plan.revealed,
        "damaged": plan.damaged,
        "phi": letter.spans,
        "case": letter.case,
    }


def pack(folder: Path, letters: Iterator[tuple[str, Plan, Written]]) -> int:
    """Write both files into a folder and return the number of letters."""
    count = 0
    lines: list[str] = []
    with zipfile.ZipFile(folder / "corpus.zip", "w") as archive:
        for name, plan, letter in letters:
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, letter.text.encode("utf-8"), compresslevel=9)
            lines.append(json.dumps(truth(name, plan, letter), ensure_ascii=False, separators=(",", ":")))
            count += 1
    data = ("\n".join(lines) + "\n").encode("utf-8")
    (folder / "corpus_truth.jsonl.gz").write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    return count


def main(folder: Path) -> None:
    """Write the corpus into `samples/`."""
    print(f"{pack(folder, write_letters())} letters")
