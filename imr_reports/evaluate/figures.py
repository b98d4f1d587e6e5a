"""Scores of all letters → the figures of one system, with confidence intervals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar

from imr_reports.evaluate.scores import GATE, LetterScore
from imr_reports.records.evaluation import Rate, RecognizerFigures, SystemFigures, TagType, TermClass
from imr_reports.statistics.intervals import Count, clustered_rate, letter_rate

ALL = "all"

Key = TypeVar("Key")


def figures_of(system: str, scores: Sequence[LetterScore], seconds: float) -> SystemFigures:
    """Sum up what was counted in each letter.

    Args:
        system: what is measured, as it is printed.
        scores: of each letter.
        seconds: that finding took for all letters together.
    """
    tagged = [score for score in scores if score.entities]
    recognizers = _recognizers(scores)
    gate = [one for one in recognizers if one.recognizer.split(".")[0] == GATE]
    return SystemFigures(
        system=system,
        leak_free=letter_rate(sum(not score.missed for score in tagged), len(tagged)),
        entities=_by_type([score.entities for score in scores]),
        entities_without_gate=clustered_rate([score.entities_without_gate for score in scores]),
        tokens=_by_type([score.tokens for score in scores]),
        token_precision=clustered_rate([score.redacted for score in scores]),
        wrong=clustered_rate([score.wrong for score in scores]),
        wrong_terms=clustered_rate([score.wrong_terms for score in scores]),
        preserved={kind: _rate_of(kind, [score.preserved for score in scores]) for kind in TermClass},
        gate=RecognizerFigures(
            recognizer=GATE,
            findings=sum(one.findings for one in gate),
            wrong=sum(one.wrong for one in gate),
        ),
        recognizers=recognizers,
        letters_per_second=len(scores) / seconds if seconds > 0 else 0.0,
    )


def _by_type(counts: Sequence[Mapping[TagType, Count]]) -> dict[str, Rate]:
    totals = [
        (sum(part for part, _ in one.values()), sum(whole for _, whole in one.values())) for one in counts
    ]
    kinds = [kind for kind in TagType if any(kind in one for one in counts)]
    return {ALL: clustered_rate(totals), **{str(kind): _rate_of(kind, counts) for kind in kinds}}


def _rate_of(key: Key, counts: Sequence[Mapping[Key, Count]]) -> Rate:
    return clustered_rate([one[key] for one in counts if key in one])


def _recognizers(scores: Sequence[LetterScore]) -> tuple[RecognizerFigures, ...]:
    found: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for score in scores:
        for name, (findings, wrongly) in score.recognizers.items():
            found[name] += findings
            wrong[name] += wrongly
    return tuple(
        RecognizerFigures(recognizer=name, findings=count, wrong=wrong[name])
        for name, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    )
