"""Regular expressions as data files write them: blanks that stand for themselves, words from a list.

A verbose expression ignores blanks, which makes phrases of plain English hard to read and easy to get wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.datafiles import ExampledPattern

_WORD = re.compile(r"\{([a-z_]+)\}")


def spell_out(regex: str, words: Mapping[str, str], source: str) -> str:
    """Return a verbose expression of the same meaning.

    Line breaks and indents stand for nothing, also the blank behind a `|` that begins a line; `{name}` stands
    for an entry of the words.

    Raises:
        ConfigurationError: if a name isn't among the words.
    """

    def replaced(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise ConfigurationError(f"vocabulary file {source} has no word {match[1]}")
        return words[match[1]]

    lines = [re.sub(r"^\| ", "|", line.strip()) for line in regex.splitlines()]
    return re.sub(r"(?<!\\)([ #])", r"\\\1", _WORD.sub(replaced, "\n".join(lines)))


def in_small_letters(pattern: ExampledPattern) -> ExampledPattern:
    """Return a pattern for texts in small letters, which are searched faster where case is no matter."""
    return replace(pattern, regex=re.compile(pattern.regex.pattern, re.VERBOSE))
