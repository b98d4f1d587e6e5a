"""`sentence_ends.toml` → words behind which a sentence ends never, or perhaps."""

from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import read_toml

_SOURCE = "sentence_ends.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEnds:
    """Words in small letters; those of the first two kinds end in a full stop."""

    never_last: frozenset[str]
    perhaps_last: frozenset[str]
    often_first: frozenset[str]


@cache
def load_sentence_ends() -> SentenceEnds:
    """Return the words.

    Raises:
        ConfigurationError: if the file lacks a list, or a word is of two minds.
    """
    table = read_toml(_SOURCE, "never_last", "perhaps_last", "often_first")
    ends = SentenceEnds(
        never_last=frozenset(table["never_last"]),
        perhaps_last=frozenset(table["perhaps_last"]),
        often_first=frozenset(table["often_first"]),
    )
    if ends.never_last & ends.perhaps_last or any(not word.endswith(".") for word in ends.never_last):
        raise ConfigurationError(f"vocabulary file {_SOURCE} holds a word that doesn't belong")
    return ends
