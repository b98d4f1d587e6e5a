"""Tagged letters → how well they are scrubbed: figures, and examples as a private page."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from imr_reports.errors import NoLettersError, UnreadLetterError, UsageError
from imr_reports.evaluate import (
    LetterScore,
    TagFaultError,
    TaggedText,
    doubtful_tags,
    examples_of,
    figures_of,
    read_tags,
    score_letter,
)
from imr_reports.ingest import LetterFile, find_files, read_letter
from imr_reports.pipeline.own_files import OwnFile
from imr_reports.pipeline.reading import Progress
from imr_reports.pipeline.shards import scrubber
from imr_reports.pipeline.sites import site_of
from imr_reports.records.coded import UnreadReason
from imr_reports.records.evaluation import Evaluation, Example, SystemFigures
from imr_reports.records.limited import Finding
from imr_reports.records.site import SiteLists
from imr_reports.render import EVALUATION_MARK, evaluation_lines, render_evaluation, render_examples
from imr_reports.scrub.apply import Redaction
from imr_reports.scrub.stock import StockPresidio

_OURS, _BASELINE = "imr-report", "stock presidio"
_SUFFIXES = frozenset({".txt", ".text"})
_WARM_UP = "Seen on 3/4/2015 by Dr. Nobody."
_MOST_EXAMPLES = 5_000

Find = Callable[[str], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResult:
    """What an evaluation came to.

    Attributes:
        lines: the figures, for a terminal; no letter text.
        has_page: whether a page with examples was written.
        notes: what looks wrong with the tags, as counts.
    """

    lines: tuple[str, ...]
    has_page: bool
    notes: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _System:
    """One of the systems that are measured, and what it has come to so far."""

    name: str
    find: Find
    scores: list[LetterScore] = field(default_factory=list)
    seconds: float = 0.0

    def measure(self, tagged: TaggedText) -> tuple[tuple[Finding, ...], LetterScore]:
        begun = time.perf_counter()
        findings = self.find(tagged.text)
        self.seconds += time.perf_counter() - begun
        self.scores.append(score_letter(tagged, findings))
        return findings, self.scores[-1]

    def figures(self) -> SystemFigures:
        return figures_of(self.name, self.scores, self.seconds)


def evaluate_letters(
    source: Path,
    progress: Progress,
    *,
    baseline: bool,
    page: Path | None,
    figures: Path | None,
    site: Path | None = None,
) -> EvaluationResult:
    """Measure scrubbing on letters whose identifying text is tagged.

    Args:
        source: folder or zip of tagged letters (`.txt`); other files are passed over.
        progress: told of each letter.
        baseline: whether stock Presidio is measured on the same letters.
        page: where examples of misses and wrong redactions go, as HTML that holds PHI; None for nowhere.
        figures: where the figures go as JSON; None for nowhere.
        site: folder of the site's lists.

    Raises:
        UsageError: if the source does not exist, a tag is malformed, or a file that isn't ours would be
            overwritten.
        NoLettersError: if there is no letter with a tag.
        ConfigurationError: if an output can't be written, or the site's lists can't be used.
    """
    if page and figures and page.absolute() == figures.absolute():
        raise UsageError("--out and --json name the same file; the page and the figures need one each")
    page_file = OwnFile(page, EVALUATION_MARK, "--out")
    figures_file = OwnFile(figures, EVALUATION_MARK, "--json")
    letters = _tagged_letters(source)
    systems = [_System(name=_OURS, find=partial(_scrubbed, site_of(site)))]
    if baseline:
        systems.append(_System(name=_BASELINE, find=StockPresidio().find))
    for system in systems:
        system.find(_WARM_UP)
    examples: list[Example] = []
    progress.start(len(letters), "Scrubbing letters")
    for position, (file, tagged) in enumerate(letters, start=1):
        findings, score = systems[0].measure(tagged)
        for system in systems[1:]:
            system.measure(tagged)
        if page and len(examples) < _MOST_EXAMPLES:
            examples += examples_of(
                tagged,
                findings,
                score,
                _placeholders(tagged.text, findings),
                letter=position,
                file=file.relative,
            )
        progress.advance(1)
    evaluation = Evaluation(
        letters=len(letters),
        untagged=sum(not score.entities for score in systems[0].scores),
        systems=tuple(system.figures() for system in systems),
    )
    page_file.write(lambda: render_examples(evaluation, examples[:_MOST_EXAMPLES]))
    figures_file.write(lambda: render_evaluation(evaluation))
    return EvaluationResult(
        lines=tuple(evaluation_lines(evaluation)),
        has_page=page is not None,
        notes=doubtful_tags([tagged for _, tagged in letters]),
    )


def _scrubbed(site: SiteLists, text: str) -> tuple[Finding, ...]:
    return scrubber(site).scrub_text(text).findings


def _placeholders(text: str, findings: tuple[Finding, ...]) -> Callable[[Finding], str]:
    redaction = Redaction(text, findings)
    return lambda finding: redaction.stretch(finding.start, finding.end)


def _may_be_tagged(file: LetterFile) -> bool:
    return Path(file.name).suffix.lower() in _SUFFIXES or file.unread is UnreadReason.BROKEN_ZIP


def _text_of(file: LetterFile) -> str:
    """Return a tagged letter's text.

    Raises:
        UnicodeDecodeError: if it is not UTF-8: read as anything else, its tags would be lost without a word.
    """
    data = file.read()
    data.decode("utf-8")
    return read_letter(data).text


def _tagged_letters(source: Path) -> list[tuple[LetterFile, TaggedText]]:
    files = [file for file in find_files((source,)) if _may_be_tagged(file)]
    letters, faults = [], []
    for position, file in enumerate(files, start=1):
        try:
            letters.append((file, read_tags(_text_of(file))))
        except UnicodeDecodeError:
            faults.append(f"letter {position}: not UTF-8")
        except UnreadLetterError as error:
            faults.append(f"letter {position}: not read ({error.reason})")
        except TagFaultError as error:
            faults.append(f"letter {position}, line {error.line}: {error.reason}")
    if faults:
        more = f" (and {len(faults) - 1} more letters with faults)" if len(faults) > 1 else ""
        raise UsageError(f"{faults[0]}{more}; letters are counted in sorted order of their paths")
    if not any(tagged.entities for _, tagged in letters):
        raise NoLettersError("no tagged letters found: name a folder or zip of .txt files with ⟦TYPE|text⟧")
    return letters
