"""Commands on letters alone: no store, no report."""

from pathlib import Path
from typing import Annotated

import typer

from imr_reports import pipeline
from imr_reports.cli.application import app
from imr_reports.cli.options import ConfigOption, KeyOption, PathArguments, PolicyOption, SiteOption
from imr_reports.cli.telling import Watcher, number
from imr_reports.config import load_settings
from imr_reports.errors import NoLettersError, UsageError


@app.command()
def deidentify(  # noqa: PLR0917 - typer makes an option of each
    paths: PathArguments,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where scrubbed texts and findings.jsonl go.")],
    keep_names: Annotated[
        bool,
        typer.Option(
            "--keep-names", help="Name outputs by their path, not by a reference; paths can identify."
        ),
    ] = False,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Write the text as read beside it (PHI, *.phi).")
    ] = False,
    site: SiteOption = None,
    policy: PolicyOption = None,
    key_file: KeyOption = None,
    config: ConfigOption = None,
) -> None:
    """Write scrubbed texts of letters, and where findings stood."""
    settings = load_settings(config)
    keyed = pipeline.keyed_policy(policy or settings.policy, key_file or settings.key_file)
    if keyed.policy.standard.notice:
        typer.echo(f"policy {keyed.policy.name}: {keyed.policy.words}", err=True)
    with Watcher() as watcher:
        summary = pipeline.deidentify_files(
            tuple(paths),
            out,
            keep_names=keep_names,
            keep_text=keep_text,
            site=site or settings.site,
            keyed=keyed,
            advance=watcher.step,
        )
    _say_unread(summary)


@app.command()
def parse(  # noqa: PLR0917 - typer makes an option of each
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Letters: files, folders or zips.", show_default=False),
    ] = None,
    show_phi: Annotated[
        bool, typer.Option("--show-phi", help="Print the identified parse, for an operator who checks it.")
    ] = False,
    quality: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a data-quality report, always de-identified: FILE.md or FILE.json.",
            show_default=False,
        ),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the lines instead.")
    ] = False,
    site: SiteOption = None,
    config: ConfigOption = None,
) -> None:
    """Print letters' parses as JSON lines, de-identified."""
    if schema:
        typer.echo(pipeline.parse_schema())
        return
    if not paths:
        raise UsageError("name letters to parse: files, folders or zips")
    summary = pipeline.parse_files(
        tuple(paths),
        show_phi=show_phi,
        emit=typer.echo,
        quality=quality,
        site=site or load_settings(config).site,
    )
    _say_unread(summary)


@app.command()
def evaluate(  # noqa: PLR0917 - typer makes an option of each
    letters: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD_DIR",
            help="Folder or zip of letters (.txt) with ⟦TYPE|text⟧ around all that identifies.",
            show_default=False,
        ),
    ],
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Measure stock Presidio on the same letters too; slow.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.html",
            help="Write what was missed and wrongly redacted, in context (PHI, 0600).",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the figures as JSON.", show_default=False)
    ] = None,
    site: SiteOption = None,
    config: ConfigOption = None,
) -> None:
    """Measure de-identification on letters whose identities are tagged."""
    with Watcher() as watcher:
        result = pipeline.evaluate_letters(
            letters,
            watcher,
            baseline=baseline,
            page=out,
            figures=json,
            site=site or load_settings(config).site,
        )
    for line in result.lines:
        typer.echo(line)
    for note in result.notes:
        typer.echo(f"warning: {note}", err=True)
    if result.has_page:
        typer.echo("the page with examples holds PHI: keep it to yourself, delete it when done", err=True)


def _say_unread(summary: pipeline.SingleSummary) -> None:
    for position, reason in summary.unread:
        typer.echo(f"file {position} of {summary.done + len(summary.unread)}: not read ({reason})", err=True)
    if summary.replaced:
        typer.echo(f"{number(summary.replaced, 'file')} of an earlier run replaced", err=True)
    typer.echo(f"{number(summary.done, 'letter')} done, {len(summary.unread)} not read", err=True)
    if not summary.done:
        raise NoLettersError("no letter was read: the lines above say why")
