"""Evaluation → lines for a terminal, JSON, and the page of misses and wrong redactions (PHI)."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from imr_reports.records.evaluation import Evaluation, Example, Rate, StretchKind, SystemFigures, TermClass
from imr_reports.records.json_values import json_values
from imr_reports.render.inert import printed_on_screen
from imr_reports.render.numerals import UNDEFINED, print_number
from imr_reports.resources import templates_folder

EVALUATION_MARK = "imr-report evaluate"
"""Stands near the beginning of each page and JSON file of ours."""

_TERMS = {
    TermClass.DRUG: "drugs and strengths",
    TermClass.EPONYM: "eponyms",
    TermClass.LEVEL: "levels",
    TermClass.SCORE: "scores",
    TermClass.CITATION: "citations",
}


def render_evaluation(evaluation: Evaluation) -> bytes:
    """Return the figures as JSON; no letter text."""
    values = {"made_by": EVALUATION_MARK, **json_values(evaluation)}
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """Yield the figures as lines of a table, the systems side by side; no letter text."""
    rows = [("", *(system.system for system in evaluation.systems)), *_rows(evaluation.systems)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    plural = "" if evaluation.letters == 1 else "s"
    yield f"{print_number(evaluation.letters)} letter{plural}{_untagged(evaluation)}"
    yield ""
    for label, *cells in rows:
        padded = (cell.ljust(width) for cell, width in zip((label, *cells), widths, strict=True))
        yield "  ".join(padded).rstrip()
    yield ""
    yield from _recognizer_lines(evaluation.systems[0])


def _untagged(evaluation: Evaluation) -> str:
    return (
        f", {print_number(evaluation.untagged)} of them without a tagged identity"
        if evaluation.untagged
        else ""
    )


def _rows(systems: Sequence[SystemFigures]) -> Iterator[tuple[str, ...]]:
    def row(label: str, rates: Iterable[Rate], times: int = 1) -> tuple[str, ...]:
        return (label, *(_printed(rate, times) for rate in rates))

    kinds = list(dict.fromkeys(kind for system in systems for kind in system.entities))
    yield row("leak-free letters", (system.leak_free for system in systems))
    for kind in kinds:
        yield row(f"entities caught, {kind}", (system.entities[kind] for system in systems))
    for kind in kinds:
        yield row(f"tokens caught, {kind}", (system.tokens[kind] for system in systems))
    yield row("token precision", (system.token_precision for system in systems))
    yield row("wrong redactions per 1,000 safe tokens", (system.wrong for system in systems), 1000)
    yield row("  on the terms below, per 1,000", (system.wrong_terms for system in systems), 1000)
    for term, words in _TERMS.items():
        yield row(f"preserved, {words}", (system.preserved[term] for system in systems))
    yield ("withheld by the gate", *(_gate(system) for system in systems))
    yield row("entities caught without the gate", (system.entities_without_gate for system in systems))
    yield ("letters per second (warm, one process)", *(_speed(system) for system in systems))


def _printed(rate: Rate, times: int = 1) -> str:
    if rate.value is None:
        return UNDEFINED
    decimals = 4 if times == 1 else 2
    limits = (
        "one letter tells no interval"
        if rate.low is None or rate.high is None
        else f"{times * rate.low:.{decimals}f} to {times * rate.high:.{decimals}f}"
    )
    return f"{times * rate.value:.{decimals}f} ({limits}; {rate.part:,} of {rate.whole:,})"


def _gate(system: SystemFigures) -> str:
    return f"{print_number(system.gate.findings)}, {print_number(system.gate.wrong)} wrong"


def _speed(system: SystemFigures) -> str:
    return print_number(system.letters_per_second, 1)


def _recognizer_lines(system: SystemFigures) -> Iterator[str]:
    yield "findings and wrong redactions by recognizer"
    width = max((len(one.recognizer) for one in system.recognizers), default=0)
    for one in system.recognizers:
        yield f"  {one.recognizer.ljust(width)}  {one.findings:>7,}  {one.wrong:>5,}"


def render_examples(evaluation: Evaluation, examples: Sequence[Example]) -> bytes:
    """Return misses and wrong redactions as one self-contained HTML page. It holds PHI, and says so.

    Args:
        evaluation: the figures, printed above the examples.
        examples: all, or the first that there is room for.
    """
    folder = templates_folder()
    style = (folder / "style" / "evaluation.css").read_text(encoding="utf-8")
    kinds = sorted({example.entity_type for example in examples})
    # Which examples show is chosen by style alone, so the page runs no script.
    style += "".join(_filter_rule("type", kind) for kind in kinds)
    style += "".join(_filter_rule("kind", str(kind)) for kind in (StretchKind.MISSED, StretchKind.WRONG))
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed_on_screen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = print_number
    page = environment.get_template("evaluation.html.j2").render(
        mark=EVALUATION_MARK,
        policy=_policy(style),
        style=Markup(style),  # noqa: S704 - our own style sheet
        figures="\n".join(evaluation_lines(evaluation)),
        examples=examples,
        kinds=kinds,
        counts=Counter(str(example.kind) for example in examples),
    )
    return page.encode("utf-8", "replace")


def _filter_rule(group: str, value: str) -> str:
    return f"#{group}-{value}:checked~ol>li:not(.{value}){{display:none}}\n"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
