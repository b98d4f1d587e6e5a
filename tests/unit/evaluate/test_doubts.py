"""Tags that hold a title or a state are counted, and never quoted."""

import pytest

from imr_reports.evaluate import doubtful_tags, read_tags


@pytest.mark.parametrize(
    "tag", ["⟦NAME|Dr. Quillfeather⟧", "⟦NAME|MS ROE⟧", "⟦LOCATION|Reno, NV⟧", "⟦LOCATION|Reno Nevada⟧"]
)
def test_a_title_or_a_state_within_a_tag_is_counted(tag: str) -> None:
    (note,) = doubtful_tags([read_tags(f"Seen by {tag}. And {tag}.")])
    assert ": 2;" in note
    assert not {"Quillfeather", "ROE", "Reno"} & set(note.replace(",", " ").split())


@pytest.mark.parametrize(
    "tag",
    [
        "⟦NAME|Drake Roe⟧",
        "⟦NAME|Missy⟧",
        "⟦LOCATION|Reno⟧",
        "⟦LOCATION|12 Nevada Street⟧",
        "⟦ORG|Dr. Roe Clinic⟧",
        "⟦LOCATION|94110⟧",
    ],
)
def test_plain_tags_are_not(tag: str) -> None:
    assert doubtful_tags([read_tags(f"Seen by {tag}.")]) == ()
