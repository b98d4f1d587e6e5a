"""A letter → an identified case: format, header, reviewer, summary, issues, and what is odd about it."""

from datetime import date

from imr_reports.errors import UnreadLetterError
from imr_reports.parse.clinical.facts import read_clinical
from imr_reports.parse.dates import find_dates
from imr_reports.parse.decisions.issues import read_issues
from imr_reports.parse.header import read_header
from imr_reports.parse.passages import passage
from imr_reports.parse.quality import judge_quality
from imr_reports.parse.reviewer import read_reviewer
from imr_reports.parse.structure import Structure, find_structure
from imr_reports.parse.unknown import what_else
from imr_reports.records.coded import LetterFormat, UnreadReason
from imr_reports.records.identified import IdentifiedCase, Issue, Letter, Passage
from imr_reports.records.stated import Stated
from imr_reports.vocabulary.letters.headings import form

_LAST_DAY = date(2100, 12, 31)


def parse_letter(letter: Letter, *, undecided: bool = False) -> IdentifiedCase:
    """Read one final determination letter.

    Args:
        letter: its text; a file's text is split into letters first.
        undecided: whether a letter that holds no decision, such as one whose end is lost, is read for what
            else it has.

    Raises:
        UnreadLetterError: if the text is no IMR letter ("unrecognized", or more exactly what it is), or holds
            no decision ("no decisions found").
    """
    text = letter.text
    structure = find_structure(text)
    if structure is None:
        raise UnreadLetterError(what_else(text))
    issues = read_issues(text, structure)
    if not issues and not undecided:
        raise UnreadLetterError(UnreadReason.NO_ISSUES)
    header = read_header(text, structure)
    reviewer = read_reviewer(text, structure.all_headings)
    summary = _summary(text, structure)
    clinical, diagnoses = read_clinical(text, summary)
    return IdentifiedCase(
        letter=letter,
        format=structure.format,
        case_number=header.case_number,
        priority=header.priority,
        decided=header.dates.get("decided"),
        assigned=header.dates.get("assigned"),
        received=header.dates.get("received"),
        ur_denial=header.dates.get("ur_denial"),
        injury=header.dates.get("injury"),
        latest_date=_latest_date(text, issues),
        reviewer_specialties=reviewer.specialties,
        specialty_codes=reviewer.codes,
        reviewer_states=reviewer.states,
        summary=summary,
        issues=issues,
        clinical=clinical,
        diagnoses=diagnoses,
        subspecialties=reviewer.subspecialties,
        quality=judge_quality(letter, header, reviewer, summary, issues),
    )


def _summary(text: str, structure: Structure) -> Passage | None:
    is_old = structure.format in (LetterFormat.NOTICE_2013, LetterFormat.PROFESSIONAL_REVIEW)
    keys = ("case_summary", "clinical_summary") if is_old else ("clinical_summary",)
    span = next((span for key in keys if (span := structure.section(key, text))), None)
    if span is None:
        return None
    start, end = span
    intro = form("summary_intro").search(text[start : start + 600])
    return passage(text, start + intro.end() if intro else start, end)


def _latest_date(text: str, issues: tuple[Issue, ...]) -> Stated[date] | None:
    """Return the latest full date outside the guideline statements, where editions and accesses are dated."""
    cited = [
        (statement.passage.start, statement.passage.end)
        for issue in issues
        for statement in (issue.claims_administrator, issue.reviewer)
        if statement.passage is not None
    ]
    latest: Stated[date] | None = None
    position = 0
    for written in find_dates(text):
        while position < len(cited) and cited[position][1] <= written.start:
            position += 1
        if position < len(cited) and cited[position][0] <= written.start:
            continue
        if written.value is None or written.value > _LAST_DAY:
            continue
        if (latest is None or written.value > latest.value) and not _dates_a_work(text, written.start):
            latest = Stated(value=written.value, start=written.start, end=written.end)
    return latest


def _dates_a_work(text: str, start: int) -> bool:
    return form("edition_before_date").search(text[max(0, start - 40) : start]) is not None
