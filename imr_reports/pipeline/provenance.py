"""The models, word lists and patterns in this installation → their versions and SHA-256 checksums."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import imr_reports

_MODEL = "scrub/model"
_LISTS = {
    "vocabulary": ("vocabulary",),
    "patterns": ("scrub/patterns", "scrub/policies"),
    "gate": ("gate/data",),
    "control letters": ("pipeline/control_letters",),
}
_CODE = frozenset({".py", ".pyc"})


@cache
def list_checksums() -> Mapping[str, str]:
    """Return one checksum a kind of list: over the relative names and the bytes of its data files."""
    package = Path(imr_reports.__file__).parent
    return {name: _checksum(package, _data(package, folders)) for name, folders in _LISTS.items()}


@cache
def models() -> Mapping[str, Mapping[str, str]]:
    """Return version and checksum of each language model that reading asks, by what it finds.

    There is one, of our own, which is shipped with the program and has its version.
    """
    package = Path(imr_reports.__file__).parent
    own = {"version": imr_reports.__version__, "sha256": _checksum(package, _data(package, (_MODEL,)))}
    return {"names": own}


def _data(root: Path, folders: Iterable[str]) -> Iterator[Path]:
    for folder in folders:
        yield from (
            file for file in (root / folder).rglob("*") if file.is_file() and file.suffix not in _CODE
        )


def _checksum(root: Path, files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for name, file in sorted((file.relative_to(root).as_posix(), file) for file in files):
        digest.update(f"{name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
