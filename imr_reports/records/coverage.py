"""What became of every letter that was found: the report's first table."""

from collections.abc import Mapping
from dataclasses import dataclass

from imr_reports.records.coded import UnreadReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Counts of letters over the whole store.

    Attributes:
        letters_found: files, and members of zips, that might hold a letter.
        read: letters that were read, duplicates and replaced ones among them.
        unread: letters that could not be read, by reason.
        duplicates: letters read that were the same letter again.
        reissued: letters read that a later letter of the same case replaced.
        indexed: cases whose decision date comes from an index.
        inferred: cases placed by the latest date in their letter.
        undated: cases left without a decision date.

    Raises:
        ValueError: if letters found are not those read and unread, or more cases are undated than there are.
    """

    letters_found: int
    read: int
    unread: Mapping[UnreadReason, int]
    duplicates: int
    reissued: int
    indexed: int
    inferred: int
    undated: int

    def __post_init__(self) -> None:
        if self.letters_found != self.read + sum(self.unread.values()):
            raise ValueError("letters found must be those read and those unread")
        if self.stated < 0:
            raise ValueError("there are more undated, inferred and indexed cases than cases")

    @property
    def cases(self) -> int:
        """Cases in the store: letters read, each once, in their latest issue."""
        return self.read - self.duplicates - self.reissued

    @property
    def stated(self) -> int:
        """Cases whose letter states its decision date."""
        return self.cases - self.indexed - self.inferred - self.undated
