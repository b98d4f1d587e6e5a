"""What the ledger keeps of releases → why a cell is withheld: for the operator of the store alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imr_reports.errors import UsageError
from imr_reports.protect.attacker import Attacker
from imr_reports.protect.linked import LinkedSystem, link_tables
from imr_reports.protect.released import name_of, released_systems

_MOST = 6
"""Counts and sums that are named, so that an explanation stays readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A cell of a released table, with its place among the quantities of its release, None of no count."""

    row: str
    measure: str
    label: str
    place: int | None
    is_shown: bool


def explain_cell(
    releases: Mapping[int, Mapping[str, Any]], number: int, table: str, row: str = "", measure: str = ""
) -> tuple[str, ...]:
    """Return in lines why a cell of a release is withheld; or, without a row, which cells of a table are.

    Args:
        releases: what `ledger_content` returned of all released reports, by number.
        number: of the release.
        table: its key or title.
        row: its key or label, "" for all of them.
        measure: key or heading of the column, "" for all of them.

    Raises:
        UsageError: if the release has no such table, row or column.
    """
    tables = releases[number]["tables"]
    key = next((key for key, item in tables.items() if table in {key, item["title"]}), None)
    if key is None:
        raise UsageError(f"release {number} has no table of that name; it has {', '.join(sorted(tables))}")
    cells = list(_cells(tables[key]))
    if not row:
        withheld = [f"  {cell.label}" for cell in cells if not cell.is_shown]
        return (f"{tables[key]['title']}: {len(withheld)} of {len(cells)} cells withheld", *withheld)
    in_row = [cell for cell in cells if _is_named(cell.row, row) or _is_named(cell.label, row)]
    if not in_row:
        raise UsageError(
            f"table {key} has no such row: rare ones are merged or left out; without a row its withheld "
            "cells are listed"
        )
    found = [cell for cell in in_row if not measure or _is_named(cell.measure, measure)]
    if not found:
        columns = ", ".join(item["label"] for item in tables[key]["measures"])
        raise UsageError(f"table {key} has no such column; it has {columns}")
    system = _system(releases, number)
    names = [item[0] for item in releases[number]["quantities"]]
    return tuple(line for cell in found for line in _why(system, cell, names))


def _is_named(names: str, wanted: str) -> bool:
    """Return whether one of a few names is the wanted one."""
    return wanted.casefold() in names.casefold().split("\t")


def _cells(table: Mapping[str, Any]) -> Iterator[_Cell]:
    for row in table["rows"]:
        columns = zip(table["measures"], row["withheld"], row["places"], strict=True)
        for measure, is_withheld, place in columns:
            yield _Cell(
                row=f"{row['key']}\t{row['label']}",
                measure=f"{measure['key']}\t{measure['label']}",
                label=f"{row['label']}, {measure['label']}",
                place=place,
                is_shown=not is_withheld,
            )


def _system(releases: Mapping[int, Mapping[str, Any]], number: int) -> LinkedSystem:
    content = releases[number]
    year = {other: item for other, item in releases.items() if item["period"][:4] == content["period"][:4]}
    return link_tables((), content["threshold"], period=content["period"], released=released_systems(year))


def _why(system: LinkedSystem, cell: _Cell, names: Sequence[Any]) -> Iterator[str]:
    if cell.is_shown:
        yield f"{cell.label}: shown"
        return
    if cell.place is None:
        yield f"{cell.label}: withheld with the counts that it is worked out from"
        return
    place = system.places[name_of(names[cell.place])]
    if system.is_small(place):
        yield f"{cell.label}: withheld because it is small itself"
    else:
        yield from _covers(system, place, cell.label)
    yield from _sums(system, place)


def _covers(system: LinkedSystem, place: int, label: str) -> Iterator[str]:
    """Say which small counts a reader could work out if this one were shown."""
    known = system.known_without(())
    attacker = Attacker(system, {**known, place: system.quantities[place].value})
    tied = Attacker(system, known).tied_to(place)
    told = [
        other
        for other in tied
        if attacker.is_unknown(other)
        and system.is_below(other)
        and not attacker.can_reach(other, system.threshold)
    ]
    if not told:
        yield f"{label}: withheld to cover small counts together with others; by itself it tells none"
        return
    yield f"{label}: withheld because it would tell {len(told)} small count{'s' * (len(told) > 1)}:"
    yield from (f"  {_named(system, other)}" for other in told[:_MOST])
    if len(told) > _MOST:
        yield f"  and {len(told) - _MOST} more"


def _sums(system: LinkedSystem, place: int) -> Iterator[str]:
    """Say in which sums a count stands."""
    sums = [equation for equation in system.equations if place in equation]
    yield f"It stands in {len(sums)} sum{'s' * (len(sums) != 1)}:"
    for equation in sums[:_MOST]:
        parts = [_named(system, other) for other in equation if other != place]
        shown = "; ".join(parts[:_MOST])
        yield f"  with {shown}{f'; and {len(parts) - _MOST} more' if len(parts) > _MOST else ''}"
    if len(sums) > _MOST:
        yield f"  and {len(sums) - _MOST} more"


def _named(system: LinkedSystem, place: int) -> str:
    quantity = system.quantities[place]
    name = quantity.name
    if name is None or not system.is_cell(place):
        return "what is left, which no cell shows"
    what = " ".join(filter(None, (name.dimension, name.row))) or "total"
    state = "shown" if quantity.is_known else "withheld"
    return f"{name.period} {what}, {name.measure} ({name.unit}; release {quantity.release}, {state})"
