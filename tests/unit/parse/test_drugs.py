"""Drugs come out of requests with ingredients, class, strengths, form, quantity, refills; oddities are flagged."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imr_reports.parse.drugs import read_drugs
from imr_reports.parse.passages import one_line
from imr_reports.vocabulary.drug_list import DrugKind, drugs

TABLE = Path(__file__).with_name("drug_requests.txt")
AMOUNT = re.compile(r"([\d.]+)(.*)")


def rows():
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        request, *labels = (cell.strip() for cell in line.split("|"))
        labels += [""] * (8 - len(labels))
        if request == "+":
            found[-1][1].append(labels)
        else:
            found.append((request, [] if labels[0] == "none" else [labels]))
    return found


def amounts(cell):
    return [None if text == "?" else amount(text) for text in cell.split()]


def amount(text):
    value, unit = AMOUNT.fullmatch(text).groups()
    return float(value), unit


def expected(labels):
    name, ingredients, drug_class, strengths, form, quantity, refills, flags = labels
    return {
        "name": name.rstrip("*"),
        "is_brand": name.endswith("*"),
        "ingredients": ingredients,
        "class": drug_class,
        "strengths": amounts(strengths),
        "form": form,
        "quantity": amount(quantity) if quantity else None,
        "refills": int(refills) if refills else None,
        "flags": flags.split(),
    }


def said(drug):
    strengths = [part.strength for part in drug.parts] if len(drug.parts) > 1 else drug.strengths
    return {
        "name": drug.name,
        "is_brand": drug.is_brand,
        "ingredients": "/".join(drug.ingredients),
        "class": drug.drug_class,
        "strengths": [(one.value, one.unit) if one else None for one in strengths],
        "form": drug.form,
        "quantity": (drug.quantity, drug.quantity_unit) if drug.quantity is not None else None,
        "refills": drug.refills,
        "flags": [flag.value for flag in drug.flags],
    }


def read(text):
    return [stated.value for stated in read_drugs(one_line(text, 0, len(text)))]


@pytest.mark.parametrize(("request_", "labels"), rows(), ids=lambda value: str(value)[:60])
def test_requests(request_, labels):
    assert [said(drug) for drug in read(request_)] == [expected(one) for one in labels]
