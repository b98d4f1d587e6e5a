"""Folders of templates → one library: a user's own files stand over the program's."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from imr_reports.errors import ConfigurationError
from imr_reports.render.outline import Outline, load_outline
from imr_reports.resources import templates_folder

OURS = "ours"
"""Prefix by which a user's template names the program's own of the same name ("ours/report.pdf.j2")."""


@dataclass(frozen=True, slots=True)
class Library:
    """Where templates, style sheets, fonts and the outline come from.

    Attributes:
        own: the user's folder; its files stand in for the program's of the same name. None for none.
    """

    own: Path | None = None

    def __post_init__(self) -> None:
        if self.own is not None and not self.own.is_dir():
            raise ConfigurationError("the folder of templates is not there; check the path of --templates")

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders in which a file is looked for, the user's first."""
        return tuple(folder for folder in (self.own, templates_folder()) if folder is not None)

    def loader(self) -> BaseLoader:
        """Return what finds templates for Jinja."""
        loaders: list[BaseLoader] = [FileSystemLoader(folder) for folder in self.folders]
        return ChoiceLoader([*loaders, PrefixLoader({OURS: FileSystemLoader(templates_folder())})])

    def read_bytes(self, name: str) -> bytes:
        """Return the content of a file that one of the folders holds."""
        try:
            return (self.folder_of(name) / name).read_bytes()
        except OSError:
            raise ConfigurationError(f"templates: {name} can't be read") from None

    def read_text(self, name: str) -> str:
        """Return the text of a file that one of the folders holds."""
        try:
            return self.read_bytes(name).decode("utf-8")
        except UnicodeDecodeError:
            raise ConfigurationError(f"templates: {name} is not UTF-8 text") from None

    def has(self, name: str) -> bool:
        """Return whether one of the folders holds a file."""
        return (self.folder_of(name) / name).is_file()

    def folder_of(self, name: str) -> Path:
        """Return the folder from which a file is taken."""
        return next((folder for folder in self.folders if (folder / name).is_file()), self.folders[-1])

    def outline(self) -> Outline:
        """Return the plan of the report."""
        return load_outline(self.folder_of("outline.toml"))

    @contextmanager
    def told_errors(self) -> Iterator[None]:
        """Turn what goes wrong in a user's templates into one line: which file, which line, what.

        What goes wrong in the program's own is a fault of the program and stays as it is. A line quotes the
        template, never what was to be printed by it.
        """
        if self.own is None:
            yield
            return
        try:
            yield
        except ConfigurationError:
            raise
        except TemplateSyntaxError as error:
            raise ConfigurationError(
                f"template {_called(error.name)}, line {error.lineno}: {error.message}"
            ) from None
        except TemplateNotFound as error:
            place = self._place(error)
            raise ConfigurationError(f"{place}: there is no template named {error.name}") from None
        except Exception as error:
            place, line = self._place(error), self._line(error)
            raise ConfigurationError(f"{place}: {_reason(error, line)}") from None

    def _frame(self, error: Exception) -> traceback.FrameSummary | None:
        """Return the innermost place of an error that is a line of a template."""
        frames = traceback.extract_tb(error.__traceback__)
        return next((frame for frame in reversed(frames) if Path(frame.filename).suffix == ".j2"), None)

    def _place(self, error: Exception) -> str:
        frame = self._frame(error)
        if frame is None:
            return "templates"
        path = Path(frame.filename)
        folder = next((folder for folder in self.folders if path.is_relative_to(folder)), path.parent)
        return f"template {path.relative_to(folder).as_posix()}, line {frame.lineno}"

    def _line(self, error: Exception) -> str:
        frame = self._frame(error)
        return (frame.line or "") if frame else ""


def _called(name: str | None) -> str:
    return (name or "").removeprefix(f"{OURS}/")


def _reason(error: Exception, line: str) -> str:
    if isinstance(error, SecurityError):
        return "it asks for what templates may not do"
    if isinstance(error, UndefinedError):
        quoted = (error.message or "").rsplit("'", 2)[-2:-1] or [""]
        name = next((word for word in (error.message or "").split("'") if word and word in line), quoted[0])
        return f"'{name}' is not there" if name and name in line else "something named there is not there"
    return f"it can't be done ({type(error).__name__})"
