"""`specialties.toml` → a reviewer's specialty in the state's words."""

import difflib
import re
from functools import cache, lru_cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "specialties.toml"
OTHER = "Other"


@cache
def _codes() -> dict[str, str]:
    table = read_toml(_SOURCE, "codes", "aliases")
    codes = {_key(code): code for code in table["codes"]}
    for alias, code in table["aliases"].items():
        if code not in table["codes"]:
            raise ConfigurationError(f"{_SOURCE}: {alias} stands for an unknown specialty")
        codes[_key(alias)] = code
    return codes


def _key(spelling: str) -> str:
    plain = re.sub(r"\s*&\s*|\s+and\s+", " & ", spelling.lower())
    plain = re.sub(r"^(?:board\s*-?\s*certified\s+(?:in\s+)?|licensed\s+(?:in\s+)?)", "", plain)
    return re.sub(r"[\s.]+", " ", plain).strip()


def is_specialty(text: str) -> bool:
    """Return whether a text is exactly one known specialty."""
    return _key(text) in _codes()


@lru_cache(maxsize=4096)
def specialty_code(text: str) -> str:
    """Return the state's name of a specialty; a slip of the pen is forgiven; "Other" where unknown."""
    key = _key(text)
    if key in _codes():
        return _codes()[key]
    close = difflib.get_close_matches(key, _codes(), n=1, cutoff=0.92)
    return _codes()[close[0]] if close else OTHER
