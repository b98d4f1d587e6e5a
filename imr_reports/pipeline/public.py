"""A period's cases as the public may read of them, beside all that was released before."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from imr_reports.aggregate import WINDOW
from imr_reports.errors import UsageError
from imr_reports.protect import Ledger, Protected, ledger_content, ledger_for
from imr_reports.records.ledger import Release, ReleaseKind
from imr_reports.records.limited import CaseFrames, Placement
from imr_reports.records.period import Period, parse_period
from imr_reports.records.tables import Fact
from imr_reports.store import (
    Selection,
    Store,
    append_release,
    read_frames,
    read_public_frames,
)

_DRAFT = "Draft: not released"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSource:
    """What a public report is made of.

    Attributes:
        frames: the cases, each counted in one month for good.
        ledger: what was released before and bears on the period.
        corrected: how many cases would be counted otherwise if they had not been released.
        release: the entry by which this very period was released, None while it is a draft.
    """

    frames: CaseFrames
    ledger: Ledger
    corrected: int = 0
    release: Release | None = None

    def notice(self) -> str:
        """Return what every sheet says of the report's standing."""
        return release_notice(self.release.number, self.release.recorded) if self.release else _DRAFT

    def facts(self, threshold: int) -> tuple[Fact, ...]:
        """Return what the methods say of corrections; the public learns no number of them.

        Late letters are a table, protected beside all others.
        """
        changed = (
            f"{threshold} cases or more" if self.corrected >= threshold else f"fewer than {threshold} cases"
        )
        words = f"{changed}: released figures stay, though they would be counted otherwise today"
        return (Fact(label="Corrections since", value=words),)


def release_notice(number: int, recorded: date) -> str:
    """Return what every sheet of a released report says."""
    return f"Release {number} of {recorded:%B} {recorded.day}, {recorded.year}"


def public_source(store: Store, selection: Selection) -> PublicSource:
    """Return the cases of a period as public statistics count them, and what was released before.

    Raises:
        UsageError: if reports were released, and the period or the date that places cases is none by which
            public reports can be told together.
        ConfigurationError: if the ledger is damaged.
    """
    releases = store.ledger.releases(ReleaseKind.REPORT)
    if releases and selection.by != "decided":
        raise UsageError(
            "public reports were released from this store, so the next ones go by decision date too"
        )
    contents: Mapping[int, Mapping[str, Any]] = {item.number: item.content for item in releases}
    ledger = ledger_for(selection.period, contents)
    placement = Placement(period=selection.period, by=selection.by)
    if selection.by != "decided" or selection.period.months is None:
        frames = read_frames(store, selection, details=False)
        return PublicSource(frames=replace(frames, placement=placement), ledger=ledger)
    public = read_public_frames(store, selection, details=False)
    told = frozenset(month for item in releases for month in parse_period(item.period).month_keys)
    history = public.frames.history
    if history is not None:
        history = history[history["month"].isin(_run_of_months(selection.period, told))]
    return PublicSource(
        frames=replace(public.frames, history=history, placement=placement),
        ledger=ledger,
        corrected=public.corrected,
        release=next((item for item in releases if item.period == ledger.period), None),
    )


def _run_of_months(period: Period, told: Collection[str]) -> frozenset[str]:
    """Return the months of a period, and those right before it that a report has told of already.

    A month that none has told of would be told here first, beside reports of its own year.
    """
    months = set(period.month_keys)
    window = period.ending_here(WINDOW)
    before = sorted(set(window.month_keys if window else ()) - months, reverse=True)
    for month in before:
        if month not in told:
            break
        months.add(month)
    return frozenset(months)


def refuse_release(store: Store, period: Period, today: date) -> None:
    """Refuse to release what can't be released.

    Raises:
        UsageError: if the period is no month, quarter or year, is not over, or was released before.
    """
    if not period.is_calendar or period.months == 6:
        raise UsageError("a release is of a month, a quarter or a year: 2015-03, 2015Q1 or 2015")
    if period.last is None or period.last >= today:
        raise UsageError(f"{period.label} is not over yet; release it when it is closed")
    for item in store.ledger.releases(ReleaseKind.REPORT):
        if item.period == period.canonical_label:
            raise UsageError(
                f"{item.period} was released before, as number {item.number}, and its figures stay; "
                f"'imr-report --period {item.period} --audience public' writes it again"
            )


def record_release(
    store: Store, selection: Selection, protected: Protected, recorded: date, files: Mapping[str, str]
) -> None:
    """Write a report to the ledger and pin its months; `files` are the SHA-256 of its files by name."""
    label = selection.period.canonical_label
    append_release(
        store,
        replace(selection, period=parse_period(label)),
        kind=ReleaseKind.REPORT,
        label=label,
        recorded=recorded,
        content={**ledger_content(protected), "files": dict(files)},
    )
