"""The letters made apart from the detectors: they can be made again, and their tags are sound."""

import zipfile
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "samples" / "apart.zip"


@pytest.fixture(scope="module")
def letters() -> dict[str, str]:
    with zipfile.ZipFile(ARCHIVE) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def apart(monkeypatch):
    """The generator, which stands outside the package."""
    monkeypatch.syspath_prepend(str(ROOT))
    from samples.apart import marked, packing

    return marked, packing


@pytest.mark.parametrize("number", [1, 4, 9, 33, 58, 127, 200, 319, 320])
def test_a_letter_is_made_again_byte_for_byte(letters, apart, number):
    _, packing = apart
    assert packing.letter(number) == letters[packing.member_name(number)].encode()


def test_there_are_320_letters_with_a_small_zip(letters):
    assert len(letters) == 320
    assert ARCHIVE.stat().st_size < 1_500_000


def test_all_tags_are_well_formed(letters, apart):
    marked, _ = apart
    for name, text in letters.items():
        assert not set(marked.plain(text)) & set("⟦⟧|"), name
        assert marked.join(marked.segments(text)) == text, name
        for kind, entity in marked.segments(text):
            assert kind is None or entity.strip() == entity, (name, entity)


def test_no_slot_or_choice_was_left_open(letters, apart):
    marked, _ = apart
    for name, text in letters.items():
        assert not set(marked.plain(text)) & set("{}[]"), name


def test_each_type_stands_in_many_letters(letters, apart):
    marked, _ = apart
    found = Counter(
        kind for text in letters.values() for kind in {match[1] for match in marked.TAG.finditer(text)}
    )
    assert {kind for kind in marked.TYPES if found[kind] < 30} == set()
    assert min(found["NAME"], found["DATE"], found["ID"]) == len(letters)


def test_two_of_five_letters_are_damaged_and_all_formats_stand_there(letters):
    texts = list(letters.values())
    assert sum("\r\n" in text for text in texts) >= 20
    assert sum("\f" in text for text in texts) >= 20
    for heading in (
        "CLINICAL CASE SUMMARY",
        "Notice of Independent Medical Review",
        "MEDICAL PROFESSIONAL REVIEW",
    ):
        assert sum(heading in text for text in texts) >= 25, heading


def test_wrapping_and_damage_leave_the_letters_of_an_entity_inside_its_tag(apart):
    marked, _ = apart
    from random import Random

    from samples.apart import damage

    name, day = marked.tag("NAME", "Zendejas Oropeza"), marked.tag("DATE", "10-13-2016")
    text = f"Seen by Dr. {name} on {day} for pain."
    for kind, done in damage.KINDS.items():
        for seed in range(40):
            parts = done(marked.segments(text), Random(seed))
            assert [label for label, _ in parts if label] == ["NAME", "DATE"], kind
            assert all(entity.strip() == entity for label, entity in parts if label), kind
    wrapped = marked.wrap(text, 20)
    assert wrapped.replace("\n", " ") == text
    assert max(map(len, marked.plain(wrapped).split("\n"))) <= 20
