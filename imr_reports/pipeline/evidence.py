"""What a report says of how it was made: versions, settings, counts of findings; nothing of a letter."""

import imr_reports
from imr_reports.config import Settings
from imr_reports.pipeline.version import library_versions, pipeline_version
from imr_reports.records.limited import CaseFrames, EntityType
from imr_reports.records.tables import Audience, Fact, MeasureKind, ProtectedTable, Report

POLICY = "safe-harbor"
_WORDS = {
    EntityType.NAME: "names of persons",
    EntityType.DATE: "dates more exact than a year",
    EntityType.AGE: "ages over 89",
    EntityType.LOCATION: "places smaller than a state",
    EntityType.ORG: "employers, facilities and firms",
    EntityType.CONTACT: "telephone numbers and addresses on the net",
    EntityType.ID: "numbers that identify",
}


def method_facts(settings: Settings) -> tuple[Fact, ...]:
    """Return the versions and settings a report rests on."""
    facts = [
        ("Program", f"imr_reports {imr_reports.__version__}"),
        ("Reading and scrubbing", f"version {pipeline_version()}"),
        ("Cases are placed by", settings.by),
    ]
    facts += [("Library", f"{name} {number}") for name, number in library_versions().items()]
    return tuple(Fact(label=label, value=value) for label, value in facts)


def privacy_facts(frames: CaseFrames, audience: Audience, threshold: int) -> tuple[Fact, ...]:
    """Return how many findings were replaced in the period's letters, by entity type."""
    counts = {entity: int(frames.cases[f"findings_{entity}"].sum()) for entity in EntityType}
    facts = [Fact(label="De-identification", value="Safe Harbor rules, 45 CFR 164.514(b)(2)")]
    for entity, count in counts.items():
        small = audience is Audience.PUBLIC and 0 < count < threshold
        facts.append(
            Fact(
                label=f"Replaced: {_WORDS[entity]}",
                value=f"fewer than {threshold}" if small else f"{count:,}",
            )
        )
    if audience is Audience.PUBLIC:
        facts.append(
            Fact(
                label="Withheld", value=f"counts from 1 to {threshold - 1} and all that would give them away"
            )
        )
    return tuple(facts)


def manifest_facts(report: Report) -> dict[str, object]:
    """Return what `manifest.json` says; every count in it is one that the report shows."""
    coverage = next((table for table in report.tables if table.key == "coverage"), None)
    return {
        "program": "imr_reports",
        "version": imr_reports.__version__,
        "pipeline_version": pipeline_version(),
        "libraries": library_versions(),
        "period": report.period,
        "by": report.basis,
        "as_of": report.as_of,
        "audience": str(report.audience),
        "invented_samples": report.is_sample,
        "policy": POLICY,
        "coverage": _counts(coverage) if coverage else {},
        "findings": {fact.label: fact.value for fact in report.privacy},
        "withheld_cells": {table.key: table.withheld for table in report.tables},
        "gate": "passed",
    }


def _counts(table: ProtectedTable) -> dict[str, int | float | None]:
    column = next(i for i, measure in enumerate(table.measures) if measure.kind is MeasureKind.COUNT)
    return {row.key: row.cells[column].value for row in table.rows}
