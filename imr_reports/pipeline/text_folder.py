"""The folder of `deidentify`: for its owner alone, and nothing in it is replaced but what it wrote."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.pipeline.policies import POLICY_FILE, note_policy
from imr_reports.records.policy import Policy

LIST_FILE = "files.jsonl"
"""Names each file before it is written, so that a run that was cut off is known in full; with its checksum,
so that a file that somebody worked on since is left alone."""
_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600


class TextFolder:
    """A folder for scrubbed texts, looked at before any letter is read.

    Args:
        folder: where texts go; it may be missing.
        sources: what is read.

    Raises:
        UsageError: if the folder is, holds or lies in a source, or holds what no earlier run wrote.
        ConfigurationError: if it can't be looked at.
    """

    def __init__(self, folder: Path, sources: tuple[Path, ...]) -> None:
        self._folder = folder
        place = folder.resolve()
        for position, source in enumerate(sources, start=1):
            read = source.resolve()
            if read == place or read in place.parents or place in read.parents:
                raise UsageError(
                    f"--out is, holds or lies in path number {position} of the letters; "
                    "choose a folder apart from them"
                )
        try:
            self._former = self._of_earlier_run()
        except OSError:
            raise ConfigurationError("the output folder can't be read; choose another with --out") from None

    def _of_earlier_run(self) -> frozenset[str]:
        """Return the files of an earlier run that are there, when nothing else is."""
        if self._folder.exists() and not self._folder.is_dir():
            raise UsageError("--out names a file; choose a folder")
        present = frozenset(self._present())
        listed = self._listed()
        others = sum(not self._is_ours(name, listed) for name in present)
        if others:
            raise UsageError(
                f"the output folder holds {_files(others)} that deidentify did not write, "
                "or that changed since; choose an empty or a new one with --out"
            )
        return present

    def _is_ours(self, name: str, listed: Mapping[str, str]) -> bool:
        file = self._folder / name
        if name not in listed or file.is_symlink() or not file.is_file():
            return False
        return listed[name] in {"", hashlib.sha256(file.read_bytes()).hexdigest()}

    def _present(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self._folder):
            links = [name for name in folders if (Path(folder) / name).is_symlink()]
            for name in (*files, *links):
                yield (Path(folder) / name).relative_to(self._folder).as_posix()

    def _listed(self) -> Mapping[str, str]:
        file = self._folder / LIST_FILE
        if file.is_symlink() or not file.is_file():
            return {}
        sums = {LIST_FILE: ""}
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                said = json.loads(line)
                sums[str(said["file"])] = str(said["sha256"])
            except (ValueError, KeyError, TypeError):
                continue  # the last line of a run that was cut off: what it names was not written
        return sums

    def begin(self, policy: Policy) -> int:
        """Make the folder ready, and return how many files of an earlier run went from it.

        Raises:
            ConfigurationError: if it holds texts made under another policy; they stay.
        """
        _make_private(self._folder)
        note_policy(self._folder, policy)
        gone = self._former - {LIST_FILE, POLICY_FILE}
        for name in gone:
            (self._folder / name).unlink()
        for folder, _, _ in os.walk(self._folder, topdown=False):
            if Path(folder) != self._folder and not any(Path(folder).iterdir()):
                Path(folder).rmdir()
        (self._folder / LIST_FILE).unlink(missing_ok=True)
        self._write(LIST_FILE, "")
        self._note(POLICY_FILE)
        return len(gone)

    def write(self, name: str, text: str) -> None:
        """Write a file that is not there yet, for its owner alone; one begun empty may be written on."""
        self._note(name, hashlib.sha256(text.encode()).hexdigest() if text else "")
        self._write(name, text)

    def append(self, name: str, text: str) -> None:
        """Write on at the end of a file that `write` began."""
        with (self._folder / name).open("a", encoding="utf-8", newline="") as file:
            file.write(text)

    def _note(self, name: str, checksum: str = "") -> None:
        self.append(LIST_FILE, json.dumps({"file": name, "sha256": checksum}) + "\n")

    def _write(self, name: str, text: str) -> None:
        target = self._folder / name
        _make_private(target.parent)
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)


def _make_private(folder: Path) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=_PRIVATE_FOLDER)


def _files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"
