"""Policies hold for any names and dates: one person has one placeholder, two have two; intervals stay."""

from datetime import date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from imr_reports.records.limited import EntityType
from imr_reports.records.policy import KeyedPolicy
from imr_reports.scrub.apply import PLACEHOLDER, CasePolicy, apply_findings
from imr_reports.scrub.identities import identities
from imr_reports.scrub.place_kinds import first_three, restricted_prefixes
from imr_reports.scrub.policy import shipped_policy
from imr_reports.vocabulary import names
from tests.unit.scrub.marked_names import read_marked
from tests.unit.scrub.test_apply import found

_SURNAMES = sorted(
    name for name in names.surnames() & names.common_names() if name.isalpha() and len(name) > 3
)
_FIRST_NAMES = sorted(name for name in names.first_names() if name.isalpha() and len(name) > 3)[::7]
surnames = st.sampled_from(_SURNAMES).map(str.title)
first_names = st.sampled_from(_FIRST_NAMES).map(str.title)
people = st.lists(st.tuples(first_names, surnames), min_size=2, max_size=6, unique=True)
days = st.dates(date(2009, 1, 1), date(2019, 12, 31))
SHAPES = ("%m/%d/%Y", "%m-%d-%y", "%B %d, %Y", "%d%b%Y", "%Y-%m-%d", "%d %B %Y", "%b. %d, %Y", "%m.%d.%Y")
LEADS = ("Dr. ", "nurse ", "the patient, ", "her husband, ", "attorney ", "", "Mr. ", "Ms. ", "adjuster ")


def forms(first: str, surname: str) -> list[str]:
    return [
        f"{first} {surname}",
        f"{surname.upper()}, {first.upper()}",
        f"{first[0]}. {surname}",
        surname,
        f"{first} {surname}'s"[:-2],
    ]


@given(people=people, data=st.data())
def test_no_placeholder_stands_for_two_people_told_in_full(
    people: list[tuple[str, str]], data: st.DataObject
) -> None:
    told = data.draw(st.lists(st.sampled_from(people), min_size=2, max_size=12))
    marked = " then ".join(f"{data.draw(st.sampled_from(LEADS))}«{first} {last}»" for first, last in told)
    text, findings = read_marked(marked)
    known = identities(text, findings)
    bearers: dict[object, tuple[str, str]] = {}
    for person, finding in zip(told, findings, strict=True):
        other = bearers.setdefault(known[finding.start], person)
        short = {first.lower() for first in (person[0], other[0])}
        assert other == person or (
            other[1] == person[1] and any(short - {one} <= names.nicknames(one) for one in short)
        )


@given(first=first_names, surname=surnames, data=st.data())
def test_one_person_has_one_placeholder_in_every_passage(
    first: str, surname: str, data: st.DataObject
) -> None:
    assume(first != surname)
    written = [forms(first, surname)[0], *data.draw(st.lists(st.sampled_from(forms(first, surname))))]
    text, findings = read_marked(". Seen. ".join(f"Dr. «{form}»" for form in written))
    assert {identity.placeholder for identity in identities(text, findings).values()} == {"[physician 1]"}


@given(people=people)
def test_placeholders_say_nothing_of_who_they_are(people: list[tuple[str, str]]) -> None:
    marked = " ".join(f"Dr. «{first} {last}»." for first, last in people)
    scrubbed = apply_findings(*read_marked(marked))
    assert not PLACEHOLDER.sub("", scrubbed).replace("Dr. .", "").strip()
    others = " ".join(f"Dr. «{first[::-1].title()}q {last[::-1].title()}q»." for first, last in people)
    assert apply_findings(*read_marked(others)) == scrubbed


@given(dates=st.lists(days, min_size=2, max_size=6), data=st.data())
def test_a_shift_keeps_shapes_intervals_and_weekdays(dates: list[date], data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(SHAPES))
    written = [day.strftime(shape) for day in dates]
    text = "Seen in 2019. " + " | ".join(written)
    findings, at = [], text.index("|") and len("Seen in 2019. ")
    for one in written:
        findings.append(found(text[at:], one, EntityType.DATE))
        start = at + findings[-1].start
        findings[-1] = type(findings[-1])(
            entity_type=EntityType.DATE, start=start, end=start + len(one), score=1, recognizer="test"
        )
        at = start + len(one)
    keyed = KeyedPolicy(policy=shipped_policy("expert"), key=data.draw(st.binary(min_size=16, max_size=32)))
    terms = CasePolicy(keyed=keyed, reference=data.draw(st.text("BCDFGH", min_size=4, max_size=8)))
    shifted = apply_findings(text, findings, terms).removeprefix("Seen in 2019. ").split(" | ")
    moved = [datetime.strptime(one, shape).date() for one in shifted]
    by = {later - day for day, later in zip(dates, moved, strict=True)}
    assert len(by) == 1
    (shift,) = by
    assert shift
    assert shift.days % 7 == 0
    assert abs(shift) <= timedelta(weeks=25)


@given(code=st.integers(0, 99999).map(lambda number: f"{number:05d}"))
def test_a_zip_code_shows_three_digits_that_many_share(code: str) -> None:
    shown = first_three(code)
    assert shown == "000" or (code.startswith(shown) and shown not in restricted_prefixes())
    assert (shown == "000") == (code[:3] in restricted_prefixes() or code[:3] == "000")
