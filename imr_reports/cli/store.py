"""What an operator asks of the store."""

import sys
from typing import Annotated

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import ConfigOption, SiteOption, StoreOption
from imr_reports.config import load_settings
from imr_reports.errors import UsageError


@app.command()
def status(
    store: StoreOption = None,
    site: SiteOption = None,
    config: ConfigOption = None,
    show_files: Annotated[
        bool,
        typer.Option("--show-files", help="List the files that were not read; their names can identify."),
    ] = False,
) -> None:
    """Show what is in the store, and what was not read."""
    settings = load_settings(config)
    with pipeline.open_existing_store(store or settings.store) as opened:
        for line in pipeline.status_lines(
            opened,
            show_files=show_files,
            site=site or settings.site,
            policy=settings.policy,
            key_file=settings.key_file,
        ):
            # A file name need not be text that a terminal can print.
            typer.echo(line.encode("utf-8", "backslashreplace").decode())


@app.command()
def withheld(
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="How many words; 0 is all.")] = 100,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """List what the gate withheld, most frequent first, so that safe terms can grow (PHI)."""
    with pipeline.open_existing_store(store or load_settings(config).store) as opened:
        lines = pipeline.withheld_lines(opened, limit)
    typer.echo("what follows can hold names from letters: treat it as PHI", err=True)
    for line in lines:
        typer.echo(line)


@app.command()
def resolve(
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="A reference printed in an internal report.")
    ],
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Show the case number behind a reference."""
    with pipeline.open_existing_store(store or load_settings(config).store) as opened:
        typer.echo(opened.resolve(reference))


@app.command()
def purge(
    store: StoreOption = None,
    config: ConfigOption = None,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Also delete the ledger of releases, which is kept otherwise.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the store, with its texts and private map."""
    if not yes and not _is_confirmed():
        typer.echo("nothing was deleted", err=True)
        return
    typer.echo(pipeline.purge_store(store or load_settings(config).store, ledger=ledger))


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("purge deletes the store: without a terminal to ask at, say --yes")
    try:
        return typer.confirm("Delete the store? References in reports can't be resolved afterwards.")
    except typer.Abort:  # the input ended, or ctrl-C
        return False
