"""Examples show a miss or a wrong redaction in the text as it reads when scrubbed."""

from imr_reports.evaluate import examples_of, read_tags, score_letter
from imr_reports.records.evaluation import Example, StretchKind
from tests.unit.evaluate.test_scores import found

LETTER = "First line.\r\n⟦NAME|Ann Osei⟧ met ⟦NAME|Bray Lund⟧, who took Norco.\r\n"


def examples(*pieces: str) -> list[Example]:
    tagged, findings = read_tags(LETTER), found(LETTER, *pieces)
    score = score_letter(tagged, findings)
    return list(examples_of(tagged, findings, score, lambda one: f"[{one.start}]", letter=3, file="x.txt"))


def shown(example: Example) -> str:
    marks = {StretchKind.MISSED: "<{}>", StretchKind.WRONG: "~{}~"}
    return "".join(marks.get(one.kind, "{}").format(one.text) for one in example.stretches)


def test_a_miss_shows_what_came_through_among_what_was_redacted() -> None:
    (miss,) = examples("Ann Osei", "Bray")
    assert (miss.kind, miss.letter, miss.line, miss.entity_type) == (StretchKind.MISSED, 3, 2, "NAME")
    assert shown(miss) == "First line.\n[13] met [26]< Lund>, who took Norco.\n"


def test_a_wrong_redaction_shows_what_should_have_stayed() -> None:
    (wrong,) = examples("Ann Osei met", "Bray Lund")
    assert (wrong.kind, wrong.recognizer) == (StretchKind.WRONG, "stub")
    assert shown(wrong) == "First line.\n[13]~ met~ [26], who took Norco.\n"


def test_a_letter_scrubbed_rightly_gives_no_example() -> None:
    assert examples("Ann Osei", "Bray Lund") == []
