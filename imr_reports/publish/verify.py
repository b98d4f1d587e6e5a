"""A published folder → whether each of its files is as it was published, and may be."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from imr_reports.errors import PrivacyGateError
from imr_reports.publish.looking import CHECKSUMS, MANIFEST, PROVENANCE, Declared, declared_by, look

_LETTERS = re.compile(r"[^\W\d_]+")
# What systems and people add to the names of our files, or call their own by.
_OF_COPIES = frozenset(
    {"html", "pdf", "csv", "json", "txt", "zip", "copy", "of", "old", "ds", "store", "bak"}
)
_MOST_DIGITS = 2
_SUM = re.compile(r"(?P<total>[0-9a-f]{64})  (?P<name>\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileVerdict:
    """What was found of one file.

    Attributes:
        name: its name where the manifest names it and nothing is wrong with the name, else its number.
        fault: "" where nothing is wrong, else what is, without a word of the file.
    """

    name: str
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was found of a published folder.

    Attributes:
        files: the manifest first, then the files it names, then those it doesn't.
        declared: the phrases that the manifest lets through, for the eyes of whoever checks.
    """

    files: tuple[FileVerdict, ...]
    declared: tuple[str, ...]


def read_manifest(folder: Path) -> dict[str, object]:
    """Return what `manifest.json` of a report's folder says, or a data set's provenance and checksums.

    Raises:
        PrivacyGateError: if there is none that can be read.
    """
    if _is_data_set(folder):
        return _read_provenance(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PrivacyGateError(
            f"not verified: the folder holds no {MANIFEST} that can be read; do not pass it on"
        ) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise PrivacyGateError(
            f"not verified: the folder's {MANIFEST} is not one of a report; do not pass it on"
        )
    return manifest


def _is_data_set(folder: Path) -> bool:
    return not (folder / MANIFEST).exists() and (folder / PROVENANCE).exists()


def _read_provenance(folder: Path) -> dict[str, object]:
    try:
        said = json.loads((folder / PROVENANCE).read_text(encoding="utf-8"))
        lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        said, lines = None, []
    sums = [match for line in lines if (match := _SUM.fullmatch(line))]
    if not isinstance(said, dict) or not sums or len(sums) < len(lines):
        raise PrivacyGateError(
            f"not verified: the data set's {PROVENANCE} or {CHECKSUMS} can't be read; do not pass it on"
        )
    return {**said, "files": {match["name"]: match["total"] for match in sums}}


def verify_folder(folder: Path, allowed: frozenset[date]) -> Verification:
    """Look through a published folder again.

    Args:
        folder: where a report or a version of a data set was published.
        allowed: days that its files may name.

    Raises:
        PrivacyGateError: if nothing was published there.
    """
    manifest = read_manifest(folder)
    first = CHECKSUMS if _is_data_set(folder) else MANIFEST
    passed: set[str] = set()
    declared = declared_by(manifest, Declared(days=allowed))
    sums = {str(name): str(checksum) for name, checksum in _table(manifest).items()}
    verdicts = [_verdict(folder, first, None, declared, place=0, passed=passed)]
    verdicts += [
        _verdict(folder, name, checksum, declared, place=place, passed=passed)
        for place, (name, checksum) in enumerate(sorted(sums.items()), 1)
    ]
    told = [verdict.name for verdict in verdicts]
    verdicts += [
        FileVerdict(name=_further(name, told, place), fault="the manifest does not name it")
        for place, name in enumerate(sorted(_names(folder)), 1)
        if name not in {*sums, first}
    ]
    named = manifest.get("declared")
    phrases = tuple(str(phrase) for phrase in named) if isinstance(named, list) else ()
    return Verification(files=tuple(verdicts), declared=phrases)


def _names(folder: Path) -> list[str]:
    """Return all that is in a folder by its path within it; a folder alone where nothing is in it."""
    found = (path for path in folder.rglob("*") if not path.is_dir() or not any(path.iterdir()))
    return [path.relative_to(folder).as_posix() for path in found]


def _further(name: str, told: Collection[str], place: int) -> str:
    """Return what to call a file that the manifest does not name: our own words tell of nobody."""
    known = {word for own in told for word in _name_words(own)} | _OF_COPIES
    if set(_name_words(name)) <= known and sum(character.isdigit() for character in name) <= _MOST_DIGITS:
        return f"further file {name}"
    return f"further file (number {place} of the folder's files in sorted order)"


def _name_words(name: str) -> list[str]:
    return [word.lower() for word in _LETTERS.findall(name)]


def _table(manifest: Mapping[str, object]) -> Mapping[object, object]:
    files = manifest["files"]
    return files if isinstance(files, dict) else {}


def _verdict(
    folder: Path, name: str, checksum: str | None, declared: Declared, *, place: int, passed: set[str]
) -> FileVerdict:
    if Path(name).is_absolute() or ".." in Path(name).parts:
        return FileVerdict(name=f"file {place} of the manifest", fault="its name leads out of the folder")
    path = folder / name
    try:
        content = b"" if path.is_symlink() else path.read_bytes()
    except OSError:
        content = b""
    hit = look(name, content, declared, passed) if content else None
    if hit is not None and hit.where == "its name":
        return FileVerdict(name=f"file {place} of the manifest", fault=f"its name holds {hit.kind}")
    faults = [] if content else ["it is missing or empty"]
    if content and checksum is not None and hashlib.sha256(content).hexdigest() != checksum:
        faults.append("it was changed after it was published")
    if hit is not None:
        faults.append(f"it holds {hit.kind} ({hit.where})")
    return FileVerdict(name=name, fault="; ".join(faults))
