"""TOML and environment → one frozen `Settings`."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from imr_reports.errors import ConfigurationError

ENVIRONMENT_PREFIX = "IMR_REPORT_"
FORMATS = frozenset({"html", "pdf", "json", "xlsx"})
"""What a report can be written as."""
_CHOICES = {
    "by": frozenset({"decided", "received", "assigned"}),
    "audience": frozenset({"internal", "public"}),
}
_MIN_THRESHOLD = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is set to do; the defaults are those of the command line.

    Attributes:
        output: folder under which each report gets a folder of its own.
        store: folder of the private working store; None means `.imr-store`, or `.imr-store-samples` for
            a run on the samples.
        site: folder of the site's lists (known physicians, known clinics, safe terms); None for none.
        policy: the de-identification policy: a shipped one's name, or a TOML file.
        key_file: holds the key by which the policy shifts dates; None for the store's own.
        by: the date by which cases fall into a period.
        compare: the period that changes are told against: "before", "year-before", "none", or a period.
        formats: what to render.
        audience: for whom.
        workers: processes that read letters; 0 means one a core.
        templates: folder whose templates stand in for the program's own; None for none.
        ur_decisions: CSV of the data holder's own numbers of UR decisions; None for none.
        logo: PNG or JPEG file of the organization's logo; None for none.
        title: heading of the report.
        organization: for whom the report is made.
        sections: keys of the sections that the report holds; all of them when there is none.
        threshold: counts from 1 up to one below it are withheld from the public. 11 follows the CMS cell
            size policy; it can be raised, never lowered.
    """

    output: Path = Path("output")
    store: Path | None = None
    site: Path | None = None
    policy: str = "safe-harbor"
    key_file: Path | None = None
    by: str = "decided"
    compare: str = "before"
    formats: frozenset[str] = FORMATS
    audience: str = "internal"
    workers: int = 0
    templates: Path | None = None
    ur_decisions: Path | None = None
    logo: Path | None = None
    title: str = "Independent Medical Review report"
    organization: str = ""
    sections: tuple[str, ...] = ()
    threshold: int = _MIN_THRESHOLD

    def __post_init__(self) -> None:
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ConfigurationError(f"'{name}' must be one of: {', '.join(sorted(allowed))}")
        if not self.formats or not self.formats <= FORMATS:
            raise ConfigurationError(f"'formats' must be some of: {', '.join(sorted(FORMATS))}")
        if self.workers < 0:
            raise ConfigurationError("'workers' must be 0 (one a core) or more")
        if self.threshold < _MIN_THRESHOLD:
            raise ConfigurationError(f"'threshold' can't be lower than {_MIN_THRESHOLD}")


def load_settings(file: Path | None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a TOML file, overruled by `IMR_REPORT_*` environment variables.

    Raises:
        ConfigurationError: if the file can't be read, or a setting is unknown or out of range.
    """
    values: dict[str, object] = {}
    if file is not None:
        values.update(_read(file))
    for variable, text in environment.items():
        if variable.startswith(ENVIRONMENT_PREFIX):
            values[variable.removeprefix(ENVIRONMENT_PREFIX).lower()] = text
    unknown = sorted(set(values) - _NAMES)
    if unknown:
        raise ConfigurationError(
            f"unknown setting in the configuration: {', '.join(unknown)}; "
            f"known are {', '.join(sorted(_NAMES))}"
        )
    return replace(Settings(), **{name: _convert(name, value) for name, value in values.items()})  # type: ignore[arg-type]


_NAMES = frozenset(field.name for field in fields(Settings))


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(
            "the configuration file can't be read; check the path given for --config"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"the configuration file is not valid TOML: {error}") from None


def _convert(name: str, value: object) -> object:
    try:
        if name in {"output", "store", "site", "key_file", "templates", "logo", "ur_decisions"}:
            return Path(_text(value)).expanduser()
        if name in {"workers", "threshold"}:
            return _number(value)
        if name in {"formats", "sections"}:
            parts = split_list(value if isinstance(value, str) else ",".join(_texts(value)))
            return frozenset(parts) if name == "formats" else parts
        return _text(value)
    except (TypeError, ValueError):
        raise ConfigurationError(f"the setting '{name}' has a value of the wrong kind") from None


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a comma-separated list, in lower case, each once."""
    return tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return [_text(item) for item in value]


def _number(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise TypeError
    return int(value)
