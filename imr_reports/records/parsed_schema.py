"""`ParsedCase` → the JSON Schema of its JSON values."""

import inspect
import re
from dataclasses import is_dataclass
from typing import Any, get_args, get_type_hints

from imr_reports.records.json_values import LEFT_OUT_WHEN_EMPTY
from imr_reports.records.parsed import ParsedCase, Span, Spans

_NAMED = {"span": "Span", "spans": "Spans"}

_ATTRIBUTE = re.compile(r"^    (\w+): (.+(?:\n {8,}.+)*)", re.MULTILINE)
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one line of `imr-report parse`."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - takes a while to load, and only the schema needs it

    made = TypeAdapter(ParsedCase).json_schema(mode="serialization")
    definitions = made.pop("$defs")
    classes = _records(ParsedCase)
    described = {
        name: _object(part, classes[name]) if name in classes else _untitled(part)
        for name, part in definitions.items()
    }
    spans = {"Span": TypeAdapter(Span).json_schema(), "Spans": TypeAdapter(Spans).json_schema()}
    return {
        "$schema": _DIALECT,
        "title": "A letter as `imr-report parse` prints it",
        **_object(made, ParsedCase),
        "$defs": dict(sorted({**described, **spans}.items())),
    }


def _object(schema: dict[str, Any], record: type) -> dict[str, Any]:
    """Describe an object by its record's docstring; no key is missing but for those left out when empty."""
    told = _attributes(record)
    properties = {}
    for name, part in schema["properties"].items():
        plain = {key: value for key, value in part.items() if key not in {"title", "default"}}
        if name in LEFT_OUT_WHEN_EMPTY:
            # Where it stands it holds something; spans are many, and described once.
            (plain,) = (kind for kind in part["anyOf"] if kind != {"type": "null"})
            plain = {"$ref": f"#/$defs/{_NAMED[name]}"} if name in _NAMED else plain
        properties[name] = {"description": told[name], **plain} if name in told else plain
    return {
        "type": "object",
        "description": _summary(record),
        "properties": properties,
        "required": [name for name in properties if name not in LEFT_OUT_WHEN_EMPTY],
        "additionalProperties": False,
    }


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}


def _summary(record: type) -> str:
    return (inspect.getdoc(record) or "").split("\n\n")[0]


def _attributes(record: type) -> dict[str, str]:
    """Return what the docstrings of a record and of those it extends say of each field."""
    told: dict[str, str] = {}
    for ancestor in reversed(record.__mro__):
        for name, words in _ATTRIBUTE.findall(inspect.cleandoc(ancestor.__doc__ or "")):
            told[name] = " ".join(words.split())
    return told


def _records(root: type) -> dict[str, type]:
    """Return the records that a record is made of, itself among them, by name."""
    found: dict[str, type] = {}
    waiting: list[Any] = [root]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and is_dataclass(kind) and kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += get_type_hints(kind).values()
        waiting += get_args(kind)
    return found
