"""A private file is for its owner alone from the start, and takes no stranger's place."""

import os
import stat
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.pipeline.own_files import OwnFile

MARK = "made by a test"
CONTENT = f"{MARK}\nletters".encode()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_never_readable_for_others_whatever_the_umask(tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []

    def render() -> bytes:
        seen.extend((path.name, mode(path)) for path in tmp_path.iterdir())
        return CONTENT

    before = os.umask(0)
    try:
        OwnFile(tmp_path / "page.html", MARK, "--out").write(render)
    finally:
        os.umask(before)
    assert [name for name, _ in seen] == ["page.html.aside"]
    assert {bits for _, bits in seen} == {0o600}
    assert mode(tmp_path / "page.html") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_an_earlier_one_is_replaced_and_made_private(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(CONTENT + b" of yesterday")
    target.chmod(0o644)
    OwnFile(target, MARK, "--out").write(lambda: CONTENT)
    assert target.read_bytes() == CONTENT
    assert mode(target) == 0o600


@pytest.mark.parametrize("content", [b"", b"a letter", b"x" * 5000 + CONTENT])
def test_what_is_not_ours_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(content)
    with pytest.raises(UsageError, match="--out"):
        OwnFile(target, MARK, "--out")
    assert target.read_bytes() == content


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "ours").write_bytes(CONTENT)
    for name, target in (("to_ours", "ours"), ("to_nothing", "gone")):
        (tmp_path / name).symlink_to(tmp_path / target)
        with pytest.raises(UsageError):
            OwnFile(tmp_path / name, MARK, "--out")


def test_without_a_folder_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        OwnFile(tmp_path / "missing" / "page.html", MARK, "--out")
    with pytest.raises(ConfigurationError):
        OwnFile(tmp_path, MARK, "--out")


def test_a_run_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "page.html.aside").write_bytes(b"of a run that was cut off")
    file = OwnFile(tmp_path / "page.html", MARK, "--out")
    with pytest.raises(ZeroDivisionError):
        file.write(lambda: bytes([1 // 0]))
    assert list(tmp_path.iterdir()) == []


def test_a_file_nobody_asked_for_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    OwnFile(None, MARK, "--out").write(lambda: CONTENT)
    assert list(tmp_path.iterdir()) == []
