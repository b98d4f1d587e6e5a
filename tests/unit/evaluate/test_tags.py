"""Tags come out of a letter, and a bad one is told by its line alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.evaluate import Entity, TagFaultError, read_tags
from imr_reports.records.evaluation import TagType
from imr_reports.records.limited import EntityType

plain = st.text(st.characters(exclude_characters="⟦⟧|", exclude_categories=["Cs"]), max_size=12)
pieces = st.lists(st.tuples(plain, st.sampled_from(TagType), plain.filter(str.strip)), max_size=6)


def test_tags_have_the_types_of_findings_and_one_more() -> None:
    assert {*map(str, TagType)} == {*map(str, EntityType), "DONTCARE"}


def test_offsets_are_those_of_the_text_without_tags() -> None:
    read = read_tags("Dr. ⟦NAME|Osei⟧, 11-22-\r\n16: ⟦DATE|11-22-\r\n16⟧.")
    assert read.text == "Dr. Osei, 11-22-\r\n16: 11-22-\r\n16."
    assert read.entities == (
        Entity(type=TagType.NAME, start=4, end=8),
        Entity(type=TagType.DATE, start=22, end=32),
    )


@given(pieces, plain)
def test_reading_undoes_tagging(parts: list[tuple[str, TagType, str]], end: str) -> None:
    tagged = "".join(f"{before}⟦{kind}|{text}⟧" for before, kind, text in parts) + end
    read = read_tags(tagged)
    assert read.text == "".join(before + text for before, _, text in parts) + end
    found = [(entity.type, read.text[entity.start : entity.end]) for entity in read.entities]
    assert found == [(kind, text) for _, kind, text in parts]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("by ⟦NAME|Osei ⟦DATE|5/1⟧⟧", "a tag within a tag"),
        ("by ⟦NAMES|Osei⟧", "unknown type"),
        ("by ⟦name|Osei⟧", "unknown type"),
        ("by ⟦NAME|Osei", "not closed"),
        ("by Osei⟧", "without ⟦"),
        ("by ⟦NAME|⟧ today", "no text"),
        ("by ⟦NAME| \n⟧ today", "no text"),
        ("by ⟦Osei⟧", "no |"),
        ("by ⟦NAME|Osei|Bray⟧", "a | within"),
    ],
)
def test_a_bad_tag_is_told_by_its_line_and_not_by_its_words(broken: str, reason: str) -> None:
    with pytest.raises(TagFaultError) as caught:
        read_tags(f"⟦ID|CM15-0012345⟧\n\nseen {broken}")
    assert caught.value.line == 3
    assert reason in caught.value.reason
    assert "Osei" not in str(caught.value)
