"""Any record → JSON values."""

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

LEFT_OUT_WHEN_EMPTY = frozenset({"reference", "span", "spans"})
"""Keys that stand only where they hold something; every other key always stands."""


def json_values(value: Any) -> Any:
    """Return a record as JSON values: ISO dates, null for what is unknown."""
    if is_dataclass(value):
        pairs = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {
            name: json_values(part)
            for name, part in pairs
            if part is not None or name not in LEFT_OUT_WHEN_EMPTY
        }
    if isinstance(value, dict):
        return {str(key): json_values(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [json_values(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
