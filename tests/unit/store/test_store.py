"""The store keeps each case once, in its latest issue, and nothing of it can be read by others."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.records.clinical import ClinicalFacts, Sex
from imr_reports.records.coded import DateBasis, Decision, GuidelineSource, UnreadReason, Work
from imr_reports.records.index import IndexRow
from imr_reports.records.limited import (
    LimitedCase,
    LimitedCitation,
    LimitedDiagnosis,
    LimitedReason,
    LimitedSection,
    LimitedSentence,
    Withheld,
)
from imr_reports.records.period import parse_period
from imr_reports.records.reasons import Reason, SentenceRole
from imr_reports.records.services import (
    BodySite,
    CodedTerm,
    CodeSystem,
    CompoundPart,
    Dosing,
    DrugFlag,
    DrugRequest,
    Service,
    Side,
    Strength,
)
from imr_reports.records.stated import Stated
from imr_reports.store import (
    LetterOutcome,
    Selection,
    Sighting,
    Store,
    count_date_bases,
    count_months,
    count_store,
    is_store,
    read_frames,
    read_history,
    read_texts,
    unread_files,
)
from tests.invented_limited import limited_case, limited_issue
from tests.invented_store import PIPELINE, add, case, sighting


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store", create=True) as opened:
        yield opened


def frames(store: Store, period: str = "all", **options):
    return read_frames(store, Selection(period=parse_period(period), **options))


def test_what_goes_in_comes_out(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5), Decision.UPHELD, Decision.OVERTURNED)))
    read = frames(store)
    (row,) = read.cases.to_dict("records")
    assert row["decided"] == pd.Timestamp("2015-01-05")
    assert row["outcome"] == "partial_overturn"
    assert list(row["reviewer_states"]) == ["California", "Ohio"]
    assert row["findings_NAME"] == 2
    assert list(read.issues["decision"]) == ["upheld", "overturned"]
    assert set(read.citations["title"]) == {"Chronic Pain"}
    assert "letter_key" not in read.cases
    (text,) = read_texts(store, [(row["reference"], 2)])
    assert text.rationale == "rationale 2"
    assert store.resolve(row["reference"].lower()) == "CM15-1"


def full_case() -> LimitedCase:
    """A case with a compound, a therapy, a partial decision and clinical facts."""
    part = CompoundPart(ingredient="lidocaine", strength=Strength(value=5, unit="%"))
    service = Service(
        category="Pharmaceuticals",
        procedure=stated("Injection"),
        sites=(stated(BodySite(part="knee", side=Side.LEFT)), stated(BodySite(part="jaw"))),
        drugs=(
            stated(
                DrugRequest(
                    name="Norco",
                    is_brand=True,
                    ingredients=("acetaminophen", "hydrocodone"),
                    drug_class="Opioids",
                    strengths=(Strength(value=10, unit="mg"), Strength(value=325, unit="mg")),
                    form="tablet",
                    quantity=60,
                    refills=2,
                )
            ),
            stated(
                DrugRequest(
                    name="cream",
                    is_brand=False,
                    ingredients=("lidocaine",),
                    drug_class="Topical Compounds",
                    parts=(part, replace(part, ingredient="menthol", strength=None)),
                    flags=(DrugFlag.UNLIKELY_UNIT,),
                )
            ),
        ),
        dosing=stated(Dosing(visits=12, per_week=1.5, weeks=8)),
        codes=(stated(CodedTerm(system=CodeSystem.CPT, code="62323")),),
    )
    work = Work(source=GuidelineSource.ODG, title="Knee & Leg")
    sections = (LimitedSection(text="Braces", name="Knee brace"), LimitedSection(text="Gizmos, p. x"))
    reasons = [LimitedReason(reason=Reason.NOT_ADDRESSED, rule=rule) for rule in ("one", "two")]
    return replace(
        limited_case(
            "k1",
            limited_issue(
                service=service,
                reviewer_citations=(LimitedCitation(work=work, sections=sections),),
                allowed="six of them",
                reasons=tuple(reasons),
                sentences=(LimitedSentence(role=SentenceRole.PATIENT, rank=1, text="The knee is sore."),),
            ),
        ),
        clinical=ClinicalFacts(
            age=stated(44), sex=stated(Sex.MALE), sites=(stated(BodySite(part="knee", side=Side.LEFT)),)
        ),
        diagnoses=(
            LimitedDiagnosis(text="torn meniscus", codes=(CodedTerm(system=CodeSystem.ICD10, code="S83.2"),)),
        ),
    )


def stated(value: object) -> Stated[Any]:
    return Stated(value=value, start=0, end=0)


def test_what_was_understood_stands_in_columns(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", full_case()))
    read = frames(store)
    (row,) = read.cases.to_dict("records")
    assert (row["age"], row["sex"], row["work_status"]) == (44, "male", "")
    assert list(row["sites"]) == ["knee:left"]
    assert list(row["icd_codes"]) == ["ICD-10:S83.2"]
    (line,) = read.issues.to_dict("records")
    lists = {name: list(value) for name, value in line.items() if isinstance(value, list)}
    assert lists == {
        "sites": ["knee:left", "jaw"],
        "drug_names": ["Norco", "cream"],
        "ingredients": ["acetaminophen/hydrocodone", "lidocaine"],
        "drug_classes": ["Opioids", "Topical Compounds"],
        "drug_strengths": ["10/325 mg", ""],
        "drug_forms": ["tablet", ""],
        "drug_quantities": [60, None],
        "drug_quantity_units": ["", ""],
        "drug_refills": [2, None],
        "drug_parts": ["", "lidocaine 5 % + menthol"],
        "drug_flags": ["", "unlikely_unit"],
        "codes": ["CPT:62323"],
        "reasons": ["not_addressed"],
    }
    assert (line["procedure"], line["visits"], line["per_week"], line["weeks"]) == ("Injection", 12, 1.5, 8)
    assert line["has_allowed"]


def test_lists_come_with_one_row_an_entry(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", full_case()), ("b.txt", "CM15-2", case("k2", date(2015, 1, 5))))
    read = frames(store)
    (key,) = read.cases["reference"][read.cases["sex"] == "male"]
    rows = {
        name: (long := getattr(read, name))[long["reference"] == key].to_dict("split", index=False)
        for name in ("drugs", "issue_sites", "reasons", "sections")
    }
    assert rows["drugs"] == {
        "columns": ["reference", "sequence", "ingredients", "drug_class", "drug_name"],
        "data": [
            [key, 1, "acetaminophen/hydrocodone", "Opioids", "Norco"],
            [key, 1, "lidocaine", "Topical Compounds", "cream"],
        ],
    }
    assert rows["issue_sites"]["data"] == [[key, 1, "knee", "left"], [key, 1, "jaw", ""]]
    assert rows["reasons"]["data"] == [[key, 1, "not_addressed"]]
    assert rows["sections"]["data"] == [[key, 1, "reviewer", "ODG", "Knee & Leg", "", "Knee brace"]]
    assert sorted(read.pages["page"]) == ["24", "24"]
    assert sorted(read.reviewer_states["state"]) == ["California", "California", "Ohio"]
    assert list(read.specialties["specialty"]) == ["Pain Management"] * 2
    assert list(read.case_quality.columns) == ["reference", "code"]


def test_a_period_without_cases_has_all_columns(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", full_case()))
    inside, outside = frames(store), frames(store, "2014")
    for name in ("cases", "issues", "citations", "drugs", "issue_sites", "reasons", "sections", "pages"):
        assert list(getattr(outside, name)) == list(getattr(inside, name))
        assert getattr(outside, name).empty


def test_the_history_holds_the_months_up_to_the_end_of_a_period(store: Store) -> None:
    days = [date(2013, 4, 2), date(2013, 3, 31), date(2015, 3, 3), date(2015, 4, 1), None]
    letters = [
        (f"{number}.txt", f"CM15-{number}", case(f"k{number}", day, Decision.UPHELD, Decision.OVERTURNED))
        for number, day in enumerate(days)
    ]
    add(store, *letters)
    history = read_history(store, Selection(period=parse_period("2015Q1")))
    rows = sorted(zip(history["month"], history["decision"], strict=True))
    assert rows == [
        (month, decision) for month in ("2013-04", "2015-03") for decision in ("overturned", "upheld")
    ]
    assert set(history["reference"]) <= set(store.references().values())
    whole = read_history(store, Selection(period=parse_period("all")), months=2)
    assert sorted(set(whole["month"])) == ["2015-03", "2015-04"]
    assert read_history(store, Selection(period=parse_period("2020"))).empty


def test_sections_that_no_list_holds_stand_among_the_texts_alone(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", full_case()))
    cited = frames(store).citations
    assert [list(sections) for sections in cited["sections"]] == [[], ["Knee brace"]]


def test_a_part_from_before_a_column_was_kept_stays_readable(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", full_case()), shard="OLD")
    since = {"age", "sex", "sites", "drug_names", "visits", "reasons", "has_allowed"}
    for file in store.cases_folder.rglob("*.parquet"):
        table = pq.read_table(file, partitioning=None)
        pq.write_table(table.drop_columns([name for name in table.column_names if name in since]), file)
    add(store, ("b.txt", "CM15-2", replace(full_case(), reference="k2")), shard="NEW")
    for _ in range(2):
        read = frames(store)
        assert sorted(read.cases["sex"]) == ["", "male"]
        assert sorted(map(len, read.issues["drug_names"])) == [0, 2]
        assert sorted(read.issues["has_allowed"]) == [False, True]
        assert read.issues["visits"].isna().sum() == 1
        store.tidy()


def test_a_reissued_letter_replaces_the_older_one_whatever_the_order(tmp_path: Path) -> None:
    old = case("old", date(2015, 1, 5), Decision.UPHELD)
    new = case("new", date(2015, 2, 9), Decision.OVERTURNED)
    for name, order in (("x", (old, new)), ("y", (new, old))):
        with Store(tmp_path / name, create=True) as store:
            for letter in order:
                add(store, (f"{letter.reference}.txt", "CM15-1", letter), shard=letter.reference)
            store.tidy()
            assert list(frames(store).cases["outcome"]) == ["overturn"]
            counts = count_store(store)
            assert (counts.found, counts.cases, counts.replaced, counts.duplicates) == (2, 1, 1, 0)
            assert count_months(store) == (("2015-02", 1, 1),)


def test_the_same_letter_twice_counts_once(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k/1", date(2015, 1, 5))))
    add(store, ("a.pdf", "CM15-1", case("k/2", date(2015, 1, 5))), shard="T")
    counts = count_store(store)
    assert (counts.found, counts.read, counts.cases, counts.duplicates, counts.replaced) == (2, 2, 1, 1, 0)
    assert len(frames(store).issues) == 1


def test_a_file_name_used_again_drops_nobody(store: Store) -> None:
    add(store, ("001.txt", "CM15-1", case("january", date(2015, 1, 5))))
    add(store, ("001.txt", "CM15-2", case("february", date(2015, 2, 5))), shard="T")
    store.tidy()
    counts = count_store(store)
    assert (counts.found, counts.cases, counts.replaced, counts.duplicates) == (2, 2, 0, 0)
    assert len(frames(store).cases) == 2


def test_an_edited_and_restored_letter_is_never_lost(store: Store) -> None:
    first = ("a.txt", "CM15-1", case("first", date(2015, 1, 5)))
    add(store, first)
    add(store, ("a.txt", "CM15-1", case("edited", date(2015, 1, 5), Decision.OVERTURNED)), shard="T")
    store.tidy()
    add(store, first)
    store.tidy()
    assert count_store(store).cases == len(frames(store).cases) == 1


def test_letters_of_a_run_that_was_cut_off_are_counted_and_come_back(store: Store) -> None:
    store.record_files([sighting("a.txt", "d1"), sighting("b.txt", "d2")])
    store.record(PIPELINE, [LetterOutcome(digest="d1", letter_key="k", reason=UnreadReason.EMPTY)], ())
    assert count_store(store).unread == {"empty": 1, "not yet read": 1}
    assert store.unfinished_files(PIPELINE) == ("/in/b.txt",)
    assert store.unfinished_files("another") == ("/in/a.txt", "/in/b.txt")


def test_a_fault_that_may_have_passed_is_tried_again(store: Store) -> None:
    outcomes = [
        LetterOutcome(digest=reason.value, letter_key=reason.value, reason=reason)
        for reason in (UnreadReason.FAILED, UnreadReason.SCANNED)
    ]
    store.record(PIPELINE, outcomes, ())
    assert store.known(PIPELINE) == {"scanned"}


def test_what_was_unread_is_forgotten_once_its_file_holds_something_else_or_is_gone(store: Store) -> None:
    broken = [LetterOutcome(digest=d, letter_key=d, reason=UnreadReason.BROKEN_ZIP) for d in ("d1", "d2")]
    store.record(PIPELINE, broken, ())
    store.record_files([sighting("a.zip", "d1"), sighting("b.zip", "d2")])
    add(store, ("a.zip", "CM15-1", case("mended", date(2015, 1, 5))))
    store.forget_files(["/in/b.zip", "/in/a.zip"])
    counts = count_store(store)
    assert (counts.found, counts.cases, dict(counts.unread)) == (1, 1, {})


def test_a_moved_folder_makes_no_duplicates(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k", date(2015, 1, 5))))
    store.record_files(
        [Sighting(locator="/moved/a.txt", name="a.txt", relative="a.txt", digest="digest of k")]
    )
    assert count_store(store).duplicates == 1
    store.forget_files(["/in/a.txt"])
    assert (count_store(store).found, count_store(store).duplicates) == (1, 0)


def test_file_names_need_not_be_text(store: Store) -> None:
    locator = b"/in/Pe\xf1a.txt".decode("utf-8", "surrogateescape")
    store.record_files([Sighting(locator=locator, name=locator[4:], relative=locator[4:], digest="d")])
    assert store.locators() == (locator,)


def test_the_index_decides_which_letter_of_an_undated_case_is_the_later(tmp_path: Path) -> None:
    for later, outcome in (("old.txt", "uphold"), ("new.txt", "overturn")):
        with Store(tmp_path / later, create=True) as store:
            add(
                store,
                ("old.txt", "CM15-1", case("k1", None, Decision.UPHELD)),
                ("new.txt", "CM15-1", case("k2", None, Decision.OVERTURNED)),
            )
            days = {name: date(2015, 1, 1 + (name == later)) for name in ("old.txt", "new.txt")}
            store.record_index([IndexRow(key=k, dates={"decided": v}, groups={}) for k, v in days.items()])
            store.settle()
            (row,) = frames(store, "2015").cases.to_dict("records")
            assert (row["outcome"], row["decided"]) == (outcome, pd.Timestamp("2015-01-02"))


def test_an_index_matches_names_in_any_case_paths_and_says_what_it_missed(store: Store) -> None:
    add(store, ("PEÑA.txt", "", case("k1", None)), ("b.txt", "", case("k2", None)))
    rows = [
        IndexRow(key=key.casefold(), dates={"decided": date(2015, 3, 9)}, groups={})
        for key in ("peña.TXT", "in/b.txt", "nobody.txt")
    ]
    assert store.record_index(rows) == 1
    store.settle()
    assert len(frames(store, "2015").cases) == 2


def test_a_new_index_overrules_what_the_last_one_said_of_its_keys(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
    store.record_index([IndexRow(key="a.txt", dates={}, groups={"Client": "North"})])
    store.record_index([IndexRow(key="a.txt", dates={}, groups={})])
    assert "group:Client" not in frames(store).cases


def test_tidying_leaves_one_part_a_month_and_nothing_stray(store: Store) -> None:
    for number in range(4):
        add(
            store,
            (f"{number}.txt", f"CM15-{number}", case(f"k{number}", date(2015, 3, 2))),
            shard=f"S{number}",
        )
    (store.cases_folder / "2015-03" / "stray.cases.parquet").write_bytes(b"cut off")
    before = frames(store)
    store.settle()
    store.tidy()
    assert len(list((store.cases_folder / "2015-03").iterdir())) == 4
    after = frames(store)
    pd.testing.assert_frame_equal(before.cases, after.cases)
    pd.testing.assert_frame_equal(before.issues, after.issues)
    pd.testing.assert_frame_equal(before.citations, after.citations)


def test_undated_cases_are_placed_by_the_index_or_by_inference_when_asked(store: Store) -> None:
    add(
        store,
        ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))),
        ("B.txt", "", case("k2", None, latest=date(2015, 2, 3))),
        ("c.txt", "CM15-3", case("k3", None, latest=date(2015, 2, 4))),
    )
    assert len(frames(store, "2015Q1").cases) == 1
    store.record_index(
        [
            IndexRow(key="b.txt", dates={"decided": date(2015, 3, 9)}, groups={"Client": "North"}),
            IndexRow(key="cm15-1", dates={"decided": date(2012, 1, 1)}, groups={"Client": "South"}),
        ]
    )
    read = frames(store, "2015Q1").cases
    assert sorted(read["date_basis"]) == ["index", "stated"], "a stated date is never overruled"
    assert sorted(read["group:Client"]) == ["North", "South"]
    assert count_date_bases(store, infer_dates=False)[DateBasis.UNDATED] == 1
    inferred = frames(store, "2015Q1", infer_dates=True).cases
    assert sorted(inferred["date_basis"]) == ["index", "inferred", "stated"]


def test_other_dates_can_place_a_case(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
    assert len(frames(store, "2015-01", by="received").cases) == 1
    assert frames(store, "2015-01", by="assigned").cases.empty


def test_unread_files_are_counted_by_reason_and_listed_for_an_operator(store: Store) -> None:
    store.record(PIPELINE, [LetterOutcome(digest="d", letter_key="k", reason=UnreadReason.SCANNED)], ())
    store.record_files([sighting("scan.pdf", "d")])
    assert count_store(store).unread == {"scanned": 1}
    assert unread_files(store) == (("scanned", "/in/scan.pdf"),)


def test_only_the_owner_can_read_it(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
    store.tidy()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.folder.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in (store.folder, *store.folder.rglob("*/"))}
    assert modes == {0o600}
    assert folders == {0o700}


def test_references_are_random_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    references = set()
    for name in ("x", "y"):
        with Store(tmp_path / name, create=True) as store:
            add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
            references |= set(store.references().values())
            with pytest.raises(UsageError):
                store.resolve("NONE-SUCH")
    assert len(references) == 2


def test_one_writer_at_a_time(store: Store) -> None:
    with pytest.raises(ConfigurationError, match="in use"):
        Store(store.folder)


def test_samples_and_letters_never_share_a_store(tmp_path: Path) -> None:
    Store(tmp_path / "s", kind="samples", create=True).close()
    assert Store.kind_of(tmp_path / "s") == "samples"
    with pytest.raises(ConfigurationError, match="never mix"):
        Store(tmp_path / "s", kind="letters", create=True)


def test_a_store_is_never_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(ConfigurationError, match="other files"):
        Store(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_damaged_manifest_is_one_clear_error(tmp_path: Path) -> None:
    Store(tmp_path / "s", create=True).close()
    (tmp_path / "s" / "manifest.sqlite").write_bytes(b"not a database, not at all, just bytes" * 40)
    with pytest.raises(ConfigurationError, match="damaged"):
        Store(tmp_path / "s")


def test_purging_deletes_all_of_ours_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    store = Store(folder, create=True)
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
    (folder / "cases" / "mine.txt").write_text("kept")
    purged = store.purge()
    assert (purged.letters, purged.cases) == (1, 1)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["mine.txt"]
    assert not is_store(folder)


def test_asking_for_no_texts_reads_none(store: Store) -> None:
    add(store, ("a.txt", "CM15-1", case("k1", date(2015, 1, 5))))
    assert read_texts(store, []) == ()


def _file_of_three(store: Store) -> None:
    outcomes = [
        LetterOutcome(digest="a", file="whole", part=1, letter_key="k", content="x"),
        LetterOutcome(digest="b", file="whole", part=2, letter_key="k-2", content="x"),
        LetterOutcome(digest="c", file="whole", part=3, letter_key="k-3", reason=UnreadReason.NO_ISSUES),
    ]
    store.record(PIPELINE, outcomes, ())
    store.record_files([sighting("bundle.txt", "whole")])


def test_letters_of_one_file_are_counted_one_by_one(store):
    _file_of_three(store)
    counts = count_store(store)
    assert (counts.found, counts.read, counts.duplicates, counts.cases) == (3, 2, 1, 1)
    assert counts.unread == {"no decisions found": 1}
    assert store.known(PIPELINE) == {"whole"}
    (reference,) = store.references().values()
    assert store.resolve(reference).endswith("in/bundle.txt (letter 1 of 3), in/bundle.txt (letter 2 of 3)")
    assert store.purge().letters == 3


def test_a_file_is_read_again_when_one_of_its_letters_failed_or_another_version_read_it(store):
    _file_of_three(store)
    assert store.known("another") == frozenset()
    assert store.unfinished_files("another") == ("/in/bundle.txt",)
    failed = LetterOutcome(digest="a", file="whole", letter_key="k", reason=UnreadReason.FAILED)
    store.record(PIPELINE, [failed], ())
    assert store.known(PIPELINE) == frozenset()
    assert count_store(store).found == 1


def test_a_store_of_the_earlier_version_is_read_on(store, tmp_path):
    add(store, ("a.txt", "CM16-9900001", case("R1", date(2016, 6, 1), Decision.UPHELD)))
    with store.connection as connection:
        connection.executescript(
            "DROP VIEW indexed; DROP VIEW current_letters; DROP INDEX letters_by_file;"
            "ALTER TABLE letters DROP COLUMN file; ALTER TABLE letters DROP COLUMN part;"
            "CREATE VIEW indexed AS SELECT 1; CREATE VIEW current_letters AS SELECT 1;"
            "DROP TABLE releases; DROP TRIGGER letters_gone; DROP TABLE withheld; DROP TABLE controls;"
            "UPDATE meta SET value = '1' WHERE name = 'schema';"
        )
    store.close()
    with Store(tmp_path / "store") as again:
        assert count_store(again).cases == 1
        assert again.known(PIPELINE) == {"digest of R1"}
        again.record(PIPELINE, [withheld_letter("k", ("Zorblax", 2))], ())
        assert [one.token for one in again.withheld()] == ["Zorblax"]


def withheld_letter(key: str, *words: tuple[str, int], digest: str = "") -> LetterOutcome:
    withheld = tuple(Withheld(token=token, count=count) for token, count in words)
    known = Withheld(token="", count=3, recognizer="gate.own")
    return LetterOutcome(
        digest=digest or key, letter_key=key, case_number=key, content=key, withheld=(*withheld, known)
    )


def test_withheld_words_are_listed_by_how_often_they_were(store):
    store.record(PIPELINE, [withheld_letter("k1", ("Zorblax", 2), ("Quendimar", 1))], ())
    store.record(PIPELINE, [withheld_letter("k2", ("Quendimar", 4)), withheld_letter("k3", ("Ark", 2))], ())
    listed = [(one.token, one.count, one.letters) for one in store.withheld()]
    assert listed == [("Quendimar", 5, 2), ("Ark", 2, 1), ("Zorblax", 2, 1)]
    assert [one.token for one in store.withheld(1)] == ["Quendimar"]
    references = set(store.references().values())
    assert store.count_withheld(references) == {"gate.own": 9, "gate.unknown": 9}
    assert store.count_withheld(()) == {}


def test_words_of_an_earlier_reading_of_a_letter_are_forgotten(store):
    store.record(PIPELINE, [withheld_letter("k1", ("Zorblax", 2), digest="d")], ())
    store.record("another", [withheld_letter("k2", ("Quendimar", 1), digest="d")], ())
    assert [one.token for one in store.withheld()] == ["Quendimar"]
    # The same letter within another file takes the first one's row.
    moved = replace(withheld_letter("k3", ("Ark", 1), digest="d"), file="bundle", part=2)
    store.record("another", [moved], ())
    assert [one.token for one in store.withheld()] == ["Ark"]


def test_no_word_that_was_withheld_outlives_a_purge_or_a_deletion(store, tmp_path):
    store.record(PIPELINE, [withheld_letter("k1", ("Zorblaxian", 2), digest="d")], ())
    store.record(PIPELINE, [withheld_letter("k2", digest="d")], ())
    for file in store.folder.rglob("*"):
        assert not file.is_file() or b"Zorblaxian" not in file.read_bytes()
    store.purge()
    assert not list((tmp_path / "store").rglob("*"))
