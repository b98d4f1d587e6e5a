"""The main job: letters → store → tables → a published report."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from imr_reports.config import Settings
from imr_reports.pipeline.reading import ReadingSummary
from imr_reports.records.period import Period
from imr_reports.store import StoreCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What the user asks for.

    Attributes:
        letters: paths of letters to add to the store first.
        index: CSV with dates and groups by file name or case number.
        infer_dates: whether undated cases take the latest date in their letter.
        as_of: the date printed; None means the end of the period, or for all time that of the latest case.
    """

    period: Period
    settings: Settings
    letters: tuple[Path, ...] = ()
    index: Path | None = None
    infer_dates: bool = False
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult:
    """What a run did: where the report stands and what it rests on."""

    files: tuple[Path, ...]
    reading: ReadingSummary
    counts: StoreCounts
    cases: int
    issues: int
    is_sample: bool
