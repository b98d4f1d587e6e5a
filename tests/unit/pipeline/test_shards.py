"""A letter that brings a worker process down costs that letter alone."""

import os
from pathlib import Path

import pytest

from imr_reports.ingest import LetterFile
from imr_reports.pipeline import shards
from imr_reports.pipeline.shards import ShardItem, ShardResult, ShardTask, run_shards
from imr_reports.records.coded import UnreadReason
from imr_reports.store import LetterOutcome


def fragile(task: ShardTask) -> ShardResult:
    """Stands in for the work on a shard: a letter called "poison" ends the process it is read in."""
    if any(item.digest == "poison" for item in task.items):
        os._exit(11)
    outcomes = tuple(LetterOutcome(digest=item.digest, letter_key=item.letter_key) for item in task.items)
    return ShardResult(outcomes=outcomes, parts=())


def tasks(digests: list[str], size: int) -> list[ShardTask]:
    items = [ShardItem(file=LetterFile(path=Path("x")), digest=name, letter_key=name) for name in digests]
    return [
        ShardTask(name=f"s{first}", cases_folder=Path("none"), items=tuple(items[first : first + size]))
        for first in range(0, len(items), size)
    ]


@pytest.mark.slow
def test_one_poisonous_letter_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "process_shard", fragile)
    digests = [f"d{number}" for number in range(10)]
    digests[4] = "poison"
    results = list(run_shards(tasks(digests, 4), 2))
    outcomes = [outcome for result in results for outcome in result.outcomes]
    assert sorted(outcome.digest for outcome in outcomes) == sorted(digests)
    assert [outcome.digest for outcome in outcomes if outcome.reason is UnreadReason.FAILED] == ["poison"]
