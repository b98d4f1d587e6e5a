"""A period's cases → what its report shows: protected tables first, then the excerpts that they allow."""

from collections.abc import Sequence
from dataclasses import dataclass

from imr_reports.aggregate import (
    aggregate_tables,
    candidates,
    cases_by_month,
    count_quoted,
    overturned_counts,
    public_candidates,
    refused_groups,
    typical,
)
from imr_reports.protect import (
    Ledger,
    Protected,
    PublicRelease,
    protect_excerpts,
    protect_for_public,
    protect_tables,
    quotable_rows,
)
from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames
from imr_reports.records.policy import Policy
from imr_reports.records.rationales import RationaleRequest, SelectedRationale
from imr_reports.records.tables import Audience, Excerpt, OverturnedCount, ProtectedTable, Table
from imr_reports.records.ur_decisions import UrDecisions
from imr_reports.store import Store, read_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibits:
    """The tables and excerpts of a report.

    Attributes:
        overturned: how many issues of each category were overturned; for the internal audience alone.
        refused_groups: columns of the index that were not tabulated; for the internal audience alone.
        protected: what a release of the report would write to the ledger; for the public alone.
    """

    tables: tuple[ProtectedTable, ...]
    excerpts: tuple[Excerpt, ...]
    overturned: tuple[OverturnedCount, ...] = ()
    refused_groups: tuple[str, ...] = ()
    protected: Protected | None = None


def make_exhibits(
    store: Store,
    frames: CaseFrames,
    coverage: Coverage | None,
    *,
    audience: Audience,
    threshold: int,
    policy: Policy,
    ledger: Ledger = Ledger(),  # noqa: B008 - frozen
    ur: UrDecisions | None = None,
) -> Exhibits:
    """Count a period's cases, protect the counts, and choose the excerpts that an audience may read.

    Public counts are protected together with those that the ledger holds.

    Raises:
        PrivacyGateError: if the tables can't be protected.
    """
    if audience is Audience.INTERNAL:
        return _internal(store, frames, coverage, policy, ur=ur)
    tables = aggregate_tables(frames, coverage, decided_only=True, policy=policy)
    protected = protect_for_public(tables, ledger, threshold=threshold)
    requests = public_candidates(frames, quotable_rows(protected.shown, threshold))
    release = PublicRelease(
        protected=protected,
        cases_by_month=cases_by_month(frames),
        count=lambda quoted: _count(frames, quoted),
    )
    texts = _rationales(store, requests, as_pinned=True)
    return Exhibits(
        tables=protected.shown,
        excerpts=protect_excerpts(texts, audience, release, threshold=threshold),
        protected=protected,
    )


def _internal(
    store: Store,
    frames: CaseFrames,
    coverage: Coverage | None,
    policy: Policy,
    *,
    ur: UrDecisions | None,
) -> Exhibits:
    columns = map(str, frames.cases.columns)
    groups = tuple(name.removeprefix("group:") for name in columns if name.startswith("group:"))
    tables = aggregate_tables(frames, coverage, groups, policy=policy, ur=ur)
    texts = _rationales(store, candidates(frames), as_pinned=False)
    return Exhibits(
        tables=protect_tables(tables, Audience.INTERNAL),
        excerpts=protect_excerpts(texts, Audience.INTERNAL),
        overturned=overturned_counts(frames),
        refused_groups=refused_groups(frames, groups),
    )


def _rationales(
    store: Store, requests: Sequence[RationaleRequest], *, as_pinned: bool
) -> tuple[SelectedRationale, ...]:
    chosen = [(request.reference, request.sequence) for request in requests]
    return typical(requests, read_texts(store, chosen, as_pinned=as_pinned))


def _count(frames: CaseFrames, quoted: Sequence[SelectedRationale]) -> tuple[Table, ...]:
    return count_quoted(frames, [(item.request.reference, item.request.sequence) for item in quoted])
