"""What a report says of how it was made: versions, settings, counts of findings; nothing of a letter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import imr_reports
from imr_reports.config import Settings
from imr_reports.gate import withhold_unknown
from imr_reports.pipeline.policies import keyed_policy, policy_facts
from imr_reports.pipeline.provenance import list_checksums, models
from imr_reports.pipeline.reading import version_in
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.version import library_versions, pipeline_version
from imr_reports.publish import Declared, is_count
from imr_reports.records.policy import Policy
from imr_reports.records.tables import Audience, Fact, MeasureKind, ProtectedTable, Report
from imr_reports.store import Store

GROUP = "group:"
"""How keys of tables begin that count by a column of the index."""
BY_WORDS = {"decided": "decision date", "received": "date of receipt", "assigned": "date of assignment"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of how the letters of a report were de-identified.

    Attributes:
        controls: number → planted identities of the control letters that went through.
        withheld: how many stretches of the period's letters each rule of the gate withheld.
        site: checksum of the site's lists, "" where it has none.
    """

    policy: Policy
    controls: Mapping[int, int]
    withheld: Mapping[str, int]
    site: str = ""


def evidence_of(store: Store, policy: Policy, settings: Settings, references: Collection[str]) -> Evidence:
    """Return what a store knows of how the letters of some cases were de-identified."""
    site = site_of(settings.site)
    keyed = keyed_policy(settings.policy, settings.key_file, store.shift_key)
    # Letters that an earlier version read, and nobody has read again, rest on that version's controls.
    versions = store.versions() or {version_in(store, site, keyed)}
    passed = [store.controls(version) for version in sorted(versions)]
    return Evidence(
        policy=policy,
        controls=min(passed, key=len),
        withheld=store.count_withheld(references),
        site=site.digest,
    )


def method_facts(
    settings: Settings, compared: str = "", refused_groups: Sequence[str] = ()
) -> tuple[Fact, ...]:
    """Return the versions and settings a report rests on, and which columns of the index it passes over.

    Args:
        settings: what the run was set to do.
        compared: the period that changes are told against in words, or why there is none.
        refused_groups: columns of the index that are not tabulated.
    """
    facts = [
        ("Program", f"imr_reports {imr_reports.__version__}"),
        ("Reading and scrubbing", f"version {pipeline_version()}"),
        ("Cases are placed by", BY_WORDS[settings.by]),
        ("Changes are told against", compared or "nothing"),
    ]
    facts += [
        ("Not tabulated", f"column “{group}” of the index: too few cases share its values")
        for group in refused_groups
    ]
    libraries = ", ".join(f"{name} {number}" for name, number in library_versions().items())
    facts.append(("Libraries", libraries))
    return tuple(Fact(label=label, value=value) for label, value in facts)


def privacy_facts(audience: Audience, threshold: int, evidence: Evidence) -> tuple[Fact, ...]:
    """Return by which rules the report was de-identified and protected; how much was found, a table says."""
    of_public = (
        Fact(label="Withheld", value=f"counts from 1 to {threshold - 1} and all that would give them away"),
        Fact(label="Left out", value="issues whose decision their letter does not state"),
    )
    return (
        *scrubbing_facts(audience, evidence),
        *(of_public if audience is Audience.PUBLIC else ()),
    )


def scrubbing_facts(audience: Audience, evidence: Evidence) -> tuple[Fact, ...]:
    """Return by which rules, model and lists letters were de-identified, and what checked it."""
    policy, withheld = policy_facts(evidence.policy), _withheld(audience, evidence)
    facts = (
        ("De-identification", evidence.policy.words),
        ("Policy", policy["policy"]),
        *((f"Model: {name}", f"version {one['version']}") for name, one in models().items()),
        # A checksum has a line of its own: a long line would be broken in the middle of it.
        ("SHA-256 of the policy", policy["policy_sha256"]),
        *((f"SHA-256 of the model: {name}", one["sha256"]) for name, one in models().items()),
        *((f"SHA-256 of lists: {name}", checksum) for name, checksum in list_checksums().items()),
        ("SHA-256 of lists: the site’s own", _site(audience, evidence.site)),
        (
            "Withheld by the gate",
            "what is not known as safe" if withheld is None else _stretches(withheld),
        ),
        ("Control letters", _control_words(evidence.controls)),
    )
    return tuple(Fact(label=label, value=value) for label, value in facts)


def _stretches(count: int) -> str:
    return f"{count:,} stretch{'' if count == 1 else 'es'} of text that the first search had left"


def _withheld(audience: Audience, evidence: Evidence) -> int | None:
    """Return how many stretches the gate withheld; None for the public.

    A month is what a quarter leaves of its other months, and the number is in no system of sums.
    """
    return None if audience is Audience.PUBLIC else sum(evidence.withheld.values())


def _site(audience: Audience, checksum: str) -> str:
    # A short list of names could be found again by its checksum: the public is told that there is one.
    return ("in use" if audience is Audience.PUBLIC else checksum) if checksum else "none"


def _control_words(controls: Mapping[int, int]) -> str:
    if not controls:
        return "none: the letters were read before there were any"
    return f"{len(controls)} control letters, {sum(controls.values()):,} planted identities, 0 came out"


def _controls(controls: Mapping[int, int]) -> dict[str, int | None]:
    """Return the result of control letters; a run in which one came out leaves none."""
    return {"letters": len(controls), "planted": sum(controls.values()), "came_out": 0 if controls else None}


def manifest_facts(report: Report, evidence: Evidence) -> dict[str, object]:
    """Return what `manifest.json` says; every count of letters in it is one that the report shows."""
    tables = {table.key: table for table in report.tables}
    return {
        "period": report.period,
        "by": report.basis,
        "as_of": report.as_of,
        "audience": str(report.audience),
        "invented_samples": report.is_sample,
        **made_by(report.audience, evidence),
        "coverage": _counts(tables.get("coverage")),
        "findings": _counts(tables.get("findings")),
        "withheld_cells": {table.key: table.withheld for table in report.tables},
    }


def made_by(audience: Audience, evidence: Evidence) -> dict[str, object]:
    """Return by which program, libraries, policy, models and lists an output was made, and what passed."""
    return {
        "program": "imr_reports",
        "version": imr_reports.__version__,
        "pipeline_version": pipeline_version(),
        "libraries": library_versions(),
        **policy_facts(evidence.policy),
        "models": models(),
        "lists": {**list_checksums(), "site": _site(audience, evidence.site)},
        "gate": {"withheld": _withheld(audience, evidence), "publication": "passed"},
        "control_letters": _controls(evidence.controls),
    }


def declared_words(report: Report, refused_groups: Sequence[str], policy: Policy) -> Declared:
    """Return what the last look lets through in a report beside what it knows; none of it is from a letter.

    They are the operator's own words (the title, for whom it is made, columns of the index and their values,
    the policy's name), and counts that are as long as the number of a claim: what a year of the whole state
    adds up to.
    """
    groups = [table for table in report.tables if table.key.startswith(GROUP)]
    words = {report.title, report.organization, policy.name, *refused_groups}
    for table in groups:
        words |= {table.key.removeprefix(GROUP), *(row.label for row in table.rows)}
    cells = (cell.value for table in report.tables for row in table.rows for cell in row.cells)
    words |= {str(value) for value in cells if isinstance(value, int) and not is_count(str(value))}
    return Declared(phrases=frozenset(word for word in words if withhold_unknown(word) != word))


def _counts(table: ProtectedTable | None) -> dict[str, int | float | None]:
    """Return the first column of a protected table by row; what is withheld is null."""
    if table is None:
        return {}
    column = next(i for i, measure in enumerate(table.measures) if measure.kind is MeasureKind.COUNT)
    return {row.key: row.cells[column].value for row in table.rows}
