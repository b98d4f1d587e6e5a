"""templates/outline.toml → the order of sections, and which tables, tiles and charts stand in each."""

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.records.tables import ProtectedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPlan:
    """A chart of one table; a table may have several.

    Attributes:
        table: pattern of the keys of the tables it draws, as in a shell ("group:*").
        form: one of the forms of `charts.py` ("months", "rates", "funnel", …).
        parts: for stacked forms: measure keys of the parts, bottom up; for "heat": patterns of the measures
            that are its columns, none where the rows of detail are.
        count: key of the count that sets the length of bars, or how far to the right a point stands.
        rate: key of the percentage drawn beside the counts.
        bounds: keys of the bounds of the rate, lowest first: two of its interval, or lower limit, centre
            line and upper limit of a control chart.
        reference: key of a figure published by others.
        limit: for "histogram": the days within which decisions are due, 0 for none.
        depth: which rows are drawn.
        noun: what the rows are, in the plural ("categories").
        lead: how the finding begins, for forms that can't word it alone ("Reviewers most often cited").
        audience: "internal" or "public" where it is for one alone, "" for both.
    """

    table: str
    form: str
    count: str
    noun: str
    parts: tuple[str, ...] = ()
    rate: str = ""
    bounds: tuple[str, ...] = ()
    reference: str = ""
    limit: int = 0
    depth: int = 0
    lead: str = ""
    audience: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TilePlan:
    """A figure of the first page: one cell of one table."""

    table: str
    row: str
    measure: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlan:
    """A section of the report.

    Attributes:
        shows: what stands in it: "headlines", "tables", "overturned", "excerpts" or "methods".
        tables: patterns of table keys, as in a shell ("group:*"), in print order.
        note: a standing sentence beneath its heading.
    """

    key: str
    title: str
    shows: str
    tables: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The plan of a report.

    Attributes:
        without_zero_details: keys of tables that don't show rows of detail in which all is zero.
    """

    without_zero_details: frozenset[str]
    sections: tuple[SectionPlan, ...]
    charts: tuple[ChartPlan, ...]
    tiles: tuple[TilePlan, ...]

    def charts_of(self, table: ProtectedTable) -> tuple[ChartPlan, ...]:
        """Return the charts of a table for its audience, in print order."""
        return tuple(
            plan
            for plan in self.charts
            if fnmatchcase(table.key, plan.table) and plan.audience in {"", str(table.audience)}
        )

    def section_of(self, table: str) -> str:
        """Return the key of the section in which a table stands: the first that names it."""
        for section in self.sections:
            if any(fnmatchcase(table, pattern) for pattern in section.tables):
                return section.key
        raise ConfigurationError("outline.toml: no section takes a table that it doesn't name")


def load_outline(folder: Path) -> Outline:
    """Read `outline.toml` from a folder of templates.

    Raises:
        ConfigurationError: if it is missing, isn't TOML, or lacks or misspells a field.
    """
    try:
        plan = tomllib.loads((folder / "outline.toml").read_text(encoding="utf-8"))
        return Outline(
            without_zero_details=frozenset(plan.get("without_zero_details", ())),
            sections=tuple(
                SectionPlan(**_lists_frozen({"tables": [], "note": "", **item})) for item in plan["section"]
            ),
            charts=tuple(ChartPlan(**_lists_frozen(item)) for item in plan["chart"]),
            tiles=tuple(TilePlan(**item) for item in plan["tile"]),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ConfigurationError(f"the templates' outline.toml can't be used: {error}") from error


def _lists_frozen(item: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in item.items()}
