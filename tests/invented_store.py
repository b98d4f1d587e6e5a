"""Letters that never were, put into a store as the pipeline would."""

from dataclasses import replace
from datetime import date

from imr_reports.records.coded import Decision
from imr_reports.records.limited import LimitedCase, LimitedIssue
from imr_reports.store import LetterOutcome, Sighting, Store, write_parts
from tests.invented_limited import limited_case, limited_issue

PIPELINE = "test+1"


def issue(sequence: int, decision: Decision) -> LimitedIssue:
    return limited_issue(
        sequence=sequence,
        disputed_item=f"item {sequence}",
        decision=decision,
        rationale=f"rationale {sequence}",
    )


def case(key: str, decided: date | None, *decisions: Decision, latest: date | None = None) -> LimitedCase:
    issues = [issue(number, decision) for number, decision in enumerate(decisions or (Decision.UPHELD,), 1)]
    return replace(
        limited_case(key, *issues),
        decided=decided,
        received=decided,
        latest_date=latest,
        reviewer_states=("California", "Ohio"),
    )


def sighting(name: str, digest: str) -> Sighting:
    return Sighting(locator=f"/in/{name}", name=name, relative=f"in/{name}", digest=digest)


def add(store: Store, *letters: tuple[str, str, LimitedCase], shard: str = "S") -> None:
    """Add (file name, case number, case) as the pipeline would."""
    parts = write_parts(store.cases_folder, shard, [letter for _, _, letter in letters])
    outcomes = [
        LetterOutcome(
            digest=f"digest of {letter.reference}",
            letter_key=letter.reference,
            case_number=number,
            content=letter.reference.split("/")[0],
            decided=letter.decided,
        )
        for _, number, letter in letters
    ]
    store.record(PIPELINE, outcomes, parts)
    store.record_files([sighting(name, f"digest of {letter.reference}") for name, _, letter in letters])
    store.settle()
