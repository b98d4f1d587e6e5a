"""The command line: each command parses its arguments, makes one call to the pipeline, and maps errors."""

import signal
import sys
import traceback
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from typer.exceptions import TyperException

import imr_reports
from imr_reports import pipeline
from imr_reports.config import Settings, load_settings, split_list
from imr_reports.errors import ImrReportError, NoLettersError, UsageError
from imr_reports.records.period import Period, parse_period

_INTERRUPTED = 130  # as shells say of a command that ctrl-C ended

app = typer.Typer(
    name="imr-report",
    help="Turn California Independent Medical Review letters into de-identified reports.",
    epilog=(
        "Exit codes: 0 done; 2 usage; 3 no letters; 4 a privacy gate refused;"
        " 5 configuration, store or output folder; 130 interrupted."
    ),
    context_settings={"max_content_width": 100},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class By(StrEnum):
    """The date by which cases fall into a period."""

    DECIDED = "decided"
    RECEIVED = "received"
    ASSIGNED = "assigned"


class AudienceChoice(StrEnum):
    """For whom a report is made."""

    INTERNAL = "internal"
    PUBLIC = "public"


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
PathArguments = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Letters: files, folders or zips.", show_default=False)
]


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
    output: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where reports go [default: output].", show_default=False),
    ] = None,
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
    formats: Annotated[
        str | None,
        typer.Option("--format", metavar="LIST", help="Some of html, pdf, json, xlsx [default: all]."),
    ] = None,
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
    infer_dates: Annotated[
        bool, typer.Option("--infer-dates", help="Place undated cases by the latest date in their letter.")
    ] = False,
    logo: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The organization's logo, PNG or JPEG.", show_default=False),
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Templates and style sheets that stand in for the program's own.",
            show_default=False,
        ),
    ] = None,
    config: ConfigOption = None,
    workers: Annotated[
        int | None, typer.Option(min=0, help="Processes that read letters; 0 is one a core [default: 0].")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Heading of the report.")] = None,
    organization: Annotated[
        str | None, typer.Option(metavar="TEXT", help="For whom the report is made.")
    ] = None,
    sections: Annotated[
        str | None,
        typer.Option(
            metavar="LIST",
            help="Only these sections, like headlines,decisions,overturned; methods always stand"
            " [default: all].",
        ),
    ] = None,
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
    settings = _settings(
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
    covered = _period(period)
    printed = _day(as_of) if as_of else None
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
    with _Watcher() as watcher:
        result = pipeline.make_report(request, watcher)
    _say_report(result)


def _say_report(result: pipeline.ReportResult) -> None:
    counts = result.counts
    if result.is_sample:
        typer.echo("Invented sample letters: neither letters nor a store of letters was given.")
    typer.echo(
        f"{_number(result.reading.found, 'file')} looked at, {result.reading.new:,} new; in the store: "
        f"{_number(counts.cases, 'case')}, {counts.duplicates:,} duplicates, {counts.replaced:,} replaced, "
        f"{sum(counts.unread.values()):,} unread, {counts.undated:,} undated"
    )
    if result.index_rows_unmatched:
        typer.echo(f"{_number(result.index_rows_unmatched, 'row')} of the index match no letter in the store")
    if result.ur_lines_outside:
        typer.echo(f"{_number(result.ur_lines_outside, 'line')} of the UR decisions lie outside the period")
    typer.echo(f"{_number(result.cases, 'case')} and {_number(result.issues, 'issue')} in the period")
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


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


@app.command()
def deidentify(  # noqa: PLR0917 - as above
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
    with _Watcher() as watcher:
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
def parse(  # noqa: PLR0917 - as above
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
def evaluate(  # noqa: PLR0917 - as above
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
    with _Watcher() as watcher:
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


@app.command()
def purge(
    store: StoreOption = None,
    config: ConfigOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the store, with its texts and private map."""
    if not yes and not _is_confirmed():
        typer.echo("nothing was deleted", err=True)
        return
    typer.echo(pipeline.purge_store(store or load_settings(config).store))


def _is_confirmed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("purge deletes the store: without a terminal to ask at, say --yes")
    try:
        return typer.confirm("Delete the store? References in reports can't be resolved afterwards.")
    except typer.Abort:  # the input ended, or ctrl-C
        return False


def _settings(
    config: Path | None, *, formats: str | None, sections: str | None, **chosen: object
) -> Settings:
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


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except ValueError as error:
        raise UsageError(f"unknown period: {error}") from None


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UsageError("--as-of takes a date like 2015-03-31") from None


def _say_unread(summary: pipeline.SingleSummary) -> None:
    for position, reason in summary.unread:
        typer.echo(f"file {position} of {summary.done + len(summary.unread)}: not read ({reason})", err=True)
    if summary.replaced:
        typer.echo(f"{_number(summary.replaced, 'file')} of an earlier run replaced", err=True)
    typer.echo(f"{_number(summary.done, 'letter')} done, {len(summary.unread)} not read", err=True)
    if not summary.done:
        raise NoLettersError("no letter was read: the lines above say why")


class _Watcher:
    """Progress on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, visible=False, rate="")

    def __enter__(self) -> "_Watcher":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, total: int, what: str) -> None:
        """Begin a task."""
        self._progress.reset(self._task, total=total, description=what, visible=True, rate="")

    def advance(self, steps: int) -> None:
        """Move a task on, and say how fast it goes."""
        self._progress.advance(self._task, steps)
        speed = self._progress.tasks[0].speed
        self._progress.update(self._task, rate=f"{speed:.1f}/s" if speed else "")

    def step(self, total: int) -> None:
        """Move a task of known length one step on, beginning it at the first."""
        if self._progress.tasks[0].total != total:
            self.start(total, "Scrubbing letters")
        self.advance(1)


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
