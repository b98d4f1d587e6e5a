"""A protected report ↔ what the ledger keeps of it: every released cell, and the sums that tie them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from imr_reports.errors import UsageError
from imr_reports.protect.linked import LinkedSystem, Quantity, ReleasedSystem, link_tables
from imr_reports.protect.rollup import RollUps
from imr_reports.protect.tables import Ledger, Protected
from imr_reports.records.period import Period, parse_period
from imr_reports.records.tables import CellStatus, CountName, ProtectedTable


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
        "tables": {table.key: _cells_of(table) for table in protected.shown},
        "quantities": [_as_values(quantity, quantity.name in shown) for quantity in own.quantities],
        "equations": [[[place, weight] for place, weight in row.items()] for row in own.equations],
    }


def _cells_of(table: ProtectedTable) -> dict[str, object]:
    """Return every cell of a table as it was released; what is withheld is null."""
    return {
        "measures": [measure.key for measure in table.measures],
        "rows": {row.key: [cell.value for cell in row.cells] for row in table.rows},
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
    for content in releases.values():
        if set(period.month_keys) < set(parse_period(content["period"]).month_keys):
            raise UsageError(
                f"{content['period']} was released and holds {name}; what is left of it without {name} could "
                "not be protected any more, so release shorter periods first"
            )
    systems = {number: _system_of(content) for number, content in sorted(releases.items())}
    of_year = [number for number, item in systems.items() if item.period[:4] == name[:4]]
    plans = [releases[number]["roll_ups"] for number in of_year]
    linked = {number: item if number in of_year else _months_alone(item) for number, item in systems.items()}
    return Ledger(
        period=name,
        released=tuple(ReleasedSystem(number=number, system=item) for number, item in linked.items()),
        roll_ups=RollUps.from_json(plans[0]) if plans else None,
    )


def _months_alone(system: LinkedSystem) -> LinkedSystem:
    """Return the totals of months that a report of another year told: a trend shows them again."""
    months = {
        name: place
        for name, place in system.places.items()
        if not name.dimension and name.period in parse_period(system.period).month_keys
    }
    return replace(
        system,
        quantities=tuple(system.quantities[place] for place in months.values()),
        places={name: place for place, name in enumerate(months)},
        equations=(),
    )


def _system_of(content: Mapping[str, Any]) -> LinkedSystem:
    quantities = tuple(_quantity(values) for values in content["quantities"])
    return LinkedSystem(
        quantities=quantities,
        places={item.name: place for place, item in enumerate(quantities) if item.name},
        equations=tuple(dict(map(tuple, row)) for row in content["equations"]),
        threshold=int(content["threshold"]),
        period=str(content["period"]),
    )


def _quantity(values: Sequence[Any]) -> Quantity:
    named, value, is_shown, is_count, floor, table, letters = values
    name = None
    if named:
        unit, dimension, row, measure, period = named
        name = CountName(unit=unit, dimension=dimension, row=row, measure=measure, period=period)
    return Quantity(
        value=value,
        published=False,
        is_known=bool(is_shown),
        is_count=bool(is_count),
        floor=floor,
        weight=0.0,
        table=table,
        name=name,
        letters=letters,
    )
