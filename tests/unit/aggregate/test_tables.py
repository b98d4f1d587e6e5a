"""Tables counted by hand from a few invented cases, and recounted in plain Python from many."""

from collections import Counter

import pandas as pd
import pytest

from imr_reports.aggregate import aggregate_tables, refused_groups
from imr_reports.errors import UsageError
from imr_reports.protect.publishable import PUBLISHABLE
from imr_reports.records.coverage import Coverage
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import MeasureKind, Table
from tests.invented_frames import invent_coverage, invent_frames

ONE, BOTH, NONE, CA = ["Neurology"], ["Neurology", "Surgery"], [], ["California"]
CASES = [
    # reference, decided, assigned, received, UR denial, priority, specialties, states, outcome, client
    ("a", "2015-01-30", "2015-01-10", "2015-01-05", "2014-12-20", "Standard", ONE, CA, "uphold", "N"),
    ("b", "2015-02-20", "2015-01-01", "2015-01-01", None, "Standard", BOTH, ["Texas"], "overturn", "N"),
    ("c", "2015-02-10", "2015-02-04", None, None, "Expedited", NONE, NONE, "partial_overturn", "S"),
    ("d", None, None, None, None, "", ["Surgery"], ["Texas", "California"], "uphold", ""),
]  # fmt: skip
ISSUES = [
    # reference, sequence, decision, partly authorized, category, sub-category, both sides' bases
    ("a", 1, "upheld", False, "Surgery", "", "mtus", "mtus"),
    ("b", 1, "overturned", True, "Injection", "Facet Injection", "none_cited", "non_mtus"),
    ("b", 2, "overturned", False, "Injection", "Injection", "mtus+non_mtus", "mtus"),
    ("c", 1, "upheld", False, "Injection", "Injection", "mtus", "mtus"),
    ("c", 2, "partially_overturned", False, "Surgery", "", "none_cited", "none_cited"),
    ("d", 1, "upheld", False, "Injection", "Injection", "mtus", "none_cited"),
]
ITEMS = [
    # procedure, body parts, drug classes and ingredients of the same issues
    ("Arthroscopy", ["knee:left"], [], []),
    ("Facet joint injection", ["lumbar spine", "cervical spine:left"], [], []),
    (
        "",
        ["shoulder:left", "shoulder:right"],
        ["NSAID", "Opioids"],
        ["naproxen", "hydrocodone/acetaminophen"],
    ),
    ("Joint injection", ["shoulder"], ["Opioids"], ["hydrocodone/acetaminophen"]),
    ("Arthroscopy", [], [], []),
    ("Joint injection", [], ["Opioids", "Opioids"], ["acetaminophen/hydrocodone", "tramadol"]),
]
CITATIONS = [
    ("a", 1, "claims_administrator", "MTUS", "Low Back Complaints", "2004"),
    ("a", 1, "claims_administrator", "MTUS", "Low Back Complaints", "2004"),
    ("a", 1, "claims_administrator", "MTUS", "Chronic Pain Medical Treatment", "2009"),
    ("b", 2, "claims_administrator", "MTUS", "Low Back Complaints", "2004"),
    ("b", 2, "claims_administrator", "ODG", "Low Back", ""),
    ("b", 1, "reviewer", "ODG", "Low Back", ""),
]
SECTIONS = [
    ["Special Studies"],
    ["Special Studies"],
    ["Opioids"],
    ["Special Studies", "Summary"],
    [],
    ["MRI"],
]
PAGES = [["303"], ["303-305"], ["78"], ["303"], [], []]
REASONS = [
    ["criteria_not_met", "documentation_insufficient"],
    ["findings_present"],
    ["findings_present", "criteria_met"],
    [],
    [],
    ["documentation_insufficient"],
]


def hand_frames() -> CaseFrames:
    names = ["reference", "decided", "assigned", "received", "ur_denial", "priority", "reviewer_specialties"]
    cases = pd.DataFrame(CASES, columns=[*names, "reviewer_states", "outcome", "group:client"])
    for column in names[1:5]:
        cases[column] = pd.to_datetime(cases[column])
    cases["issue_count"] = [1, 2, 2, 1]
    for kind in ("NAME", "DATE", "AGE", "LOCATION", "ORG", "CONTACT", "ID"):
        cases[f"findings_{kind}"] = [5, 0, 2, 1] if kind == "NAME" else 0
    sides = ["claims_administrator_basis", "reviewer_basis"]
    start = ["reference", "sequence", "decision", "was_partly_authorized"]
    issues = pd.DataFrame(ISSUES, columns=[*start, "service_category", "service_subcategory", *sides])
    issues["reasons"] = REASONS
    for place, name in enumerate(("procedure", "sites", "drug_classes", "ingredients")):
        issues[name] = [item[place] for item in ITEMS]
    issues["drug_names"] = issues["ingredients"]
    works = ["reference", "sequence", "side", "source", "title", "edition"]
    citations = pd.DataFrame(CITATIONS, columns=works).assign(sections=SECTIONS, pages=PAGES)
    return CaseFrames(cases=cases, issues=issues, citations=citations)


def hand_coverage() -> Coverage:
    return Coverage(
        letters_found=9,
        read=7,
        unread={"scanned": 1, "empty": 1},
        duplicates=2,
        reissued=1,
        indexed=0,
        inferred=1,
        undated=1,
    )


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    return {table.key: table for table in aggregate_tables(hand_frames(), hand_coverage(), ("client",))}


def figures(table: Table, *measures: str) -> dict[str, tuple[object, ...]]:
    places = [[item.key for item in table.measures].index(key) for key in measures]
    return {
        row.key: tuple(
            round(value, 1) if isinstance(value := row.cells[place].value, float) else value
            for place in places
        )
        for row in table.rows
    }


def test_coverage_follows_every_letter(tables: dict[str, Table]) -> None:
    counted = {key: value for key, (value,) in figures(tables["coverage"], "letters").items()}
    assert counted == {
        "found": 9,
        "read": 7,
        "duplicates": 2,
        "reissued": 1,
        "unread": 2,
        "unread: empty": 1,
        "unread: scanned": 1,
        "cases": 4,
        "stated": 2,
        "indexed": 0,
        "inferred": 1,
        "undated": 1,
        "cases_in_period": 4,
        "issues_in_period": 6,
    }


def test_coverage_must_account_for_every_letter() -> None:
    with pytest.raises(ValueError, match="read and those unread"):
        Coverage(
            letters_found=5,
            read=3,
            unread={"empty": 1},
            duplicates=0,
            reissued=0,
            indexed=0,
            inferred=0,
            undated=0,
        )


def test_outcomes_at_both_levels(tables: dict[str, Table]) -> None:
    assert figures(tables["outcomes_cases"], "cases", "percent") == {
        "uphold": (2, 50.0),
        "overturn": (1, 25.0),
        "partial_overturn": (1, 25.0),
        "total": (4, 100.0),
    }
    # Overturned in part counts as overturned, and is told apart in a column of its own.
    assert figures(tables["outcomes_issues"], "issues", "percent", "partially_overturned") == {
        "upheld": (3, 50.0, None),
        "overturned": (3, 50.0, 1),
        "total": (6, 100.0, 1),
    }


def test_issues_per_case_and_partly_authorized(tables: dict[str, Table]) -> None:
    assert [value for (value,) in figures(tables["issues_per_case"], "cases").values()] == [2, 2, 0, 0, 0, 4]
    assert figures(tables["partly_authorized"], "issues", "overturned") == {
        "no": (5, 2),
        "yes": (1, 1),
        "total": (6, 3),
    }


def test_months_hold_cases_and_issues_and_the_undated(tables: dict[str, Table]) -> None:
    columns = ("cases", "any_overturn", "percent_any_overturn", "issues", "overturned", "percent_overturned")
    assert figures(tables["outcomes_by_month"], *columns) == {
        "2015-01": (1, 0, 0.0, 1, 0, 0.0),
        "2015-02": (2, 2, 100.0, 4, 3, 75.0),
        "undated": (1, 0, 0.0, 1, 0, 0.0),
        "total": (4, 2, 50.0, 6, 3, 50.0),
    }


def test_categories_largest_first_detailed_where_there_is_more_than_one(tables: dict[str, Table]) -> None:
    counted = figures(tables["decisions_by_category"], "issues", "percent", "upheld", "overturned")
    assert list(counted.items()) == [
        ("Injection", (4, 66.7, 2, 2)),
        ("Injection/Injection", (3, 50.0, 2, 1)),
        ("Injection/Facet Injection", (1, 16.7, 0, 1)),
        ("Surgery", (2, 33.3, 1, 1)),
        ("total", (6, 100.0, 3, 3)),
    ]


def test_bases_and_their_cross_table(tables: dict[str, Table]) -> None:
    table = tables["decisions_by_claims_administrator_basis"]
    assert figures(table, "issues", "overturned", "percent_overturned") == {
        "mtus": (3, 0, 0.0),
        "mtus+non_mtus": (1, 1, 100.0),
        "none_cited": (2, 2, 100.0),
        "total": (6, 3, 50.0),
    }
    assert figures(tables["basis_cross"], "issues") == {
        "mtus": (3,),
        "mtus/mtus": (2,),
        "mtus/none_cited": (1,),
        "mtus+non_mtus": (1,),
        "mtus+non_mtus/mtus": (1,),
        "none_cited": (2,),
        "none_cited/non_mtus": (1,),
        "none_cited/none_cited": (1,),
        "total": (6,),
    }


def test_a_work_counts_once_an_issue_and_the_source_as_the_basis_says(tables: dict[str, Table]) -> None:
    table = tables["guidelines_claims_administrator"]
    assert figures(table, "issues", "percent", "overturned") == {
        "MTUS": (4, 66.7, 1),
        # Two issues rest on the MTUS although no work of it was recognized.
        "MTUS/Low Back Complaints/2004": (2, 33.3, 1),
        "MTUS/No work stated/": (2, 33.3, 0),
        "MTUS/Chronic Pain Medical Treatment/2009": (1, 16.7, 0),
        "ODG": (1, 16.7, 1),
        "ODG/Low Back/": (1, 16.7, 1),
        "total": (6, 100.0, 3),
    }
    assert not table.rows_are_partition


def test_a_procedure_stands_within_its_category_and_once_an_issue(tables: dict[str, Table]) -> None:
    assert list(figures(tables["decisions_by_procedure"], "issues", "percent", "overturned").items()) == [
        ("Injection", (4, 66.7, 2)),
        ("Injection/Joint injection", (2, 33.3, 0)),
        ("Injection/", (1, 16.7, 1)),
        ("Injection/Facet joint injection", (1, 16.7, 1)),
        ("Surgery", (2, 33.3, 1)),
        ("total", (6, 100.0, 3)),
    ]


def test_drugs_count_once_a_class_and_once_a_drug(tables: dict[str, Table]) -> None:
    by_class = tables["decisions_by_drug_class"]
    assert list(figures(by_class, "issues", "percent", "overturned").items()) == [
        ("some", (3, 50.0, 1)),
        ("Opioids", (3, 50.0, 1)),
        ("NSAID", (1, 16.7, 1)),
        ("none", (3, 50.0, 2)),
        ("total", (6, 100.0, 3)),
    ]
    by_ingredient = tables["decisions_by_ingredient"]
    assert {row.label: row.cells[0].value for row in by_ingredient.rows} == {
        "Opioids": 3,
        # A combination is the same in whatever order it is written.
        "Hydrocodone/acetaminophen": 3,
        "Tramadol": 1,
        "NSAID": 1,
        "Naproxen": 1,
        "All issues": 6,
    }
    assert not {by_class.key, by_ingredient.key} & PUBLISHABLE.keys()


def test_a_body_part_counts_once_whatever_the_side(tables: dict[str, Table]) -> None:
    table = tables["decisions_by_body_part"]
    assert {row.label: (row.depth, row.cells[0].value) for row in table.rows} == {
        "A body part is stated": (0, 4),
        "Shoulder": (1, 2),
        "Cervical spine": (1, 1),
        "Knee": (1, 1),
        "Lumbar spine": (1, 1),
        "No body part is stated": (0, 2),
        "All issues": (0, 6),
    }
    assert not table.rows_are_partition


def test_issues_by_specialty_are_those_of_its_cases(tables: dict[str, Table]) -> None:
    table = tables["decisions_by_specialty"]
    assert figures(table, "cases", "issues", "upheld", "overturned", "percent_overturned") == {
        "Neurology": (2, 3, 1, 2, 66.7),
        "Surgery": (2, 3, 1, 2, 66.7),
        "total": (4, 6, 3, 3, 50.0),
    }
    assert figures(table, "cases") == figures(tables["reviewer_specialties"], "cases")


def test_days_rest_on_cases_that_state_both_dates(tables: dict[str, Table]) -> None:
    columns = ("cases", "mean", "median", "maximum", "standard", "standard_above", "standard_percent_above")
    assert figures(tables["days"], *columns) == {
        "received_to_decided": (2, 37.5, 37.5, 50, 2, 1, 50.0),
        "assigned_to_decided": (3, 25.3, 20.0, 50, 2, 1, 50.0),
        "ur_denial_to_received": (1, 16.0, 16.0, 16, None, None, None),
    }
    expedited = figures(tables["days"], "expedited", "expedited_above", "expedited_percent_above")
    assert expedited["assigned_to_decided"] == (1, 1, 100.0)
    assert expedited["received_to_decided"] == (0, 0, None)


def test_dates_that_run_backwards_are_left_out_of_days() -> None:
    frames = hand_frames()
    cases = frames.cases.assign(assigned=pd.Timestamp("2015-02-15"))
    turned = CaseFrames(cases=cases, issues=frames.issues, citations=frames.citations)
    table = next(item for item in aggregate_tables(turned, hand_coverage()) if item.key == "days")
    assert figures(table, "cases", "mean")["assigned_to_decided"] == (1, 5.0)


def test_reviewers(tables: dict[str, Table]) -> None:
    assert figures(tables["reviewer_specialties"], "cases", "percent") == {
        "Neurology": (2, 50.0),
        "Surgery": (2, 50.0),
        "total": (4, 100.0),
    }
    assert figures(tables["california_license"], "cases") == {
        "california": (2,),
        "elsewhere": (1,),
        "not_stated": (1,),
        "total": (4,),
    }


def grouped(values: list[str]) -> tuple[Table, ...]:
    """Tables of invented cases of which each has a value in a column of the index."""
    frames = invent_frames(len(values), 1)
    cases = frames.cases.assign(**{"group:column": values})
    changed = CaseFrames(cases=cases, issues=frames.issues, citations=frames.citations)
    return aggregate_tables(changed, invent_coverage(frames), ("column",))


def cases_by_group(values: list[str]) -> dict[str, float | int | None]:
    table = grouped(values)[-1]
    assert table.key == "group:column"
    return {row.label: row.cells[0].value for row in table.rows}


def test_groups_of_the_index_are_internal() -> None:
    tables = grouped(["North"] * 30 + ["South"] * 20 + [""] * 5)
    assert "group:column" in {table.key for table in tables} - PUBLISHABLE.keys()
    counts = {"North": 30, "South": 20, "Not given": 5, "All issues": 55}
    assert cases_by_group(["North"] * 30 + ["South"] * 20 + [""] * 5) == counts


def test_values_of_fewer_than_three_cases_are_merged() -> None:
    counts = cases_by_group(["North"] * 30 + ["South"] * 3 + ["Jo Doe"] * 2 + ["Al Roe"])
    assert counts == {"North": 30, "South": 3, "Other values": 3, "All issues": 36}


@pytest.mark.parametrize(
    "values",
    [
        [f"Worker {place}" for place in range(12)],
        [f"Worker {place}" for place in range(200)],
        [f"Worker {place // 2}" for place in range(40)],
        ["North"] * 88 + [f"Worker {place}" for place in range(12)],
        ["North"] * 8 + ["Jo Doe"] + [""] * 200,
    ],
)
def test_a_column_that_may_name_persons_is_not_tabulated(values: list[str]) -> None:
    assert not [table for table in grouped(values) if table.key.startswith("group:")]
    frames = invent_frames(len(values), 1)
    cases = frames.cases.assign(**{"group:column": values})
    changed = CaseFrames(cases=cases, issues=frames.issues, citations=frames.citations)
    assert refused_groups(changed, ("client", "column")) == ("column",)


def test_without_undecided_issues_every_table_counts_decided_ones() -> None:
    frames = hand_frames()
    issues = frames.issues.assign(decision=["not_stated", "overturned", "not_stated", *["upheld"] * 3])
    outcomes = ["not_stated", "overturn", "uphold", "uphold"]
    changed = CaseFrames(
        cases=frames.cases.assign(outcome=outcomes), issues=issues, citations=frames.citations
    )
    found = {item.key: item for item in aggregate_tables(changed, hand_coverage(), decided_only=True)}
    assert figures(found["partly_authorized"], "issues", "upheld", "overturned")["total"] == (4, 3, 1)
    assert figures(found["issues_per_case"], "cases")["1"] == (2,)
    assert figures(found["outcomes_cases"], "cases")["total"] == (3,)
    assert figures(found["coverage"], "letters")["issues_in_period"] == (4,)
    assert all(measure.key != "not_stated" for table in found.values() for measure in table.measures)
    assert "are left out" in found["outcomes_issues"].definition


def test_findings_are_counted_by_kind_and_case(tables: dict[str, Table]) -> None:
    counts = figures(tables["findings"], "findings", "cases")
    assert counts["NAME"] == (8, 3)
    assert counts["AGE"] == (0, 0)


def test_a_group_that_the_index_lacks_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no column"):
        aggregate_tables(hand_frames(), hand_coverage(), ("broker",))


def test_a_decision_that_is_not_stated_gets_a_column() -> None:
    frames = hand_frames()
    issues = frames.issues.assign(decision=["not_stated", *frames.issues["decision"][1:]])
    changed = CaseFrames(cases=frames.cases, issues=issues, citations=frames.citations)
    table = next(
        item for item in aggregate_tables(changed, hand_coverage()) if item.key == "partly_authorized"
    )
    assert figures(table, "issues", "upheld", "overturned", "not_stated")["total"] == (6, 2, 3, 1)
    assert table.sums == (("issues", ("upheld", "overturned", "not_stated")),)


def test_an_empty_period_gives_few_tables_of_zeros() -> None:
    frames = hand_frames()
    empty = CaseFrames(
        cases=frames.cases.head(0), issues=frames.issues.head(0), citations=frames.citations.head(0)
    )
    found = {table.key: table for table in aggregate_tables(empty, hand_coverage(), ("client",))}
    assert figures(found["outcomes_cases"], "cases", "percent")["total"] == (0, None)
    assert figures(found["outcomes_issues"], "issues")["total"] == (0,)
    assert len(found) < 6


def test_many_cases_agree_with_a_recount_in_plain_python() -> None:
    frames = invent_frames(700, 11)
    found = {table.key: table for table in aggregate_tables(frames, invent_coverage(frames))}
    issues = frames.issues.to_dict("records")
    overturned = {"overturned", "partially_overturned"}

    by_category: Counter[str] = Counter(issue["service_category"] for issue in issues)
    lost: Counter[str] = Counter(
        item["service_category"] for item in issues if item["decision"] in overturned
    )
    counted = figures(found["decisions_by_category"], "issues", "overturned")
    assert {key: counted[key] for key in by_category} == {
        key: (size, lost[key]) for key, size in by_category.items()
    }

    cited: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for row in frames.citations.to_dict("records"):
        key = f"{row['source']}/{row['title']}/{row['edition']}"
        cited.setdefault((row["side"], key), set()).add((row["reference"], row["sequence"]))
    for (side, key), of_issues in cited.items():
        assert figures(found[f"guidelines_{side}"], "issues")[key] == (len(of_issues),)

    months = Counter(day.strftime("%Y-%m") for day in frames.cases["decided"])
    assert {key: figures(found["outcomes_by_month"], "cases")[key] for key in months} == {
        key: (size,) for key, size in months.items()
    }


def test_every_percentage_names_counts_of_its_own_table(tables: dict[str, Table]) -> None:
    for table in tables.values():
        kinds = {measure.key: measure.kind for measure in table.measures}
        for measure in table.measures:
            named = [name for name in (measure.numerator, measure.denominator) if name]
            assert all(kinds[name] is MeasureKind.COUNT for name in named)
            assert (measure.kind is MeasureKind.COUNT) == (not named)
            assert table.definition
