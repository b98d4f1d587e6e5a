"""The numbers of UR decisions: what is understood, and what is refused in one line without content."""

from pathlib import Path

import pytest

from imr_reports.errors import UsageError
from imr_reports.ingest import read_ur_decisions
from imr_reports.records.ur_decisions import UrLine

SAMPLE = Path(__file__).parents[3] / "samples" / "ur-decisions.csv"
PLAIN = "month,category,decisions,denials\n2015-03,Pharmaceuticals,1000,120\n2015-03,,1800,200\n"
UNDERSTOOD = (
    UrLine(month="2015-03", category="Pharmaceuticals", decisions=1000, denials=120),
    UrLine(month="2015-03", category="", decisions=1800, denials=200),
)


def read(folder: Path, text: str | bytes) -> tuple[UrLine, ...]:
    file = folder / "numbers.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_ur_decisions(file)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", ";"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("month,category,decisions,denials", " Month , CATEGORY,UR Decisions,UR denials"),
        PLAIN.replace("Pharmaceuticals", "pharmaceuticals ").replace("03,,", "03,All,"),
        PLAIN.replace("1000", '"1,000"').replace("1800", '"1 800"'),
        PLAIN.replace("2015-03", "Mar-15"),
        PLAIN.replace("2015-03", "3/2015"),
        PLAIN.replace("2015-03", "March 2015"),
        PLAIN.replace("2015-03", "3/1/2015"),
        "\n" + PLAIN + ",,,\n\n",
        PLAIN.replace("denials\n", "denials,remarks\n").replace("120\n", "120,not ours\n"),
    ],
)
def test_the_same_numbers_in_many_writings(tmp_path: Path, text: str | bytes) -> None:
    assert read(tmp_path, text) == UNDERSTOOD


def test_the_column_of_categories_may_be_missing(tmp_path: Path) -> None:
    assert read(tmp_path, "denials,decisions,month\n5,70,2015-01\n") == (
        UrLine(month="2015-01", category="", decisions=70, denials=5),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2015-03,,12,13", "'denials' are more than 'decisions'"),
        ("2015-03,,-12,1", "'decisions' is no whole number"),
        ("2015-03,,12.5,1", "'decisions' is no whole number"),
        ("2015-03,,1.234,1", "'decisions' is no whole number"),
        ('2015-03,,"12,34",1', "'decisions' is no whole number"),
        ("2015-03,,12,", "'denials' is no whole number"),
        ("2015-03,,12", "'denials' is no whole number"),
        ("2015-03,,1,234,56", "put numbers with commas in quotes"),
        ("Total,,12,1", "'month' is no month like 2015-03; leave totals out"),
        ("2015-13,,12,1", "'month' is no month"),
        ("2015-03,Jane Roe,12,1", "'category' is not one of: Diagnostic Testing, DMEPOS"),
        ("2015-02,Surgery,5,1", "the month and category of line 3 stand here again"),
        ("2015-02,all,5,1", "the categories of its month add up to more"),
    ],
)
def test_what_is_refused_is_named_by_its_line_never_by_its_content(
    tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, f"\nmonth,category,decisions,denials\n2015-02,Surgery,50,10\n\n{line}\n")
    assert str(refused.value).startswith("line 5 of the UR decisions: ")
    assert said in str(refused.value)
    assert "Roe" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty file"),
        ("month,category,decisions\n2015-03,,1\n", "lack the column 'denials'"),
        ("a letter of no columns", "lack the column 'month'"),
        (b"\xff\x00\xd8", "can't be read"),
        (PLAIN.replace(",,", ',"open,'), "line"),
    ],
)
def test_what_is_no_such_file_is_told_in_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        read(tmp_path, text)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="can't be read"):
        read_ur_decisions(Path("nowhere.csv"))


def test_the_sample_has_categories_and_whole_months() -> None:
    lines = read_ur_decisions(SAMPLE)
    assert {line.month for line in lines if not line.category} >= {"2015-01", "2015-02", "2015-03"}
    assert {line.category for line in lines} > {"", "Pharmaceuticals"}
