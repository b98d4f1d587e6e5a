"""A document that is no final determination letter is told for what it is, and is never half a case."""

# ruff: noqa: E501 (rows of sentences read better unbroken)

import pytest

from imr_reports.errors import UnreadLetterError
from imr_reports.parse import parse_letter
from imr_reports.vocabulary.letters.documents import document_patterns
from tests.invented_letters import letter

DOCUMENTS = {
    "another IMR document": [
        "APPLICATION FOR INDEPENDENT MEDICAL REVIEW\nDWC Form IMR\nEmployee name: Orla Finch\nTreatment: a cane",
        "Dear Ms. Finch: your application for Independent Medical Review was found ineligible, since the claims "
        "administrator disputes liability.",
        "NOTICE OF ASSIGNMENT AND REQUEST FOR INFORMATION\nMAXIMUS Federal Services\nIMR Case Number: CM16-9900001",
    ],
    "utilization review letter": [
        "Finch & Sons\nUTILIZATION REVIEW DETERMINATION\nThe request for a cane is non-certified.",
        "Our Utilization Review physician modified the request of Dr. Vole to four visits.",
    ],
    "medical record": [
        "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)\nSubjective complaints: sore knee\nTreatment plan: cane",
        "Chief complaint: sore thumb.\nPhysical examination: the thumb is swollen.\nImpression: sprain.",
    ],
    "garbled text": [
        "7KH,QGHSHQGHQW0HGLFDO5HYLHZ" * 12,
        "\ufffd\ufffd\x02\x11\x98 ~~^^ " * 60,
        "01 02 03 4f 5e 6d " * 40,
    ],
    "unrecognized": [
        "Dear all, the picnic is on 6/1/2016.",
        "",
        "Muchas gracias por la carta de la semana pasada. " * 9,
    ],
}


@pytest.mark.parametrize(("reason", "text"), [(kind, text) for kind in DOCUMENTS for text in DOCUMENTS[kind]])
def test_reason(reason, text):
    with pytest.raises(UnreadLetterError) as error:
        parse_letter(letter(text))
    assert error.value.reason == reason


@pytest.mark.parametrize("name", document_patterns())
def test_examples(name):
    assert document_patterns()[name].faults() == []
