"""What a report says of how it was made: versions, settings, counts of findings; nothing of a letter."""

from collections.abc import Sequence

import imr_reports
from imr_reports.config import Settings
from imr_reports.gate import withhold_unknown
from imr_reports.pipeline.policies import policy_facts
from imr_reports.pipeline.version import library_versions, pipeline_version
from imr_reports.publish import Declared
from imr_reports.records.policy import Policy
from imr_reports.records.tables import Audience, Fact, MeasureKind, ProtectedTable, Report

GROUP = "group:"
"""How keys of tables begin that count by a column of the index."""
BY_WORDS = {"decided": "decision date", "received": "date of receipt", "assigned": "date of assignment"}


def method_facts(settings: Settings, refused_groups: Sequence[str] = ()) -> tuple[Fact, ...]:
    """Return the versions and settings a report rests on, and which columns of the index it passes over."""
    facts = [
        ("Program", f"imr_reports {imr_reports.__version__}"),
        ("Reading and scrubbing", f"version {pipeline_version()}"),
        ("Cases are placed by", BY_WORDS[settings.by]),
    ]
    facts += [
        ("Not tabulated", f"column “{group}” of the index: too few cases share its values")
        for group in refused_groups
    ]
    libraries = ", ".join(f"{name} {number}" for name, number in library_versions().items())
    facts.append(("Libraries", libraries))
    return tuple(Fact(label=label, value=value) for label, value in facts)


def privacy_facts(audience: Audience, threshold: int, policy: Policy) -> tuple[Fact, ...]:
    """Return by which rules the report was de-identified and protected; how much was found, a table says."""
    facts = [Fact(label="De-identification", value=policy.standard.words)]
    if audience is Audience.PUBLIC:
        facts += [
            Fact(
                label="Withheld", value=f"counts from 1 to {threshold - 1} and all that would give them away"
            ),
            Fact(label="Left out", value="issues whose decision their letter does not state"),
        ]
    return tuple(facts)


def manifest_facts(report: Report, policy: Policy) -> dict[str, object]:
    """Return what `manifest.json` says; every count in it is one that the report shows."""
    tables = {table.key: table for table in report.tables}
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
        **policy_facts(policy),
        "coverage": _counts(tables.get("coverage")),
        "findings": _counts(tables.get("findings")),
        "withheld_cells": {table.key: table.withheld for table in report.tables},
        "gate": "passed",
    }


def declared_words(report: Report, refused_groups: Sequence[str], policy: Policy) -> Declared:
    """Return the operator's own words in a report, which the last look lets through; none is from a letter.

    They are the title, for whom it is made, columns of the index and their values, and the policy's name.
    Those that the gate knows anyway need no declaration.
    """
    groups = [table for table in report.tables if table.key.startswith(GROUP)]
    words = {report.title, report.organization, policy.name, *refused_groups}
    for table in groups:
        words |= {table.key.removeprefix(GROUP), *(row.label for row in table.rows)}
    return Declared(phrases=frozenset(word for word in words if withhold_unknown(word) != word))


def _counts(table: ProtectedTable | None) -> dict[str, int | float | None]:
    """Return the first column of a protected table by row; what is withheld is null."""
    if table is None:
        return {}
    column = next(i for i, measure in enumerate(table.measures) if measure.kind is MeasureKind.COUNT)
    return {row.key: row.cells[column].value for row in table.rows}
