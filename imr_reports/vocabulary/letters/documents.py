"""`documents.toml` → how other documents of the process are told from final determination letters."""

import re
from dataclasses import dataclass
from functools import cache

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import UnreadReason
from imr_reports.vocabulary.datafiles import ExampledPattern, load_patterns, read_toml

_SOURCE = "documents.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCues:
    """What one kind of document says.

    Attributes:
        patterns: things it says.
        wanted: how many of them must stand in it.
    """

    patterns: tuple[re.Pattern[str], ...]
    wanted: int


def document_patterns() -> dict[str, ExampledPattern]:
    """Return all cues by name."""
    return load_patterns(_SOURCE)


@cache
def document_kinds() -> tuple[tuple[UnreadReason, DocumentCues], ...]:
    """Return the kinds in the order in which they are tried.

    Raises:
        ConfigurationError: if a kind is no reason, or names a pattern that the file lacks.
    """
    kinds = []
    for entry in read_toml(_SOURCE, "kinds")["kinds"]:
        try:
            patterns = tuple(document_patterns()[name].regex for name in entry["patterns"])
            reason = UnreadReason(entry["reason"])
        except (KeyError, ValueError) as error:
            raise ConfigurationError(f"{_SOURCE}: a kind of document is not valid: {error}") from error
        kinds.append((reason, DocumentCues(patterns=patterns, wanted=int(entry["wanted"]))))
    return tuple(kinds)
