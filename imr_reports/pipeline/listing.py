"""`imr-report list`: an output folder → one line a report."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from imr_reports.errors import NoLettersError
from imr_reports.publish import published_reports

_HEADINGS = ("period", "audience", "by", "as of", "policy", "files", "folder")


def report_lines(output: Path) -> Iterator[str]:
    """Yield a heading and a line for each report of an output folder, columns aligned.

    Raises:
        NoLettersError: if there is none.
    """
    reports = published_reports(output) if output.is_dir() else ()
    if not reports:
        raise NoLettersError("no report has been made there: name another folder with --output")
    rows = [
        (
            one.period,
            one.audience + (" (invented samples)" if one.is_sample else ""),
            one.by,
            one.as_of,
            one.policy,
            str(one.files),
            one.folder,
        )
        for one in reports
    ]
    yield from aligned([_HEADINGS, *rows])


def aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield a line for each row, columns aligned."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
