"""Builds invented letters of the standard format for tests of parsing."""

from hashlib import sha256

from imr_reports.parse import parse_letter
from imr_reports.records.identified import IdentifiedCase, Letter, Medium

TABLE = """Case Number: CM16-9900001
Date Assigned: 05/02/2016 Date of Injury: 01/15/2015
Decision Date: 06/01/2016 UR Denial Date: 03/30/2016
Priority: Standard Application Received: 04/20/2016
"""
HEAD = """HOW THE IMR FINAL DETERMINATION WAS MADE

An outside doctor read the file.

The Expert Reviewer has the following credentials:
State(s) of Licensure: California
Certification(s)/Specialty: Family Practice

CLINICAL CASE SUMMARY

A gardener of 44 has a sore knee.

IMR ISSUES, DECISIONS AND RATIONALES

The Final Determination was based on decisions for the matters listed below:
"""
BLOCK = """
{heading}

Claims Administrator guideline: {theirs}

MAXIMUS guideline: {ours}

Decision rationale: {rationale}
"""
MTUS = "Decision based on MTUS Knee Complaints 2004."
RATIONALE = "The knee is stable. Therefore, the request is not medically necessary."


def block(heading: str, theirs: str = MTUS, ours: str = MTUS, rationale: str = RATIONALE) -> str:
    """One disputed item with its guidelines and rationale."""
    return BLOCK.format(heading=heading, theirs=theirs, ours=ours, rationale=rationale)


def letter(text: str) -> Letter:
    """A text as a letter."""
    return Letter(text=text, medium=Medium.TEXT, digest=sha256(text.encode()).hexdigest())


def parsed(*blocks: str, table: str = TABLE) -> IdentifiedCase:
    """The parse of a standard letter made of blocks."""
    return parse_letter(letter(table + HEAD + "".join(blocks)))
