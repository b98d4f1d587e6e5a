"""One error tree, and the exit code of each branch.

Messages reach users and logs: they name what, where (by reference or by the position of an argument)
and what to do. They never hold letter text, names of persons, or file names found inside a folder.
"""


class ImrReportError(Exception):
    """Anything this program refuses to do, with one clear line for the user.

    Attributes:
        exit_code: the process's exit code when the error ends a command.
    """

    exit_code = 1


class UsageError(ImrReportError):
    """The command line asks for something that can't be understood or found."""

    exit_code = 2


class NoLettersError(ImrReportError):
    """There is nothing to report: no letters were given, or none could be read."""

    exit_code = 3


class PrivacyGateError(ImrReportError):
    """A privacy gate refused to let an output pass; nothing was published."""

    exit_code = 4


class ConfigurationError(ImrReportError):
    """The configuration, the store or the output folder can't be used as it is."""

    exit_code = 5


class UnreadLetterError(ImrReportError):
    """A file or letter could not become a case; it is counted by its reason and stops nothing else.

    Attributes:
        reason: an `UnreadReason` value ("scanned", "unrecognized", …); never words of the letter.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"letter not read: {reason}")
        self.reason = reason
