"""A shard of letter files → one Parquet part and the outcome of each letter.

`process_shard` is the unit of work: a function of its task alone, which can be run again, in any process
or on any machine that sees the files and the store's folder.
"""

import hashlib
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread, current_thread, main_thread

from imr_reports.errors import UnreadLetterError
from imr_reports.ingest import LetterFile, read_letter
from imr_reports.parse import parse_letter, split_letters
from imr_reports.pipeline.controls import pass_control
from imr_reports.records.coded import UnreadReason
from imr_reports.records.identified import Letter
from imr_reports.records.limited import LimitedCase
from imr_reports.records.policy import KeyedPolicy
from imr_reports.records.site import NO_SITE, SiteLists
from imr_reports.scrub import Scrubber
from imr_reports.store import LetterOutcome, PassedControl, write_parts

SHARD_LETTERS = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardItem:
    """A file to read: where it is, what it is expected to be, and the key of its (first) letter."""

    file: LetterFile
    digest: str
    letter_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardTask:
    """Some letters, where their part goes, the lists of the site that reads them, and the policy.

    Attributes:
        keyed: None for Safe Harbor.
        controls: numbers of the control letters that go through beside them.
    """

    name: str
    cases_folder: Path
    items: tuple[ShardItem, ...]
    site: SiteLists = NO_SITE
    keyed: KeyedPolicy | None = None
    controls: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardResult:
    """What became of a shard. Private: outcomes may hold case numbers."""

    outcomes: tuple[LetterOutcome, ...]
    parts: tuple[str, ...]
    controls: tuple[PassedControl, ...] = ()


@cache
def scrubber(site: SiteLists = NO_SITE) -> Scrubber:
    """Return this process's scrubber for a site; building it loads the model."""
    return Scrubber(site)


def process_shard(task: ShardTask) -> ShardResult:
    """Read, parse and scrub a shard's letters and write what may be kept; a bad letter stops none.

    Raises:
        PrivacyGateError: if a control letter comes out with a planted identity; nothing is written then.
    """
    # A missing model is a fault of the installation, not of each letter.
    scrubbing = scrubber(task.site)
    controls = tuple(pass_control(number, scrubbing, task.keyed) for number in task.controls)
    outcomes, cases = [], []
    for item in task.items:
        for outcome, case in _process_file(item, task):
            outcomes.append(outcome)
            if case is not None:
                cases.append(case)
    return ShardResult(
        outcomes=tuple(outcomes),
        parts=write_parts(task.cases_folder, task.name, cases) if cases else (),
        controls=controls,
    )


def _process_file(item: ShardItem, task: ShardTask) -> Iterator[tuple[LetterOutcome, LimitedCase | None]]:
    """Yield the outcome and, where it was read, the case of each letter in a file; mostly there is one."""
    try:
        whole = read_letter(item.file.read())
        if whole.digest != item.digest:
            return  # replaced while we were reading: the next run reads it
        letters = split_letters(whole)
    except UnreadLetterError as error:
        yield _unread(item, UnreadReason(error.reason)), None
        return
    except Exception:
        yield _unread(item, UnreadReason.FAILED), None
        return
    for letter in letters:
        yield _process_letter(item, letter, task)


def _process_letter(
    item: ShardItem, letter: Letter, task: ShardTask
) -> tuple[LetterOutcome, LimitedCase | None]:
    key = item.letter_key if letter.part == 1 else f"{item.letter_key}-{letter.part}"
    unread = LetterOutcome(digest=letter.digest, file=item.digest, part=letter.part, letter_key=key)
    try:
        identified = parse_letter(letter)
        scrubbed = scrubber(task.site).scrub_letter(identified, key, task.keyed)
    except UnreadLetterError as error:
        return replace(unread, reason=UnreadReason(error.reason)), None
    except Exception:
        # A fault of ours in one letter: the letter is counted, the others go on, and nothing of it is shown.
        return replace(unread, reason=UnreadReason.FAILED), None
    number = identified.case_number
    outcome = replace(
        unread,
        case_number=_plain_number(number.text) if number else "",
        content=_content_digest(letter),
        decided=scrubbed.case.decided,
        withheld=scrubbed.withheld,
    )
    return outcome, scrubbed.case


def _unread(item: ShardItem, reason: UnreadReason) -> LetterOutcome:
    return LetterOutcome(digest=item.digest, letter_key=item.letter_key, reason=reason)


def _plain_number(text: str) -> str:
    return "".join(text.split()).upper()


def _content_digest(letter: Letter) -> str:
    # Letters and digits alone: the same letter as text and as PDF differs in line ends, blanks and hyphens.
    plain = "".join(character for character in letter.text if character.isalnum())
    return hashlib.sha256(plain.casefold().encode()).hexdigest()


def run_shards(tasks: list[ShardTask], workers: int) -> Iterator[ShardResult]:
    """Yield the results of shards, in this process or in several; the order does not matter to the store."""
    if workers <= 1 or len(tasks) <= 1:
        yield from map(process_shard, tasks)
        return
    yield from _run_in_pool(tasks, workers)


def _run_in_pool(tasks: list[ShardTask], workers: int) -> Iterator[ShardResult]:
    # A letter that brings a worker process down takes its pool with it. The shards that were not done by then
    # are run again; one that was under way both times is run in halves, and a single letter by itself.
    suspects: set[str] = set()
    while tasks:
        undone = []
        for task, result in _one_pool(tasks, workers):
            if result is not None:
                yield result
            else:
                undone.append(task)
        # Tasks start in order, so those under way when the pool broke are the first of the undone.
        started = {task.name for task in undone[: 2 * workers]}
        tasks = []
        for task in undone:
            if task.name not in started or task.name not in suspects:
                tasks.append(task)
            elif len(task.items) > 1:
                tasks += _halves(task)
            else:
                yield _alone(task)
        suspects |= started


def _alone(task: ShardTask) -> ShardResult:
    ((_, result),) = _one_pool([task], 1)
    return result or ShardResult(outcomes=(_unread(task.items[0], UnreadReason.FAILED),), parts=())


def _one_pool(tasks: list[ShardTask], workers: int) -> Iterator[tuple[ShardTask, ShardResult | None]]:
    """Yield each task with its result, None where the pool broke first; undone tasks come in order."""
    # A fresh interpreter for each worker: forking a process that holds threads can hang.
    pool = ProcessPoolExecutor(
        min(workers, len(tasks)), mp_context=get_context("spawn"), initializer=_end_with_parent
    )
    broken: list[ShardTask] = []
    try:
        # Workers start while tasks are handed in, and take over that they ignore ctrl-C: it is the parent's.
        with _interrupts_ignored():
            futures = {pool.submit(process_shard, task): task for task in tasks}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenProcessPool:
                broken.append(futures[future])
    finally:
        # Nobody waits for results that nobody takes.
        pool.shutdown(cancel_futures=True)
    order = {task.name: place for place, task in enumerate(tasks)}
    yield from ((task, None) for task in sorted(broken, key=lambda task: order[task.name]))


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end_with_parent() -> None:
    """End this worker when its parent has ended, however that came about."""
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _halves(task: ShardTask) -> list[ShardTask]:
    middle = (len(task.items) + 1) // 2
    return [
        replace(task, name=f"{task.name}{mark}", items=items)
        for mark, items in (("A", task.items[:middle]), ("B", task.items[middle:]))
    ]
