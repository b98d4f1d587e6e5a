"""How well letters were understood, counted from limited cases."""

from dataclasses import replace

from imr_reports.aggregate import QualityTally
from imr_reports.records.coded import Decision, LetterFormat, QualityCode, QualityFinding, UnreadReason
from imr_reports.records.limited import LimitedCase, LimitedReason
from imr_reports.records.quality import Gap, QualityReport
from imr_reports.records.reasons import Reason
from imr_reports.records.services import DrugRequest, Service
from imr_reports.records.stated import Stated
from tests.invented_limited import limited_case, limited_issue

NORCO = DrugRequest(name="Norco", is_brand=True, ingredients=("hydrocodone",), drug_class="Opioids")


def report(*cases: LimitedCase) -> QualityReport:
    tally = QualityTally()
    for case in cases:
        tally.add(case)
    return tally.report()


def issue(item: str, category: str, **service: object):
    return limited_issue(disputed_item=item, service=Service(category=category, **service))


def test_letters_are_counted_read_and_by_the_reason_they_were_not() -> None:
    tally = QualityTally()
    tally.add(limited_case("A"))
    for reason in (UnreadReason.SCANNED, UnreadReason.EMPTY, UnreadReason.SCANNED):
        tally.add_unread(reason)
    told = tally.report()
    assert told.read == 1
    assert told.unread == {UnreadReason.EMPTY: 1, UnreadReason.SCANNED: 2}


def test_coverage_counts_cases_and_issues_by_format() -> None:
    notice = replace(limited_case("B", limited_issue(), limited_issue()), format=LetterFormat.NOTICE_2013)
    told = report(limited_case("A", replace(limited_issue(), rationale="")), replace(notice, summary=""))
    fields = {one.field: one for one in told.coverage}
    assert fields["summary"].have == {LetterFormat.NOTICE_2013: 0, LetterFormat.STANDARD: 1}
    assert fields["summary"].of == {LetterFormat.NOTICE_2013: 1, LetterFormat.STANDARD: 1}
    assert fields["rationale"].have == {LetterFormat.NOTICE_2013: 2, LetterFormat.STANDARD: 0}
    assert fields["rationale"].of == {LetterFormat.NOTICE_2013: 2, LetterFormat.STANDARD: 1}
    assert fields["service.drugs"].have[LetterFormat.STANDARD] == 0


def test_codes_name_the_letters_by_reference() -> None:
    order = QualityFinding(code=QualityCode.DATE_ORDER, subject="injury > decided")
    told = report(
        replace(limited_case("A"), quality=(order,)),
        replace(limited_case("B"), quality=(order, QualityFinding(code=QualityCode.TRUNCATED))),
        limited_case("C"),
    )
    assert [(one.code, one.subject, one.references) for one in told.codes] == [
        (QualityCode.DATE_ORDER, "injury > decided", ("A", "B")),
        (QualityCode.TRUNCATED, "", ("B",)),
    ]


def test_uncoded_requests_stand_by_what_they_lack_most_frequent_first() -> None:
    told = report(
        limited_case(
            "A",
            issue("Gizmo", "Unclassified"),
            issue("a widget", "Unclassified"),
            issue("A Widget.", "Unclassified"),
            issue("cream", "Pharmaceuticals"),
            issue("Norco", "Pharmaceuticals", drugs=(Stated(value=NORCO, start=0, end=0),)),
            issue("a session", "Rehabilitation"),
            issue("MRI", "Diagnostic Testing", procedure=Stated(value="MRI", start=0, end=0)),
        )
    )
    assert [(one.request, one.gap, one.count) for one in told.requests] == [
        ("a widget", Gap.CATEGORY, 2),
        ("Gizmo", Gap.CATEGORY, 1),
        ("cream", Gap.DRUG, 1),
        ("a session", Gap.PROCEDURE, 1),
    ]
    assert (told.issues, told.unclassified_requests) == (7, 3)


def test_issues_without_a_reason_are_counted_and_why() -> None:
    reason = LimitedReason(reason=Reason.CRITERIA_MET, rule="a rule")
    explained = replace(limited_issue(), reasons=(reason,))
    silent = replace(limited_issue(), rationale="")
    told = report(limited_case("A", explained, limited_issue(), silent))
    assert (told.issues, told.unexplained, told.without_rationale) == (3, 2, 1)


def test_unexplained_issues_are_listed_with_the_letter_they_stand_in() -> None:
    reason = LimitedReason(reason=Reason.CRITERIA_MET, rule="a rule")
    explained = replace(limited_issue(disputed_item="Bench"), reasons=(reason,))
    stool = limited_issue(disputed_item="Stool", decision=Decision.OVERTURNED)
    told = report(
        limited_case(
            "A", explained, limited_issue(sequence=2, disputed_item="Anvil"), replace(stool, sequence=3)
        ),
        limited_case("B", limited_issue(disputed_item="stool.")),
        limited_case("C", replace(limited_issue(disputed_item="Stool"), rationale="")),
    )
    assert [(one.reference, one.sequence, one.request) for one in told.unexplained_issues] == [
        ("A", 3, "Stool"),
        ("B", 1, "stool."),
        ("A", 2, "Anvil"),
    ]
    assert told.unexplained_issues[0].decision is Decision.OVERTURNED
