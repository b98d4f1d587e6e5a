"""What counts as caught, missed and wrongly redacted, on letters whose findings are known."""

import re

from hypothesis import given
from hypothesis import strategies as st

from imr_reports.evaluate import LetterScore, figures_of, read_tags, score_letter
from imr_reports.evaluate.alignment import tokens_of
from imr_reports.records.evaluation import TagType, TermClass
from imr_reports.records.limited import EntityType, Finding

LETTER = (
    "⟦NAME|Ann Osei⟧ saw Dr. ⟦NAME|Bray⟧ on ⟦DATE|3/4/2015⟧Urine; again in ⟦DONTCARE|May 2014⟧.\n"
    "Norco 10/325 mg, a positive Spurling test, L5-S1, pain 7/10, MTUS.\n"
)


def found(tagged: str, *pieces: str, recognizer: str = "stub") -> list[Finding]:
    """Return a finding for each piece of the letter, at the first place where it stands."""
    text = read_tags(tagged).text
    spans = sorted((text.index(piece), text.index(piece) + len(piece)) for piece in pieces)
    return [
        Finding(entity_type=EntityType.NAME, start=start, end=end, score=1.0, recognizer=recognizer)
        for start, end in spans
    ]


def score(tagged: str, *pieces: str) -> LetterScore:
    return score_letter(read_tags(tagged), found(tagged, *pieces))


def test_a_letter_with_all_entities_covered_is_leak_free() -> None:
    counted = score(LETTER, "Ann Osei", "Bray", "3/4/2015")
    assert counted.missed == ()
    assert counted.entities == {TagType.NAME: (2, 2), TagType.DATE: (1, 1)}
    assert counted.tokens == {TagType.NAME: (3, 3), TagType.DATE: (3, 3)}
    assert counted.redacted == (6, 6)
    assert counted.wrong[0] == 0


def test_one_letter_left_over_is_a_miss() -> None:
    counted = score(LETTER, "Ann Ose", "Bray", "3/4/2015")
    assert counted.entities[TagType.NAME] == (1, 2)
    assert counted.tokens[TagType.NAME] == (2, 3)
    assert len(counted.missed) == 1


def test_a_blank_or_stop_left_over_is_no_miss() -> None:
    assert score(LETTER, "Ann", "Osei", "Bray", "3", "4", "2015").missed == ()


def test_a_tag_parts_a_glued_word() -> None:
    counted = score(LETTER, "Ann Osei", "Bray", "3/4/2015Urine")
    assert counted.missed == ()
    assert counted.wrong[0] == 1
    assert counted.redacted == (6, 7)


def test_dontcare_counts_for_nothing() -> None:
    without = score(LETTER, "Ann Osei")
    for also in (("May",), ("May 2014",)):
        with_it = score(LETTER, "Ann Osei", *also)
        assert with_it.redacted == without.redacted
        assert with_it.wrong == without.wrong
        assert with_it.entities == without.entities


def test_terms_taken_are_counted_by_class() -> None:
    counted = score(LETTER, "Norco", "Spurling", "S1, pain 7")
    assert counted.preserved[TermClass.DRUG] == (3, 4)
    assert counted.preserved[TermClass.EPONYM] == (0, 1)
    assert counted.preserved[TermClass.LEVEL] == (1, 2)
    assert counted.preserved[TermClass.SCORE] == (1, 2)
    assert counted.preserved[TermClass.CITATION] == (1, 1)
    assert counted.wrong_terms == (3, 10)
    assert counted.wrong[0] == 3


def test_a_finding_counts_once_however_many_safe_words_it_takes() -> None:
    counted = score(LETTER, "a positive Spurling test")
    assert counted.wrong[0] == 1
    assert counted.redacted == (0, 4)
    assert counted.recognizers == {"stub": (1, 1)}


def test_what_the_gate_withholds_catches_and_costs_like_any_finding() -> None:
    findings = sorted(
        found(LETTER, "Ann Osei", "3/4/2015") + found(LETTER, "Bray", "positive", recognizer="gate.unknown"),
        key=lambda finding: finding.start,
    )
    figures = figures_of("ours", [score_letter(read_tags(LETTER), findings)], 2.0)
    assert (figures.leak_free.part, figures.leak_free.whole) == (1, 1)
    assert (figures.entities_without_gate.part, figures.entities_without_gate.whole) == (2, 3)
    assert (figures.gate.findings, figures.gate.wrong) == (2, 1)
    assert (figures.wrong.part, figures.letters_per_second) == (1, 0.5)


def test_a_recognizer_that_only_sounds_like_the_gate_is_none() -> None:
    counted = score_letter(read_tags(LETTER), found(LETTER, "Bray", recognizer="gatekeeper names"))
    assert counted.entities_without_gate == (1, 3)


def test_a_letter_without_entities_is_no_leak_free_letter() -> None:
    figures = figures_of("ours", [score("No one is named here."), score(LETTER, "Bray")], 1.0)
    assert (figures.leak_free.part, figures.leak_free.whole) == (0, 1)


@given(
    st.lists(
        st.tuples(
            st.text("aZ9 _-\né", max_size=6),
            st.sampled_from(TagType),
            st.text("bY8 ./é", min_size=1, max_size=6),
        ),
        max_size=6,
    )
)
def test_tokens_are_all_letters_and_digits_each_once_and_of_one_tag(parts) -> None:
    tagged = read_tags("".join(f"{a}⟦{kind}|x{b}⟧" for a, kind, b in parts))
    tokens = list(tokens_of(tagged))
    inside = {i: entity.type for entity in tagged.entities for i in range(entity.start, entity.end)}
    placed = [(i, token.type) for token in tokens for i in range(token.start, token.end)]
    wanted = [(i, inside.get(i)) for m in re.finditer(r"[^\W_]", tagged.text) for i in [m.start()]]
    assert placed == wanted
