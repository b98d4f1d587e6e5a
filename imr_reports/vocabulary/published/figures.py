"""`published/figures.csv` → the figures that others have published of a year."""

from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_csv
from imr_reports.vocabulary.services.reading import service_categories

_FILE = "published/figures.csv"
_FIRST_YEAR = 2013
_LARGEST = {"overturned": 100.0, "upheld": 100.0, "letters": 1_000_000.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """One published figure.

    Attributes:
        category: a service category, "" for all issues together.
        figure: "overturned" or "upheld" (percent of issues), or "letters".
        document: where it stands, in words.
    """

    year: int
    category: str
    figure: str
    value: float
    publisher: str
    document: str

    @property
    def overturned(self) -> float | None:
        """The percentage of issues overturned: as published, or what is left of those upheld."""
        if self.figure == "upheld":
            return round(100 - self.value, 1)
        return self.value if self.figure == "overturned" else None


@cache
def published_figures() -> tuple[PublishedFigure, ...]:
    """Return all published figures, in the order of the file: of each year the one to prefer first.

    Raises:
        ConfigurationError: if a figure is out of range, named twice, or of no category of the state.
    """
    columns = ("year", "category", "figure", "value", "publisher", "document")
    figures = tuple(_read(row) for row in read_csv(_FILE, *columns))
    names = [(item.year, item.category, item.figure, item.publisher) for item in figures]
    if len(set(names)) < len(names):
        raise ConfigurationError(f"vocabulary file {_FILE} names a figure twice")
    return figures


def _read(row: dict[str, str]) -> PublishedFigure:
    try:
        figure = PublishedFigure(
            year=int(row["year"]),
            category=row["category"],
            figure=row["figure"],
            value=float(row["value"]),
            publisher=row["publisher"],
            document=row["document"],
        )
        in_range = figure.year >= _FIRST_YEAR and 0 < figure.value <= _LARGEST[figure.figure]
    except (ValueError, KeyError):
        in_range = False
    if not in_range or not figure.publisher or not figure.document:
        raise ConfigurationError(f"vocabulary file {_FILE} has a figure out of range or without its source")
    if figure.category and figure.category not in service_categories():
        raise ConfigurationError(f"vocabulary file {_FILE} names an unknown service category")
    return figure


def overall_overturned(year: int) -> float | None:
    """Return the published percentage of a year's issues overturned, the state's own if there is one."""
    found = (
        item.overturned
        for item in published_figures()
        if item.year == year and not item.category and item.overturned is not None
    )
    return next(found, None)
