"""What a report says of itself holds no count that was not protected."""

from imr_reports.aggregate import aggregate_tables
from imr_reports.pipeline.evidence import manifest_facts, privacy_facts
from imr_reports.protect import protect_tables
from imr_reports.records.tables import Audience
from imr_reports.scrub.policy import shipped_policy
from tests.invented_frames import invent_coverage, invent_frames
from tests.invented_report import invented_report


def test_the_manifest_holds_findings_as_the_report_shows_them() -> None:
    frames = invent_frames(150, 1)
    cases = frames.cases.assign(findings_AGE=[1] * 4 + [0] * 146)
    frames = type(frames)(cases=cases, issues=frames.issues, citations=frames.citations)
    tables = aggregate_tables(frames, invent_coverage(frames))
    counts = {}
    for audience in Audience:
        report = invented_report(tables=protect_tables(tables, audience), audience=audience)
        counts[audience] = manifest_facts(report, shipped_policy())["findings"]
    internal, public = counts[Audience.INTERNAL], counts[Audience.PUBLIC]
    assert isinstance(internal, dict)
    assert isinstance(public, dict)
    assert internal["AGE"] == 4
    assert internal["NAME"] == cases["findings_NAME"].sum()
    assert public["AGE"] is None
    assert all(public[kind] in {None, count} for kind, count in internal.items())


def test_privacy_notes_hold_no_count_of_the_letters() -> None:
    for audience in Audience:
        for fact in privacy_facts(audience, 11, shipped_policy()):
            assert not fact.label.startswith("Replaced")
    assert any(
        "does not state" in fact.value for fact in privacy_facts(Audience.PUBLIC, 11, shipped_policy())
    )


def test_a_report_without_tables_has_a_manifest() -> None:
    assert manifest_facts(invented_report(tables=()), shipped_policy())["findings"] == {}
