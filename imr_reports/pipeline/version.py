"""The code and data that turn a letter into a case → one version string."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import imr_reports
from imr_reports.ingest import ocr_version
from imr_reports.records.policy import DEFAULT_POLICY, Policy
from imr_reports.records.site import NO_SITE, SiteLists

_UNDER = "~"
_STAGES = (
    "ingest",
    "parse",
    "scrub",
    "gate",
    "vocabulary",
    "records",
    "store/rows.py",
    "pipeline/control_letters",
)
_LIBRARIES = ("presidio-analyzer", "numpy", "blis", "pypdfium2")


def reading_version(site: SiteLists = NO_SITE, policy: Policy | None = None, fingerprint: str = "") -> str:
    """Return the version under which letters are read: of the pipeline, a site's lists, a policy, its key.

    Args:
        site: what the site knows of itself.
        policy: None for Safe Harbor.
        fingerprint: of the key by which the policy shifts dates.
    """
    version = f"{pipeline_version()}+{site.digest[:12]}" if site.digest else pipeline_version()
    under = "" if policy is None or policy.name == DEFAULT_POLICY else policy.digest[:12]
    if fingerprint:
        under = f"{under}.{fingerprint}"
    return f"{version}{_UNDER}{under}" if under else version


def policy_of(version: str) -> str:
    """Return the policy of a version: "" for Safe Harbor, else what stands for its digest and its key."""
    return version.partition(_UNDER)[2]


def pipeline_of(version: str) -> str:
    """Return the pipeline's own version of a version under which letters were read."""
    return "+".join(version.partition(_UNDER)[0].split("+")[:2])


@cache
def pipeline_version() -> str:
    """Return the version of everything in the program that decides what is stored of a letter.

    It changes when a rule, a word list, the model or a library does, so that letters are read again then
    and only then.
    """
    digest = hashlib.sha256()
    package = Path(imr_reports.__file__).parent
    for stage in _STAGES:
        root = package / stage
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
        for file in files:
            if file.suffix != ".pyc":
                digest.update(file.relative_to(package).as_posix().encode())
                digest.update(file.read_bytes())
    for name, number in library_versions().items():
        digest.update(f"{name}={number}".encode())
    return f"{imr_reports.__version__}+{digest.hexdigest()[:12]}"


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries, the model and the program that reading letters rests on.

    tesseract is optional: once it is installed, letters are read again, and scanned ones with it.
    """
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:  # pragma: no cover - only in a broken installation
            versions[name] = "unknown"
    versions["tesseract"] = ocr_version() or "not installed"
    return versions
