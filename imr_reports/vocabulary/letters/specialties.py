"""`specialties.toml` → a reviewer's specialty in the state's words."""

import difflib
import re
from functools import cache, lru_cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "specialties.toml"
OTHER = "Other"
# What credentials say before and behind a specialty's own name.
_LEAD = re.compile(
    r"^(?:(?:(?:board\s*-?\s*)?certified|(?:sub\s?-?)?specialty|licensed|fellowship\s*-?\s*train(?:ed|ing))\s+(?:in\s+|as\s+)?"
    r"|an?\s+)+"
)
_DEGREE = re.compile(r"\s*\(\s*[a-z.&/ ]{2,12}\)|,\s*(?:m\.?d|d\.?o|d\.?c|ph\.?d|psy\.?d|d\.?p\.?m)\.?$")


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
    plain = _DEGREE.sub("", _LEAD.sub("", plain))
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
