"""The gate's own word lists → sets of lower-case words. Sources: `data/PROVENANCE.md`.

The lists stand apart from those of the scrubber, and so does the code that reads them: what one overlooks,
the other is not to overlook for the same reason.
"""

import gzip
import tomllib
from functools import cache
from importlib.resources import files

from imr_reports.errors import ConfigurationError

_DATA = files("imr_reports.gate") / "data"


@cache
def words(name: str) -> frozenset[str]:
    """Return the entries of `data/NAME.txt.gz`.

    Raises:
        ConfigurationError: if the list is missing or empty.
    """
    try:
        entries = gzip.decompress((_DATA / f"{name}.txt.gz").read_bytes()).decode("utf-8").split()
    except (OSError, EOFError) as error:
        raise ConfigurationError(f"the gate's word list {name} is missing from this installation") from error
    if not entries:
        raise ConfigurationError(f"the gate's word list {name} is empty")
    return frozenset(entries)


@cache
def terms(name: str) -> frozenset[str]:
    """Return the words of one key of `data/terms.toml`.

    Raises:
        ConfigurationError: if the file can't be read or lacks the key.
    """
    value = _terms_file().get(name)
    if not isinstance(value, str) or not value.split():
        raise ConfigurationError(f"the gate's terms lack '{name}'")
    return frozenset(value.lower().split())


@cache
def _terms_file() -> dict[str, object]:
    return read_table("terms.toml")


def read_table(name: str) -> dict[str, object]:
    """Return a TOML file of the gate's data; it must say where its content comes from.

    Raises:
        ConfigurationError: if it is missing or damaged.
    """
    try:
        table = tomllib.loads((_DATA / name).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"the gate's data file {name} can't be read") from error
    if "provenance" not in table:
        raise ConfigurationError(f"the gate's data file {name} lacks its provenance")
    return table


@cache
def plain() -> frozenset[str]:
    """Return words that name nobody, however they are written."""
    return words("frequent") | words("plain") | words("proper") | terms("plain") | terms("languages")


@cache
def stems() -> frozenset[str]:
    """Return the words of `plain` that others are made of; capitalized words of English are no stems."""
    return plain() - words("proper") | words("frequent")


@cache
def acronyms() -> frozenset[str]:
    """Return clinical and administrative abbreviations."""
    return words("acronyms") | terms("acronyms")


@cache
def eponyms() -> frozenset[str]:
    """Return surnames that stand for a test, a sign, a scale or a disease."""
    return words("eponyms")


@cache
def credentials() -> frozenset[str]:
    """Return the letters behind a professional's name, as they are written."""
    value = _terms_file().get("credentials")
    if not isinstance(value, str):
        raise ConfigurationError("the gate's terms lack 'credentials'")
    return frozenset(value.split())
