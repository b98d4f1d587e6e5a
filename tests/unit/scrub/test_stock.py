"""The baseline finds what presidio finds, in the shape of our findings."""

import itertools
import socket

import pytest

from imr_reports.records.limited import EntityType
from imr_reports.scrub.engine import all_recognizers
from imr_reports.scrub.stock import StockPresidio

TEXT = "Seen on 03/04/2015 by John Smith of Boston. Mail john.smith@example.com or call 415-555-0123."


@pytest.fixture(scope="module")
def stock() -> StockPresidio:
    all_recognizers()  # one of ours has the name of a stock one
    return StockPresidio()


def test_none_of_our_recognizers_takes_part(stock: StockPresidio) -> None:
    taking_part = {type(one) for one in stock.recognizers}
    assert {cls.__module__.split(".")[0] for cls in taking_part} == {"presidio_analyzer"}
    assert {"DateRecognizer", "EmailRecognizer", "SpacyRecognizer"} <= {cls.__name__ for cls in taking_part}


def test_it_finds_plain_identities_with_the_network_closed(
    stock: StockPresidio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("the network is closed")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    found = {(finding.entity_type, TEXT[finding.start : finding.end]) for finding in stock.find(TEXT)}
    assert {
        (EntityType.NAME, "John Smith"),
        (EntityType.DATE, "03/04/2015"),
        (EntityType.CONTACT, "john.smith@example.com"),
    } <= found


def test_findings_are_sorted_and_do_not_overlap(stock: StockPresidio) -> None:
    findings = stock.find(TEXT)
    assert all(one.end <= other.start for one, other in itertools.pairwise(findings))
