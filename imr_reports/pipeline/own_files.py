"""Content → a file for its owner alone, that replaces nothing but an earlier one of ours."""

import os
from collections.abc import Callable
from pathlib import Path

from imr_reports.errors import ConfigurationError, UsageError

_HEAD = 4096


class OwnFile:
    """A file that an operator named; its place is looked at before any letter is read.

    Args:
        path: where it goes; None for a file that nobody asked for, which is never written.
        mark: what stands near the beginning of each file of this kind.
        option: the option that named it.

    Raises:
        UsageError: if a file is there that is not of this kind.
        ConfigurationError: if there is no folder for it, or what is there can't be read.
    """

    def __init__(self, path: Path | None, mark: str, option: str) -> None:
        self._path = path
        self._unwritable = f"the file can't be written; name another with {option}"
        if path is None:
            return
        if not path.parent.is_dir() or path.is_dir():
            raise ConfigurationError(self._unwritable)
        if (path.exists() or path.is_symlink()) and not self._is_ours(path, mark):
            raise UsageError(f"{option} names a file that this command did not write; name another")

    def _is_ours(self, path: Path, mark: str) -> bool:
        if path.is_symlink() or not path.is_file():
            return False
        try:
            with path.open("rb") as file:
                return mark.encode() in file.read(_HEAD)
        except OSError:
            raise ConfigurationError(self._unwritable) from None

    def write(self, render: Callable[[], bytes]) -> None:
        """Write the file, if it was asked for: readable for its owner alone from the first byte on.

        Raises:
            ConfigurationError: if it can't be written; nothing is left behind.
        """
        if self._path is None:
            return
        aside = self._path.with_name(f"{self._path.name}.aside")
        try:
            aside.unlink(missing_ok=True)  # of a run that was cut off
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(render())
                aside.replace(self._path)
            finally:
                aside.unlink(missing_ok=True)
        except OSError:
            raise ConfigurationError(self._unwritable) from None
