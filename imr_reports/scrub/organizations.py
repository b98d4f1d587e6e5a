"""A letter → names of employers, clinics, firms and insurers: by what closes them, by label, or known."""

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from imr_reports.errors import ConfigurationError
from imr_reports.scrub import guards
from imr_reports.scrub.names import is_stop
from imr_reports.scrub.words import (
    CLINICAL,
    DRUG,
    ENGLISH,
    FORM,
    NAME,
    SAFE,
    SERVICE,
    TOWN,
    Reading,
    is_clear_name,
    read_words,
)

CLOSED, KNOWN, LABELLED = 0.85, 0.85, 0.95
_LONGEST = 9
_JOIN = re.compile(
    r"[ \t]{0,2}(?:\r?\n[ \t]{0,3})?&?[ \t]{0,2}(?:\r?\n[ \t]{0,3})?|[-/]|,[ \t]?(?:\r?\n)?[ \t]?|['’][ \t]|\.[ \t]?"
)
_PLACED = frozenset(
    "at from by with employer of to via through near clinic facility vendor pharmacy called against for named insurer carrier joined left".split()
)
_LABEL = re.compile(
    r"(?im)(?:^|\t|[ ]{2})[ \t]*(?:employer|employer name|claims? admin(?:istrator)?|claims? adm\.?|insurer|insurance(?: carrier| company)?|carrier|tpa|third[- ]party administrator|clinic|facility|hospital|pharmacy"
    r"|law firm|firm|vendor|medical group|practice|ur vendor|ur company|utilization review (?:company|organization|vendor)|ur organization|medical provider network|mpn|surgery center|place of employment)"
    r"[ \t]*:[ \t]*(?:\r?\n[ \t]*)?(?P<value>[^\r\n:\t]{2,80}?)(?=[ ]{2,}|\t|[ \t]*(?:\r?\n|\f|\Z)|[ \t]*;|[ \t]+(?:Claim|Date|Phone|Fax|Case|Policy|DOB)\b)"
)  # fmt: skip
_INLINE_LABEL = re.compile(
    r"\b(?:[Ee]mployer|[Ii]nsurer|[Cc]arrier|[Pp]harmacy|[Ff]acility|Claims Admin|[Vv]endor|[Cc]linic|[Ss]upplier)\s?:[ ](?P<value>[A-Z](?:[^\r\n:;,.()\t]|(?<=\b[A-Z][a-z][a-z])\.){1,60})"
)
_NO_VALUE = re.compile(
    r"(?i)^(?:not\b|none|unknown|n/?a\b|decision\b|the\b|mtus|odg|same\b|\[|date\b|see\b|case\b|claim\b|did\b|yes|no\b|maximus)|^[\W\d]+$|:$"
)


@lru_cache(maxsize=1)
def _terms() -> dict[str, frozenset[str]]:
    try:
        table = tomllib.loads(
            (files("imr_reports.scrub") / "patterns" / "organizations.toml").read_text("utf-8")
        )
        return {
            key: frozenset(word.lower() for word in (value.split() if isinstance(value, str) else value))
            for key, value in table.items()
            if key != "example"
        }
    except (OSError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"the terms in organizations.toml can't be read: {error}") from error


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """Known names and heads of names by their first word, the longest first."""
    table: dict[str, list[tuple[str, ...]]] = {}
    for name in _terms()["known"]:
        words = tuple(Reading(name).lowers)
        table.setdefault(words[0], []).append(words)
    for phrases in table.values():
        phrases.sort(key=len, reverse=True)
    return table


@lru_cache(maxsize=1)
def _heads() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for head in _terms()["heads"]:
        words = tuple(head.split())
        table.setdefault(words[0], []).append(words)
    return table


class Organizations(EntityRecognizer):
    """Names of employers, clinics, hospitals, pharmacies, firms, insurers and administrators."""

    def __init__(self) -> None:
        super().__init__(
            supported_entities=["ORG"], name="organizations", supported_language="en", version="1.0"
        )

    def load(self) -> None:
        """Nothing to load: vocabulary is read when first needed."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Return the organizations found in a text; offsets into the text as given."""
        if entities and "ORG" not in entities:
            return []
        reading = read_words(text)
        found = [(reading.starts[a], _closing(reading, b), score) for a, b, score in self._named(reading)]
        found += labelled(text)
        found += abbreviations(text, found)
        return [self._result(*span) for span in found]

    def _named(self, reading: Reading) -> Iterator[tuple[int, int, float]]:
        strong, weak = _terms()["strong"], _terms()["weak"]
        done = 0
        for i, lower in enumerate(reading.lowers):
            if i < done:
                continue
            if not reading.is_capitalized(i):
                continue
            span = headed_name(reading, i) if lower in _heads() else None
            if span is None and lower in _phrases():
                span = known_name(reading, i)
            if span is None and (lower in strong or lower in weak):
                span = closed_name(reading, i)
            if span is None and i and reading.lowers[i - 1] in _CREDENTIAL_ENDS and reading.is_capitalized(i - 1):
                span = behind_credential(reading, i)
            if span is None and i and reading.lowers[i - 1] in _PLACED:
                span = affiliation(reading, i) or placed_name(reading, i)
            if span is not None and not guards.is_quiet(reading.text, reading.starts[span[0]]):
                done = span[1]
                yield *span, CLOSED

    def _result(self, start: int, end: int, score: float) -> RecognizerResult:
        return RecognizerResult(
            entity_type="ORG",
            start=start,
            end=end,
            score=score,
            analysis_explanation=AnalysisExplanation(recognizer=self.name, original_score=score),
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def _closing(reading: Reading, end: int) -> int:
    """ "Co." and "Inc." keep their period."""
    offset = reading.ends[end - 1]
    abbreviated = reading.lowers[end - 1] in {"co", "inc", "corp", "ltd"}
    return offset + 1 if abbreviated and reading.text[offset : offset + 1] == "." else offset


def labelled(text: str) -> list[tuple[int, int, float]]:
    """Return what stands behind the label of an organization, to the end of its line."""
    spans = []
    for pattern in (_LABEL, _INLINE_LABEL):
        for match in pattern.finditer(text):
            value = match["value"].rstrip()
            if value and not _NO_VALUE.search(value) and value[0].isalnum():
                spans.append((match.start("value"), match.start("value") + len(value), LABELLED))
    return spans


def abbreviations(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Return acronyms in brackets directly behind an organization ("Bell Wether Mutual (BWM)"), all over the text."""
    acronyms = {match[1] for _, end, _ in found if (match := _ACRONYM.match(text, end))}
    return [
        (*match.span(), KNOWN)
        for acronym in acronyms - _PUBLIC_ACRONYMS
        for match in re.finditer(rf"\b{re.escape(acronym)}\b", text)
    ]


_ACRONYM = re.compile(r"\s{0,2}\(\s?[\"“]?([A-Z][A-Z&]{1,6})[\"”]?(?=[);,])")
_PUBLIC_ACRONYMS = frozenset({"MTUS", "ODG", "ACOEM", "DWC", "MRI", "CT", "UR", "IMR", "PT", "OT", "ESI", "TENS", "MPN", "QME", "AME", "PTP", "DME", "ER", "ED", "CA", "US", "WC", "TPA", "MMI", "EMG", "MPFS"})


def closed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of the name that a closing word ("Clinic", "LLP") belongs to."""
    end = _forward(reading, i)
    first = _backward(reading, i)
    while first < i and (not reading.is_capitalized(first) or _is_opening(reading, first)):
        first += 1
    if first >= i and end == i + 1:
        return None
    return (first, end) if _names_something(reading, first, end) else None


def _forward(reading: Reading, i: int) -> int:
    closing = _terms()["strong"] | _terms()["weak"]
    end = i + 1
    while (
        end < len(reading)
        and end - i < _LONGEST
        and reading.is_capitalized(end)
        and reading.lowers[end] in closing
    ):
        gap = reading.gap(end - 1)
        if not _JOIN.fullmatch(gap) or "." in gap or ("\n" in gap and reading.lowers[end] not in _terms()["strong"]):
            break
        end += 1
    return end


def _backward(reading: Reading, i: int) -> int:
    first = i
    while first > 0 and i - first < _LONGEST and _JOIN.fullmatch(reading.gap(first - 1)):
        gap, j = reading.gap(first - 1), first - 1
        if "\n" in gap and (_closes(reading, j) or (reading.is_all_capitals(j) and reading.is_all_capitals(first))):
            break
        if gap.strip() == "." and not (reading.is_initial(j) or reading.lowers[j] in {"st", "mt", "u", "s"}):
            break
        if gap.startswith(",") and not _comma_fits(reading, j, first, i):
            break
        if not reading.is_capitalized(j):
            if not _connects(reading, j):
                break
        elif _is_opening(reading, j):
            break
        first = j
    return first


def _closes(reading: Reading, j: int) -> bool:
    return reading.lowers[j] in _terms()["strong"] or reading.lowers[j] in _terms()["weak"]


def _connects(reading: Reading, j: int) -> bool:
    """"of" joins two parts of a name only behind a word that heads one ("Bank of …", "Institute for …")."""
    lower = reading.lowers[j]
    if j > 1 and lower in {"the", "la", "los", "las"} and reading.lowers[j - 1] in {"of", "de"}:
        return reading.is_capitalized(j - 2) and reading.kinds[j - 2] & NAME != 0
    if j == 0 or lower not in _terms()["connectors"] or not reading.is_capitalized(j - 1):
        return False
    if lower in {"of", "for", "at"}:
        return reading.lowers[j - 1] in _terms()["strong"] | _terms()["weak"] | {"offices", "lady", "friends", "boys"}
    return True


_CREDENTIAL_ENDS = frozenset("md do dc d o c pt np rn pa dpt phd psyd lac ac dpm a n p esq qme ame".split())


def affiliation(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the capitalized words behind "M.D. of" and the like, whatever they mean ("Joint & Spine Associates")."""
    if i < 2 or reading.lowers[i - 1] not in {"of", "at", "from", "with", "for"} or reading.lowers[i - 2] not in _CREDENTIAL_ENDS:  # noqa: PLR2004
        return None
    if not reading.is_capitalized(i - 2) or reading.gap(i - 1).strip():
        return None
    end = _capitalized_run(reading, i)
    known = all(reading.kinds[j] & FORM for j in range(i, end))
    return (i, end) if not known and not _ends_heading(reading, end) else None


def behind_credential(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the name behind "M.D.," when a closing word is in it ("M.D., Twin Palms Medical Group")."""
    if not re.fullmatch(r"\.?,\s{1,3}", reading.gap(i - 1)):
        return None
    end = _capitalized_run(reading, i)
    strong = any(reading.lowers[j] in _terms()["strong"] for j in range(i, end))
    plain = any(_is_plain(reading.kinds[j]) for j in range(i, end))
    closed = any(_closes(reading, j) for j in range(i + 1, end))
    return (i, end) if strong or (closed and plain) else None


def _capitalized_run(reading: Reading, i: int) -> int:
    """Return the index behind a row of capitalized words, joined by blanks, "&", "and", "de" and the like."""
    end = i + 1
    while end < len(reading) and end - i < _LONGEST and _JOIN.fullmatch(reading.gap(end - 1)):
        if reading.gap(end - 1).lstrip()[:1] in (",", ".") or _is_opening(reading, end) and reading.is_capitalized(end):
            break
        if not reading.is_capitalized(end):
            joins = reading.lowers[end] in {"and", "de", "del", "la", "y", "of", "the"} and end + 1 < len(reading)
            if not (joins and reading.is_capitalized(end + 1) and reading.gap(end) == " "):
                break
        end += 1
    return end


def placed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return a row of two or more capitalized words behind "at", "from", "by" that are no terms ("at Daily Crust").

    A single one ("at Bluebird") counts when it is a plain word that closes the phrase.
    """
    if i < 2 or reading.lowers[i - 1] not in _LEADING or reading.is_capitalized(i - 2):  # noqa: PLR2004
        return None
    if guards.is_quiet(reading.text, reading.starts[i]) or reading.gap(i - 1).strip() or "\n\n" in reading.gap(i - 1):
        return None
    end = _capitalized_run(reading, i)
    words = [j for j in range(i, end) if reading.is_capitalized(j)]
    begins_plain = reading.lowers[i - 1] in _LONE and _is_plain(reading.kinds[i]) and reading.lowers[i] not in _terms()["headings"]
    if not all(_may_be_placed(reading, j) or (begins_plain and j > i and reading.kinds[j] & SERVICE) for j in words) or _ends_heading(reading, end):
        return None
    if end - i == 1:
        return (i, end) if _is_lone_place_of_work(reading, i) else None
    if begins_plain and len(words) > 1:
        return i, end
    named = [j for j in words if not reading.kinds[j] & (SERVICE | FORM | DRUG)]
    return (i, end) if len(named) > 1 or any(reading.kinds[j] & NAME for j in named) else None


def _may_be_placed(reading: Reading, j: int) -> bool:
    if reading.is_initial(j) or (reading.is_all_capitals(j) and reading.ends[j] - reading.starts[j] <= 4):  # noqa: PLR2004
        return False
    lower, kinds = reading.lowers[j], reading.kinds[j]
    if lower in _terms()["headings"] or lower in _terms()["public"]:
        return False
    return not kinds & (FORM | DRUG | SERVICE | CLINICAL) or bool(kinds & NAME and not kinds & (DRUG | SERVICE))


def _ends_heading(reading: Reading, end: int) -> bool:
    return reading.text[reading.tails[end - 1] : reading.tails[end - 1] + 2].strip()[:1] in {":", ")"}


_LEADING = frozenset({"at", "from", "by", "of", "for", "employer", "joined", "left"})
_LONE = frozenset({"at", "from", "by", "employer", "joined", "left"})


def _is_lone_place_of_work(reading: Reading, i: int) -> bool:
    kinds = reading.kinds[i]
    plain = kinds & ENGLISH and not kinds & (FORM | SERVICE | DRUG | CLINICAL) and len(reading.lowers[i]) > 4  # noqa: PLR2004
    follows = reading.text[reading.tails[i] : reading.tails[i] + 2]
    return bool(plain) and reading.lowers[i - 1] in _LONE and not reading.is_all_capitals(i) and "-" not in follows


def _comma_fits(reading: Reading, j: int, first: int, i: int) -> bool:
    """A comma stands inside a name before "Inc." and in firms of several names ("Ruiz, Oh & Lane LLP")."""
    if reading.lowers[first] in {
        "inc",
        "llc",
        "llp",
        "corp",
        "ltd",
        "apc",
        "pc",
        "lp",
        "aplc",
        "incorporated",
    }:
        return True
    firm = reading.lowers[i] in {"llp", "apc", "aplc", "attorneys", "pc", "llc"}
    return firm and bool(reading.kinds[j] & NAME or not reading.kinds[j])


_OPENING = frozenset(
    "the a an at in on of by from per with to for and or but his her their he she this that these those when while after before since as if "
    "dr drs mr mrs ms miss then also patient applicant claimant employee provider employer seen because though although however per "
    "attending requesting treating adjuster examiner physician surgeon nurse therapist attorney interpreter reviewer claims administrator expert reviewer maximus case date dated re cc request requests decision section "
    "sections page pages chapter chapters citation guideline guidelines mtus odg acoem md do dc pt rn former current where which who".split()
)


def _is_opening(reading: Reading, i: int) -> bool:
    return reading.lowers[i] in _OPENING


def _names_something(reading: Reading, first: int, end: int) -> bool:
    """Return whether a run of words that closes like an organization names one."""
    terms = _terms()
    words = range(first, end)
    lowers = set(reading.lowers[first:end])
    if any(reading.lowers[j] in terms["public"] for j in words) and not _is_commercial(reading, end):
        return False
    if {"american", "national", "international"} & lowers and lowers & _LEARNED:
        return False
    closing = {j for j in words if reading.lowers[j] in terms["strong"] or reading.lowers[j] in terms["weak"]}
    has_strong = any(reading.lowers[j] in terms["strong"] for j in closing)
    others = [j for j in words if reading.is_capitalized(j) and reading.lowers[j] not in terms["headings"]]
    own = [j for j in others if j not in closing or (j < end - 1 and _is_plain_closing(reading, j))]
    if any(_is_naming(reading, j) for j in own) or (own and reading.lowers[end - 1] in {"llp", "apc", "inc", "llc", "aplc", "law", "lawyers"}):
        return True
    plain = [j for j in own if _is_plain(reading.kinds[j])]
    placed = first > 0 and (
        reading.lowers[first - 1] in _PLACED
        or _is_the_after_place(reading, first)
        or bool(_PAYS.match(reading.text, reading.ends[end - 1]))
    )
    if reading.begins_sentence(first) and not placed:
        plain = plain[1:] if has_strong and len(plain) > 1 else []
    if has_strong:
        return bool(plain)
    return (
        placed
        and bool(plain)
        and not guards.is_citation(reading.text, reading.starts[first], reading.tails[end - 1])
    )


_PAYS = re.compile(r"\s{1,2}(?:\(claim|paid|denied|authorized|approved|certified|modified|non-certified|issued|insures|administers|billed|dispensed)")
_LEARNED = frozenset("college academy society association institute institutes board guideline guidelines journal council foundation heart pain clearinghouse".split())


def _is_plain_closing(reading: Reading, j: int) -> bool:
    """A plain closing word inside a name may distinguish it ("Sierra Vineyards District Hospital")."""
    return reading.lowers[j] in _terms()["strong"] and not reading.kinds[j] & (SERVICE | FORM)


def _is_the_after_place(reading: Reading, first: int) -> bool:
    return first > 1 and reading.lowers[first - 1] == "the" and reading.lowers[first - 2] in _PLACED


def _is_commercial(reading: Reading, end: int) -> bool:
    legal = reading.lowers[end - 1] in {"inc", "llc", "llp", "corp", "co", "ltd"}
    return legal and "maximus" not in reading.lowers[max(0, end - 5) : end]


def _is_naming(reading: Reading, j: int) -> bool:
    kinds = reading.kinds[j]
    if reading.is_initial(j) or (
        reading.is_all_capitals(j) and not kinds & NAME and len(reading.lowers[j]) <= 4
    ):  # noqa: PLR2004
        return False
    return is_clear_name(kinds) or not kinds or bool(kinds & TOWN and not kinds & SAFE)


def _is_plain(kinds: int) -> bool:
    """A plain word or a common name that is no word of services, guidelines or drugs."""
    if kinds & SERVICE or (kinds & DRUG and not kinds & NAME):
        return False
    return bool(kinds & (ENGLISH | NAME)) and (not kinds & (FORM | CLINICAL) or bool(kinds & NAME))


def known_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of a known organization that begins at a word."""
    if not reading.is_capitalized(i):
        return None
    for phrase in _phrases()[reading.lowers[i]]:
        end = i + len(phrase)
        if tuple(reading.lowers[i:end]) != phrase or any("\n\n" in reading.gap(j) for j in range(i, end - 1)):
            continue
        if " ".join(phrase) not in _terms()["known_plain"] or _is_placed(reading, i, end):
            return i, _forward(reading, end - 1)
    return None


def _is_placed(reading: Reading, i: int, end: int) -> bool:
    behind = end < len(reading) and reading.lowers[end] in {
        "insurance",
        "ins",
        "indemnity",
        "permanente",
        "pharmacy",
        "claims",
        "hospital",
        "medical",
        "comp",
        "denied",
    }
    before = i > 0 and reading.lowers[i - 1] in _PLACED | {"the"} and not reading.gap(i - 1).strip()
    return behind or before


def headed_name(reading: Reading, i: int) -> tuple[int, int] | None:
    """Return the words of "Law Offices of X", "City of X" and the like."""
    for head in _heads()[reading.lowers[i]]:
        start = i + len(head)
        if tuple(reading.lowers[i:start]) != head or start >= len(reading) or not reading.is_capitalized(i):
            continue
        end = start
        while (
            end < len(reading)
            and end - start < 4  # noqa: PLR2004
            and reading.is_capitalized(end)
            and not _is_opening(reading, end)
            and not is_stop(reading.lowers[end])
        ):
            if end > start and (not _JOIN.fullmatch(reading.gap(end - 1)) or "." in reading.gap(end - 1)):
                break
            end += 1
        if end > start:
            return i, end
    return None
