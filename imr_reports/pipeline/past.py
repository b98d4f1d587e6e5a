"""A period's cases → the same beside what they are told against: another period, and the months before."""

from dataclasses import replace

from imr_reports.aggregate import WINDOW
from imr_reports.records.limited import CaseFrames, Placement
from imr_reports.records.period import Period
from imr_reports.store import Selection, Store, read_frames, read_history


def with_past(store: Store, selection: Selection, frames: CaseFrames, compared: Period | None) -> CaseFrames:
    """Return a period's frames with those of the period compared with, if any, and its history."""
    period = selection.period
    before = replace(selection, period=compared) if compared else None
    earlier = read_frames(store, before, details=False) if before else None
    return replace(
        frames,
        earlier=None if earlier is None or earlier.cases.empty else earlier,
        history=read_history(store, selection, WINDOW),
        placement=Placement(
            period=period,
            by=selection.by,
            compared=compared,
            year_before=period.year_before if compared else None,
        ),
    )


def without_comparison(frames: CaseFrames) -> str:
    """Return why no changes are told although a period was to be compared with, "" where they are."""
    compared = frames.placement.compared if frames.placement else None
    if compared is None or frames.earlier is not None:
        return ""
    return f"the store holds no cases of {compared.words}"


def compared_words(frames: CaseFrames) -> str:
    """Return against what changes are told, or why against nothing."""
    compared = frames.placement.compared if frames.placement else None
    if compared is None:
        return "nothing"
    missing = without_comparison(frames)
    return f"nothing: {missing}" if missing else compared.words
