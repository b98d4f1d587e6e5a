"""Issues → decisions by the basis that each side cites, and by both bases together."""

from collections.abc import Collection, Sequence

from imr_reports.aggregate.counting import APPEALED, DecisionColumns, Line, make_rows
from imr_reports.records.coded import Basis
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Relation, Table

_BASES = {
    Basis.MTUS: "MTUS",
    Basis.MTUS_AND_NON_MTUS: "MTUS and other works",
    Basis.NON_MTUS: "Other works alone",
    Basis.NONE_CITED: "None cited",
    Basis.NOT_STATED: "Not stated",
}
_SIDES = {"claims_administrator": "claims administrator", "reviewer": "reviewer"}


def decisions_by_basis(frames: CaseFrames, side: str) -> Table:
    """Count issues by the basis that one side ("claims_administrator" or "reviewer") cites."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    dimension = f"{side}_basis"
    return Table(
        key=f"decisions_by_{side}_basis",
        title=f"Decisions by what the {_SIDES[side]} cited",
        definition=(
            f"Issues by the guideline basis that the letter reports for the {_SIDES[side]}: the state's "
            "Medical Treatment Utilization Schedule (MTUS), other works, both, or none; the share is of all "
            f"issues in the period, % overturned of the row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension=dimension,
        row_header="Basis cited",
        measures=measures,
        rows=make_rows(measures, [*_basis_lines(columns, frames, dimension), columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames),
    )


def _basis_lines(columns: DecisionColumns, frames: CaseFrames, dimension: str) -> list[Line]:
    counts = columns.by(frames, [dimension])
    return [
        Line(key=str(basis), label=label, values=counts[str(basis),])
        for basis, label in _BASES.items()
        if (str(basis),) in counts
    ]


def basis_cross(frames: CaseFrames) -> Table:
    """Count issues by the bases of both sides together."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    counts = columns.by(frames, ["claims_administrator_basis", "reviewer_basis"])
    lines: list[Line] = []
    for main in _basis_lines(columns, frames, "claims_administrator_basis"):
        lines.append(main)
        lines += [
            Line(
                key=f"{main.key}/{basis}",
                label=f"reviewer: {label}",
                values=counts[main.key, str(basis)],
                depth=1,
            )
            for basis, label in _BASES.items()
            if (main.key, str(basis)) in counts
        ]
    return Table(
        key="basis_cross",
        title="What the claims administrator and the reviewer cited",
        definition=(
            "Issues by the basis that the claims administrator cited and, beneath each, the one that the "
            "reviewer cited on the same issue; the share is of all issues in the period, % overturned of the "
            f"row's issues. {APPEALED}"
        ),
        unit="issues",
        dimension="claims_administrator_basis",
        row_header="Basis cited",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        design_effect=columns.design_effect(frames),
        relations=_cross_relations(counts.keys(), ["issues", *columns.sums[0][1]]),
    )


def _cross_relations(pairs: Collection[tuple[str, ...]], measures: Sequence[str]) -> tuple[Relation, ...]:
    """Return the other margin: a reviewer's basis summed over the claims administrator's bases."""
    return tuple(
        Relation(
            total=CountName(unit="issues", dimension="reviewer_basis", row=basis, measure=measure),
            parts=tuple(
                (
                    1,
                    CountName(
                        unit="issues",
                        dimension="claims_administrator_basis",
                        row=f"{first}/{second}",
                        measure=measure,
                    ),
                )
                for first, second in sorted(pairs)
                if second == basis
            ),
        )
        for basis in sorted({second for _, second in pairs})
        for measure in measures
    )
