"""Paths → the files that may hold letters, also inside zips, in a fixed order."""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from imr_reports.errors import UnreadLetterError, UsageError
from imr_reports.records.coded import UnreadReason

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ZIP_EXPANSION = 200  # a letter's text packs about 3 to 1; far beyond that is a zip bomb
_SMALL = 1024 * 1024
_MAX_NESTING = 3
# Between a zip and its member in a locator: a character that no file name holds in practice.
MEMBER_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFile:
    """A file on disk, or a member of a zip.

    Attributes:
        path: the file, absolute.
        members: names inside the zip, outermost first; empty for a plain file.
        relative: the path relative to the argument it was found under. File names can hold names of
            persons: for an operator's eyes only.
        unread: set when the file is already known to be unreadable.
    """

    path: Path
    members: tuple[str, ...] = ()
    relative: str = ""
    unread: UnreadReason | None = None

    @property
    def locator(self) -> str:
        """The file's identity in the store: its absolute path and the members behind it."""
        return MEMBER_SEPARATOR.join((str(self.path), *self.members))

    @property
    def name(self) -> str:
        """The last part of its path, as `--index` names it."""
        return Path(self.members[-1]).name if self.members else self.path.name

    def read(self) -> bytes:
        """Return the file's bytes.

        Raises:
            UnreadLetterError: if it can't be read, is encrypted, or is too large.
        """
        if self.unread is not None:
            raise UnreadLetterError(self.unread)
        try:
            if not self.members:
                return _read_plain(self.path)
            archive = _open_zip(self.path, self.members[:-1])
            return _read_member(archive, self.members[-1])
        except (
            OSError,
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
        ) as error:
            raise UnreadLetterError(_reason(error)) from None


def file_at(locator: str) -> LetterFile | None:
    """Return the file that a locator names, or None when it is gone."""
    first, *members = locator.split(MEMBER_SEPARATOR)
    path = Path(first)
    return LetterFile(path=path, members=tuple(members), relative=path.name) if path.is_file() else None


def find_files(arguments: tuple[Path, ...], exclude: frozenset[Path] = frozenset()) -> Iterator[LetterFile]:
    """Yield the files under the given paths: folders recursively and zips opened, in sorted order.

    Hidden files and folders are passed over. Anything that is no text, PDF or zip is yielded as unread, so
    that it is counted.

    Raises:
        UsageError: if an argument does not exist; the argument is named by its position.
    """
    for position, argument in enumerate(arguments, start=1):
        if not argument.exists():
            raise UsageError(
                f"path number {position} given for letters does not exist; check its spelling and try again"
            )
        root = argument.resolve()
        base = root if root.is_dir() else root.parent
        for path in _walk(root):
            if path not in exclude:
                yield from _expand(LetterFile(path=path, relative=str(path.relative_to(base))))


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(folder) / name


def _expand(file: LetterFile) -> Iterator[LetterFile]:
    suffix = Path(file.members[-1] if file.members else file.path).suffix.lower()
    if not file.members and not file.path.is_file():
        yield replace(file, unread=UnreadReason.UNREADABLE)
    elif suffix == ".zip":
        yield from _zip_members(file)
    elif suffix in {".txt", ".text", ".pdf", ""}:
        yield file
    else:
        yield replace(file, unread=UnreadReason.UNSUPPORTED)


def _zip_members(file: LetterFile) -> Iterator[LetterFile]:
    try:
        if len(file.members) >= _MAX_NESTING:
            raise zipfile.BadZipFile
        names = sorted(
            info.filename
            for info in _open_zip(file.path, file.members).infolist()
            if not info.is_dir() and not _is_hidden(info.filename)
        )
    except (OSError, zipfile.BadZipFile, RuntimeError, UnreadLetterError, EOFError, ValueError):
        yield replace(file, unread=UnreadReason.BROKEN_ZIP)
        return
    for name in names:
        yield from _expand(
            LetterFile(path=file.path, members=(*file.members, name), relative=f"{file.relative}/{name}")
        )


def _is_hidden(member: str) -> bool:
    parts = Path(member).parts
    return "__MACOSX" in parts or any(part.startswith(".") and part != ".." for part in parts)


@lru_cache(maxsize=4)
def _open_zip_as_of(path: Path, members: tuple[str, ...], _stamp: tuple[int, int]) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(path)
    for member in members:
        archive = zipfile.ZipFile(io.BytesIO(_read_member(archive, member)))
    return archive


def _open_zip(path: Path, members: tuple[str, ...]) -> zipfile.ZipFile:
    # An open archive is kept, since reading its directory anew for each of thousands of members would cost
    # more than the letters; the stamp keeps a replaced file from being read through an old handle.
    state = path.stat()
    return _open_zip_as_of(path, members, (state.st_mtime_ns, state.st_size))


def _read_plain(path: Path) -> bytes:
    # A pipe would never end, a device neither, and neither tells its size.
    if not path.is_file():
        raise UnreadLetterError(UnreadReason.UNREADABLE)
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise UnreadLetterError(UnreadReason.TOO_LARGE)
    return data


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    bomb = info.file_size > _SMALL and info.file_size > MAX_ZIP_EXPANSION * max(info.compress_size, 1)
    if bomb or info.file_size > MAX_FILE_BYTES:
        raise UnreadLetterError(UnreadReason.TOO_LARGE)
    return archive.read(info)


def _reason(error: Exception) -> UnreadReason:
    if isinstance(error, RuntimeError) and "password" in str(error):
        return UnreadReason.PASSWORD
    if isinstance(error, (zipfile.BadZipFile, EOFError, NotImplementedError)):
        return UnreadReason.BROKEN_ZIP
    return UnreadReason.UNREADABLE
