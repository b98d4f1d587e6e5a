"""The case summary → diagnoses as mentioned, with the ICD codes given for them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from imr_reports.parse.passages import Line
from imr_reports.records.identified import Diagnosis, Passage
from imr_reports.records.services import CodedTerm, CodeSystem
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.clinical.body_parts import body_words
from imr_reports.vocabulary.clinical.words import clinical_pattern, clinical_patterns, condition_words
from imr_reports.vocabulary.matching.phrases import Words

Span = tuple[int, int]

_ENUMERATOR = re.compile(r"(?:(?<=^)|(?<=[\s,;:])|(?<=[^\d]\.))\(?\d{1,2}[.)](?=\s|[A-Za-z])")
_ENDS_ENUMERATED = re.compile(r"(?:^|[\s:;,.])\(?\d{1,2}[.)]$")
_BEGINS_ENUMERATED = re.compile(r"\(?\d{1,2}[.)]")
_LIST_MARK = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s+as well as\s+|;\s*(?:and\s+)?")
# For folded text, which is searched faster than text in which case is no matter.
_STOP = re.compile(
    r"\b(?:treatments?|treated|[hs]he|his|her|medications?|work status|plan|who|for which|based on|per"
    r"|the (?:injured|claimant|patient|worker|employee|provider|physician|treat\w+|current|medical)"
    r"|on exam\w*|resulting in|subjective|objective|currently|was seen|with complaints?|request\w*"
    r"|there (?:is|was|were|are))\b"
)
_IMAGING = re.compile(r"\b(?:mri|ct|x ?rays?|radiograph\w*|scan|imaging|emg|ncv|ultrasound|study)\b")
_LEAD = re.compile(
    r"(?:[\s.,;:()#*-]|\d{1,2}[.)](?!\d)"
    r"|(?:ICD|ICD-?\s?(?:9|10)(?:-?CM)?|codes?|and|the|an?|as|is|that of|include|including)\b[\s:]*)+",
    re.IGNORECASE,
)
_CODE_WORD = re.compile(r".*\W(?=(?:ICD|ICD-?\s?(?:9|10)(?:-?CM)?|codes?|and)$)", re.IGNORECASE | re.DOTALL)
_IN_BRACKETS = re.compile(r"\((?:ICD\s?-?\s?(?:9|10)(?:-?CM)?\s?:?\s?)?(?=[A-Z\d]{3}\.?\d)")
_DECIMAL = re.compile(r"\d[\dA-Z]\.[\dA-Z]|E[89]\d\d")
_OPENING = re.compile(r"\((?:ICD\s?-?\s?(?:9|10)?(?:-?CM)?\s?:?\s?)?$")
_LEFT_OUT = re.compile(
    r".*(?:[.;,:(]|\b(?:has|had|with|of|for|and|is|was|including|includes?|noted|are|were)\b)", re.DOTALL
)
_SIDE = re.compile(r"\s*(?:left|right|bilateral|both|initial|subsequent|unspecified)\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_LONGEST_LIST, _LONGEST_NAME, _MOST = 1_500, 250, 40
_SHORTEST_NAME = len("flu")
_BEFORE_CODE = 70


def find_lists(line: Line, folded: str, sentences: list[Span]) -> list[Span]:
    """Return where lists of diagnoses stand in a line, in order, none within another.

    Args:
        line: the summary.
        folded: its text in lower case.
        sentences: where its sentences stand.
    """
    pattern = clinical_patterns()["diagnoses"]
    cues = [cue for cue in pattern.cues if cue in folded]
    places = sorted({place for cue in cues for place in _places(folded, cue)})
    lists: list[Span] = []
    position = 0
    for place in places:
        match = pattern.regex.match(line.text, place)
        if match is None or (lists and match.end() < lists[-1][1]):
            continue
        while position + 1 < len(sentences) and sentences[position][1] <= match.start():
            position += 1
        if _IMAGING.search(folded, max(sentences[position][0], place - _LONGEST_NAME), place):
            continue
        end = _list_end(line.text, match.end(), sentences, position)
        halt = _STOP.search(folded, match.end(), end)
        lists.append((match.end(), halt.start() if halt else end))
    return lists


def read_diagnoses(letter: str, line: Line, lists: list[Span]) -> tuple[Diagnosis, ...]:
    """Return the diagnoses of lists, and those that carry a code in brackets elsewhere; each once."""
    pieces = [piece for one in lists for piece in _pieces(line.text, one)]
    starts = [start for start, _ in lists]
    pieces += [piece for piece in _coded_elsewhere(line.text) if not _is_within(piece, lists, starts)]
    read: dict[str, Diagnosis] = {}
    for piece in sorted(pieces)[:_MOST]:
        codes = _codes(line, piece)
        start, end = _trimmed(line.text, piece, is_coded=bool(codes))
        if end - start < _SHORTEST_NAME or not (codes or _is_diagnosis(line.text[start:end])):
            continue
        name = line.text[start:end].lower()
        begin, stop = line.span(start, end)
        known = read.get(name)
        passage = known.passage if known else Passage(text=letter[begin:stop], start=begin, end=stop)
        read[name] = Diagnosis(passage=passage, codes=_joined(known.codes if known else (), codes))
    return tuple(read.values())


def _joined(
    codes: tuple[Stated[CodedTerm], ...], more: tuple[Stated[CodedTerm], ...]
) -> tuple[Stated[CodedTerm], ...]:
    known = {code.value for code in codes}
    return codes + tuple(code for code in more if code.value not in known)


def _places(folded: str, cue: str) -> Iterator[int]:
    place = folded.find(cue)
    while place >= 0:
        if place == 0 or not folded[place - 1].isalnum():
            yield place
        place = folded.find(cue, place + len(cue))


def _list_end(text: str, start: int, sentences: list[Span], position: int) -> int:
    """Return where a list ends: with its sentence, or, when it is numbered, with its last number's."""
    limit = min(len(text), start + _LONGEST_LIST)
    end = min(max(sentences[position][1], start), limit)
    for begin, stop in sentences[position + 1 : position + 1 + _MOST]:
        is_numbered = _BEGINS_ENUMERATED.match(text, begin) or _ENDS_ENUMERATED.search(
            text, max(end - 8, start - 1, 0), end
        )
        if stop > limit or not is_numbered:
            break
        end = stop
    return end


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    numbers = list(_ENUMERATOR.finditer(text, start, end))
    if numbers:
        edges = [*(number.start() for number in numbers), end]
        yield from ((edge, min(following, edge + _LONGEST_NAME)) for edge, following in pairwise(edges))
        return
    marks = list(_LIST_MARK.finditer(text, start, end))
    if semicolons := [mark.span() for mark in marks if ";" in mark.group()]:
        bounds = [(start, start), *semicolons, (end, end)]
        for (_, begin), (stop, _) in pairwise(bounds):
            yield from _joined_pieces(
                text, begin, stop, [mark.span() for mark in _LIST_MARK.finditer(text, begin, stop)]
            )
        return
    yield from _joined_pieces(text, start, end, [mark.span() for mark in marks])


def _joined_pieces(text: str, start: int, end: int, marks: list[Span]) -> Iterator[Span]:
    """Yield the pieces between commas and "and", where each side names a condition of its own."""
    begin, segment, is_named = start, start, False
    for number, (mark, after) in enumerate(marks):
        following = marks[number + 1][0] if number + 1 < len(marks) else end
        is_named = is_named or _names_condition(text[segment:mark])
        if is_named and _is_of_its_own(text[after:following]):
            yield begin, mark
            begin, is_named = after, False
        segment = after
    yield begin, min(end, begin + _LONGEST_NAME)


def _is_of_its_own(piece: str) -> bool:
    plain = piece.strip().lower()
    conditions = condition_words()
    if plain.startswith(conditions.operated):
        return _names_condition(piece)
    if plain.startswith(conditions.qualifiers) or plain in conditions.generic:
        return False
    return _names_condition(plain)


def _names_condition(piece: str) -> bool:
    conditions = condition_words()
    words = _WORD.findall(piece.lower())
    if not conditions.words.isdisjoint(words):
        return True
    if piece.strip().lower().startswith(conditions.operated):
        return any(hit.value.parts for hit in body_words().find(Words(piece)))
    return any(word.endswith(conditions.suffixes) for word in words)


def _is_diagnosis(piece: str) -> bool:
    plain = piece.lower()
    return _names_condition(piece) and not plain.startswith(
        tuple(f"{word} " for word in condition_words().uncertain)
    )


def _is_within(piece: Span, lists: list[Span], starts: list[int]) -> bool:
    before = bisect_right(starts, piece[1]) - 1
    return before >= 0 and piece[0] < lists[before][1]


def _coded_elsewhere(text: str) -> Iterator[Span]:
    """Yield name and code of "low back pain (724.2)" wherever it stands."""
    for match in _IN_BRACKETS.finditer(text):
        code = _code(text, match.end())
        if code is None:
            continue
        before = max(0, match.start() - _BEFORE_CODE)
        left_out = _LEFT_OUT.match(text, before, match.start())
        if left_out and text[left_out.end() - 1] == "," and _SIDE.match(text, left_out.end(), match.start()):
            left_out = _LEFT_OUT.match(text, before, left_out.end() - 1)
        yield (left_out.end() if left_out else before), code[1] + text.startswith(")", code[1])


def _code(text: str, place: int) -> Span | None:
    for name in ("icd10", "icd9"):
        match = clinical_pattern(name).match(text, place)
        if match:
            return match.span()
    return None


def _codes(line: Line, piece: Span) -> tuple[Stated[CodedTerm], ...]:
    if _DECIMAL.search(line.text, *piece) is None:
        return ()
    codes = []
    for system, match in _code_matches(line.text, piece):
        start, end = line.span(*match.span())
        codes.append(Stated(value=CodedTerm(system=system, code=match.group().upper()), start=start, end=end))
    return tuple(sorted(codes, key=lambda code: code.start))


def _code_matches(text: str, piece: Span) -> Iterator[tuple[CodeSystem, re.Match[str]]]:
    for name, system in (("icd10", CodeSystem.ICD10), ("icd9", CodeSystem.ICD9)):
        for match in clinical_pattern(name).finditer(text, *piece):
            yield system, match


def _trimmed(text: str, piece: Span, *, is_coded: bool) -> Span:
    """Return a piece without the marks, numbers, articles and codes at its edges."""
    start, end = piece
    codes = (
        [_with_brackets(text, *match.span(), end) for _, match in _code_matches(text, piece)]
        if is_coded
        else []
    )
    changed = True
    while changed and start < end:
        changed = False
        if lead := _LEAD.match(text, start, end):
            start, changed = lead.end(), True
        for begin, stop in codes:
            if begin == start and stop > start:
                start, changed = stop, True
            elif stop == end and begin < end:
                end, changed = begin, True
        if end > start and (
            text[end - 1] in " .,;:(#*-" or (text[end - 1] == ")" and _is_open(text, start, end))
        ):
            end, changed = end - 1, True
        if is_coded and (word := _CODE_WORD.match(text, start, end)):
            end, changed = word.end(), True
    return start, end


def _with_brackets(text: str, start: int, end: int, limit: int) -> Span:
    opening = _OPENING.search(text, max(0, start - 12), start)
    if opening and text.startswith(")", end, limit):
        return opening.start(), end + 1
    return start, end


def _is_open(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) < text.count(")", start, end)
