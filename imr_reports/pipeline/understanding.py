"""Letters' limited cases → the data-quality report, in the file that an operator named."""

from collections.abc import Iterable
from pathlib import Path

from imr_reports.aggregate import QualityTally
from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.records.coded import UnreadReason
from imr_reports.records.limited import LimitedCase
from imr_reports.render import QUALITY_FORMATS, render_quality

_UNWRITABLE = "the data-quality report can't be written; name another file with --quality"


class QualityFile:
    """A data-quality report in the making; its place is looked at before any letter is read.

    Args:
        file: where it goes; its ending chooses the format.

    Raises:
        UsageError: if the ending is no format of the report.
        ConfigurationError: if there is no folder for it, or it is a folder itself.
    """

    def __init__(self, file: Path) -> None:
        self._kind = file.suffix.lower()
        if self._kind not in QUALITY_FORMATS:
            raise UsageError(f"--quality takes a file that ends in {' or '.join(sorted(QUALITY_FORMATS))}")
        if not file.parent.is_dir() or file.is_dir():
            raise ConfigurationError(_UNWRITABLE)
        self._file = file
        self._tally = QualityTally()

    def add(self, case: LimitedCase) -> None:
        """Count a case."""
        self._tally.add(case)

    def write(self, unread: Iterable[UnreadReason]) -> None:
        """Write the report, in place of an earlier one.

        Raises:
            ConfigurationError: if the file can't be written.
        """
        for reason in unread:
            self._tally.add_unread(reason)
        aside = self._file.with_name(f"{self._file.name}.aside")
        try:
            aside.write_bytes(render_quality(self._tally.report(), self._kind))
            aside.replace(self._file)
        except OSError:
            raise ConfigurationError(_UNWRITABLE) from None
