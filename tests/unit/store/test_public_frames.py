"""What public statistics count: pinned months as they were, open ones with the late cases of pinned ones."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.errors import UsageError
from imr_reports.records.coded import Decision
from imr_reports.records.index import IndexRow
from imr_reports.records.ledger import PublicFrames, ReleaseKind
from imr_reports.records.limited import LimitedCase, Placement
from imr_reports.records.period import parse_period
from imr_reports.records.services import Service
from imr_reports.store import (
    LetterOutcome,
    Selection,
    Store,
    append_release,
    read_frames,
    read_public_frames,
    read_texts,
    write_parts,
)
from tests.invented_frames import invent_coverage
from tests.invented_limited import limited_issue
from tests.invented_store import add, case


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store", create=True) as opened:
        yield opened


def read(store: Store, period: str, **options: object) -> PublicFrames:
    return read_public_frames(store, Selection(period=parse_period(period), **options))


def release(store: Store, period: str, **options: object) -> None:
    append_release(
        store,
        Selection(period=parse_period(period), **options),
        kind=ReleaseKind.REPORT,
        label=period,
        recorded=date(2016, 1, 1),
        content={},
    )


def put(store: Store, number: int, day: date | None, *decisions: Decision, key: str = "") -> None:
    letter = case(key or f"k{number}", day, *decisions)
    put_letter(store, number, letter)


def put_letter(store: Store, number: int, letter: LimitedCase) -> None:
    add(store, (f"{letter.reference}.txt", f"CM15-{number}", letter), shard=f"S{letter.reference}")


def read_again(
    store: Store, number: int, day: date, *decisions: Decision, letter: LimitedCase | None = None
) -> None:
    """Read the letter of a case again, as a later version of the program would."""
    again = letter or case(f"again{number}", day, *decisions)
    parts = write_parts(store.cases_folder, f"again{number}", [again])
    outcome = LetterOutcome(
        digest=f"digest of k{number}",
        letter_key=again.reference,
        case_number=f"CM15-{number}",
        content=f"k{number}",
        decided=day,
    )
    store.record("test+2", [outcome], parts)
    store.settle()


def counted(found: PublicFrames) -> dict[str, list[str]]:
    """Return month → days of the decisions counted there."""
    cases = found.frames.cases
    return {
        str(month): sorted(of_month["decided"].dt.strftime("%Y-%m-%d"))
        for month, of_month in cases.groupby("counted", observed=True)
    }


def test_a_late_letter_is_counted_in_the_first_open_month_after_its_own(store: Store) -> None:
    put(store, 1, date(2015, 1, 5))
    release(store, "2015-01")
    release(store, "2015-02")
    put(store, 2, date(2015, 1, 6))
    put(store, 3, date(2015, 3, 7))
    assert counted(read(store, "2015-01")) == {"2015-01": ["2015-01-05"]}
    march = read(store, "2015-03")
    assert counted(march) == {"2015-03": ["2015-01-06", "2015-03-07"]}
    assert (march.late, march.pinned) == (1, ())
    release(store, "2015Q1")
    put(store, 4, date(2015, 2, 8))
    quarter = read(store, "2015Q1")
    assert counted(quarter) == {"2015-01": ["2015-01-05"], "2015-03": ["2015-01-06", "2015-03-07"]}
    assert (quarter.late, quarter.corrected) == (1, 0)
    assert quarter.pinned == ("2015-01", "2015-02", "2015-03")
    assert counted(read(store, "2015-04")) == {"2015-04": ["2015-02-08"]}
    assert counted(read(store, "2015")) == counted(quarter) | {"2015-04": ["2015-02-08"]}


def test_late_letters_go_into_the_next_year_when_a_year_is_closed(store: Store) -> None:
    put(store, 1, date(2015, 12, 5))
    release(store, "2015")
    put(store, 2, date(2015, 2, 6))
    assert counted(read(store, "2015")) == {"2015-12": ["2015-12-05"]}
    assert counted(read(store, "2016")) == {"2016-01": ["2015-02-06"]}


def test_a_case_dated_after_its_month_was_released_is_late(store: Store) -> None:
    put(store, 1, None)
    release(store, "2015-01")
    row = IndexRow(key="CM15-1", dates={"decided": date(2015, 1, 9)}, groups={"region": "north"})
    store.record_index([row])
    store.settle()
    february = read(store, "2015-02")
    assert counted(february) == {"2015-02": ["2015-01-09"]}
    assert "group:region" not in february.frames.cases
    release(store, "2015-02")
    store.record_index([IndexRow(key="CM15-1", dates={"decided": date(2015, 3, 9)}, groups={})])
    assert counted(read(store, "2015Q1")) == {"2015-02": ["2015-01-09"]}


def test_an_inferred_date_pins_as_well(store: Store) -> None:
    put_letter(store, 1, case("k1", None, latest=date(2015, 1, 20)))
    assert read(store, "2015-01").frames.cases.empty
    release(store, "2015-01", infer_dates=True)
    found = read(store, "2015-01")
    assert list(found.frames.cases["date_basis"]) == ["inferred"]
    assert counted(found) == {"2015-01": ["2015-01-20"]}


def test_a_pinned_case_that_would_be_counted_otherwise_today_is_a_corrected_one(store: Store) -> None:
    for number in range(1, 7):
        put(store, number, date(2015, 1, number))
    release(store, "2015-01")
    before = read(store, "2015-01")
    assert before.corrected == 0
    # The same letters read again, by a later version: nothing that is counted differs.
    read_again(store, 1, date(2015, 1, 1))
    assert read(store, "2015-01").corrected == 0
    read_again(store, 2, date(2015, 1, 2), Decision.OVERTURNED)  # now it reads otherwise
    other = limited_issue(service=Service(category="Surgery"))
    read_again(store, 3, date(2015, 1, 3), letter=replace(case("again3", date(2015, 1, 3)), issues=(other,)))
    put(store, 4, date(2015, 2, 4), key="new4")  # another letter of the case, decided later
    read_again(store, 5, date(2015, 1, 5), Decision.UPHELD, Decision.UPHELD)
    after = read(store, "2015-01")
    assert after.corrected == 4
    assert after.frames.cases.equals(before.frames.cases)
    assert after.frames.issues.equals(before.frames.issues)
    assert after.frames.citations.equals(before.frames.citations)
    assert read(store, "2015-02").frames.cases.empty
    assert read(store, "2015Q1").corrected == 4
    assert read(store, "2015-02").corrected == 0


def test_a_letter_that_took_the_place_of_one_released_is_a_correction_though_it_says_the_same(
    store: Store,
) -> None:
    put(store, 1, date(2015, 1, 5), key="old")
    release(store, "2015-01")
    put(store, 1, date(2015, 1, 5), key="new")
    assert len(read(store, "2015-01").frames.cases) == 1
    assert read(store, "2015-01").corrected == 1


def test_a_letter_read_again_is_no_new_case_when_its_number_or_its_text_reads_otherwise(store: Store) -> None:
    def letter(key: str, number: str, content: str, digest: str = "d") -> None:
        day = date(2015, 1, 5)
        parts = write_parts(store.cases_folder, key, [case(key, day)])
        outcome = LetterOutcome(
            digest=digest, letter_key=key, case_number=number, content=content, decided=day
        )
        store.record(f"test {key}", [outcome], parts)
        store.settle()

    letter("k1", "", "text read poorly")
    release(store, "2015-01")
    (pinned,) = read(store, "2015-01").frames.cases["reference"]
    for place, (number, content) in enumerate(
        [("", "text read well"), ("CM15-1", "text read well"), ("", "text read worse"), ("CM15-1", "text")]
    ):
        letter(f"again{place}", number, content)
        assert set(store.references().values()) == {pinned}
        assert read(store, "2015").frames.cases["reference"].to_list() == [pinned]
    assert store.resolve(pinned) == "CM15-1"
    # Another letter of another case is one, though it is found in the same place.
    letter("other", "CM15-2", "another text", digest="e")
    assert len(read(store, "2015").frames.cases) == 2


def test_texts_of_late_cases_are_found(store: Store) -> None:
    put(store, 1, date(2015, 1, 5))
    release(store, "2015-01")
    put(store, 2, date(2015, 1, 6))
    (late,) = read(store, "2015-02").frames.cases["reference"]
    (text,) = read_texts(store, [(late, 1)])
    assert text.rationale == "rationale 1"


def test_a_released_case_is_not_quoted_from_a_letter_that_came_after(store: Store) -> None:
    put(store, 1, date(2015, 1, 5))
    release(store, "2015-01")
    (reference,) = read(store, "2015-01").frames.cases["reference"]
    read_again(store, 1, date(2015, 1, 5))
    assert len(read_texts(store, [(reference, 1)], as_pinned=True)) == 1
    put(store, 1, date(2015, 2, 5), Decision.OVERTURNED, key="new")
    assert read_texts(store, [(reference, 1)], as_pinned=True) == ()
    assert len(read_texts(store, [(reference, 1)])) == 1


def test_pinned_frames_are_those_that_were_released(store: Store) -> None:
    for number, month in enumerate((1, 2, 3, 3, 4), 1):
        put(store, number, date(2015, month, 9), Decision.UPHELD, Decision.OVERTURNED)
    before = {period: read(store, period).frames for period in ("2015-02", "2015Q1", "2015")}
    release(store, "2015-02")
    release(store, "2015Q1")
    for period, frames in before.items():
        after = read(store, period).frames
        plain = read_frames(store, Selection(period=parse_period(period)))
        assert list(after.cases.columns) == [*plain.cases.columns, "counted"]
        for ours, theirs in (
            (after.cases, frames.cases),
            (after.issues, frames.issues),
            (after.citations, frames.citations),
            (after.drugs, frames.drugs),
            (after.specialties, frames.specialties),
            (after.pages, frames.pages),
            (after.cases.drop(columns="counted"), plain.cases),
        ):
            # Cases come in the order of the places where they stand, the rows of one as in its letter.
            pd.testing.assert_frame_equal(
                *(one.sort_values("reference", kind="stable", ignore_index=True) for one in (ours, theirs))
            )
        assert after.issues["reference"].dtype == after.cases["reference"].dtype


def test_months_that_are_pinned_and_open_are_counted_side_by_side(store: Store) -> None:
    put_letter(store, 1, replace(case("k1", date(2015, 1, 5)), reviewer_states=("Ohio",)))
    release(store, "2015-01")
    other = limited_issue(service=Service(category="Surgery"))
    put_letter(store, 2, replace(case("k2", date(2015, 2, 5)), issues=(other,), reviewer_states=("Nevada",)))
    frames = read(store, "2015Q1").frames
    assert set(frames.issues["service_category"].cat.categories) == {"Pharmaceuticals", "Surgery"}
    assert sorted(frames.reviewer_states["state"]) == ["Nevada", "Ohio"]
    merged = frames.issues.merge(frames.cases, on="reference")
    assert len(merged) == 2
    assert list(frames.cases["reference"]) == sorted(frames.cases["reference"])


def test_the_history_holds_pinned_months_and_the_periods_own_alone(store: Store) -> None:
    for number, day in enumerate(
        (date(2013, 4, 1), date(2013, 5, 2), date(2015, 1, 3), date(2015, 2, 3), date(2015, 4, 4)), 1
    ):
        put(store, number, day)
    for month in ("2013-04", "2013-05", "2015-01"):
        release(store, month)
    put(store, 6, date(2015, 1, 7))  # late: it is counted in February, which is open
    history = read(store, "2015-04").frames.history
    assert history is not None
    # February is open and not the report's own; April 2013 is too long ago.
    assert dict(history["month"].value_counts()) == {"2013-05": 1, "2015-01": 1, "2015-04": 1}


def test_tables_by_month_place_late_cases_where_they_are_counted(store: Store) -> None:
    put(store, 1, date(2015, 1, 5))
    release(store, "2015-01")
    put(store, 2, date(2015, 1, 6))
    put(store, 3, date(2015, 3, 7))
    period = parse_period("2015Q1")
    frames = replace(read(store, "2015Q1").frames, placement=Placement(period=period))
    tables = {
        table.key: table
        for table in aggregate_tables(frames, invent_coverage(frames), decided_only=True)
        if table.key in {"outcomes_by_month", "trend", "days_by_month"}
    }
    for key in ("outcomes_by_month", "days_by_month"):
        rows = [(row.key, row.cells[0].value) for row in tables[key].rows]
        assert rows == [("2015-01", 1), ("2015-02", 1), ("2015-03", 1), ("total", 3)], key
    assert [(row.key, row.cells[0].value) for row in tables["trend"].rows] == [
        ("2015-01", 1),
        ("2015-02", 1),
        ("2015-03", 1),
    ]


@pytest.mark.parametrize(("period", "by"), [("all", "decided"), ("2015", "received"), ("2015", "assigned")])
def test_what_is_not_placed_by_decision_is_refused(store: Store, period: str, by: str) -> None:
    with pytest.raises(UsageError, match="date of the decision"):
        read(store, period, by=by)
    with pytest.raises(UsageError, match="date of the decision"):
        release(store, period, by=by)
