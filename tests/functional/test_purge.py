"""`purge` deletes nothing that nobody agreed to."""

import io
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.functional.conftest import Run

LETTER = sorted((ROOT / "samples" / "letters").glob("*.txt"))[0]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def store(run: Run, tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(LETTER.read_bytes())
    done = run("--period", "all", "--letters", tmp_path, "--workers", 1, "--format", "html")
    assert done.code == 0, done.err
    return Path(".imr-store")


def test_purge_asks_and_takes_silence_for_no(run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("n\n", "y\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(said))
        done = run("purge")
        assert (done.code, len(done.err.splitlines())) == (2, 1)
        assert "--yes" in done.err
    for said in ("n\n", "\n", ""):
        monkeypatch.setattr(sys, "stdin", _Terminal(said))
        done = run("purge")
        assert done.code == 0
        assert "nothing was deleted" in done.err
    assert (store / "manifest.sqlite").is_file()
    monkeypatch.setattr(sys, "stdin", _Terminal("y\n"))
    done = run("purge")
    assert "deleted the store: 1 letter read, 1 case, " in done.out
    assert not store.exists()
