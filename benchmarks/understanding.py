"""How well letters are understood: the parser beside what two readers say of the same letters.

    python benchmarks/understanding.py [--codes] [--misses] [--every 2]

Labels are tests/labels/*.csv (the guide is its README); the letters stand in ../shared, and where they don't,
only our own samples are measured. "Abstained" is an item that the label fills and the parser leaves open
("Unclassified", no site, no citation); what the parser adds where the label has nothing counts as wrong.
Edition, section and page are counted where the label or the parser gives one. `--misses` lists rows and
codes, no words of a letter, and leaves the second sample out, on which nobody tunes.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import zipfile
from collections import defaultdict
from pathlib import Path

from benchmarks.scores import NOT_CITED, Cited, CodeTally, Figures, compare_citations, shown
from imr_reports.ingest import read_letter
from imr_reports.parse import parse_letter
from imr_reports.records.coded import Basis
from imr_reports.records.identified import Citation, GuidelineStatement, Issue

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "tests" / "labels"
SHARED = ROOT.parent / "shared"
SIDES = ("claims_administrator", "reviewer")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
Row = dict[str, str]


# What a reader's row and a parsed issue say, in the same shape.


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def labelled_service(row: Row) -> dict[str, object]:
    sites = {tuple(f"{site}:".split(":")[:2]) for site in listed(row["sites"])}
    return {
        "category": row["category"],
        "sub-category": row["subcategory"],
        "ingredient": sorted(listed(row["ingredients"])),
        "drug class": sorted(listed(row["drug_classes"])),
        "body part": {part for part, _ in sites},
        "part and side": sites,
    }


def parsed_service(issue: Issue) -> dict[str, object]:
    service = issue.service
    drugs = [drug.value for drug in service.drugs]
    sites = {(site.value.part, site.value.side.value) for site in service.sites}
    return {
        "category": "" if service.category == "Unclassified" else service.category,
        "sub-category": service.subcategory,
        "ingredient": sorted("/".join(sorted(drug.ingredients)) for drug in drugs),
        "drug class": sorted(drug.drug_class for drug in drugs),
        "body part": {part for part, _ in sites},
        "part and side": sites,
    }


def section_key(name: str) -> str:
    """Return the form in which two spellings of a section are equal: letters and digits outside brackets."""
    bare = re.sub(r"[\W_]", "", _BRACKETS.sub(" ", name).lower())
    return bare or re.sub(r"[\W_]", "", name.lower())


def labelled_citation(row: Row) -> Cited:
    return {
        "source": row["source"],
        "title": row["title"],
        "edition": row["edition"],
        "section": frozenset(map(section_key, listed(row["sections"]))),
        "page": frozenset(listed(row["pages"])),
    }


def parsed_citation(citation: Citation) -> Cited:
    return {
        "source": citation.work.source.value,
        "title": citation.work.title,
        "edition": citation.work.edition,
        "section": frozenset(section_key(s.name or s.passage.text) for s in citation.sections),
        "page": frozenset(page.value for page in citation.pages),
    }


def parsed_side(statement: GuidelineStatement) -> list[Cited]:
    if statement.basis is Basis.NONE_CITED:
        return [{**NOT_CITED, "source": "none"}]
    return [parsed_citation(citation) for citation in statement.citations]


# Comparison.


def compare_labels(
    services: tuple[list[Row], list[Row]],
    citations: tuple[list[Row], list[Row]],
    reasons: tuple[list[Row], list[Row]],
) -> Figures:
    """Compare two readers: (expected, found) of each file."""
    figures = Figures()
    for one, other in zip(*services, strict=True):
        found = labelled_service(other)
        for measure, expected in labelled_service(one).items():
            figures.add(one["row"], measure, expected, found[measure])
    sides = [citations_by_side(rows) for rows in citations]
    for key, expected_cites in sides[0].items():
        compare_citations(figures, key[0], expected_cites, sides[1].get(key, []))
    for one, other in zip(*reasons, strict=True):
        figures.reasons.add(set(listed(one["reasons"])), set(listed(other["reasons"])))
    return figures


def compare_parser(
    issues: dict[str, Issue], services: list[Row], citations: list[Row], reasons: list[Row]
) -> Figures:
    """Compare labels with what was parsed, by row."""
    figures = Figures()
    for row in services:
        found = parsed_service(issues[row["row"]])
        for measure, expected in labelled_service(row).items():
            figures.add(row["row"], measure, expected, found[measure])
    for (row_number, side), expected_cites in citations_by_side(citations).items():
        statement = getattr(issues[row_number], side)
        compare_citations(figures, row_number, expected_cites, parsed_side(statement))
    for row in reasons:
        expected_codes = set(listed(row["reasons"]))
        found_codes = {str(reason.reason) for reason in issues[row["row"]].reasons}
        figures.reasons.add(expected_codes, found_codes)
        if expected_codes != found_codes:
            missing, added = shown(expected_codes - found_codes), shown(found_codes - expected_codes)
            figures.misses.append(f"row {row['row']:>4}  reasons          missing {missing}; added {added}")
    return figures


def citations_by_side(rows: list[Row]) -> dict[tuple[str, str], list[Cited]]:
    sides: dict[tuple[str, str], list[Cited]] = defaultdict(list)
    for number in dict.fromkeys(row["row"] for row in rows):
        for side in SIDES:
            sides[number, side] = []
    for row in rows:
        sides[row["row"], row["side"]].append(labelled_citation(row))
    return sides


# Letters.


def labels(name: str) -> list[Row]:
    with (LABELS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published_issues(shared: Path) -> dict[str, Issue]:
    """Parse the published letters: row of expected_issues.csv → issue."""
    cases: dict[str, tuple[Issue, ...]] = {}
    for path in sorted((shared / "letters" / "pdf").glob("*.pdf")):
        case = parse_letter(read_letter(path.read_bytes()))
        if case.case_number:
            cases[case.case_number.text] = case.issues
    with (shared / "letters" / "expected_issues.csv").open(encoding="utf-8", newline="") as file:
        return {
            str(number): cases[row["case_number"]][int(row["seq"]) - 1]
            for number, row in enumerate(csv.DictReader(file), 2)
        }


def measure_published(shared: Path) -> tuple[Figures, Figures, Figures]:
    """Measure the parser on the published letters: all labels, the second sample, and the third set."""
    issues = published_issues(shared)
    return (
        compare_parser(issues, labels("services"), labels("citations"), labels("reasons")),
        compare_parser(issues, [], labels("citations_second"), labels("reasons_second")),
        compare_parser(issues, [], [], labels("reasons_third")),
    )


def readers_agreement() -> Figures:
    """Compare the two readers with each other."""
    files = ("services", "citations", "reasons")
    return compare_labels(*((labels(f"reader_a_{name}"), labels(f"reader_b_{name}")) for name in files))


def measure_samples() -> Figures:
    """Measure category and sub-category on the samples written by hand."""
    figures = Figures()
    for path in sorted((ROOT / "samples" / "expected").glob("*.json")):
        letter = ROOT / "samples" / "letters" / f"{path.stem}.txt"
        expected = json.loads(path.read_text("utf-8"))["issues"]
        found = parse_letter(read_letter(letter.read_bytes())).issues
        for number, (truth, issue) in enumerate(zip(expected, found, strict=True), 1):
            _compare_category(
                figures,
                f"{path.stem[:2]}-{number}",
                issue,
                truth["service_category"],
                truth["service_subcategory"],
            )
    return figures


def measure_corpus(every: int) -> Figures:
    """Measure category, sub-category and cited works on the generated letters, whose truth is known."""
    figures = Figures()
    with gzip.open(ROOT / "samples" / "corpus_truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        truths = [truth for truth in map(json.loads, lines) if truth["kind"] == "original"]
    with zipfile.ZipFile(ROOT / "samples" / "corpus.zip") as archive:
        for truth in truths[::every]:
            found = parse_letter(read_letter(archive.read(truth["member"]))).issues
            for issue, expected in zip(found, truth["case"]["issues"], strict=True):
                _compare_category(
                    figures, truth["member"][-9:-4], issue, expected["category"], expected["subcategory"]
                )
                for side in SIDES:
                    _compare_works(figures, expected[f"{side}_cites"], getattr(issue, side))
    return figures


def _compare_category(figures: Figures, row: str, issue: Issue, category: str, subcategory: str) -> None:
    found = parsed_service(issue)
    figures.add(row, "category", "" if category == "Unclassified" else category, found["category"])
    figures.add(row, "sub-category", subcategory, found["sub-category"])


def _compare_works(figures: Figures, truth: list[str], statement: GuidelineStatement) -> None:
    # The truth of the corpus names works and pages, no sections.
    expected: list[Cited] = []
    for line in truth:
        source, title, edition, pages = line.split("|")
        page = frozenset(part for part in re.split(r"[;,]\s*", pages) if part)
        expected.append({"source": source, "title": title, "edition": edition, "section": "", "page": page})
    found = [{**cited, "section": ""} for cited in parsed_side(statement) if cited["source"] != "none"]
    compare_citations(figures, "", expected, found)


# Print.


def print_table(title: str, figures: Figures, readers: Figures | None = None) -> None:
    if not figures.tallies:
        return
    print(f"\n{title}")
    head = f"{'measure':22}{'n':>6}{'abstained':>11}{'accuracy':>10}{'of answers':>12}"
    print(head + (f"{'readers':>9}" if readers else ""))
    for measure, tally in figures.tallies.items():
        if not tally.n:
            continue
        of_answers = tally.accuracy_of_answers
        line = f"{measure:22}{tally.n:6}{tally.abstained:11}{tally.accuracy:10.3f}"
        line += f"{'—':>12}" if of_answers is None else f"{of_answers:12.3f}"
        print(line + (f"{readers.tallies[measure].accuracy:9.3f}" if readers else ""))


def print_reasons(title: str, reasons: CodeTally, readers: CodeTally | None, codes: bool) -> None:
    precision, recall, f1 = reasons.scores()
    print(
        f"\n{title}: {reasons.rows} rows, {reasons.expected.total()} labelled, "
        f"{reasons.found.total()} found, {reasons.unclassified} rows unclassified"
    )
    agreement = f"   F1 of the readers {readers.scores()[2]:.3f}" if readers else ""
    print(f"precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}{agreement}")
    if not codes:
        return
    print(f"{'code':28}{'labelled':>9}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>7}{'readers κ':>11}")
    for code, count in reasons.expected.most_common() + [
        (code, 0) for code in sorted(reasons.found) if code not in reasons.expected
    ]:
        scores = reasons.scores(code)
        kappa = f"{readers.kappa(code):11.3f}" if readers else ""
        print(
            f"{code:28}{count:9}{reasons.found[code]:7}{scores[0]:11.3f}{scores[1]:8.3f}{scores[2]:7.3f}{kappa}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--codes", action="store_true", help="a line for each reason")
    parser.add_argument("--misses", action="store_true", help="list what differs, by row and code")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the corpus, each Nth letter")
    options = parser.parse_args()
    if SHARED.is_dir():
        readers = readers_agreement()
        figures, second, third = measure_published(SHARED)
        print_table("published letters, against the settled labels", figures, readers)
        print_reasons("reasons", figures.reasons, readers.reasons, options.codes)
        print_table("second sample (one reader, not tuned on)", second)
        print_reasons("reasons, second sample", second.reasons, None, codes=False)
        print_reasons("reasons, third set (developed on)", third.reasons, None, codes=options.codes)
        if options.misses:
            print("\nmisses: label ≠ parser", *figures.misses, *third.misses, sep="\n")
    else:
        print("the published letters do not stand beside this checkout; only our own samples are measured")
    print_table("samples written by hand", measure_samples())
    print_table(f"generated corpus, each letter of {options.every}", measure_corpus(options.every))


if __name__ == "__main__":
    main()
