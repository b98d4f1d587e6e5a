"""Commands on the ledger of releases."""

from typing import Annotated

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import ConfigOption, StoreOption, chosen_period
from imr_reports.config import load_settings

ledger = typer.Typer(
    help="What was released: list it, verify it, explain what is withheld.", no_args_is_help=True
)
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


@ledger.command()
def explain(  # noqa: PLR0917 - typer makes an argument of each
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="What was released, like 2015-03.")],
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Title or key of a table.")],
    row: Annotated[
        str, typer.Argument(metavar="ROW", help="Label or key of a row.", show_default=False)
    ] = "",
    column: Annotated[
        str, typer.Argument(metavar="COLUMN", help="Heading or key of a column.", show_default=False)
    ] = "",
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Say why a cell is withheld: which counts it would tell, by which sums, of which releases.

    What it says is for the data holder alone. Without a row it lists a table's withheld cells.
    """
    with pipeline.open_existing_store(store or load_settings(config).store) as opened:
        for line in pipeline.explain_lines(opened, chosen_period(period), table, row, column):
            typer.echo(line)
