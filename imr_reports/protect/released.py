"""A protected report ↔ what the ledger keeps of it: every released cell, and the sums that tie them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from imr_reports.errors import UsageError
from imr_reports.protect.linked import LinkedSystem, Quantity, count_name, link_tables
from imr_reports.protect.rollup import RollUps
from imr_reports.protect.tables import Ledger, Protected
from imr_reports.records.period import Period, parse_period
from imr_reports.records.tables import CellStatus, CountName, Measure, MeasureKind, ProtectedTable, Row


def ledger_content(protected: Protected) -> dict[str, Any]:
    """Return what the ledger keeps of a released report, as JSON values; `ledger_for` reads it.

    Among it are the true values of withheld counts: without them later reports could not be protected. It
    stays in the private store.
    """
    system, shown = protected.system, protected.published()
    own = link_tables(protected.tables, system.threshold, period=system.period)
    cells = [cell for table in protected.shown for row in table.rows for cell in row.cells]
    return {
        "summary": {
            "shown": sum(cell.status is CellStatus.SHOWN for cell in cells),
            "withheld": sum(cell.status is not CellStatus.SHOWN for cell in cells),
        },
        "period": system.period,
        "threshold": system.threshold,
        "roll_ups": protected.roll_ups.as_json(),
        "tables": {table.key: _table_values(table, own) for table in protected.shown},
        "quantities": [_as_values(quantity, quantity.name in shown) for quantity in own.quantities],
        "equations": [[[place, weight] for place, weight in row.items()] for row in own.equations],
    }


def _table_values(table: ProtectedTable, own: LinkedSystem) -> dict[str, object]:
    """Return every cell of a table as it was released, null where it is withheld or empty.

    Beside each count stands its place among the quantities.
    """

    def place(row: Row, measure: Measure) -> int | None:
        return own.places.get(count_name(table, row, measure, own.period))

    return {
        "title": table.title,
        "measures": [{"key": measure.key, "label": measure.label} for measure in table.measures],
        "rows": [
            {
                "key": row.key,
                "label": row.label,
                "cells": [cell.value for cell in row.cells],
                "withheld": [cell.status is not CellStatus.SHOWN for cell in row.cells],
                "places": [
                    place(row, measure) if measure.kind is MeasureKind.COUNT else None
                    for measure in table.measures
                ],
            }
            for row in table.rows
        ],
    }


def _as_values(quantity: Quantity, is_shown: bool) -> list[object]:
    name = quantity.name
    named = [name.unit, name.dimension, name.row, name.measure, name.period] if name else None
    return [
        named,
        quantity.value,
        int(is_shown),
        int(quantity.is_count),
        quantity.floor,
        quantity.table,
        quantity.letters,
    ]


def ledger_for(period: Period, releases: Mapping[int, Mapping[str, Any]]) -> Ledger:
    """Return what was released before, as far as it bears on a report of a period.

    Args:
        period: that of the report.
        releases: what `ledger_content` returned, by number of the release.

    Raises:
        UsageError: if the period can't be protected beside what was released: it is no month, quarter, half
            or whole year.
    """
    if not releases:
        return Ledger(period=period.canonical_label if period.is_calendar else "")
    if not period.is_calendar:
        raise UsageError(
            "public reports were released from this store; beside them a public report can be of a month, a "
            "quarter, a half or a whole year, by decision date"
        )
    name = period.canonical_label
    is_told = any(content["period"] == name for content in releases.values())
    for content in releases.values():
        if not is_told and set(period.month_keys) < set(parse_period(content["period"]).month_keys):
            raise UsageError(
                f"{content['period']} was released and holds {name}; what is left of it without {name} could "
                "not be protected any more, so release shorter periods first"
            )
    released = released_systems(releases)
    plans = [
        content["roll_ups"] for _, content in sorted(releases.items()) if content["period"][:4] == name[:4]
    ]
    return Ledger(
        period=name,
        released=tuple(item if item.period[:4] == name[:4] else _months_alone(item) for item in released),
        roll_ups=RollUps.from_json(plans[0]) if plans else None,
    )


def released_systems(releases: Mapping[int, Mapping[str, Any]]) -> tuple[LinkedSystem, ...]:
    """Return what releases told, the first one first."""
    return tuple(_system_of(number, content) for number, content in sorted(releases.items()))


def _months_alone(system: LinkedSystem) -> LinkedSystem:
    """Return the totals of months that a report of another year told: a trend shows them again."""
    months = {
        name: place
        for name, place in system.places.items()
        if system.is_cell(place)
        and not name.dimension
        and name.period in parse_period(system.period).month_keys
    }
    return replace(
        system,
        quantities=tuple(system.quantities[place] for place in months.values()),
        places={name: place for place, name in enumerate(months)},
        equations=(),
    )


def _system_of(number: int, content: Mapping[str, Any]) -> LinkedSystem:
    quantities = tuple(_quantity(number, values) for values in content["quantities"])
    return LinkedSystem(
        quantities=quantities,
        places={item.name: place for place, item in enumerate(quantities) if item.name},
        equations=tuple(dict(map(tuple, row)) for row in content["equations"]),
        threshold=int(content["threshold"]),
        period=str(content["period"]),
    )


def _quantity(number: int, values: Sequence[Any]) -> Quantity:
    named, value, is_shown, is_count, floor, table, letters = values
    return Quantity(
        value=value,
        published=False,
        is_known=bool(is_shown),
        is_count=bool(is_count),
        floor=floor,
        weight=0.0,
        table=table,
        release=number,
        name=name_of(named) if named else None,
        letters=letters,
    )


def name_of(values: Sequence[str]) -> CountName:
    """Read a count's name back."""
    unit, dimension, row, measure, period = values
    return CountName(unit=unit, dimension=dimension, row=row, measure=measure, period=period)
