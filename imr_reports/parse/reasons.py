"""A rationale → the reasons it gives, and what each of its sentences does."""

from collections.abc import Iterator

from imr_reports.parse.passages import one_line
from imr_reports.records.coded import Decision
from imr_reports.records.identified import Passage
from imr_reports.records.reasons import RationaleSentence, StatedReason
from imr_reports.records.services import Service
from imr_reports.vocabulary.rationales.grounds import find_grounds
from imr_reports.vocabulary.rationales.item_words import item_words
from imr_reports.vocabulary.rationales.roles import rank_sentences, sentence_roles
from imr_reports.vocabulary.rationales.sentences import sentence_spans


def read_reasons(
    text: str, rationale: Passage | None, item: Passage, service: Service, decision: Decision
) -> tuple[tuple[StatedReason, ...], tuple[RationaleSentence, ...]]:
    """Read a rationale's sentences and the reasons that they give.

    Args:
        text: the letter.
        rationale: the rationale's passage, None where the letter has none.
        item: the disputed item, which a guideline statement must name to give a reason.
        service: the same, normalized: a guideline may name a drug's ingredient or class.
        decision: what was decided.
    """
    if rationale is None:
        return (), ()
    line = one_line(text, rationale.start, rationale.end)
    spans = list(sentence_spans(line.text))
    sentences = [line.text[start:end] for start, end in spans]
    roles = sentence_roles(sentences)
    grounds = find_grounds(sentences, roles, decision, item_words(item.text, _names(service)))
    ranks = rank_sentences(roles, {ground.place for ground in grounds})
    places = [line.span(start, end) for start, end in spans]
    stated = tuple(
        StatedReason(
            reason=ground.reason,
            rule=ground.rule,
            start=places[ground.place][0],
            end=places[ground.place][1],
        )
        for ground in grounds
    )
    read = tuple(
        RationaleSentence(role=role, rank=rank, start=start, end=end)
        for role, rank, (start, end) in zip(roles, ranks, places, strict=True)
    )
    return stated, read


def _names(service: Service) -> Iterator[str]:
    for drug in service.drugs:
        yield from drug.value.ingredients
        yield drug.value.drug_class
    yield service.subcategory
