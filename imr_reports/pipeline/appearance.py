"""What a user gives for the looks of a report: a logo, templates → checked, and declared for publication."""

from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.publish import Declared, declare_templates
from imr_reports.records.tables import Logo
from imr_reports.render import clean_logo


def logo_at(path: Path | None) -> Logo | None:
    """Return a logo drawn anew from a file, None when no file is named.

    Raises:
        ConfigurationError: if it can't be read, or isn't a picture that is taken.
    """
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError:
        raise ConfigurationError("the logo can't be read; check the path of --logo") from None
    return clean_logo(content)


def templates_at(path: Path | None) -> Declared:
    """Return what of a folder of templates may be published; nothing when no folder is named.

    Raises:
        ConfigurationError: if the folder isn't there, or holds what is no text.
    """
    if path is None:
        return Declared()
    if not path.is_dir():
        raise ConfigurationError("the folder of templates is not there; check the path of --templates")
    return declare_templates(path)
