"""Citations → how often each side cites which work, and what was decided there."""

import numpy as np
import pandas as pd

from imr_reports.aggregate.counting import APPEALED, ISSUE_KEY, DecisionColumns, Line, by_size, make_rows
from imr_reports.aggregate.joining import distinct, places_among, stacked, with_columns
from imr_reports.aggregate.once import once
from imr_reports.records.coded import Basis, GuidelineSource
from imr_reports.records.limited import CaseFrames
from imr_reports.records.tables import CountName, Relation, RelationKind, Table
from imr_reports.vocabulary.citations.guidelines import NOT_NAMED

SIDES = {"claims_administrator": "claims administrator", "reviewer": "reviewer"}
SOURCES = {
    GuidelineSource.MTUS: "MTUS",
    GuidelineSource.ACOEM: "ACOEM, outside the MTUS",
    GuidelineSource.ODG: "Official Disability Guidelines (ODG)",
    GuidelineSource.GUIDELINE: "Other guidelines",
    GuidelineSource.JOURNAL: "Journals",
    GuidelineSource.TEXTBOOK: "Textbooks",
    GuidelineSource.UPTODATE: "UpToDate",
    GuidelineSource.FDA: "FDA",
    GuidelineSource.DRUG_REFERENCE: "Drug references",
    GuidelineSource.ONLINE: "Online references",
    GuidelineSource.LAW: "Law",
    GuidelineSource.OTHER: "Other works",
}
_MTUS_BASES = (Basis.MTUS, Basis.MTUS_AND_NON_MTUS)
_OTHER_BASES = (Basis.NON_MTUS, Basis.MTUS_AND_NON_MTUS)
WORK = ["source", "title", "edition"]
NO_WORK_STATED = "No work stated"
# Before a work that bears a surname ("Law") a word such as "named" reads as if a person followed.
_TITLES = {"": "Title not known", NOT_NAMED: "Chapter not stated"}


def cited_guidelines(frames: CaseFrames, side: str) -> Table:
    """Count the issues for which one side ("claims_administrator" or "reviewer") cites each work."""
    columns = DecisionColumns.of(frames)
    measures = columns.measures()
    dimension = f"{side}_guidelines"
    lines = _lines(frames, side, columns)
    return Table(
        key=f"guidelines_{side}",
        title=f"Guidelines cited by the {SIDES[side]}",
        definition=(
            f"Issues for which the letter reports that the {SIDES[side]} cited the work; an issue counts "
            "once a work and once a source, and may stand in several rows, so that rows do not add up. The "
            f"share is of all issues in the period, % overturned of the issues that cite the work. {APPEALED}"
        ),
        unit="issues",
        dimension=dimension,
        row_header="Source and work",
        measures=measures,
        rows=make_rows(measures, [*lines, columns.total(frames)]),
        sums=columns.sums,
        rows_are_partition=False,
        alone=f"{_MTUS}/{NO_WORK_STATED}/",
        ordered_by_size=True,
        relations=tuple(
            relation
            for line in lines
            if line.depth == 0
            for relation in _relations_with_bases(side, line.key, columns)
        ),
    )


def work_label(title: str, edition: str) -> str:
    """Return a work's title with its edition, as tables name it."""
    shown = _TITLES.get(title, title)
    return ", ".join(part for part in (shown, edition) if part)


_MTUS = str(GuidelineSource.MTUS)


def _lines(frames: CaseFrames, side: str, columns: DecisionColumns) -> list[Line]:
    sources = columns.by(frames, ["source"], lambda period: _once(cited_works(period, side), ["source"]))
    works: dict[str, list[Line]] = {}
    for (source, title, edition), values in columns.by(
        frames, WORK, lambda period: _once(cited_works(period, side), WORK)
    ).items():
        key = f"{source}/{title}/{edition}"
        line = Line(key=key, label=work_label(title, edition), values=values, depth=1)
        works.setdefault(source, []).append(line)
    mains = [
        Line(key=str(source), label=label, values=sources[str(source),])
        for source, label in SOURCES.items()
        if (str(source),) in sources
    ]
    lines: list[Line] = []
    for main in by_size(mains, "issues"):
        lines += [main, *by_size(works.get(main.key, []), "issues")]
    return lines


@once
def cited_works(frames: CaseFrames, side: str) -> pd.DataFrame:
    """Return issue × cited work, with the decision; the issue's basis says whether it cites the MTUS.

    A letter's sentence "based on MTUS" names the source even where no work of it is recognized, and a
    sentence outside the MTUS names none; the table by basis and this one agree because of that.
    """
    issues = frames.issues
    rests_on_mtus, rests_on_others = (
        issues[f"{side}_basis"].isin([str(item) for item in bases]).to_numpy()
        for bases in (_MTUS_BASES, _OTHER_BASES)
    )
    cited = frames.citations[frames.citations["side"] == side][[*ISSUE_KEY, *WORK]]
    place = places_among(issues, cited)
    is_mtus = (cited["source"] == _MTUS).to_numpy()
    counts = (place >= 0) & np.where(is_mtus, rests_on_mtus[place], rests_on_others[place])
    names_one = np.zeros(len(issues), dtype=bool)
    names_one[place[counts & is_mtus]] = True
    unnamed = issues[rests_on_mtus & ~names_one][list(ISSUE_KEY)]
    rows = [cited[counts], unnamed.assign(**dict(zip(WORK, (_MTUS, NO_WORK_STATED, ""), strict=True)))]
    return with_columns(stacked(rows), issues, ["decision"])


def _once(cited: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return distinct(cited, [*ISSUE_KEY, *columns])


def _relations_with_bases(side: str, source: str, columns: DecisionColumns) -> tuple[Relation, ...]:
    """Return the tie between citing a source and the bases that hold it: all of the MTUS, some of others."""

    def named(dimension: str, row: str, measure: str) -> CountName:
        return CountName(unit="issues", dimension=dimension, row=row, measure=measure)

    def tie(measure: str) -> Relation:
        cited = named(f"{side}_guidelines", source, measure)
        alone, both, others = (
            named(f"{side}_basis", str(basis), measure)
            for basis in (Basis.MTUS, Basis.MTUS_AND_NON_MTUS, Basis.NON_MTUS)
        )
        if source == _MTUS:
            return Relation(total=cited, parts=((1, alone), (1, both)))
        return Relation(total=both, parts=((1, cited), (-1, others)), kind=RelationKind.CONTAINS)

    return tuple(tie(measure) for measure in ("issues", *columns.sums[0][1]))
