"""Runs the command line on generated stores."""

import io
import os
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from imr_reports.cli import main
from tests.attack.releases import Run


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run `imr-report` in this process, in an empty folder of its own."""
    home, before = tmp_path_factory.mktemp("cwd"), Path.cwd()

    def call(*arguments: str | Path) -> tuple[int, str]:
        said = io.StringIO()
        code = 0
        with (
            mock.patch("sys.argv", ["imr-report", *map(str, arguments)]),
            redirect_stdout(said),
            redirect_stderr(said),
        ):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(bool(end.code))
        return code, said.getvalue()

    os.chdir(home)
    yield call
    os.chdir(before)
