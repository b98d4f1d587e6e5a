"""Control letters go through scrubbing clean; a scrubber that misses one kind of identity is found out."""

from collections import Counter

import pytest

from imr_reports.errors import PrivacyGateError
from imr_reports.parse import parse_letter, split_letters
from imr_reports.pipeline import controls
from imr_reports.pipeline.controls import (
    assign_controls,
    check_outputs,
    control_letters,
    pass_control,
    pass_controls,
    pass_texts,
    sought,
    texts_of,
)
from imr_reports.records.coded import LetterFormat
from imr_reports.records.identified import Letter, Medium
from imr_reports.records.limited import EntityType, Finding
from imr_reports.records.policy import KeyedPolicy
from imr_reports.scrub import Scrubber
from imr_reports.scrub.policy import SHIPPED, shipped_policy


@pytest.fixture(scope="module")
def scrubber() -> Scrubber:
    return Scrubber()


def test_they_hold_every_kind_of_identity_in_every_format() -> None:
    letters = control_letters()
    kinds = Counter(one.entity_type for control in letters for one in control.planted)
    assert set(kinds) == set(EntityType)
    assert sum(kinds.values()) > 150
    texts = [Letter(text=control.text, medium=Medium.TEXT, digest="d") for control in letters]
    parsed = [parse_letter(letter) for text in texts for letter in split_letters(text)]
    assert len(parsed) == len(letters)
    assert {case.format for case in parsed} == set(LetterFormat)
    assert all(case.issues and case.summary for case in parsed)


@pytest.mark.parametrize("name", SHIPPED)
def test_they_come_out_clean_under_each_policy(scrubber: Scrubber, name: str) -> None:
    keyed = KeyedPolicy(policy=shipped_policy(name), key=b"k" * 32)
    passed = pass_controls(scrubber, keyed)
    assert [one.number for one in passed] == [control.number for control in control_letters()]
    assert pass_texts(scrubber, keyed) == passed


def test_a_policy_that_keeps_dates_and_towns_keeps_no_street() -> None:
    kinds = Counter(
        one.entity_type for control in control_letters() for one in sought(control, shipped_policy("limited"))
    )
    assert not kinds[EntityType.DATE]
    assert kinds[EntityType.LOCATION] >= 6


class _Blind(Scrubber):
    """Misses all of one kind."""

    def __init__(self, kind: EntityType) -> None:
        super().__init__()
        self._kind = kind

    def find(self, text: str) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in super().find(text)
            if finding.entity_type is not self._kind and not finding.recognizer.startswith("gate.")
        )


@pytest.mark.parametrize("kind", EntityType)
def test_a_scrubber_blind_for_one_kind_is_found_out(kind: EntityType) -> None:
    blind = _Blind(kind)
    with pytest.raises(PrivacyGateError, match=r"control letter [1-9] .* planted [A-Z]+;") as stopped:
        pass_controls(blind)
    said = str(stopped.value).lower()
    assert not any(
        part in said for control in control_letters() for one in control.planted for part in one.parts
    )
    with pytest.raises(PrivacyGateError):
        pass_texts(blind)


def test_a_name_that_comes_out_in_part_or_in_disguise_is_found(scrubber: Scrubber, monkeypatch) -> None:
    clean = Scrubber.scrub_text
    for trace in ("QUOR-\nVATH", "quor vath", "Dr. Oxenholm's", "4417 tamberlyn", "(559)555 0147"):

        def leaking(self, text, terms=None, trace=trace):
            scrubbed = clean(self, text, terms)
            return type(scrubbed)(text=f"{scrubbed.text} {trace}", findings=scrubbed.findings)

        monkeypatch.setattr(Scrubber, "scrub_text", leaking)
        with pytest.raises(PrivacyGateError, match="control letter 1 "):
            pass_texts(scrubber)


def test_a_control_letter_that_can_not_be_read_stops_the_run(scrubber: Scrubber, monkeypatch) -> None:
    broken = controls.ControlLetter(number=1, text="Milk and eggs.", planted=())
    monkeypatch.setattr(controls, "control_letters", lambda: (broken,))
    with pytest.raises(PrivacyGateError, match="could not be read"):
        pass_control(1, scrubber)


@pytest.mark.parametrize("shards", [1, 2, 3, 7, 8, 9, 40])
def test_each_shard_has_one_and_the_run_has_all(shards: int) -> None:
    assigned = assign_controls(shards)
    assert len(assigned) == shards
    assert all(assigned)
    assert {number for numbers in assigned for number in numbers} == {c.number for c in control_letters()}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<p title='Quorvath'>x</p>", "NAME"),
        (b"<p>the Hollow\nquist Bakeries</p>", "ORG"),
        (b"<p>CM13-9977001</p>", "ID"),
    ],
)
def test_a_planted_identity_in_a_finished_file_stops_publication(content: bytes, kind: str) -> None:
    with pytest.raises(PrivacyGateError, match=rf"report.html would hold a {kind} of control letter"):
        check_outputs({"report.html": content})


def test_days_ages_towns_and_figures_of_a_report_are_no_identities_of_control_letters() -> None:
    check_outputs({"report.html": b"<p>5/23/2008, 97 years old, Fresno, 40081773, pages 303-305</p>"})


def test_all_texts_of_a_record_are_looked_at() -> None:
    assert list(texts_of({"a": ("b", frozenset({"c"})), "d": [1, None]})) == ["a", "b", "c", "d"]
