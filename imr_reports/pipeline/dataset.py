"""`imr-report dataset`: store and ledger → tables that may leave → a checked folder that never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import imr_reports
from imr_reports.config import Settings
from imr_reports.errors import ConfigurationError, NoLettersError, UsageError
from imr_reports.export import as_told, check_together, checksums, export_edition, export_tables
from imr_reports.pipeline.controls import check_outputs
from imr_reports.pipeline.editions import declared_in, editions_in, entry_of, tables_beside, told
from imr_reports.pipeline.evidence import Evidence, evidence_of, made_by, scrubbing_facts
from imr_reports.pipeline.policies import keyed_policy, refuse_data_set, refuse_mixture
from imr_reports.pipeline.reading import version_in
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.stores import open_existing_store
from imr_reports.pipeline.version import pipeline_of, pipeline_version
from imr_reports.protect.microdata import DatasetPlan, protect_dataset
from imr_reports.publish import check_edition, publish_edition, refuse_other
from imr_reports.records.dataset import ReleaseDataset, Tier
from imr_reports.records.edition import Edition
from imr_reports.records.ledger import PublicFrames, Release, ReleaseKind
from imr_reports.records.period import Period
from imr_reports.records.tables import Audience
from imr_reports.scrub.policy import load_policy
from imr_reports.store import (
    Selection,
    Store,
    append_release,
    dataset_secret,
    read_case_texts,
    read_public_frames,
)

_TITLE = "Independent Medical Review data set"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRequest:
    """What the user asks for.

    Attributes:
        period: whole calendar years.
        out: folder under which each version gets a folder of its own.
        as_of: the date of a new version; None means the end of the period.
    """

    period: Period
    tier: Tier
    out: Path
    settings: Settings
    as_of: date | None = None

    @property
    def years(self) -> str:
        """The period as names of folders have it: "2015", or "2014-2016".

        Raises:
            UsageError: if it isn't whole calendar years.
        """
        keys = self.period.month_keys
        if not keys or not keys[0].endswith("-01") or not keys[-1].endswith("-12"):
            raise UsageError("a data set covers whole calendar years: --period 2015, or 2014-01..2016-12")
        return "-".join(dict.fromkeys((keys[0][:4], keys[-1][:4])))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetResult:
    """What a run did.

    Attributes:
        folder: of the version.
        files: what stands in it.
        rows: rows by table.
        is_new: whether the ledger did not know the version before.
        was_there: whether the folder was there already, as it is now.
    """

    folder: Path
    files: tuple[Path, ...]
    rows: Mapping[str, int]
    version: int
    k: int
    is_new: bool
    was_there: bool
    is_sample: bool


def make_dataset(request: DatasetRequest) -> DatasetResult:
    """Write a version of the data set of a period: that which the ledger knows, or else the next one.

    Raises:
        UsageError: if the period isn't whole years, or has too few cases.
        NoLettersError: if it has none.
        PrivacyGateError: if protection or the last check refuses; nothing is written then.
        ConfigurationError: if the policy allows no data set, the store or its ledger can't be used, or the
            folder of the version holds something else.
    """
    series = f"imr-{request.years}-{request.tier}"
    policy = load_policy(request.settings.policy)
    refuse_data_set(policy)
    with open_existing_store(request.settings.store) as store:
        _refuse_inside(store, request.out)
        _refuse_mixed(store, request.settings)
        selection = Selection(period=request.period)
        public = read_public_frames(store, selection)
        cases = frozenset(public.frames.cases["reference"])
        if not cases:
            raise NoLettersError(f"no letters in the period {request.period.label} by decision date")
        dataset = _protected(store, request, public, cases)
        evidence = evidence_of(store, policy, request.settings, cases)
        edition = _first_edition(store, request, series, public=public, evidence=evidence)
        tables = export_tables(dataset)
        files, edition, is_new = _settled(store, request, dataset, edition, tables)
        check_outputs(files)
        check_edition(files, _days(request.period, edition), declared_in(edition, dataset))
        target = request.out / edition.name
        was_there = refuse_other(target, files)
        if is_new:
            _record(store, selection, dataset, edition, files)
    written = publish_edition(target, files)
    return DatasetResult(
        folder=target,
        files=written,
        rows={name: len(frame) for name, frame in dataset.tables.items()},
        version=edition.version,
        k=dataset.k,
        is_new=is_new,
        was_there=was_there,
        is_sample=dataset.is_sample,
    )


def _refuse_inside(store: Store, out: Path) -> None:
    inside, outside = store.folder.resolve(), out.resolve()
    if outside.is_relative_to(inside) or inside.is_relative_to(outside):
        raise ConfigurationError("the store and the output must be folders apart; change --store or --out")


def _refuse_mixed(store: Store, settings: Settings) -> None:
    keyed = keyed_policy(settings.policy, settings.key_file, store.shift_key)
    refuse_mixture(store, version_in(store, site_of(settings.site), keyed))


def _protected(
    store: Store, request: DatasetRequest, public: PublicFrames, cases: frozenset[str]
) -> ReleaseDataset:
    plan = DatasetPlan(
        tier=request.tier,
        period=request.period.label,
        secret=dataset_secret(store),
        is_sample=store.kind == "samples",
    )
    texts = read_case_texts(store, cases) if request.tier is Tier.CONTROLLED else None
    return protect_dataset(public.frames, plan, texts)


def _first_edition(
    store: Store, request: DatasetRequest, series: str, *, public: PublicFrames, evidence: Evidence
) -> Edition:
    """Return what the first version would say of itself."""
    settings = request.settings
    read_by = sorted({pipeline_of(version) for version in store.versions()}) or [pipeline_version()]
    return Edition(
        series=series,
        version=1,
        as_of=request.as_of or request.period.last or date.min,
        period_words=request.period.words,
        title=f"{_TITLE}, {request.years}",
        organization=settings.organization,
        method=evidence.policy.words,
        program=f"imr_reports {imr_reports.__version__}",
        settings={
            "Policy": evidence.policy.name,
            "Reading and scrubbing": ", ".join(read_by),
            "Lists of the site": "in use" if evidence.site else "none",
        },
        privacy=scrubbing_facts(Audience.PUBLIC, evidence),
        provenance={
            "by": "decision date",
            **made_by(Audience.PUBLIC, evidence),
            # How many is told by no number: what months tell of it stands in another system of sums.
            "has_late_cases": public.late > 0,
            "has_corrected_cases": public.corrected > 0,
        },
    )


def _settled(
    store: Store,
    request: DatasetRequest,
    dataset: ReleaseDataset,
    first: Edition,
    tables: Mapping[str, bytes],
) -> tuple[dict[str, bytes], Edition, bool]:
    """Return the files of the ledger's latest version where they are the same again, else of the next one."""
    known = editions_in(store, request.period, request.tier)
    earlier = tuple(told(release) for release in reversed(known))
    if known:
        as_of = request.as_of or known[-1].recorded
        last = replace(first, as_of=as_of, version=len(known), earlier=earlier[1:])
        last = _after(last, known[-1].previous, dataset)
        files = export_edition(dataset, last, tables)
        if checksums(files) == known[-1].content["sums"]:
            return files, last, False
        check_together(dataset, tables_beside(request.out, first.series, known, tables))
    everything: tuple[Release, ...] = store.ledger.releases()
    head = everything[-1].digest if everything else ""
    edition = _after(replace(first, version=len(known) + 1, earlier=earlier), head, dataset)
    return export_edition(dataset, edition, tables), edition, True


def _after(edition: Edition, head: str, dataset: ReleaseDataset) -> Edition:
    """Return an edition that names the entry of the ledger after which it was made."""
    declared = sorted(declared_in(edition, dataset).phrases)
    said = {"ledger_head": head or "none", "declared": declared}
    return replace(edition, provenance={**edition.provenance, **said})


def _record(
    store: Store, selection: Selection, dataset: ReleaseDataset, edition: Edition, files: Mapping[str, bytes]
) -> None:
    sums = checksums(files)
    append_release(
        store,
        selection,
        kind=ReleaseKind.DATASET,
        label=f"{selection.period.label} {dataset.tier} v{edition.version}",
        recorded=edition.as_of,
        content=entry_of(dataset, as_told(dataset, edition, sums), sums),
    )


def _days(period: Period, edition: Edition) -> frozenset[date]:
    days = {edition.as_of, period.first, period.last, *(one.as_of for one in edition.earlier)}
    return frozenset(day for day in days if day)
