"""What a report says of itself holds no count that was not protected."""

import json
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import ConfigurationError, PrivacyGateError
from imr_reports.pipeline.evidence import Evidence, declared_words, manifest_facts, privacy_facts
from imr_reports.pipeline.policies import POLICY_FILE, note_policy, refuse_public
from imr_reports.protect import protect_tables
from imr_reports.publish import publish_files, verify_folder
from imr_reports.records.policy import Policy
from imr_reports.records.tables import Audience
from imr_reports.render import render_report
from imr_reports.render.page import report_page
from imr_reports.scrub.policy import read_policy, shipped_policy
from tests.invented_frames import invent_coverage, invent_frames
from tests.invented_report import invented_report

EVIDENCE = Evidence(
    policy=shipped_policy(), controls={1: 20, 2: 22}, withheld={"gate.unknown": 7}, site="ab" * 32
)


def test_the_manifest_holds_findings_as_the_report_shows_them() -> None:
    frames = invent_frames(150, 1)
    cases = frames.cases.assign(findings_AGE=[1] * 4 + [0] * 146)
    frames = type(frames)(cases=cases, issues=frames.issues, citations=frames.citations)
    tables = aggregate_tables(frames, invent_coverage(frames))
    counts = {}
    for audience in Audience:
        report = invented_report(tables=protect_tables(tables, audience), audience=audience)
        counts[audience] = manifest_facts(report, EVIDENCE)["findings"]
    internal, public = counts[Audience.INTERNAL], counts[Audience.PUBLIC]
    assert isinstance(internal, dict)
    assert isinstance(public, dict)
    assert internal["AGE"] == 4
    assert internal["NAME"] == cases["findings_NAME"].sum()
    assert public["AGE"] is None
    assert all(public[kind] in {None, count} for kind, count in internal.items())


@pytest.mark.parametrize("audience", Audience)
def test_counts_of_a_whole_state_pass_the_last_look_and_other_long_numbers_do_not(
    audience: Audience, tmp_path: Path
) -> None:
    frames = invent_frames(150, 1)
    cases = frames.cases.assign(findings_NAME=12_345)
    frames = type(frames)(cases=cases, issues=frames.issues, citations=frames.citations)
    tables = protect_tables(aggregate_tables(frames, invent_coverage(frames)), audience)
    report = invented_report(
        tables=tables, audience=audience, excerpts=(), headlines=(), methods=(), privacy=()
    )
    rendered = render_report(report, frozenset({"html", "pdf", "json"}))
    declared = declared_words(report, (), shipped_policy())
    days = frozenset({date.fromisoformat(report.as_of), date(2015, 1, 1)})
    facts = manifest_facts(report, EVIDENCE)
    assert "1,851,750" in rendered["report.html"].decode()
    publish_files(tmp_path, rendered, facts, days, declared)
    assert not any(verdict.fault for verdict in verify_folder(tmp_path, days).files)
    rendered["report.json"] = rendered["report.json"].replace(b"1851750", b"1851751")
    with pytest.raises(PrivacyGateError, match="number"):
        publish_files(tmp_path, rendered, facts, days, declared)


def test_privacy_notes_hold_no_count_of_the_letters() -> None:
    for audience in Audience:
        for fact in privacy_facts(audience, 11, EVIDENCE):
            assert not fact.label.startswith("Replaced")
    assert any("does not state" in fact.value for fact in privacy_facts(Audience.PUBLIC, 11, EVIDENCE))


def test_a_report_without_tables_has_a_manifest() -> None:
    assert manifest_facts(invented_report(tables=()), EVIDENCE)["findings"] == {}


def test_control_letters_and_withheld_words_are_told() -> None:
    facts = {fact.label: fact.value for fact in privacy_facts(Audience.INTERNAL, 11, EVIDENCE)}
    assert facts["Control letters"] == "2 control letters, 42 planted identities, 0 came out"
    assert facts["Withheld by the gate"].startswith("7 stretches of text")
    assert facts["SHA-256 of lists: the site’s own"] == EVIDENCE.site
    manifest = manifest_facts(invented_report(audience=Audience.INTERNAL), EVIDENCE)
    assert manifest["control_letters"] == {"letters": 2, "planted": 42, "came_out": 0}
    assert manifest["gate"] == {"withheld": 7, "publication": "passed"}


def test_the_public_is_told_neither_what_the_gate_counts_nor_the_checksum_of_a_short_list() -> None:
    manifest = manifest_facts(invented_report(audience=Audience.PUBLIC), EVIDENCE)
    assert manifest["gate"] == {"withheld": None, "publication": "passed"}
    said = " ".join(fact.value for fact in privacy_facts(Audience.PUBLIC, 11, EVIDENCE))
    assert "stretches" not in said
    assert "what is not known as safe" in said
    assert EVIDENCE.site not in said + str(manifest)


def test_letters_that_were_read_before_there_were_control_letters_claim_none() -> None:
    without = replace(EVIDENCE, controls={}, site="")
    facts = {fact.label: fact.value for fact in privacy_facts(Audience.INTERNAL, 11, without)}
    assert facts["Control letters"].startswith("none")
    assert facts["SHA-256 of lists: the site’s own"] == "none"
    manifest = manifest_facts(invented_report(), without)
    assert manifest["control_letters"] == {"letters": 0, "planted": 0, "came_out": None}


def test_models_and_lists_have_checksums_of_their_bytes() -> None:
    manifest = manifest_facts(invented_report(), EVIDENCE)
    sums = [one["sha256"] for one in manifest["models"].values()]
    sums += [value for name, value in manifest["lists"].items() if name != "site"]
    assert len(sums) >= 4
    assert len(set(sums)) == len(sums)
    assert all(re.fullmatch(r"[0-9a-f]{64}", one) for one in sums)


def kept_report(policy: Policy) -> tuple[str, str]:
    """Return the page of a report under a policy, and its table of findings alone."""
    frames = invent_frames(150, 1)
    tables = aggregate_tables(frames, invent_coverage(frames), policy=policy)
    shown = protect_tables(tables, Audience.INTERNAL)
    report = invented_report(tables=shown, audience=Audience.INTERNAL)
    page = report_page(replace(report, kept=policy.kept()), {}, screen=False)
    table = next(one for one in shown if one.key == "findings")
    words = [table.title, table.definition, table.measures[0].label, *(row.label for row in table.rows)]
    return page, " | ".join(words)


def test_the_page_on_identities_follows_the_policy() -> None:
    page, table = kept_report(shipped_policy("limited"))
    assert "but for dates, towns, counties and ZIP codes, which this policy keeps" in page
    assert "Dates more exact than a year (found, kept)" in table
    assert "Places smaller than a state (found; towns, counties and ZIP codes kept)" in table
    assert "| Found |" in table
    assert "Replaced" not in table
    page, table = kept_report(shipped_policy())
    assert "this policy keeps" not in page
    assert "| Replaced |" in table
    assert "kept" not in table


def test_a_policy_says_only_what_it_keeps_and_by_its_own_name() -> None:
    text = (files("imr_reports.scrub") / "policies" / "safe-harbor.toml").read_text("utf-8")
    changes = [("safe-harbor", "ages-alone"), ('standard = "ages-alone"', 'standard = "limited"')]
    changes += [('"cap"', '"keep"'), ("above = 89", "")]
    for old, new in changes:
        text = text.replace(old, new)
    policy = read_policy(text.encode())
    facts = {
        fact.label: fact.value
        for fact in privacy_facts(Audience.INTERNAL, 11, replace(EVIDENCE, policy=policy))
    }
    assert "ages over 89 are kept" in facts["De-identification"]
    assert (
        "dates"
        not in facts["De-identification"] + kept_report(policy)[1].partition("|")[2].partition("Names")[0]
    )
    assert facts["Policy"] == "ages-alone"
    with pytest.raises(ConfigurationError, match="keeps ages over 89: it is for internal use"):
        refuse_public(policy, Audience.PUBLIC)


def test_a_folder_names_the_policy_as_its_file_does(tmp_path: Path) -> None:
    policy = replace(shipped_policy(), name="of-our-own")
    note_policy(tmp_path, policy)
    assert json.loads((tmp_path / POLICY_FILE).read_text())["policy"] == "of-our-own"
