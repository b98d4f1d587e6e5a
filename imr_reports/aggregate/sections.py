"""Citations → which sections and pages of a work each side cites, and what was decided there."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import APPEALED, ISSUE_KEY, DecisionColumns, Line, by_size, make_rows
from imr_reports.aggregate.guidelines import SIDES, WORK, work_label
from imr_reports.aggregate.joining import (
    are_in,
    distinct,
    is_one_of,
    numbered,
    replaced,
    stacked,
    with_columns,
)
from imr_reports.aggregate.tallies import places
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import Table

FEWEST_ISSUES = 2
MOST_ROWS = 40
_OTHERS, _NONE = "other parts", "no part"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What of a work is counted: the long frame with one row for each, its column, and its word."""

    rows: Callable[[CaseFrames], pd.DataFrame]
    column: str
    plural: str


_SECTIONS = _Part(rows=lambda frames: frames.sections, column="section", plural="sections")
_PAGES = _Part(rows=lambda frames: frames.pages, column="page", plural="pages")


def cited_sections(frames: CaseFrames, side: str) -> Table:
    """Count the issues for which one side cites each section of a work."""
    return _cited_parts(frames, side, _SECTIONS)


def cited_pages(frames: CaseFrames, side: str) -> Table:
    """Count the issues for which one side cites each page, or run of pages, of a work."""
    return _cited_parts(frames, side, _PAGES)


def _cited_parts(frames: CaseFrames, side: str, part: _Part) -> Table:
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    as_cited = " as the letter states them" if part is _PAGES else ""
    return Table(
        key=f"guideline_{part.plural}_{side}",
        title=f"{part.plural.capitalize()} of guidelines cited by the {SIDES[side]}",
        definition=(
            f"Issues for which the letter reports that the {SIDES[side]} cited the work, and beneath it the "
            f"{part.plural}{as_cited}: the {MOST_ROWS} {part.plural} cited most, each for at least "
            f"{FEWEST_ISSUES} issues; the others of these works are counted together. An issue may stand in "
            "several rows, so that rows do not add up. The share is of all issues in the period, % "
            f"overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension=f"{side}_{part.plural}",
        row_header=f"Work and {part.column}",
        measures=measures,
        rows=make_rows(measures, [*_lines(frames, side, part, columns), columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
        ordered_by_size=True,
    )


def _lines(frames: CaseFrames, side: str, part: _Part, columns: DecisionColumns) -> list[Line]:
    kept = _most_cited(_parts(frames, side, part), part)
    named = {names[:-1] for names in kept}
    works = columns.by(frames, WORK, lambda period: _works(period, side, named))
    counted = columns.by(frames, [*WORK, part.column], lambda period: _rows(period, side, part, kept))
    details: dict[tuple[str, ...], list[Line]] = {}
    for (*work, name), values in counted.items():
        line = Line(key="/".join((*work, name)), label=_part_label(name, part), values=values, depth=1)
        details.setdefault(tuple(work), []).append(line)
    mains = {
        "/".join(work): (Line(key="/".join(work), label=_work_label(work), values=values), details[work])
        for work, values in works.items()
    }
    lines: list[Line] = []
    for main in by_size((main for main, _ in mains.values()), "issues"):
        parts = by_size(mains[main.key][1], "issues")
        lines += [main, *sorted(parts, key=_is_last)]
    return lines


def _is_last(line: Line) -> tuple[bool, bool]:
    return line.key.endswith(f"/{_NONE}"), line.key.endswith(f"/{_OTHERS}")


def _works(frames: CaseFrames, side: str, wanted: Collection[tuple[str, ...]]) -> pd.DataFrame:
    """Return issue × work that one side cites, of some works, with the decision."""
    cited = frames.citations[frames.citations["side"] == side][[*ISSUE_KEY, *WORK]]
    cited = cited[is_one_of(cited, WORK, wanted)]
    return with_columns(distinct(cited, [*ISSUE_KEY, *WORK]), frames.issues, ["decision"])


def _parts(frames: CaseFrames, side: str, part: _Part) -> pd.DataFrame:
    """Return issue × part of a work that one side cites."""
    parts = part.rows(frames)
    names = [*ISSUE_KEY, *WORK, part.column]
    return distinct(parts[parts["side"] == side][names], names)


def _most_cited(parts: pd.DataFrame, part: _Part) -> frozenset[tuple[str, ...]]:
    """Return the works and parts that have a row."""
    place, names = places(parts, [*WORK, part.column])
    sizes = zip(np.bincount(place, minlength=len(names)).tolist(), names, strict=True)
    cited = sorted((-size, name) for size, name in sizes if size >= FEWEST_ISSUES)
    return frozenset(name for _, name in cited[:MOST_ROWS])


def _rows(frames: CaseFrames, side: str, part: _Part, kept: frozenset[tuple[str, ...]]) -> pd.DataFrame:
    """Return issue × part with the decision, for works that have a part with a row of its own.

    What has none is one of the others; an issue that cites the work without any part says so.
    """
    works = _works(frames, side, {names[:-1] for names in kept})
    parts = _parts(frames, side, part)
    parts = parts[is_one_of(parts, WORK, {names[:-1] for names in kept})]
    key = [*ISSUE_KEY, *WORK]
    bare = ~are_in(numbered(works, key, works), numbered(parts, key, works))
    has_row = is_one_of(parts, [*WORK, part.column], kept)
    parts = parts.assign(**{part.column: replaced(parts[part.column], ~has_row, _OTHERS)})
    parts = with_columns(parts, frames.issues, ["decision"])
    return distinct(stacked([parts, works[bare].assign(**{part.column: _NONE})]), [*key, part.column])


def _work_label(work: tuple[str, ...]) -> str:
    source, title, edition = work
    return f"{source}: {work_label(title, edition)}"


def _part_label(name: str, part: _Part) -> str:
    if name == _OTHERS:
        return f"Other {part.plural}"
    if name == _NONE:
        return f"No {part.column} stated"
    if part is _SECTIONS:
        return name
    return f"{'pages' if '-' in name else 'page'} {name}"
