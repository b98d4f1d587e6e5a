"""Letter files → the store: only new and changed ones are read."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Protocol

from imr_reports.errors import PrivacyGateError, UnreadLetterError
from imr_reports.ingest import MEMBER_SEPARATOR, LetterFile, file_at
from imr_reports.pipeline.controls import assign_controls
from imr_reports.pipeline.policies import key_fingerprint
from imr_reports.pipeline.shards import SHARD_LETTERS, ShardItem, ShardTask, run_shards
from imr_reports.pipeline.version import reading_version
from imr_reports.records.coded import UnreadReason
from imr_reports.records.policy import KeyedPolicy
from imr_reports.records.site import NO_SITE, SiteLists
from imr_reports.store import LetterOutcome, Sighting, Store, new_key


class Progress(Protocol):
    """Tells whoever watches how far a long task is."""

    def start(self, total: int, what: str) -> None:
        """A task of `total` steps begins."""

    def advance(self, steps: int) -> None:
        """Some steps are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSummary:
    """What a run found: files, of which so many were new or changed and had to be read."""

    found: int
    new: int


def read_into_store(
    store: Store,
    files: Iterable[LetterFile],
    workers: int,
    progress: Progress,
    *,
    site: SiteLists = NO_SITE,
    keyed: KeyedPolicy | None = None,
) -> ReadingSummary:
    """Read the letters that the store does not know in this pipeline's version.

    Args:
        store: where scrubbed cases go.
        files: what to look at.
        workers: processes; 0 means one a core.
        progress: is told of each shard.
        site: what the site knows of itself; when it changes, letters are read again.
        keyed: the policy, None for Safe Harbor; under another, or another key, letters are read again.

    Raises:
        PrivacyGateError: if a control letter comes out with a planted identity.
    """
    version = version_in(store, site, keyed)
    known = store.known(version)
    fresh: dict[str, ShardItem] = {}
    unread: list[LetterOutcome] = []
    sightings: list[Sighting] = []
    for file in files:
        digest, reason = _digest(file)
        sightings.append(
            Sighting(locator=file.locator, name=file.name, relative=file.relative, digest=digest)
        )
        if digest in known or digest in fresh:
            continue
        if reason is not None:
            unread.append(LetterOutcome(digest=digest, letter_key=new_key(), reason=reason))
        else:
            fresh[digest] = ShardItem(file=file, digest=digest, letter_key=new_key())
    # A control letter that fails leaves nothing of this run behind; a run without letters to read needs none.
    with store.undone_on(PrivacyGateError) if fresh else nullcontext():
        store.record_files(sightings)
        store.record(version, unread, ())
        store.forget_files(_gone(store, {sighting.locator for sighting in sightings}))
        if fresh:
            count = workers or os.cpu_count() or 1
            tasks = _with_controls(_tasks(store, list(fresh.values()), count))
            _read_fresh(
                store, version, [replace(task, site=site, keyed=keyed) for task in tasks], count, progress
            )
    return ReadingSummary(found=len(sightings), new=len(fresh) + len(unread))


def version_in(store: Store, site: SiteLists, keyed: KeyedPolicy | None) -> str:
    """Return the version under which a store's letters are read: with another key, they are read again."""
    if keyed is None:
        return reading_version(site)
    fingerprint = key_fingerprint(keyed.key, store.shift_key()) if keyed.key else ""
    return reading_version(site, keyed.policy, fingerprint)


def _gone(store: Store, seen: set[str]) -> list[str]:
    # A zip that could not be opened stood for itself; now that it can, its members stand for it.
    opened = {locator.rpartition(MEMBER_SEPARATOR)[0] for locator in seen}
    return [
        locator
        for locator in store.locators()
        if locator not in seen and (locator in opened or file_at(locator) is None)
    ]


def _read_fresh(store: Store, version: str, tasks: list[ShardTask], workers: int, progress: Progress) -> None:
    progress.start(sum(len(task.items) for task in tasks), "Reading letters")
    for result in run_shards(tasks, workers):
        store.record(version, result.outcomes, result.parts, result.controls)
        progress.advance(len(result.outcomes))
    store.tidy()


def _tasks(store: Store, items: list[ShardItem], workers: int) -> Iterator[ShardTask]:
    # Small jobs are cut finer, so that all workers have something to do.
    size = max(1, min(SHARD_LETTERS, -(-len(items) // workers)))
    for first in range(0, len(items), size):
        group = tuple(items[first : first + size])
        yield ShardTask(name=new_key(), cases_folder=store.cases_folder, items=group)


def _with_controls(tasks: Iterable[ShardTask]) -> list[ShardTask]:
    tasks = list(tasks)
    return [
        replace(task, controls=controls)
        for task, controls in zip(tasks, assign_controls(len(tasks)), strict=True)
    ]


def _digest(file: LetterFile) -> tuple[str, UnreadReason | None]:
    try:
        return hashlib.sha256(file.read()).hexdigest(), None
    except UnreadLetterError as error:
        # What can't be opened has no bytes to know it by; its place stands in for them.
        place = f"unread {file.locator}".encode("utf-8", "surrogateescape")
        return hashlib.sha256(place).hexdigest(), UnreadReason(error.reason)
