"""Report → one self-contained HTML page, for a screen or as the source of the PDF."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from imr_reports.records.tables import Audience, Report
from imr_reports.render.cards import compose_overturned, compose_rationales
from imr_reports.render.charts import Chart
from imr_reports.render.document import compose_sections, compose_tiles
from imr_reports.render.drawing import Drawing
from imr_reports.render.facts import compose_facts
from imr_reports.render.inert import printed_on_paper, printed_on_screen, visible_text
from imr_reports.render.library import Library
from imr_reports.render.numerals import print_number
from imr_reports.render.outward import refuse_outward
from imr_reports.render.palette import DARK
from imr_reports.render.room import SCREEN, Bounds, paper_bounds
from imr_reports.render.vector import dressed_svg

_MARKINGS = {Audience.INTERNAL: "Internal: not for release", Audience.PUBLIC: "Public"}
# Longer headings than this don't help a reader on paper; the HTML shows them whole.
_FIT = 400
_BANNER = "Invented sample letters"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SCRIPTS = ("saving", "tables", "search", "contents")
_OURS = Library()
# A user's rules for both media, over those of the program.
_OWN_SHEET = "own.css"
_WEIGHTS = (("400", "Regular"), ("600", "Semibold"))


Charts = Mapping[str, Sequence[Chart]]


def report_page(
    report: Report,
    charts: Charts,
    library: Library = _OURS,
    *,
    screen: bool,
    share: float = 1.0,
    workbook: bytes = b"",
) -> str:
    """Return the report as HTML: the page that is published, or (not `screen`) the one that is printed.

    Args:
        report: protected tables and excerpts.
        charts: the charts of each table, by its key.
        library: where the templates come from.
        screen: for which medium.
        share: of what paper holds by reckoning.
        workbook: all tables, for readers of the page to save; none when it is empty.

    Raises:
        ConfigurationError: if a user's templates can't be used, or would ask for something outside the page.
    """
    environment = _environment(library, screen=screen)
    bounds = SCREEN if screen else paper_bounds(report.period, share)
    marking = " · ".join(filter(None, (_MARKINGS[report.audience], report.notice)))
    style = _style(library, "screen.css" if screen else "paper.css")
    if screen:
        style += _printed_margins(marking, is_sample=report.is_sample)
    script = _script(library) if screen else ""
    with library.told_errors():
        page = environment.get_template("report.html.j2" if screen else "report.pdf.j2").render(
            **_contents(report, charts, library, bounds, screen=screen),
            screen=screen,
            workbook=Markup(_data_uri(_WORKBOOK, workbook)) if workbook else "",  # noqa: S704 - base64
            marking=marking,
            style=Markup(style),  # noqa: S704 - the operator's style sheets
            script=Markup(script),  # noqa: S704 - the operator's script
            policy=_policy(style, script),
        )
    if screen and library.own is not None:
        refuse_outward(page, _policy(style, script))
    return page


def _contents(
    report: Report, charts: Charts, library: Library, bounds: Bounds, *, screen: bool
) -> dict[str, object]:
    outline = library.outline()
    source = partial(_drawing_uri, _faces(library, "-basic") if screen else ())
    return {
        "report": report,
        "banner": _BANNER if report.is_sample else "",
        "imprint": _imprint(report),
        "logo": _data_uri("image/png", report.logo.content) if report.logo else "",
        "sections": compose_sections(report, outline, bounds, charts, source),
        "tiles": compose_tiles(report.tables, outline),
        "overturned": compose_overturned(report, bounds),
        "rationales": compose_rationales(report, bounds),
        "methods": compose_facts(report.methods),
        "privacy": compose_facts(report.privacy),
        "withheld_cells": sum(table.withheld for table in report.tables),
    }


def _environment(library: Library, *, screen: bool) -> Environment:
    # A user's templates are kept from all but what they are given; ours need no such watch, which costs time.
    kind = ImmutableSandboxedEnvironment if library.own else Environment
    environment = kind(
        loader=library.loader(),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed_on_screen if screen else printed_on_paper,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = print_number
    environment.filters["brief"] = _brief
    environment.filters["fit"] = _whole if screen else _brief
    return environment


def _whole(text: str, _most: int = 0) -> str:
    return text


def _brief(text: str, most: int = _FIT) -> str:
    line = " ".join(visible_text(text).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _imprint(report: Report) -> str:
    as_of = date.fromisoformat(report.as_of)
    return f"Cases by {report.basis}, {report.period_words}; as of {as_of:%B} {as_of.day}, {as_of.year}"


def _data_uri(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def _faces(library: Library, variant: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            weight,
            _data_uri("font/woff2", library.read_bytes(f"fonts/BulletinSans-{name}{variant}.woff2")),
        )
        for weight, name in _WEIGHTS
    )


def _style(library: Library, sheet: str) -> str:
    faces = "".join(
        f'@font-face{{font-family:"Bulletin Sans";font-weight:{weight};src:url({data}) format("woff2")}}\n'
        for weight, data in _faces(library, "")
    )
    names = [f"style/{name}" for name in ("shared.css", sheet, _OWN_SHEET)]
    return faces + "".join(
        library.read_text(name) for name in names if name != names[-1] or library.has(name)
    )


def _script(library: Library) -> str:
    parts = [library.read_text(f"script/{name}.js") for name in _SCRIPTS]
    return '"use strict";\n' + "".join(parts)


def _printed_margins(marking: str, *, is_sample: bool) -> str:
    """Return rules that repeat the marking on each sheet when a reader prints the page."""
    boxes = f'@top-left{{content:"{marking}"}}'
    if is_sample:
        boxes += f'@top-right{{content:"{_BANNER}"}}'
    return f"@page{{{boxes}@bottom-right{{content:counter(page)}}}}\n"


def _drawing_uri(faces: tuple[tuple[str, str], ...], drawing: Drawing) -> Markup:
    svg = dressed_svg(drawing.svg, faces, DARK) if faces else drawing.svg
    return Markup(_data_uri("image/svg+xml", svg.encode("utf-8")))  # noqa: S704 - base64


def _policy(style: str, script: str) -> str:
    """Return a policy that lets nothing run or load but this page's own style, script, images and fonts."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_source_hash(style)}",
            f"script-src {_source_hash(script)}",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source_hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
