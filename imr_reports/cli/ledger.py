"""Commands on the ledger of releases."""

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import ConfigOption, StoreOption
from imr_reports.config import load_settings

ledger = typer.Typer(help="What was released: list it, verify it.", no_args_is_help=True)
app.add_typer(ledger, name="ledger")


@ledger.command(name="list")
def list_releases(store: StoreOption = None, config: ConfigOption = None) -> None:
    """List what was released."""
    with pipeline.open_existing_store(store or load_settings(config).store) as opened:
        for line in pipeline.release_lines(opened):
            typer.echo(line)


@ledger.command()
def verify(store: StoreOption = None, config: ConfigOption = None) -> None:
    """Check that nothing in the ledger was changed or taken out."""
    with pipeline.open_existing_store(store or load_settings(config).store) as opened:
        pipeline.verify_ledger(opened, typer.echo)
