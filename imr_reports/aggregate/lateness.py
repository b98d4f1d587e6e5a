"""Public frames → how many cases are counted in a later month than that of their decision."""

from imr_reports.aggregate.counting import Line, cases_and_share, make_rows
from imr_reports.aggregate.outcomes import all_cases
from imr_reports.records.limited import COUNTED, CaseFrames
from imr_reports.records.tables import Table


def late_cases(frames: CaseFrames) -> Table | None:
    """Count the cases whose letter came after their month was released; None where no month ever is."""
    if COUNTED not in frames.cases or frames.cases.empty:
        return None
    measures, in_time = cases_and_share(), len(frames.cases) - frames.late
    lines = [
        Line(
            key="in_time",
            label="In the month of their decision",
            values={"cases": in_time},
        ),
        Line(key="late", label="In a later month: their own was released", values={"cases": frames.late}),
    ]
    return Table(
        key="late_cases",
        title="Late letters",
        definition=(
            "Cases by the month in which they are counted. A month that was released stays as it is; letters "
            "that came later are counted in the next month that is open, once and for all."
        ),
        unit="cases",
        dimension="counted",
        row_header="Counted",
        measures=measures,
        rows=make_rows(measures, [*lines, all_cases(frames)]),
    )
