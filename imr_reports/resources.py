"""Name of a folder of the project → where it stands, in a checkout or in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    # A checkout keeps templates/ and samples/ at its top level, where people look for them;
    # a wheel carries the same files inside the package.
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    """Return the folder of the report's Jinja templates and style sheets."""
    return _folder("templates")


def samples_folder() -> Path:
    """Return the folder of the invented sample letters (`letters/` and `corpus.zip`)."""
    return _folder("samples")
