"""Cases → how much identifying text was replaced in their letters, by kind."""

from imr_reports.aggregate.counting import Line, count, make_rows
from imr_reports.records.limited import CaseFrames, EntityType
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


def findings(frames: CaseFrames) -> Table:
    """Count the stretches of text that were replaced, and the cases in whose letters any was."""
    measures = (count("findings", "Replaced", unit="findings"), count("cases", "Cases with any"))
    lines = []
    for kind, label in _KINDS.items():
        found = frames.cases[f"findings_{kind}"].astype("int64")
        values = {"findings": int(found.sum()), "cases": int((found > 0).sum())}
        lines.append(Line(key=str(kind), label=label, values=values))
    return Table(
        key="findings",
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


def _relations(kind: str) -> tuple[Relation, ...]:
    """Return that the cases with any are some of all cases, and that each of them has at least one."""

    def named(unit: str, measure: str) -> CountName:
        return CountName(unit=unit, dimension=_DIMENSION, row=kind, measure=measure)

    cases = ((1, named("cases", "cases")),)
    return (
        Relation(total=CountName(unit="cases", measure="cases"), parts=cases, kind=RelationKind.CONTAINS),
        Relation(total=named("findings", "findings"), parts=cases, kind=RelationKind.AT_LEAST),
    )
