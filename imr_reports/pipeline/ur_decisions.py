"""The operator's numbers of UR decisions → those of a report's period."""

from imr_reports.config import Settings
from imr_reports.ingest import read_ur_decisions
from imr_reports.records.period import Period
from imr_reports.records.tables import Audience
from imr_reports.records.ur_decisions import UrDecisions


def ur_decisions_of(settings: Settings, period: Period) -> UrDecisions | None:
    """Return the lines of the period's months; None where no file is named, or the report is for the public.

    Raises:
        UsageError: if the file can't be read, or one of its values can't be taken.
    """
    if settings.ur_decisions is None or settings.audience == Audience.PUBLIC:
        return None
    lines = read_ur_decisions(settings.ur_decisions)
    first, last = (f"{day:%Y-%m}" if day else "" for day in (period.first, period.last))
    inside = tuple(line for line in lines if not first or first <= line.month <= last)
    return UrDecisions(lines=inside, by=settings.by, outside=len(lines) - len(inside))
