"""Options and arguments that several commands take, and what is made of them."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from imr_reports.config import Settings, load_settings, split_list
from imr_reports.errors import ImrReportError, UsageError
from imr_reports.records.period import Period, parse_period

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="The private working store [default: .imr-store]."),
]

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE.toml",
        help="Settings; IMR_REPORT_* variables overrule it.",
        show_default=False,
    ),
]

SiteOption = Annotated[
    Path | None,
    typer.Option(
        "--site",
        metavar="DIR",
        help="The site's own lists: known-physicians.txt, known-clinics.txt, safe-terms.txt.",
        show_default=False,
    ),
]

PolicyOption = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="NAME|FILE.toml",
        help="safe-harbor, limited, expert, or a policy of your own [default: safe-harbor].",
    ),
]

KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file", metavar="FILE", help="The key by which a policy shifts dates.", show_default=False
    ),
]

OutputOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="DIR", help="Where reports go [default: output].", show_default=False),
]

FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="LIST", help="Some of html, pdf, json, xlsx [default: all]."),
]

InferOption = Annotated[
    bool, typer.Option("--infer-dates", help="Place undated cases by the latest date in their letter.")
]

LogoOption = Annotated[
    Path | None,
    typer.Option("--logo", metavar="FILE", help="The organization's logo, PNG or JPEG.", show_default=False),
]

TemplatesOption = Annotated[
    Path | None,
    typer.Option(
        "--templates",
        metavar="DIR",
        help="Templates and style sheets that stand in for the program's own.",
        show_default=False,
    ),
]

TitleOption = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Heading of the report.")]

OrganizationOption = Annotated[
    str | None, typer.Option("--organization", metavar="TEXT", help="For whom the report is made.")
]

SectionsOption = Annotated[
    str | None,
    typer.Option(
        "--sections",
        metavar="LIST",
        help="Only these sections, like headlines,decisions,overturned; methods always stand [default: all].",
    ),
]

PathArguments = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Letters: files, folders or zips.", show_default=False)
]


def chosen_settings(
    config: Path | None, *, formats: str | None, sections: str | None, **chosen: object
) -> Settings:
    """Return the settings of the configuration, with what the command line says instead.

    Raises:
        UsageError: if what it says can't be.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    if formats is not None:
        given["formats"] = frozenset(split_list(formats))
    if sections is not None:
        given["sections"] = split_list(sections)
    settings = load_settings(config)
    for name in ("by", "audience"):
        if name in given:
            given[name] = str(given[name])
    try:
        return replace(settings, **given)  # type: ignore[arg-type]
    except ImrReportError as error:
        raise UsageError(str(error)) from None


def chosen_period(text: str) -> Period:
    """Return the period that was named.

    Raises:
        UsageError: if it is none.
    """
    try:
        return parse_period(text)
    except ValueError as error:
        raise UsageError(f"unknown period: {error}") from None


def chosen_day(text: str) -> date:
    """Return the day that was named to be printed.

    Raises:
        UsageError: if it is none.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError("--as-of takes a date like 2015-03-31") from None
