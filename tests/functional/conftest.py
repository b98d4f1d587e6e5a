"""Drives the command line as a user does, in this process so that the model is loaded once."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from imr_reports.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """Run `imr-report` with some arguments, in an empty folder of its own."""
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))

    def call(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["imr-report", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return call
