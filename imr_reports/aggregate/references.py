"""The years of a period → what others have published of them, beside the period's own figures."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from imr_reports.aggregate.counting import DecisionColumns, Line, Value, count, make_rows, percent
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Measure, MeasureKind, Table
from imr_reports.vocabulary.published.figures import PublishedFigure, published_figures

_OVERALL = "All issues"


def reference_figures(frames: CaseFrames) -> Table | None:
    """Return what was published of the period's years; None where nothing was, or the period has no place."""
    if frames.placement is None:
        return None
    years = _years(frames)
    found = [item for item in published_figures() if item.year in years]
    if not found:
        return None
    columns = DecisionColumns.of(frames)
    ours = {"": columns.total(frames).values}
    ours |= {key[0]: values for key, values in columns.by(frames, ["service_category"]).items() if key[0]}
    measures = _measures()
    return Table(
        key="reference_figures",
        title="Published figures",
        definition=(
            "What the state and others have published of all letters of the year, beside the issues of this "
            "report. Where a publisher gives the percentage upheld, the rest is taken as overturned. Methods "
            "differ between publishers, and a published figure is of a whole year: it says what is usual, "
            "and is no target. DWC is the state's Division of Workers' Compensation, CWCI the California "
            "Workers' Compensation Institute."
        ),
        unit="issues",
        dimension="published",
        row_header="Year and category",
        measures=measures,
        rows=make_rows(measures, list(_lines(found, ours))),
        rows_are_partition=False,
        note_header="Source",
    )


def _years(frames: CaseFrames) -> frozenset[int]:
    period = frames.placement.period if frames.placement else None
    if period and period.first and period.last:
        return frozenset(range(period.first.year, period.last.year + 1))
    by = frames.placement.by if frames.placement else "decided"
    return frozenset(int(year) for year in frames.cases[by].dropna().dt.year.unique())


def _lines(found: list[PublishedFigure], ours: Mapping[str, Mapping[str, Value]]) -> Iterator[Line]:
    """Yield a row for each year, category and publisher, with all that was published of them."""
    rows: dict[tuple[int, str, str], list[PublishedFigure]] = {}
    for item in found:
        rows.setdefault((item.year, item.category, item.publisher), []).append(item)
    for year, category, publisher in sorted(rows, key=lambda key: key[:2]):
        figures = rows[year, category, publisher]
        values: dict[str, Value] = {}
        for item in figures:
            if item.overturned is not None:
                values["published_overturned"] = item.overturned
            else:
                values["published_letters"] = item.value
        documents = dict.fromkeys(item.document for item in figures)
        yield Line(
            key=f"{year}/{category}/{publisher}",
            label=f"{year}: {category or _OVERALL}",
            values={**ours.get(category, {}), **values},
            note=f"{publisher}, {', '.join(documents)}",
        )


def _measures() -> tuple[Measure, ...]:
    """Return the columns; the report's own are internal, since the public has them in other tables."""
    own = (
        count("issues", "Issues here"),
        count("overturned", "Overturned here"),
        percent("percent_overturned", "% overturned here", "overturned", "issues"),
    )
    published = (
        Measure(
            key="published_overturned", label="Published % overturned", kind=MeasureKind.NUMBER, decimals=1
        ),
        Measure(key="published_letters", label="Published letters", kind=MeasureKind.NUMBER),
    )
    return (*(replace(item, internal_only=True) for item in own), *published)
