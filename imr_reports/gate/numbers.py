"""A chunk with figures in it → which of its stretches are no harmless number.

Harmless: scores, doses, levels, ranges, percentages, times, years, quantities, pages, sections, codes of
diagnoses. Whatever else holds figures is not known as safe.
"""

import re

FIGURES = re.compile(r"\d")
_LONGEST, _CODE, _YEAR = 5, 5, 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2039
_DAY = re.compile(
    r"(?<![\d./-])(?:\d{1,2}([/.–-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([/.–-])\d{1,2}\2\d{1,2})(?!\d|[/-]\d)"
)
_DOTTED_SHORT = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2}")
_DASHED = re.compile(r"(?<![:;\d])\d+(?:[-–.]\d+)+")
_THOUSANDS = re.compile(r"\$?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?")
_CITED = re.compile(r"(?:;|\):?|:)\s?[a-zA-Z]?\d+")
_MOST_DASHED = 6
_LAST_SHORT = 99


def unsafe_figures(piece: str) -> str:
    """Return "" for a harmless number, else "code" (five figures), "four" (four, no year) or "unknown"."""
    if _THOUSANDS.fullmatch(piece):
        return ""
    if _is_day(piece) or _is_dashed_identifier(piece):
        return "unknown"
    worst = ""
    for group in re.finditer(r"\d+", piece):
        kind = _group(piece, group)
        if kind == "unknown":
            return kind
        worst = worst if worst == "code" else kind or worst
    return worst


def _is_day(piece: str) -> bool:
    match = _DAY.search(piece)
    if not match:
        return False
    # 1.2.13 is a section or a version as easily as a day; with a full year it is a day.
    if _DOTTED_SHORT.fullmatch(match[0]):
        return False
    first, second, third = (int(group) for group in re.findall(r"\d+", match[0]))
    month, day = (second, third) if first > _LAST_SHORT else (first, second)
    # 28/26/27 is a reading of the grip; day first, as elsewhere, only with a full year.
    return (month <= 12 and day <= 31) or (third > _LAST_SHORT and month <= 31 and day <= 12)


def _is_dashed_identifier(piece: str) -> bool:
    match = _DASHED.search(piece)
    if not match or _CITED.search(piece[: match.end()]):
        return False
    groups = re.findall(r"\d+", match[0])
    years = all(_is_year(group) for group in groups)
    sections = "." in match[0] and "-" not in match[0]
    return not years and not sections and len("".join(groups)) > _MOST_DASHED and max(map(len, groups)) > 2


def _is_year(group: str) -> bool:
    return len(group) == _YEAR and _FIRST_YEAR <= int(group) <= _LAST_YEAR


def _group(piece: str, group: re.Match[str]) -> str:
    length = len(group[0])
    before, after = piece[: group.start()][-1:], piece[group.end() : group.end() + 2]
    if length < _YEAR or (length <= _LONGEST and _in_dots(before, after)):
        return ""
    if length > _LONGEST:
        # 0.3333333
        return "" if before == "." and piece[: group.start()][-2:-1].isdigit() else "unknown"
    if length == _CODE:
        return "code"
    return "" if _is_year(group[0]) else ("code" if before.isalpha() else "four")


def _in_dots(before: str, after: str) -> bool:
    return before == "." or (after[:1] == "." and after[1:2].isdigit())
