"""The main job: letters → store → tables → a published report."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from imr_reports.config import Settings
from imr_reports.errors import NoLettersError, UsageError
from imr_reports.ingest import LetterFile, file_at, find_files, read_index
from imr_reports.pipeline.appearance import logo_at, templates_at
from imr_reports.pipeline.controls import check_outputs
from imr_reports.pipeline.evidence import (
    BY_WORDS,
    Evidence,
    declared_words,
    evidence_of,
    manifest_facts,
    method_facts,
    privacy_facts,
)
from imr_reports.pipeline.exhibits import Exhibits, make_exhibits
from imr_reports.pipeline.past import compared_words, with_past, without_comparison
from imr_reports.pipeline.policies import keyed_policy, refuse_mixture, refuse_public
from imr_reports.pipeline.public import (
    PublicSource,
    public_source,
    record_release,
    refuse_release,
    release_notice,
)
from imr_reports.pipeline.reading import Progress, ReadingSummary, read_into_store, version_in
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.stores import StoreChoice, open_existing_store, store_for
from imr_reports.pipeline.ur_decisions import ur_decisions_of
from imr_reports.protect import Ledger, headlines
from imr_reports.publish import publish_files, published_fact
from imr_reports.records.coded import DateBasis, UnreadReason
from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames
from imr_reports.records.period import Period, compared_period
from imr_reports.records.tables import Audience, Report
from imr_reports.render import refuse_unknown_sections, render_report
from imr_reports.scrub.policy import load_policy
from imr_reports.store import (
    Selection,
    Store,
    StoreCounts,
    count_date_bases,
    count_store,
    read_frames,
)

_BEFORE_IMR = date(2013, 1, 1)  # printed where no case has a date at all


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What the user asks for.

    Attributes:
        letters: paths of letters to add to the store first.
        index: CSV with dates and groups by file name or case number.
        infer_dates: whether undated cases take the latest date in their letter.
        as_of: the date printed; None means the end of the period, or for all time that of the latest case.
        released: the day on which the report is released to the public; None for a draft or an internal one.
    """

    period: Period
    settings: Settings
    letters: tuple[Path, ...] = ()
    index: Path | None = None
    infer_dates: bool = False
    as_of: date | None = None
    released: date | None = None

    @property
    def audience(self) -> Audience:
        """For whom the report is."""
        return Audience.PUBLIC if self.released else Audience(self.settings.audience)

    @property
    def compared(self) -> Period | None:
        """The period that changes are told against, None for none.

        Raises:
            UsageError: if it is no period, or overlaps the report's own.
        """
        try:
            return compared_period(self.period, self.settings.compare)
        except ValueError as error:
            raise UsageError(f"--compare: {error}") from None

    @property
    def folder(self) -> Path:
        """Where the report goes; reports for the public never share a folder with internal ones."""
        if self.released:
            return self.settings.output / f"{self.period.canonical_label}-release"
        name = self.period.label + ("-public" if self.audience is Audience.PUBLIC else "")
        return self.settings.output / name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult:
    """What a run did: where the report stands and what it rests on.

    Attributes:
        nothing: what to say where no case falls in the period; the report says the same in short.
        not_compared: why no changes are told, "" where they are or need not be.
    """

    files: tuple[Path, ...]
    reading: ReadingSummary
    counts: StoreCounts
    cases: int
    issues: int
    index_rows_unmatched: int
    dates_inferred: bool
    replaced: str
    is_sample: bool
    ur_lines_outside: int = 0
    nothing: str = ""
    not_compared: str = ""


def make_report(request: ReportRequest, progress: Progress) -> ReportResult:
    """Read new letters, then write the report of a period.

    Raises:
        UsageError: if letters, the index or the UR decisions can't be found or read, or the period can't be
            compared so.
        NoLettersError: if no letter could be read.
        PrivacyGateError: if protection or the last check refuses; nothing is written then.
        ConfigurationError: if the store or the output folder can't be used.
    """
    policy = load_policy(request.settings.policy)
    refuse_public(policy, request.audience)
    refuse_unknown_sections(request.settings.sections, request.settings.templates)
    logo, own = logo_at(request.settings.logo), templates_at(request.settings.templates)
    ur = ur_decisions_of(request.settings, request.period)
    compared = request.compared
    if request.released and request.settings.store:
        # A name that was mistyped must not release the samples.
        open_existing_store(request.settings.store).close()
    choice = store_for(request.settings.store, request.letters, request.settings.output)
    selection = _selection(request)
    with Store(choice.folder, kind=choice.kind, create=True) as store:
        reading, unmatched = _read(store, choice, request, progress)
        counts = count_store(store)
        if not counts.cases:
            raise NoLettersError(
                f"none of {counts.found} letters found could be read; see 'imr-report status'"
            )
        source = _source(store, selection, request)
        frames = source.frames
        nothing = _nothing(store, request, counts) if frames.cases.empty else ""
        if nothing and request.released:
            raise NoLettersError(f"nothing to release: {nothing}")
        if not nothing and request.audience is Audience.INTERNAL:
            frames = with_past(store, selection, frames, compared)
        coverage = _coverage(store, counts, request)
        exhibits = make_exhibits(
            store,
            frames,
            coverage,
            audience=request.audience,
            threshold=request.settings.threshold,
            policy=policy,
            ledger=source.ledger,
            ur=ur,
        )
        evidence = evidence_of(store, policy, request.settings, frozenset(frames.cases["reference"]))
        report = _compose(request, choice, frames, exhibits, evidence)
        report = replace(_standing(report, source, store, request), logo=logo)
        files = render_report(report, request.settings.formats, request.settings.templates)
        earlier = published_fact(request.folder, "by")
        check_outputs(files)
        written = publish_files(
            request.folder,
            files,
            manifest_facts(report, evidence) | _release_fact(request, source),
            _days_named(report, request, source),
            own.joined(declared_words(report, exhibits.refused_groups, policy)),
            record=_recorder(store, selection, request, exhibits),
        )
    return ReportResult(
        files=written,
        reading=reading,
        counts=counts,
        cases=len(frames.cases),
        issues=len(frames.issues),
        index_rows_unmatched=unmatched,
        dates_inferred=request.infer_dates,
        replaced="" if earlier in {"", report.basis} else f"by {earlier}",
        is_sample=choice.is_sample,
        ur_lines_outside=ur.outside if ur else 0,
        nothing=nothing,
        not_compared=without_comparison(frames),
    )


def _source(store: Store, selection: Selection, request: ReportRequest) -> PublicSource:
    """Return the period's cases; for the public as its statistics count them, beside what was released."""
    if request.released:
        refuse_release(store, request.period, request.released)
    if request.audience is Audience.PUBLIC:
        return public_source(store, selection)
    return PublicSource(frames=read_frames(store, selection, details=False), ledger=Ledger())


def _standing(report: Report, source: PublicSource, store: Store, request: ReportRequest) -> Report:
    """Say on every sheet of a public report whether it is a draft or a release, and what of corrections."""
    if request.audience is Audience.INTERNAL:
        return report
    notice = source.notice()
    if request.released:
        notice = release_notice(len(store.ledger.releases()) + 1, request.released)
    words = " · ".join(filter(None, (notice, report.notice)))
    return replace(report, notice=words, methods=(*report.methods, *source.facts(report.threshold)))


def _released(request: ReportRequest, source: PublicSource) -> date | None:
    """Return the day on which the report is or was released, None for a draft."""
    return request.released or (source.release.recorded if source.release else None)


def _release_fact(request: ReportRequest, source: PublicSource) -> dict[str, object]:
    """Return what the manifest says of a release, so that a later check knows its day."""
    released = _released(request, source)
    return {"released": released.isoformat()} if released else {}


def _days_named(report: Report, request: ReportRequest, source: PublicSource) -> frozenset[date]:
    day = date.fromisoformat(report.as_of)
    days = (day, request.period.first, request.period.last, _released(request, source))
    return frozenset(day for day in days if day)


def _recorder(
    store: Store, selection: Selection, request: ReportRequest, exhibits: Exhibits
) -> Callable[[Mapping[str, str]], None] | None:
    """Return what writes a release to the ledger once its files are known to be safe, None for no release."""
    recorded, protected = request.released, exhibits.protected
    if recorded is None or protected is None:
        return None
    return lambda files: record_release(store, selection, protected, recorded, files)


def _read(
    store: Store, choice: StoreChoice, request: ReportRequest, progress: Progress
) -> tuple[ReadingSummary, int]:
    own = (request.index, request.settings.ur_decisions)
    lists = frozenset(path.resolve() for path in own if path)
    rows = read_index(request.index) if request.index else ()
    found = list(find_files(choice.letters, exclude=lists))
    if choice.letters and not found:
        raise NoLettersError("no letters found: the paths hold no text, PDF or zip file")
    site = site_of(request.settings.site)
    keyed = keyed_policy(request.settings.policy, request.settings.key_file, store.shift_key)
    version = version_in(store, site, keyed)
    files = _with_unfinished(store, found, version)
    reading = read_into_store(store, files, request.settings.workers, progress, site=site, keyed=keyed)
    refuse_mixture(store, version)
    unmatched = store.record_index(rows) if rows else 0
    store.settle()
    return reading, unmatched


def _with_unfinished(store: Store, found: Iterable[LetterFile], version: str) -> Iterator[LetterFile]:
    given = set()
    for file in found:
        given.add(file.locator)
        yield file
    # Letters of a run that was cut off, or that another version read, and that are still where they were.
    for locator in store.unfinished_files(version):
        unfinished = None if locator in given else file_at(locator)
        if unfinished is not None:
            yield unfinished


def _selection(request: ReportRequest) -> Selection:
    return Selection(period=request.period, by=request.settings.by, infer_dates=request.infer_dates)


def _nothing(store: Store, request: ReportRequest, counts: StoreCounts) -> str:
    label, basis = request.period.label, BY_WORDS[request.settings.by]
    months = [month for month in store.months() if month != "undated"]
    held = f"{counts.cases} cases, {counts.undated} of them without a decision date"
    held += f", decided {months[0]} to {months[-1]}" if months else ""
    return f"no letters in the period {label} by {basis}; the store holds {held}"


def _coverage(store: Store, counts: StoreCounts, request: ReportRequest) -> Coverage | None:
    """Return what became of the letters of the store; the public isn't told."""
    if request.audience is Audience.PUBLIC:
        return None
    bases = count_date_bases(store, infer_dates=request.infer_dates)
    return Coverage(
        letters_found=counts.found,
        read=counts.read,
        unread={UnreadReason(reason): number for reason, number in counts.unread.items()},
        duplicates=counts.duplicates,
        reissued=counts.replaced,
        indexed=bases[DateBasis.INDEX],
        inferred=bases[DateBasis.INFERRED],
        undated=bases[DateBasis.UNDATED],
    )


def _compose(
    request: ReportRequest, choice: StoreChoice, frames: CaseFrames, exhibits: Exhibits, evidence: Evidence
) -> Report:
    settings, audience = request.settings, request.audience
    return Report(
        title=settings.title,
        organization=settings.organization,
        period=request.period.label,
        period_words=request.period.words,
        basis=BY_WORDS[settings.by],
        as_of=_as_of(request, frames).isoformat(),
        audience=audience,
        is_sample=choice.is_sample,
        headlines=headlines(exhibits.tables),
        tables=exhibits.tables,
        excerpts=exhibits.excerpts,
        overturned=exhibits.overturned,
        threshold=settings.threshold,
        methods=method_facts(settings, compared_words(frames), exhibits.refused_groups),
        privacy=privacy_facts(audience, settings.threshold, evidence),
        notice=evidence.policy.standard.notice,
        kept=evidence.policy.kept(),
        sections=settings.sections,
    )


def _as_of(request: ReportRequest, frames: CaseFrames) -> date:
    if request.as_of is not None:
        return request.as_of
    if request.period.last is not None:
        return request.period.last
    # All time ends with the month of the latest case; the day itself would date that case.
    latest = frames.cases[request.settings.by].max()
    return _BEFORE_IMR if pd.isna(latest) else (pd.Timestamp(latest) + pd.offsets.MonthEnd(0)).date()
