"""Files that are about to be published → the first thing in them that is not known as safe."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path, PurePath

from imr_reports.errors import PrivacyGateError
from imr_reports.gate import find_shapes, unknown_tokens
from imr_reports.publish.passages import ENDINGS, KEY, Passage, UnreadableError, passages_of
from imr_reports.publish.phrases import OF_DATA_SETS, OF_FORMATS, OWN_PHRASES
from imr_reports.resources import templates_folder
from imr_reports.vocabulary.listed import is_listed, stands_in_name

_LETTERS, _FIGURES = re.compile(r"[^\W\d_]+"), re.compile(r"[\w-]*\d[\w-]*")
# As the store draws them: four and four signs, no vowels and no look-alikes.
REFERENCE = re.compile(r"(?<![\w-])[2-9BCDFGHJKMNPQRSTVWXZ]{4}-[2-9BCDFGHJKMNPQRSTVWXZ]{4}(?![\w-])")
_CHECKSUM = re.compile(r"(?<!\w)(?:[0-9a-f]{64}|[0-9a-f]{40})(?!\w)")
# Names of the parts of a workbook, which look like addresses on the web or like a word with figures in it.
_NAMESPACE = re.compile(
    r"http://(?:schemas\.openxmlformats\.org|purl\.org/dc)/[a-zA-Z0-9./-]*|worksheets/sheet\d{1,3}\.xml"
)
_GAP = "\n\n\n"
_JOINTS, _FIGURES_OF_ROW = re.compile(r"[/:,]"), re.compile(r"(?<!\S)[\d.,%–−+*†\s]+$")
_LONGEST_LABEL = 200
MANIFEST = "manifest.json"
PROVENANCE, CHECKSUMS = "provenance.json", "SHA256SUMS"
"""What a data set has in the manifest's stead: how it was made, and its files' checksums."""
TEMPLATE_ENDINGS = frozenset({".j2", ".css", ".js", ".toml"})
"""Endings of names of the files that a report is made by."""
_OF_DATA_SETS = frozenset({".py", ".sql", ".toml", ".md"})
_SIGNS_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What may be published though no list knows it: the report's own words, by rule.

    Attributes:
        phrases: texts of the operator and the program, each as a whole: title, organization, versions.
        days: days that the report itself names.
        words: single words (lower case) of the operator's templates, for what programs read alone: names of
            classes and variables.
    """

    phrases: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    words: frozenset[str] = frozenset()
    _pattern: list[re.Pattern[str]] = field(init=False, default_factory=list, compare=False, repr=False)

    def joined(self, other: "Declared") -> "Declared":
        """Return what either declares."""
        return Declared(
            phrases=self.phrases | other.phrases, days=self.days | other.days, words=self.words | other.words
        )

    def masked(self, text: str) -> str:
        """Return a text with its declared phrases, its own days, references and keys blanked out."""
        for pattern in (*self._patterns(), REFERENCE, KEY):
            text = pattern.sub(lambda match: " " * len(match[0]), text)
        return text

    def _patterns(self) -> list[re.Pattern[str]]:
        if not self._pattern:
            days = {form for day in self.days for form in _forms(day)}
            phrases = sorted(
                {phrase.strip() for phrase in self.phrases | (OWN_PHRASES | OF_DATA_SETS)} - {""} | days,
                key=len,
                reverse=True,
            )
            if phrases:
                alternatives = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
                self._pattern.append(re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)"))
        return self._pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that is not known as safe: where it is and of what kind, never what it says."""

    where: str
    kind: str


def _forms(day: date) -> Iterator[str]:
    yield day.isoformat()
    yield f"{day.isoformat()}T00:00:00Z"  # as a workbook says when it was made
    yield f"{day:%B} {day.day}, {day.year}"


@cache
def own_words() -> frozenset[str]:
    """Return the words of the templates, styles, scripts and schemas of outputs: what their make may hold."""
    files = (file for file in templates_folder().rglob("*") if file.suffix in TEMPLATE_ENDINGS)
    package = Path(__file__).parents[1]
    drawn = package / "render"
    described = (
        file
        for folder in ("export", "vocabulary/dataset")
        for file in (package / folder).rglob("*")
        if file.suffix in _OF_DATA_SETS
    )
    all_files = (*files, *drawn.glob("*.py"), *drawn.glob("*.json"), *described)
    return make_words(file.read_text("utf-8") for file in all_files) | OF_FORMATS


def make_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words and numbers of templates, styles and scripts, in lower case."""
    return frozenset(
        word.lower() for text in texts for words in (_LETTERS, _FIGURES) for word in words.findall(text)
    )


def look(name: str, content: bytes, declared: Declared, passed: set[str] | None = None) -> Hit | None:
    """Return the first thing in a file, or in its name, that is not known as safe; None where all is.

    Args:
        name: the file's name, with the folders between it and the published one.
        content: its bytes.
        declared: what may stand in it by rule.
        passed: cells of tables that passed before and need not be looked at again; grows by those that do.
    """
    if _in_texts([Passage(where="name", text=_words_of_name(name))], declared):
        return Hit(where="its name", kind="an unknown word or an identifier")
    try:
        passages = list(passages_of(name, content))
    except UnreadableError:
        return Hit(where="the whole", kind="what can't be read")
    # The manifest lists the words that are declared, so that a later check knows them.
    words = declared.words if name in {MANIFEST, PROVENANCE} else frozenset()
    return _in_texts(passages, declared, words) or _in_values(
        passages, declared, set() if passed is None else passed
    )


def _words_of_name(name: str) -> str:
    plain = PurePath(name)
    words = plain.with_suffix("") if plain.suffix.lower() in ENDINGS else plain
    return " ".join(words.parts).replace("_", " ")


def _in_texts(
    passages: Iterable[Passage], declared: Declared, words: frozenset[str] = frozenset()
) -> Hit | None:
    for is_make in (False, True):
        chosen = [passage for passage in passages if passage.is_make is is_make and not passage.is_value]
        extra = own_words() | declared.words if is_make else words
        if (hit := _in_chosen(chosen, declared, extra, is_make=is_make)) is not None:
            return hit
    return None


def _in_values(passages: Iterable[Passage], declared: Declared, passed: set[str]) -> Hit | None:
    """Look at cells of tables, each text once, so many at a time that memory holds them."""
    left = {passage.text: passage for passage in passages if passage.is_value and passage.text not in passed}
    batch: list[Passage] = []
    signs = 0
    for text, passage in left.items():
        batch.append(passage)
        signs += len(text)
        if signs >= _SIGNS_AT_ONCE:
            if (hit := _in_chosen(batch, declared, frozenset())) is not None:
                return hit
            batch, signs = [], 0
    hit = _in_chosen(batch, declared, frozenset())
    if hit is None:
        passed.update(left)
    return hit


def _in_chosen(
    chosen: Sequence[Passage], declared: Declared, extra: Collection[str], *, is_make: bool = False
) -> Hit | None:
    text = _GAP.join(passage.text for passage in chosen)
    text = _NAMESPACE.sub(_blank, text) if is_make else text
    found = _first(_CHECKSUM.sub(_blank, declared.masked(text)), declared, extra)
    return Hit(where=_place(chosen, found[0]), kind=found[1]) if found is not None else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _first(text: str, declared: Declared, extra: Collection[str]) -> tuple[int, str] | None:
    if (shape := next(find_shapes(text, declared.days), None)) is not None:
        return shape[0], f"the shape of {_article(shape[2])}"
    for start, end in unknown_tokens(text, [(0, len(text))], extra):
        token = text[start:end]
        # What letters are coded into is a name of the vocabulary.
        if stands_in_name(text, start, end) or _is_label(text, start, end):
            continue
        if not any(sign.isdigit() for sign in token):
            return start, "a word that is not known as safe"
        if not (
            extra and all(word.lower() in extra for word in _LETTERS.findall(token) + _FIGURES.findall(token))
        ):
            return start, "a number that is not known as safe"
    return None


def _is_label(text: str, start: int, end: int) -> bool:
    """Return whether a word stands in a line of labels alone, or is one part of a row's key ("ODG/Burns//").

    A line of labels is nothing but names of the vocabulary and a row's figures ("ODG: Burns 3 0.4%"). Names
    of one word that people bear too ("Burns", a chapter) are let through in no other place.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    if len(line) > _LONGEST_LABEL:
        return False
    parts = [part for part in _JOINTS.split(_FIGURES_OF_ROW.sub("", line)) if part.strip()]
    if parts and all(is_listed(part) for part in parts):
        return True
    before, behind = line[: start - first].rpartition("/"), line[end - first :].partition("/")
    part = before[2] + text[start:end] + behind[0]
    return bool(before[1] and behind[1]) and is_listed(part)


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _place(passages: Iterable[Passage], at: int) -> str:
    end = 0
    where = "text"
    for passage in passages:
        where = passage.where
        end += len(passage.text) + len(_GAP)
        if at < end:
            break
    return where


def declared_by(manifest: Mapping[str, object], declared: Declared) -> Declared:
    """Return what is declared, and with it what a manifest declares: its phrases, versions and days.

    Args:
        manifest: what stands in `manifest.json`.
        declared: what is declared besides.
    """
    phrases = {one for one in _strings(manifest.get("declared")) if len(one) <= LONGEST_PHRASE}
    words = {one for one in _strings(manifest.get("template_words")) if _WORD.fullmatch(one)}
    libraries = manifest.get("libraries")
    if isinstance(libraries, dict):
        for name, number in libraries.items():
            if re.fullmatch(r"[a-z][\w-]*", str(name)) and _VERSION.fullmatch(str(number)):
                phrases |= {str(name), str(number)}
    phrases |= {
        one
        for one in _strings([manifest.get("pipeline_version"), manifest.get("version")])
        if _VERSION.fullmatch(one)
    }
    return replace(declared, phrases=declared.phrases | phrases, words=declared.words | words)


_VERSION = re.compile(r"\d+(?:\.\d+){1,3}(?:[a-z]+\d*)?(?:\+[0-9a-f]{12})?|not installed|unknown")
_WORD = re.compile(r"[\w-]{1,60}")
LONGEST_PHRASE = 200
"""Characters of the longest phrase that a manifest can declare."""


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def look_at_all(files: Mapping[str, bytes], declared: Declared) -> Iterator[tuple[str, Hit]]:
    """Yield each file in which something is not known as safe, with the first such thing."""
    passed: set[str] = set()
    for name, content in files.items():
        if (hit := look(name, content, declared, passed)) is not None:
            yield name, hit


def refuse_unsafe(files: Mapping[str, bytes], declared: Declared) -> None:
    """Refuse files in which anything is not known as safe.

    Raises:
        PrivacyGateError: naming the first such file and what kind of thing it is, never the thing.
    """
    for place, (name, hit) in enumerate(look_at_all(files, declared), 1):
        called = name if hit.where != "its name" else f"file {place}"
        raise PrivacyGateError(
            f"publication stopped: {called} would hold {hit.kind} ({hit.where}); nothing was written"
        )
