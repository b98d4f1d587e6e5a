"""The main job: a report on a period."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import imr_reports
from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import (
    ConfigOption,
    FormatOption,
    InferOption,
    KeyOption,
    LogoOption,
    OrganizationOption,
    OutputOption,
    PolicyOption,
    SectionsOption,
    SiteOption,
    StoreOption,
    TemplatesOption,
    TitleOption,
    chosen_day,
    chosen_period,
    chosen_settings,
)
from imr_reports.cli.telling import Watcher, number
from imr_reports.errors import UsageError


class By(StrEnum):
    """The date by which cases fall into a period."""

    DECIDED = "decided"
    RECEIVED = "received"
    ASSIGNED = "assigned"


class AudienceChoice(StrEnum):
    """For whom a report is made."""

    INTERNAL = "internal"
    PUBLIC = "public"


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"imr-report {imr_reports.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def report(  # noqa: PLR0917 - typer makes an option of each
    context: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="2015, 2015H1, 2015Q1, 2015-03, 2014-10..2015-03 or all.",
            show_default=False,
        ),
    ] = None,
    letters: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="Letters to add to the store first: folder, file or zip; can be given several times.",
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    store: StoreOption = None,
    site: SiteOption = None,
    policy: PolicyOption = None,
    key_file: KeyOption = None,
    by: Annotated[
        By | None, typer.Option(help="The date that places a case in the period [default: decided].")
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="The period that changes are told against: before, year-before, none, or a period like"
            " 2014Q1; internal reports only [default: before].",
        ),
    ] = None,
    formats: FormatOption = None,
    audience: Annotated[
        AudienceChoice | None,
        typer.Option(
            help="internal shows all counts, for the data holder alone; public withholds small ones"
            " [default: internal]."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The date printed, like 2015-03-31 [default: the end of the period]."
        ),
    ] = None,
    index: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Dates and groups by file name or case number.", show_default=False
        ),
    ] = None,
    ur_decisions: Annotated[
        Path | None,
        typer.Option(
            "--ur-decisions",
            metavar="FILE.csv",
            help="Your own numbers of UR decisions and denials by month and service category.",
            show_default=False,
        ),
    ] = None,
    infer_dates: InferOption = False,
    logo: LogoOption = None,
    templates: TemplatesOption = None,
    config: ConfigOption = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that read letters; 0 is one a core [default: 0].")
    ] = None,
    title: TitleOption = None,
    organization: OrganizationOption = None,
    sections: SectionsOption = None,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Turn Independent Medical Review letters into a de-identified report.

    Read new letters, remove identities, keep what is left in a private store, and write a report on a period:

        imr-report --period 2015Q1 --letters ~/letters

    Without letters and without a store it runs on the invented samples.
    """
    del version
    if context.invoked_subcommand is not None:
        return
    if period is None and len(sys.argv) == 1:
        typer.echo(context.get_help())
        return
    if period is None:
        raise UsageError("name a period with --period, for example --period 2015Q1")
    settings = chosen_settings(
        config,
        output=output,
        store=store,
        site=site,
        policy=policy,
        key_file=key_file,
        by=by,
        compare=compare,
        formats=formats,
        audience=audience,
        ur_decisions=ur_decisions,
        logo=logo,
        templates=templates,
        workers=workers,
        title=title,
        organization=organization,
        sections=sections,
    )
    covered = chosen_period(period)
    printed = chosen_day(as_of) if as_of else None
    if printed and covered.first and printed < covered.first:
        raise UsageError("--as-of lies before the period begins")
    request = pipeline.ReportRequest(
        period=covered,
        settings=settings,
        letters=tuple(letters or ()),
        index=index,
        infer_dates=infer_dates,
        as_of=printed,
    )
    with Watcher() as watcher:
        result = pipeline.make_report(request, watcher)
    _say_report(result)


@app.command()
def release(  # noqa: PLR0917 - as above
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2015-03, 2015Q1 or 2015, and over.")],
    output: OutputOption = None,
    store: StoreOption = None,
    site: SiteOption = None,
    policy: PolicyOption = None,
    key_file: KeyOption = None,
    formats: FormatOption = None,
    infer_dates: InferOption = False,
    logo: LogoOption = None,
    templates: TemplatesOption = None,
    title: TitleOption = None,
    organization: OrganizationOption = None,
    sections: SectionsOption = None,
    config: ConfigOption = None,
) -> None:
    """Make the public report of a closed month, quarter or year final, and write it to the ledger.

    What was released stays as it is. Letters that come later are counted in the next open month, and told
    there; every later public report is protected together with all that was released.
    """
    settings = chosen_settings(
        config,
        output=output,
        store=store,
        site=site,
        policy=policy,
        key_file=key_file,
        formats=formats,
        logo=logo,
        templates=templates,
        title=title,
        organization=organization,
        sections=sections,
    )
    request = pipeline.ReportRequest(
        period=chosen_period(period), settings=settings, infer_dates=infer_dates, released=date.today()
    )
    with Watcher() as watcher:
        result = pipeline.make_report(request, watcher)
    _say_report(result)
    typer.echo("released: these figures stay as they are from here on; 'imr-report ledger list' names them")


def _say_report(result: pipeline.ReportResult) -> None:
    counts = result.counts
    if result.is_sample:
        typer.echo("Invented sample letters: neither letters nor a store of letters was given.")
    typer.echo(
        f"{number(result.reading.found, 'file')} looked at, {result.reading.new:,} new; in the store: "
        f"{number(counts.cases, 'case')}, {counts.duplicates:,} duplicates, {counts.replaced:,} replaced, "
        f"{sum(counts.unread.values()):,} unread, {counts.undated:,} undated"
    )
    if result.index_rows_unmatched:
        typer.echo(f"{number(result.index_rows_unmatched, 'row')} of the index match no letter in the store")
    if result.ur_lines_outside:
        typer.echo(f"{number(result.ur_lines_outside, 'line')} of the UR decisions lie outside the period")
    typer.echo(f"{number(result.cases, 'case')} and {number(result.issues, 'issue')} in the period")
    if counts.undated and not result.dates_inferred:
        typer.echo("undated cases are in no period: --index dates them, --infer-dates guesses")
    if result.nothing:
        typer.echo(f"{result.nothing}; the report says so", err=True)
    if result.replaced:
        typer.echo(f"this replaces an earlier report of another kind: {result.replaced}")
    if result.not_compared:
        typer.echo(f"no changes are told: {result.not_compared}")
    for file in result.files:
        typer.echo(f"wrote {file}")
