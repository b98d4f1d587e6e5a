"""A user's folder of templates → what of it may be published though no list knows it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.gate import withhold_unknown
from imr_reports.publish.looking import LONGEST_PHRASE, TEMPLATE_ENDINGS, Declared, make_words, own_words

_STATEMENT = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r'"([^"\n]+)"|\'([^\'\n]+)\'')
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")


def declare_templates(folder: Path) -> Declared:
    """Return the words and phrases of a user's templates that the last look would not know.

    Single words are let through only where a program speaks (names of classes, of variables). What readers
    see is let through as whole phrases of two words or more, so that a name which stands alone in a template
    does not open the door to the same name out of a letter.

    Raises:
        ConfigurationError: if a template can't be read as text.
    """
    texts = dict(_texts(folder))
    words = make_words(texts.values()) - own_words()
    runs = {" ".join(run.split()) for file, text in texts.items() for run in _runs(file, text)}
    return Declared(
        words=frozenset(word for word in words if withhold_unknown(word) != word),
        phrases=frozenset(
            run for run in runs if " " in run and len(run) <= LONGEST_PHRASE and withhold_unknown(run) != run
        ),
    )


def _texts(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.rglob("*")):
        if file.suffix in TEMPLATE_ENDINGS and file.is_file():
            try:
                yield file, file.read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                raise ConfigurationError("the folder of templates holds one that is not UTF-8 text") from None


def _runs(file: Path, text: str) -> Iterator[str]:
    """Yield what is quoted, and in a page what stands between tags and statements; long ones by sentence."""
    shown = _TAG.split(_STATEMENT.sub("<>", text)) if file.suffix == ".j2" else ()
    quoted = (one or other for one, other in _QUOTED.findall(text))
    for run in map(unescape, (*shown, *quoted)):
        yield from _SENTENCE_END.split(run) if len(run) > LONGEST_PHRASE else (run,)
