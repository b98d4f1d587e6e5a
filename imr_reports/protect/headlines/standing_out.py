"""Which groups are the largest, which differ from the whole, and which have changed."""

from collections.abc import Iterator

from imr_reports.protect.headlines.figures import TOTAL, Figures, listed, many, percent
from imr_reports.records.tables import Row

_CATEGORIES = "decisions_by_category"
_KINDS = {
    _CATEGORIES: "service category",
    "decisions_by_drug_class": "drug class",
    "decisions_by_procedure": "procedure",
    "decisions_by_body_part": "body part",
    "decisions_by_specialty": "specialty",
}
_GROUP = "group:"
_LARGEST, _MOST_NAMED = 3, 3
_ABOVE, _BELOW = "above", "below"


def largest_categories(figures: Figures) -> str:
    """Name the service categories with the most issues."""
    total = figures.get(_CATEGORIES, TOTAL, "issues")
    rows = list(figures.main_rows(_CATEGORIES))
    sizes = {row.label: figures.of(_CATEGORIES, row, "issues") for row in rows}
    shown = {label: size for label, size in sizes.items() if size}
    if not total or len(shown) < 2:
        return ""
    largest = sorted(shown, key=lambda label: (-shown[label], label))[:_LARGEST]
    words = [f"{label} ({many(shown[label], 'issue')}, {percent(shown[label], total)})" for label in largest]
    scope = "" if len(shown) == len(rows) else "Of the service categories whose counts are shown, "
    lead = "the largest are" if scope else "The largest service categories are"
    return f"{scope}{lead} {listed(words)}."


def standing_out(figures: Figures) -> str:
    """Name the groups whose rate lies outside the 99.8% limits of the funnel, or say that none does."""
    total = figures.get(_CATEGORIES, TOTAL, "percent_overturned")
    if total is None:
        return ""
    told = []
    for direction in (_ABOVE, _BELOW):
        words = [word for table, kind in _tables(figures) for word in _odd(figures, table, kind, direction)]
        if words:
            told.append(f"{direction} it {listed(words)}")
    if not told:
        hidden = any(figures.tables[table].withheld for table, _ in _tables(figures))
        scope = " whose figures are shown" if hidden else ""
        return (
            f"No group with at least 20 issues{scope} lies outside the 99.8% limits around the overall "
            f"{total:.1f}% overturned: their differences are what chance makes."
        )
    return (
        f"Further from the overall {total:.1f}% overturned than chance explains (99.8% limits) are, "
        f"{'; '.join(told)}."
    )


def changed_groups(figures: Figures) -> str:
    """Name the groups whose rate changed by more than chance explains."""
    told = []
    for table, kind in _tables(figures):
        for row in figures.main_rows(table):
            change = figures.of(table, row, "change")
            if change is not None and figures.is_notable(table, row, "change"):
                way = "up" if change > 0 else "down"
                told.append(f"{row.label} ({kind}; {way} {abs(change):.1f} points)")
    if not told:
        return ""
    left = len(told) - _MOST_NAMED
    more = f", and {left} more in the tables" if left > 0 else ""
    return f"Changed by more than chance explains: {listed(told[:_MOST_NAMED])}{more}."


def _tables(figures: Figures) -> Iterator[tuple[str, str]]:
    for key in figures.tables:
        if key in _KINDS:
            yield key, _KINDS[key]
        elif key.startswith(_GROUP):
            yield key, key.removeprefix(_GROUP)


def _odd(figures: Figures, table: str, kind: str, direction: str) -> Iterator[str]:
    """Yield the rows of a table beyond the limits in one direction, the largest first, at most three."""
    rows = [row for row in figures.main_rows(table) if row.note.startswith(direction)]
    told = [words for row in rows if (words := _words(figures, table, row, kind))]
    yield from told[:_MOST_NAMED]
    if len(told) > _MOST_NAMED:
        yield f"{len(told) - _MOST_NAMED} more by {kind}"


def _words(figures: Figures, table: str, row: Row, kind: str) -> str:
    issues, rate = figures.of(table, row, "issues"), figures.of(table, row, "percent_overturned")
    if issues is None or rate is None:
        return ""
    return f"{row.label} ({kind}; {rate:.1f}% of {many(issues, 'issue')})"
