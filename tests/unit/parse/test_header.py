"""The header table in the layouts that extractors make of it."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

from datetime import date

import pytest

from imr_reports.records.coded import Priority, QualityCode
from tests.invented_letters import TABLE, block, parsed

LAYOUTS = {
    "one line": TABLE,
    "two lines": "Case Number:\nCM16-9900001\nDate Assigned:\n05/02/2016\nDate of Injury:\n01/15/2015\n"
    "Decision Date:\n06/01/2016\nUR Denial Date:\n03/30/2016\nPriority:\nStandard\nApplication\nReceived:\n04/20/2016\n",
    "tabs": "Case Number:\tCM16-9900001\t\t\nDate Assigned:\t05/02/2016\tDate of Injury:\t01/15/2015\n"
    "Decision Date:\t06/01/2016\tUR Denial Date:\t03/30/2016\nPriority:\tStandard\tApplication Received:\t04/20/2016\n",
    "value inside a label": "Case Number: CM16-9900001\nDate Assigned: 05/02/2016 Date of Injury: 01/15/2015\n"
    "Decision Date: 06/01/2016 UR Denial Date: 03/30/2016\nPriority: Standard Application 04/20/2016\nReceived:\n",
    "all labels first": "Case Number:\nDate Assigned:\nDate of Injury:\nDecision Date:\nUR Denial Date:\nPriority:\n"
    "Application Received:\nCM16-9900001\n05/02/2016\n01/15/2015\n06/01/2016\n03/30/2016\nStandard\n04/20/2016\n",
    "labels of a row first": "Case Number:\nCM16-9900001\nDate Assigned: Date of Injury:\n05/02/2016 01/15/2015\n"
    "Decision Date: UR Denial Date:\n06/01/2016 03/30/2016\nPriority: Application Received:\nStandard 04/20/2016\n",
    "unredacted": "Orla Finch, 12 Reed Lane\n\nDear Ms. Finch:\n\nEmployee: Orla Finch\nEmployer: Finch & Sons\n"
    "Date of Birth: 02/02/1970\nClaim Number: 9-9\n" + TABLE,
    "foreign labels between": "Case Number:\nCM16-9900001\nEmployee:\nFINCH, ORLA\nEmployer:\nFinch & Sons\n"
    "Date Assigned:\n05/02/2016\nApplicant:\nFinch\nDate of Injury:\n01/15/2015\nDecision Date:\n06/01/2016\n"
    "UR Denial Date:\n03/30/2016\nPriority:\nStandard\nApplication \nReceived: \n04/20/2016\n",
    "other writings": "CASE NUMBER : CM 16 - 9900001\nDate Assigned : May 2, 2016\nDate of Injury: 1-15-15\n"
    "Decision Date: 1 June 2016\nUR Denial Date: 2016-03-30\nPriority : standard\nApplication Received: 4/20/2016\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout):
    case = parsed(block("Cane: Upheld"), table=LAYOUTS[layout])
    assert case.case_number.text.replace(" ", "") == "CM16-9900001"
    assert case.priority.value is Priority.STANDARD
    assert {
        name: getattr(case, name).value for name in ("assigned", "injury", "decided", "ur_denial", "received")
    } == {
        "assigned": date(2016, 5, 2),
        "injury": date(2015, 1, 15),
        "decided": date(2016, 6, 1),
        "ur_denial": date(2016, 3, 30),
        "received": date(2016, 4, 20),
    }
    assert case.quality == ()


def test_no_header_at_all():
    case = parsed(block("Cane: Upheld"), table="")
    assert case.case_number is case.decided is case.priority is None
    assert {finding.code for finding in case.quality} == {
        QualityCode.NO_CASE_NUMBER,
        QualityCode.NO_DECISION_DATE,
    }


def test_an_empty_field_takes_no_neighbour():
    case = parsed(block("Cane: Upheld"), table="Date of Injury:\n\nDecision Date:\n06/01/2016\n")
    assert case.injury is None
    assert case.decided.value == date(2016, 6, 1)


def test_an_impossible_date_is_reported_and_not_repaired():
    case = parsed(block("Cane: Upheld"), table=TABLE.replace("06/01/2016", "06/31/2016"))
    assert case.decided is None
    assert _findings(case) == {(QualityCode.IMPOSSIBLE_DATE, "decided"), (QualityCode.NO_DECISION_DATE, "")}


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("02/30/2016", "assigned"),
        ("13/01/2015", "injury"),
        ("00/00/0000", "received"),
        ("3/30/20166", "ur_denial"),
    ],
)
def test_an_impossible_date_is_reported_with_its_field(written, field):
    day = {
        "assigned": "05/02/2016",
        "injury": "01/15/2015",
        "received": "04/20/2016",
        "ur_denial": "03/30/2016",
    }
    case = parsed(block("Cane: Upheld"), table=TABLE.replace(day[field], written))
    assert getattr(case, field) is None
    assert _findings(case) == {(QualityCode.IMPOSSIBLE_DATE, field)}
    others = set(day) - {field}
    assert all(getattr(case, name) is not None for name in others)


def _findings(case):
    return {(finding.code, finding.subject) for finding in case.quality}


@pytest.mark.parametrize(
    ("day", "written", "pairs"),
    [
        ("06/01/2016", "06/01/2015", {"ur_denial > decided", "received > decided", "assigned > decided"}),
        ("03/30/2016", "04/21/2016", {"ur_denial > received"}),
        ("01/15/2015", "04/01/2016", {"injury > ur_denial"}),
        ("04/20/2016", "05/02/2016", set()),
    ],
)
def test_dates_out_of_order_are_reported_with_their_fields(day, written, pairs):
    case = parsed(block("Cane: Upheld"), table=TABLE.replace(day, written))
    assert _findings(case) == {(QualityCode.DATE_ORDER, pair) for pair in pairs}


@pytest.mark.parametrize("word", ["Expedited", "EXPEDITED"])
def test_expedited(word):
    assert (
        parsed(block("Cane: Upheld"), table=TABLE.replace("Standard", word)).priority.value
        is Priority.EXPEDITED
    )


def test_latest_date_leaves_out_editions_and_far_years():
    case = parsed(
        block(
            "Cane: Upheld",
            ours="Decision based on Non-MTUS Citation ODG Knee (updated 11/30/2016).",
            rationale="Seen on 05/20/2016. A page accessed on 12/12/2016 agrees until 1/1/2150. It is not needed.",
        )
    )
    assert case.latest_date.value == date(2016, 6, 1)
