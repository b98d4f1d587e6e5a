"""Counts of letters → the coverage table: what was found, what of it was read, what the report covers."""

from imr_reports.aggregate.counting import Line, count, make_rows
from imr_reports.records.coded import UnreadReason
from imr_reports.records.coverage import Coverage
from imr_reports.records.tables import CountName, Relation, RelationKind, Table

_UNIT, _DIMENSION = "letters", "coverage"
_REASONS = {
    UnreadReason.EMPTY: "Empty",
    UnreadReason.SCANNED: "Scanned, without text",
    UnreadReason.UNREADABLE: "Unreadable file",
    UnreadReason.PASSWORD: "Password-protected",
    UnreadReason.BROKEN_ZIP: "Broken zip",
    UnreadReason.TOO_LARGE: "Too large",
    UnreadReason.UNRECOGNIZED: "Not a determination letter",
    UnreadReason.OTHER_IMR_DOCUMENT: "Another document of the IMR process",
    UnreadReason.UR_LETTER: "Utilization review letter",
    UnreadReason.MEDICAL_RECORD: "Medical record",
    UnreadReason.GARBLED: "Garbled text",
    UnreadReason.NO_ISSUES: "No decisions found",
    UnreadReason.UNSUPPORTED: "Neither text, PDF nor zip",
    UnreadReason.FAILED: "Reading failed",
    UnreadReason.PENDING: "Not yet read: a run was cut off",
}
_DEFINITION = (
    "What became of every letter in the store, whatever its date. The same letter found twice counts once; "
    "a letter issued again under the same case number replaces the older one. A case is one letter, an "
    "issue one disputed item or service in it. The last two rows are what this report is about; cases "
    "without a decision date belong to no period."
)


def coverage_table(coverage: Coverage, cases: int, issues: int) -> Table:
    """Return the coverage table of a store and of one period's cases and issues."""
    measures = (count("letters", "Number"),)
    return Table(
        key="coverage",
        title="Letters and cases covered",
        definition=_DEFINITION,
        unit=_UNIT,
        dimension=_DIMENSION,
        row_header="Letters",
        measures=measures,
        rows=make_rows(measures, _lines(coverage, cases, issues)),
        rows_are_partition=False,
        relations=_relations(coverage),
    )


def _lines(coverage: Coverage, cases: int, issues: int) -> list[Line]:
    unread = sorted(coverage.unread.items(), key=lambda item: list(UnreadReason).index(item[0]))
    return [
        _line("found", "Letters found", coverage.letters_found),
        _line("read", "Letters read", coverage.read),
        _line("duplicates", "of these, the same letter again", coverage.duplicates, depth=1),
        _line("reissued", "of these, replaced by a later letter of the case", coverage.reissued, depth=1),
        _line("unread", "Letters not read", coverage.letters_found - coverage.read),
        *(
            _line(f"unread: {reason}", _REASONS[reason], number, depth=1)
            for reason, number in unread
            if number
        ),
        _line("cases", "Cases in the store", coverage.cases),
        _line("stated", "dated by their letter", coverage.stated, depth=1),
        _line("indexed", "dated by the index", coverage.indexed, depth=1),
        _line("inferred", "placed by the latest date in the letter", coverage.inferred, depth=1),
        _line("undated", "without a decision date", coverage.undated, depth=1),
        _line("cases_in_period", "Cases in this report", cases),
        _line("issues_in_period", "Issues in this report", issues),
    ]


def _line(key: str, label: str, number: int, *, depth: int = 0) -> Line:
    return Line(key=key, label=label, values={"letters": number}, depth=depth)


def _name(row: str) -> CountName:
    return CountName(unit=_UNIT, dimension=_DIMENSION, row=row, measure="letters")


def _relations(coverage: Coverage) -> tuple[Relation, ...]:
    reasons = [f"unread: {reason}" for reason, number in coverage.unread.items() if number]
    sums = {
        "found": ["read", "unread"],
        "read": ["duplicates", "reissued", "cases"],
        "unread": sorted(reasons),
        "cases": ["stated", "indexed", "inferred", "undated"],
    }
    return (
        *(
            Relation(total=_name(total), parts=tuple((1, _name(part)) for part in parts))
            for total, parts in sums.items()
        ),
        *(
            Relation(total=_name(f"{unit}_in_period"), parts=((1, CountName(unit=unit, measure=unit)),))
            for unit in ("cases", "issues")
        ),
        Relation(total=_name("cases"), parts=((1, _name("cases_in_period")),), kind=RelationKind.CONTAINS),
    )
