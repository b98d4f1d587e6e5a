"""Issues → decisions by service category."""

from imr_reports.aggregate.counting import APPEALED, DecisionColumns, Line, by_size, make_rows
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

_CATEGORY = ["service_category", "service_subcategory"]


def decisions_by_category(frames: CaseFrames, *, all_details: bool = False) -> Table:
    """Count issues by service category, detailed by sub-category where there are several (or always)."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    details: dict[str, list[Line]] = {}
    for (category, sub), values in columns.by(frames, _CATEGORY).items():
        line = Line(key=f"{category}/{sub}", label=sub or "Not further specified", values=values, depth=1)
        details.setdefault(category, []).append(line)
    mains = [
        Line(key=key, label=key or "Not classified", values=values)
        for (key,), values in columns.by(frames, _CATEGORY[:1]).items()
    ]
    lines: list[Line] = []
    for main in by_size(mains, "issues"):
        parts = by_size(details[main.key], "issues")
        lines += [main, *(parts if all_details or len(parts) > 1 else [])]
    return Table(
        key="decisions_by_category",
        title="Decisions by service category",
        definition=(
            "Issues by the service category of the disputed item, in the state's own categories; the share "
            f"is of all issues in the period, % overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension="service_category",
        row_header="Service category",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames),
        rolls_up_to="Other categories",
        ordered_by_size=True,
    )
