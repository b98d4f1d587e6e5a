"""A data set's texts come from the letters whose coded rows it holds, its keys from one lasting secret."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imr_reports.records.ledger import ReleaseKind
from imr_reports.records.period import parse_period
from imr_reports.store import (
    LetterOutcome,
    Selection,
    Store,
    append_release,
    dataset_secret,
    read_case_texts,
    write_parts,
)
from tests.invented_limited import limited_case, limited_issue

YEAR = Selection(period=parse_period("2015"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store", create=True) as opened:
        yield opened


def add(store: Store, number: str, words: str, day: date) -> None:
    """Add a letter of a case whose summary and rationale are some words."""
    key = f"{number}{words}"
    issues = [limited_issue(sequence=one, rationale=f"{words} {one}") for one in (2, 1)]
    case = replace(limited_case(key, *issues), decided=day, summary=f"{words} in short")
    parts = write_parts(store.cases_folder, key, [case])
    outcome = LetterOutcome(digest=key, letter_key=key, case_number=number, content=key, decided=day)
    store.record("test+1", [outcome], parts)
    store.settle()


def pin(store: Store) -> None:
    append_release(
        store, YEAR, kind=ReleaseKind.DATASET, label="x", recorded=date(2016, 1, 1), content={"tier": "open"}
    )


def test_each_text_has_a_row_in_the_order_of_its_letter(store: Store) -> None:
    add(store, "CM1", "pain", date(2015, 1, 5))
    add(store, "CM2", "knee", date(2015, 2, 5))
    references = store.references()
    texts = read_case_texts(store, {references["CM2knee"]})
    told = texts[texts["kind"].isin(["summary", "rationale"])]
    assert list(zip(told["sequence"], told["kind"], told["text"], strict=True)) == [
        (0, "summary", "knee in short"),
        (1, "rationale", "knee 1"),
        (2, "rationale", "knee 2"),
    ]
    assert (texts["text"] != "").all()
    assert texts["sequence"].is_monotonic_increasing
    assert set(texts["reference"]) == {references["CM2knee"]}
    assert set(read_case_texts(store, set(references.values()))["reference"]) == set(references.values())


def test_a_pinned_case_whose_letter_was_replaced_has_no_texts(store: Store) -> None:
    add(store, "CM1", "pain", date(2015, 1, 5))
    add(store, "CM2", "knee", date(2015, 2, 5))
    references = set(store.references().values())
    pin(store)
    assert set(read_case_texts(store, references)["reference"]) == references
    add(store, "CM1", "back", date(2015, 1, 9))
    left = read_case_texts(store, references)
    assert set(left.loc[left["kind"] == "rationale", "text"]) == {"knee 1", "knee 2"}


def test_a_case_that_is_not_pinned_has_the_texts_of_its_latest_letter(store: Store) -> None:
    add(store, "CM1", "pain", date(2015, 1, 5))
    add(store, "CM1", "back", date(2015, 1, 9))
    texts = read_case_texts(store, set(store.references().values()))
    assert list(texts.loc[texts["kind"] == "summary", "text"]) == ["back in short"]


def test_the_secret_lasts_and_is_no_other_stores(store: Store, tmp_path: Path) -> None:
    secret = dataset_secret(store)
    assert len(secret) == 32
    add(store, "CM1", "pain", date(2015, 1, 5))
    pin(store)
    store.purge()
    with Store(store.folder) as again:
        assert dataset_secret(again) == secret
    with Store(tmp_path / "other", create=True) as other:
        assert dataset_secret(other) != secret
