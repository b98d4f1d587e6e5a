"""A run of the command line, and how it ends."""

import signal
import sys
import traceback
from pathlib import Path

import typer
from typer.exceptions import TyperException

from imr_reports.cli.application import app
from imr_reports.errors import ImrReportError, UsageError

_INTERRUPTED = 130  # as shells say of a command that ctrl-C ended


def _say_interrupted() -> None:
    typer.echo("imr-report: interrupted; what was read is kept, run it again to go on", err=True)


def main() -> None:
    """Run the command line; whatever goes wrong ends it with one line and an exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = app(standalone_mode=False) or 0
        if code == _INTERRUPTED:
            _say_interrupted()
        sys.exit(code)
    except ImrReportError as error:
        typer.echo(f"imr-report: {error}", err=True)
        sys.exit(error.exit_code)
    except TyperException as error:  # what typer itself refuses, such as an unknown option
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        typer.echo(f"imr-report: {' '.join(message.split())} (see 'imr-report --help')", err=True)
        sys.exit(UsageError.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _say_interrupted()
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.exit(0)
    except Exception as error:
        # A fault of ours. Its message could quote a letter, so only its kind and place are told.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).stem}:{frame.lineno}"
        typer.echo(
            f"imr-report: internal error ({type(error).__name__} at {place}); please report it", err=True
        )
        sys.exit(1)
