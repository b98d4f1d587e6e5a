"""Cases → how much identifying text was replaced in their letters, by kind."""

from dataclasses import replace

from imr_reports.aggregate.counting import Line, count, make_rows
from imr_reports.records.limited import CaseFrames, EntityType
from imr_reports.records.policy import Policy
from imr_reports.records.tables import CountName, Relation, RelationKind, Table

_KINDS = {
    EntityType.NAME: "Names of persons",
    EntityType.DATE: "Dates more exact than a year",
    EntityType.AGE: "Ages over 89",
    EntityType.LOCATION: "Places smaller than a state",
    EntityType.ORG: "Employers, facilities and firms",
    EntityType.CONTACT: "Telephone numbers and addresses on the net",
    EntityType.ID: "Numbers that identify",
}
_DIMENSION = "entity_type"
FINDINGS = "findings"


def findings(frames: CaseFrames) -> Table:
    """Count the stretches of text that were replaced, and the cases in whose letters any was."""
    measures = (count("findings", "Replaced", unit="findings"), count("cases", "Cases with any"))
    lines = []
    for kind, label in _KINDS.items():
        found = frames.cases[f"findings_{kind}"].astype("int64")
        values = {"findings": int(found.sum()), "cases": int((found > 0).sum())}
        lines.append(Line(key=str(kind), label=label, values=values))
    return Table(
        key=FINDINGS,
        title="Identifying text replaced",
        definition=(
            "Stretches of text that were replaced in the letters of the period, by kind, and the cases in "
            "whose letters there was any."
        ),
        unit="cases",
        dimension=_DIMENSION,
        row_header="Kind",
        measures=measures,
        rows=make_rows(measures, lines),
        rows_are_partition=False,
        relations=tuple(relation for line in lines for relation in _relations(line.key)),
    )


def told_by(policy: Policy, table: Table) -> Table:
    """Return the table in words that fit a policy: what it keeps was found, not replaced."""
    if not policy.kept():
        return table
    measures = (replace(table.measures[0], label="Found"), *table.measures[1:])
    rows = tuple(
        replace(row, label=f"{row.label} ({said})")
        if (said := _becomes(policy, EntityType(row.key)))
        else row
        for row in table.rows
    )
    definition = (
        "Stretches of text that were found in the letters of the period, by kind, and the cases in whose "
        f"letters there was any. The policy keeps {policy.kept()}; all others were replaced."
    )
    return replace(table, title="Identifying text found", definition=definition, measures=measures, rows=rows)


def _becomes(policy: Policy, kind: EntityType) -> str:
    """Return what is said of a kind of text that is kept or in part kept."""
    kept = policy.kept(kind)
    return f"found; {kept} kept" if kept and kind is EntityType.LOCATION else "found, kept" if kept else ""


def _relations(kind: str) -> tuple[Relation, ...]:
    """Return that the cases with any are some of all cases, and that each of them has at least one."""

    def named(unit: str, measure: str) -> CountName:
        return CountName(unit=unit, dimension=_DIMENSION, row=kind, measure=measure)

    cases = ((1, named("cases", "cases")),)
    return (
        Relation(total=CountName(unit="cases", measure="cases"), parts=cases, kind=RelationKind.CONTAINS),
        Relation(total=named("findings", "findings"), parts=cases, kind=RelationKind.AT_LEAST),
    )
