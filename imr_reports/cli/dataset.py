"""The command that writes the research data set."""

from pathlib import Path
from typing import Annotated

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import (
    ConfigOption,
    KeyOption,
    PolicyOption,
    SiteOption,
    StoreOption,
    chosen_day,
    chosen_period,
    chosen_settings,
)
from imr_reports.cli.telling import number
from imr_reports.records.dataset import Tier


@app.command()
def dataset(  # noqa: PLR0917 - one parameter an option
    period: Annotated[
        str,
        typer.Option(
            metavar="PERIOD", help="Whole calendar years: 2015, or 2014-01..2016-12.", show_default=False
        ),
    ],
    tier: Annotated[
        Tier, typer.Option(help="For anyone, or for researchers under an agreement.", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Where versions go, a folder each.", show_default=False),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The date of a new version [default: end of the period]."),
    ] = None,
    organization: Annotated[str | None, typer.Option(metavar="TEXT", help="Who makes the data set.")] = None,
    site: SiteOption = None,
    policy: PolicyOption = None,
    key_file: KeyOption = None,
    store: StoreOption = None,
    config: ConfigOption = None,
) -> None:
    """Write the research data set of a year, as a version that never changes."""
    settings = chosen_settings(
        config,
        formats=None,
        sections=None,
        store=store,
        site=site,
        policy=policy,
        key_file=key_file,
        organization=organization,
    )
    result = pipeline.make_dataset(
        pipeline.DatasetRequest(
            period=chosen_period(period),
            tier=tier,
            out=out,
            settings=settings,
            as_of=chosen_day(as_of) if as_of else None,
        )
    )
    _say(result)


def _say(result: pipeline.DatasetResult) -> None:
    if result.is_sample:
        typer.echo("Invented sample letters: no case in this data set is real.")
    rows = ", ".join(f"{name} {rows:,}" for name, rows in result.rows.items())
    typer.echo(f"rows: {rows}; each case is one of at least {result.k} that agree")
    typer.echo(
        f"version {result.version} is new, and stands in the ledger"
        if result.is_new
        else f"version {result.version} is in the ledger already, and is the same again"
    )
    done = "is there already" if result.was_there else f"holds {number(len(result.files), 'file')}"
    typer.echo(f"{result.folder} {done}")
