"""Checked files → a folder that is replaced as a whole."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.publish.aside import aside_in
from imr_reports.publish.looking import MANIFEST, Declared, declared_by, refuse_unsafe


def publish_files(
    target: Path,
    files: Mapping[str, bytes],
    facts: Mapping[str, object],
    allowed: frozenset[date],
    declared: Declared | None = None,
    *,
    record: Callable[[Mapping[str, str]], None] | None = None,
) -> tuple[Path, ...]:
    """Check files, then write them and their manifest to a folder; return what was written.

    Files of an earlier run that its manifest names and this run does not write are removed, so the folder
    never mixes two runs. Other people's files in it stay.

    Args:
        target: the folder.
        files: contents by name.
        facts: what the manifest says beside the checksums; holds nothing of a letter.
        allowed: days that the files may name.
        declared: what else may stand in them by rule; its phrases are named in the manifest, so that a later
            check lets them through too, and whoever reads it sees them.
        record: called with the files' SHA-256 by name when they passed, before the first of them is written.

    Raises:
        PrivacyGateError: if a file holds what is not known as safe, or the shape of an identifier; nothing is
            written then.
        ConfigurationError: if the folder can't be written, or holds a report on real letters and this one
            is on samples.
    """
    if facts.get("invented_samples") and _said(target, "invented_samples") is False:
        raise ConfigurationError(
            "the output folder holds a report on real letters, and this one is on samples; "
            "choose another --output"
        )
    declared = replace(declared or Declared(), days=allowed | (declared.days if declared else frozenset()))
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    own = {"template_words": sorted(declared.words)} if declared.words else {}
    body = {**facts, "declared": sorted(declared.phrases), **own, "files": sums}
    written = {**files, MANIFEST: (json.dumps(body, indent=2, ensure_ascii=False) + "\n").encode()}
    refuse_unsafe(written, declared_by(body, declared))
    if record:
        record(sums)
    try:
        return _write(target, written)
    except OSError:
        raise ConfigurationError("the output folder can't be written; choose another with --output") from None


def _write(target: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    with aside_in(target) as aside:
        for name, content in files.items():
            (aside / name).write_bytes(content)
        stale = _earlier(target) - set(files)
        # The manifest goes last: it names only files that are already there.
        for name in (*sorted(set(files) - {MANIFEST}), MANIFEST):
            (aside / name).replace(target / name)
        for name in stale:
            (target / name).unlink(missing_ok=True)
    return tuple(target / name for name in sorted(files))


def _earlier(target: Path) -> set[str]:
    named = _said(target, "files")
    return {name for name in named if Path(name).name == name} if isinstance(named, dict) else set()


def published_fact(target: Path, fact: str) -> str:
    """Return what the manifest of a published folder says, "" when there is none."""
    said = _said(target, fact)
    return said if isinstance(said, str) else ""


def _said(target: Path, fact: str) -> object:
    """Return what the manifest of an earlier run says, None when there is none."""
    try:
        return json.loads((target / MANIFEST).read_text(encoding="utf-8")).get(fact)
    except (OSError, ValueError, AttributeError):
        return None
