"""What is kept of a letter: unknown words, own identifiers and shapes are withheld, the subject stays."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imr_reports.gate import OWN, SHAPE, UNKNOWN, check_kept, passage_around, unknown_tokens, withhold_unknown


@dataclass(frozen=True)
class Found:
    """A finding of a first pass."""

    entity_type: str
    start: int
    end: int
    recognizer: str = "people.titled"


def found(text: str, *stretches: tuple[str, str]) -> list[Found]:
    return [
        Found(entity_type, text.index(words), text.index(words) + len(words))
        for entity_type, words in stretches
    ]


def withheld(text: str, *stretches: tuple[str, str], safe: frozenset[str] = frozenset()) -> list[str]:
    return [text[one.start : one.end] for one in check_kept(text, found(text, *stretches), safe)]


SUBJECT = [
    "The request for Norco 10/325 mg #120 is not medically necessary; pain is 7/10, strength 4/5.",
    "MRI showed a 3 mm disc protrusion at L4-5 and L5-S1 with bilateral foraminal narrowing.",
    "Spurling's, Phalen's and Tinel's signs were positive; Hawkins and Neer impingement tests negative.",
    "Finkelstein test was negative. Lachman's test and McMurray's maneuver were equivocal.",
    "CPT 62323, 99214 and HCPCS E0730 were requested with ICD-10 M54.16 and ICD-9 724.4.",
    "The MTUS cites ACOEM 2nd edition (2004), pages 303-305, 8 CCR 9792.24.2, and ODG Low Back.",
    "Chou R, Huffman LH. Nonpharmacologic therapies. Ann Intern Med. 2007;147(7):492-504.",
    "(Airaksinen, 2006) (Chou-Spine, 2008) opioids were of modest benefit.",
    "State(s) of Licensure: North Carolina, New York, California. Certification: Anesthesiology.",
    "She takes Cymbalta 60 mg, gabapentin 300mg t.i.d. and omeprazole 20 mg q.d. for GERD.",
    "The injured worker has 2-3x/week accupuncture, hyperextention injuries and tendernes to palpation.",
    "Range of motion is 0-130 degrees, blood pressure 120/80, BMI 31.5, sleep 4-5 hours.",
    "See www.ncbi.nlm.nih.gov and the ODG (updated 05/04/15).",
    "Decision basedon the MTUS; the request is notmedically necessary per GuidelinesPractical rules.",
    "[physician 2] saw [patient] on [date 2014] at [organization 1]; [withheld] was 90+ years old.",
]

SUBJECT += [
    "The ernployee cornplains of shou1der pain and denies numbness; lmaging was equivoca1.",
    "THE lNJURED WORKER DEClSIONS: UpheId, MEDlCAL TREATMENT, MRl of 3/4 shou1der, Norc0 lO/325 #6O.",
    "Tenderness of the supraspinat us; the tear is parti al, and oxycodone was found at 92 ng/mL.",
    "52 yo rhd m, c/o lbp, fu in 4 wks, no ns today; dw pt, sts better, wk status tdl.",
    "Kemp +, Patrick (-), Waddell 0/5, Neer neg and gaenslen pos.",
    "Decision based on Cummings: Otolaryngology: Head & Neck Surgery, 4th ed.",
    "The Tampa Scale of Kinesiophobia was 49 of 68.",
]


@pytest.mark.parametrize("text", SUBJECT)
def test_the_subject_of_a_letter_is_kept(text: str) -> None:
    assert withheld(text) == []


UNSAFE = [
    ("The worker saw Krzyzewski for the knee.", "Krzyzewski"),
    ("treated by dr garcia in the clinic", "garcia"),
    ("as seen by Dr. Soma for pain", "Soma"),
    ("as reported by Dr. Hawkins's office", "Hawkins"),
    ("Young, MD, asked for a brace.", "Young"),
    ("The plan per Page was to wait.", "Page"),
    ("She lives in Zamora with him.", "Zamora"),
    ("the worker mrs obafemi was seen", "obafemi"),
    ("His wife Rose drives him.", "Rose"),
    ("The account is 48213-77X here.", "48213"),
    ("the number 00451123 was noted", "00451123"),
    ("treated at WQXV Industries there", "WQXV"),
    ("Call 916-555-0100 for it.", "916-555-0100"),
    ("seen on 11-22-\n16 again", "11-22"),
    ("seen on 05NOV2016 again", "05NOV2016"),
    ("came back in November of 2013 with it", "November"),
    ("came back on Christmas Eve 2016 with it", "Christmas"),
    ("write to someone at clinic dot com now", "clinic dot com"),
    ("his grandmother, 93, lives near", "93"),
    ("Claim number: WC-448213 of it", "448213"),
    ("lives at 12 Example Street with her", "12 Example Street"),
]


UNSAFE += [
    (f"It was {name} who called on that day.", name)
    for name in (
        "0konkwo",
        "C1ark",
        "Mi11er",
        "Brovvn",
        "R0salind",
        "Pau1a",
        "Rarnos",
        "Vlllalobos",
        "P0pe",
        "Lytt1e",
    )
]


@pytest.mark.parametrize(("text", "part"), UNSAFE)
def test_what_identifies_is_withheld(text: str, part: str) -> None:
    assert any(part in one or one in part for one in withheld(text)), withheld(text)


def test_a_name_that_was_found_is_withheld_where_it_was_left() -> None:
    text = "Dr. Obafemi saw her. The plan of obafemi, and OBAFEMI'S note. Obafemi-\nlater she rested well."
    kinds = {one.kind for one in check_kept(text, [Found("NAME", 4, 11)])}
    assert OWN in kinds
    assert "obafemi" not in _kept(text, [Found("NAME", 4, 11)]).lower()


def test_a_number_is_known_again_in_another_writing() -> None:
    text = "Claim 04-481-93 was filed. The adjuster wrote 04 481 93 on the form. It was late."
    assert "481" not in _kept(text, found(text, ("ID", "04-481-93")))


def test_a_name_that_is_a_plain_word_counts_in_its_place_alone() -> None:
    text = "Grace Hope asked for hope. There is hope of recovery. See Dr. Hope today. Page 12 stays."
    kept = _kept(text, found(text, ("NAME", "Grace Hope")))
    assert "asked for hope" in kept
    assert "There is hope of recovery." in kept
    assert "Page 12 stays." in kept
    assert "Dr. Hope" not in kept


def test_a_drug_that_is_a_name_of_the_letter_stays_a_drug() -> None:
    text = "Dr. Soma was seen. She takes Soma 350 mg and it helps. Then Dr. Soma left."
    kept = _kept(text, found(text, ("NAME", "Soma")))
    assert "She takes Soma 350 mg" in kept
    assert "Then Dr. Soma" not in kept


def test_what_the_letter_declares_is_its_own_even_where_the_first_pass_saw_nothing() -> None:
    text = (
        "Employee: Ulrike Brandmeier\nClaim Number: 7741-20\n\nThe note names brandmeier. The pain is worse."
    )
    kept = _kept(text, [])
    assert "randmeier" not in kept
    assert "7741" not in kept
    assert "The pain is worse." in kept


def test_safe_terms_excuse_a_word_but_no_shape_and_no_name() -> None:
    safe = frozenset({"zyntrex", "garcia"})
    assert withheld("She wore a Zyntrex brace.", safe=safe) == []
    assert withheld("reached 916-555-0100 or zyntrex.", safe=safe) == ["916-555-0100"]
    text = "Dr. Garcia wrote. The note of Garcia was late."
    assert "Garcia was" not in _kept(text, found(text, ("NAME", "Garcia")), safe)


def test_kinds_and_types_are_told_apart() -> None:
    text = "Krzyzewski called 916-555-0100."
    kinds = {(one.kind, one.entity_type) for one in check_kept(text, [])}
    assert {(UNKNOWN, "NAME"), (SHAPE, "ID")} <= kinds


def test_a_passage_is_a_sentence() -> None:
    text = "The first one. The second, L4-5, one! The third one."
    start = text.index("second")
    assert text[slice(*passage_around(text, (start, start + 6)))].strip() == "The second, L4-5, one!"


WORDS = [
    *(
        "Dr.",
        "Mr.",
        "Krzyzewski",
        "Young",
        "rose",
        "Rose",
        "pain",
        "L4-5",
        "per",
        "Page",
        "MD",
        "Norco",
        "May",
    ),
    *("916-555-0100", "Grace", "test", "Hawkins", "in", "2014", "Obafemi", "the", "A.", "is", "improved."),
    *("12", "Street", "dr", "COX"),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_checking_again_finds_nothing_and_order_makes_no_difference(
    words: list[str], chance: random.Random
) -> None:
    text = " ".join(words)
    first = [Found("NAME", at, at + 7) for at in range(len(text)) if text.startswith("Obafemi", at)]
    gate = check_kept(text, first)
    covered = [*first, *(Found(one.entity_type, one.start, one.end, one.kind) for one in gate)]
    chance.shuffle(covered)
    assert check_kept(text, covered) == ()
    assert check_kept(text, list(reversed(first))) == gate


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.text(max_size=40))
def test_spans_lie_in_the_stretches_and_any_text_can_be_read(before: str, kept: str) -> None:
    text = before + kept
    for start, end in unknown_tokens(text, [(len(before), len(text))]):
        assert len(before) <= start < end <= len(text)
    again = withhold_unknown(text)
    assert withhold_unknown(again) == again


def _kept(text: str, findings: list[Found], safe: frozenset[str] = frozenset()) -> str:
    gone = [(one.start, one.end) for one in (*findings, *check_kept(text, findings, safe))]
    return "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in gone))


def test_a_passage_of_plain_words_without_blanks_is_no_name_of_the_letter() -> None:
    text = "The chapter ChronicPain was cited. Therapy is for Chronic Pain and is denied."
    assert withheld(text, ("ORG", "ChronicPain")) == []
