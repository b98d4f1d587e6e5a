"""An output folder → which reports stand in it, by what their manifests say."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imr_reports.errors import PrivacyGateError
from imr_reports.publish.looking import MANIFEST
from imr_reports.publish.verify import read_manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReport:
    """A report as its manifest tells of it; "" where it doesn't say.

    Attributes:
        folder: its folder's name.
        by: the date that places its cases.
        files: how many files it has, the manifest aside.
    """

    folder: str
    period: str
    audience: str
    by: str
    as_of: str
    policy: str
    is_sample: bool
    files: int


def published_reports(output: Path) -> tuple[PublishedReport, ...]:
    """Return the reports in an output folder, by period and audience; folders without a manifest are none."""
    found = [_told(folder) for folder in sorted(output.iterdir()) if (folder / MANIFEST).is_file()]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.period, one.audience)))


def _told(folder: Path) -> PublishedReport | None:
    try:
        said = read_manifest(folder)
    except PrivacyGateError:
        return None
    names = ("period", "audience", "by", "as_of", "policy")
    files = said.get("files")
    return PublishedReport(
        folder=folder.name,
        **dict(_texts(said, names)),
        is_sample=said.get("invented_samples") is True,
        files=len(files) if isinstance(files, dict) else 0,
    )


def _texts(said: dict[str, object], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        value = said.get(name)
        yield name, value if isinstance(value, str) else ""
