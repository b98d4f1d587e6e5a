"""Cases made by hand, or filled to the brim, for tests of what comes out of parsing and scrubbing."""

import types
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from imr_reports.records.identified import IdentifiedCase, Letter, Medium, Passage
from imr_reports.records.stated import Stated

# All of it invented. Nothing of it may be seen behind the scrubber.
PERSON = "Hallvard Quistgaard"
NUMBER = 4155550123
DAY = date(2015, 3, 31)
SENTENCE = (
    "Mr. Hallvard Quistgaard of 880 Foothill Road, Fresno, CA 93701 was seen on 11/22/2013"
    " by Dr. Nakamura-Ruiz; MRN 00123456, claim number WC-2013-998877, telephone 415-555-0123,"
    " hq.quist@example.com."
)
TELLTALES = (
    "hallvard",
    "quistgaard",
    "foothill",
    "fresno",
    "93701",
    "11/22",
    "nakamura",
    "00123456",
    "998877",
    "555-0123",
    "hq.quist",
    str(NUMBER),
    DAY.isoformat(),
)
_LETTER = Letter(text=f"Case Number: CM15-0012345\n{SENTENCE}\n", medium=Medium.TEXT, digest="0" * 64)
_START = _LETTER.text.index("Mr.")
_END = _START + len(SENTENCE)
# Numbers that count places in the letter or in a list; they say nothing of anybody.
_PLACES = {"start": _START, "end": _END, "sequence": 1, "rank": 1}


def filled_case() -> IdentifiedCase:
    """A case whose every field, however deep, holds an identifier; fields added later hold one too."""
    return _record(IdentifiedCase, letter=_LETTER)


def _record(kind, **known):
    hints = typing.get_type_hints(kind)
    values = {
        field.name: known[field.name] if field.name in known else _value(hints[field.name], field.name)
        for field in fields(kind)
    }
    return kind(**values)


def _value(kind, name):
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return _value(next(part for part in arguments if part is not type(None)), name)
    if origin is tuple:
        return (_value(arguments[0], name),)
    if origin is Stated:
        return Stated(value=_value(arguments[0], name), start=_START, end=_END)
    if kind is Passage:
        return Passage(text=SENTENCE, start=_START, end=_END)
    if is_dataclass(kind):
        return _record(kind)
    if issubclass(kind, Enum):
        return next(iter(kind))
    if kind in {int, float} and name in _PLACES:
        return _PLACES[name]
    return {str: PERSON, int: NUMBER, float: float(NUMBER), bool: True, date: DAY}[kind]
