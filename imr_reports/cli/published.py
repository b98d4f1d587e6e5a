"""Commands on reports that have been made."""

from pathlib import Path
from typing import Annotated

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import ConfigOption
from imr_reports.config import load_settings


@app.command(name="list")
def list_reports(
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where reports go [default: output].", show_default=False),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """List the reports that have been made."""
    for line in pipeline.report_lines(output or load_settings(config).output):
        typer.echo(line)


@app.command()
def verify(
    output: Annotated[Path, typer.Argument(metavar="OUTPUT_DIR", help="A folder that holds a report.")],
) -> None:
    """Check a published folder again: its checksums, and that nothing in it identifies."""
    pipeline.verify_report(output, typer.echo)
