"""Facts about how a report was made → lines, one for each label."""

from collections.abc import Sequence

from imr_reports.records.tables import Fact


def compose_facts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Join the values of facts that share a label, in the order in which the labels first stand."""
    values: dict[str, list[str]] = {}
    for fact in facts:
        values.setdefault(fact.label, []).append(fact.value)
    return tuple(Fact(label=label, value="; ".join(said)) for label, said in values.items())
