"""Checked files of a version of a data set → a folder that never changes again."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.publish.aside import aside_in
from imr_reports.publish.looking import PROVENANCE, Declared, declared_by, refuse_unsafe


def check_edition(files: Mapping[str, bytes], allowed: frozenset[date], declared: Declared) -> None:
    """Look at every file of a version.

    Args:
        files: contents by name; names may lie in folders. The provenance among them declares versions.
        allowed: days that the files may name.
        declared: what else may stand in them by rule.

    Raises:
        PrivacyGateError: if a file holds what is not known as safe, or the shape of an identifier.
    """
    said = json.loads(files[PROVENANCE])
    refuse_unsafe(files, declared_by(said, replace(declared, days=declared.days | allowed)))


def refuse_other(target: Path, files: Mapping[str, bytes]) -> bool:
    """Return whether a folder holds these files already.

    Raises:
        ConfigurationError: if it holds anything else.
    """
    if not target.exists():
        return False
    if not target.is_dir() or _held(target) != dict(files):
        raise ConfigurationError(
            "the folder of this version is there and holds something else, and a version never changes; "
            "move it away or choose another --out"
        )
    return True


def publish_edition(target: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write the checked files of a version into a new folder, all or none; return what stands there.

    Raises:
        ConfigurationError: if the folder holds something else, or can't be written.
    """
    if not refuse_other(target, files):
        try:
            _write(target, files)
        except OSError:
            raise ConfigurationError("the folder can't be written; choose another with --out") from None
    return tuple(target / name for name in sorted(files))


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    with aside_in(target.parent) as aside:
        for name, content in files.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).write_bytes(content)
        aside.chmod(0o755)
        aside.rename(target)


def _held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if not path.is_dir()
    }
