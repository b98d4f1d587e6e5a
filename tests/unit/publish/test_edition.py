"""A version of a data set is looked at cell by cell, and never changes once it is written."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError, PrivacyGateError
from imr_reports.pipeline import verify_report
from imr_reports.publish import Declared, check_edition, publish_edition
from imr_reports.publish.passages import passages_of
from imr_reports.records.dataset import Tier
from tests.invented_dataset import EDITION, export_dataset, invent_dataset

DAYS = frozenset({EDITION.as_of, date(2015, 1, 1)})
PLANTED = ("Krzyzewski", "Wqxvale", "CM15-0000001", "a@example.com", "916-555-0100", "00451123")


@pytest.fixture(scope="module", params=list(Tier), ids=str)
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return export_dataset(invent_dataset(request.param), EDITION)


def test_every_file_passes(files: dict[str, bytes]) -> None:
    check_edition(files, DAYS, Declared())


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_identity_in_a_text_stops_the_publication(planted: str) -> None:
    texts = invent_dataset(Tier.CONTROLLED, text=f"The request of {planted} is medically necessary.")
    with pytest.raises(PrivacyGateError, match=r"data/texts\.csv would hold") as caught:
        check_edition(export_dataset(texts, EDITION), DAYS, Declared())
    assert planted not in str(caught.value)


def changed(files: dict[str, bytes], name: str) -> bytes:
    """Return a file with a name in it, in a place that its format has."""
    content = files[name].decode()
    if name.endswith(".csv"):
        rows = list(csv.reader(io.StringIO(content, newline="")))
        rows[-1][-1] = "Krzyzewski"
        out = io.StringIO(newline="")
        csv.writer(out).writerows(rows)
        return out.getvalue().encode()
    if name.endswith(".json"):
        return json.dumps({**json.loads(content), "title": "Krzyzewski"}).encode()
    if name.endswith(".jsonl"):
        return (content + json.dumps({"text": "Krzyzewski"}) + "\n").encode()
    return (content + "\n# Krzyzewski\n").encode()


def test_a_name_in_any_file_of_text_stops_the_publication(files: dict[str, bytes]) -> None:
    for name in files:
        if name.endswith(".parquet"):
            continue
        with pytest.raises(PrivacyGateError) as caught:
            check_edition({**files, name: changed(files, name)}, DAYS, Declared())
        assert name in str(caught.value)
        assert "Krzyzewski" not in str(caught.value)


def test_a_name_of_a_file_or_folder_stops_the_publication(files: dict[str, bytes]) -> None:
    for name in ("data/Krzyzewski.csv", "Krzyzewski/cases.csv", "Krzyzewski"):
        with pytest.raises(PrivacyGateError, match="its name") as caught:
            check_edition({**files, name: b"pain"}, DAYS, Declared())
        assert "Krzyzewski" not in str(caught.value)


def test_a_cell_is_a_passage_once_and_told_by_its_first_row() -> None:
    found = list(passages_of("x.csv", b"label,cases\r\npain,7\r\nknee,7\r\npain,8\r\n"))
    assert [(one.where, one.text) for one in found] == [
        ("row 1, column 1", "label"),
        ("row 2, column 1", "pain"),
        ("row 3, column 1", "knee"),
        ("row 1, column 2", "cases"),
    ]


def test_a_version_is_written_whole_and_verified(files: dict[str, bytes], tmp_path: Path) -> None:
    target = tmp_path / "out" / "version"
    written = publish_edition(target, files)
    assert sorted(path.relative_to(target).as_posix() for path in written) == sorted(files)
    assert [path.name for path in target.parent.iterdir()] == ["version"]
    lines: list[str] = []
    verify_report(target, lines.append)
    assert lines[-1] == f"verified: {len(files)} files"
    assert publish_edition(target, files) == written


def test_another_content_is_refused_and_what_is_there_stays(files: dict[str, bytes], tmp_path: Path) -> None:
    target = tmp_path / "version"
    publish_edition(target, files)
    for other in (
        {**files, "README.md": b"pain"},
        {**files, "more.md": b"pain"},
        {"README.md": files["README.md"]},
    ):
        with pytest.raises(ConfigurationError, match="a version never changes"):
            publish_edition(target, other)
    assert (target / "README.md").read_bytes() == files["README.md"]
    assert not (target / "more.md").exists()


def test_what_a_run_that_was_cut_off_left_goes(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / ".aside-abc" / "data").mkdir(parents=True)
    publish_edition(tmp_path / "version", files)
    assert [path.name for path in tmp_path.iterdir()] == ["version"]


@pytest.mark.parametrize("line", ["no checksum", "0" * 64 + "  ../README.md"])
def test_checksums_that_are_none_or_lead_out_fail(files: dict[str, bytes], tmp_path: Path, line: str) -> None:
    target = tmp_path / "version"
    publish_edition(target, files)
    with (target / "SHA256SUMS").open("a") as sums:
        sums.write(f"{line}\n")
    with pytest.raises(PrivacyGateError):
        verify_report(target, lambda _: None)
