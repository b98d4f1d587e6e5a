"""A picture of a page → its words, by tesseract where that program is installed.

The picture goes to the program, and the words come back, through pipes: no page of a letter is ever written
to a disk.
"""

import os
import shutil
import subprocess
from functools import cache

_PROGRAM = "tesseract"
_DOTS_AN_INCH = 300
_POINTS_AN_INCH = 72
_SECONDS_A_PAGE = 90
_LARGEST_SIDE = 6_000  # dots; a page of any sane size is below that at 300 to the inch
# Page segmentation 4: a single column of lines of any height, which keeps a row of the header table's two
# columns in one line.
_OPTIONS = ("--psm", "4", "-l", "eng")


@cache
def ocr_version() -> str:
    """Return the version of tesseract, "" where it can't be used: not installed, or without English."""
    if shutil.which(_PROGRAM) is None:
        return ""
    try:
        version = _asked("--version").split("\n", 1)[0].removeprefix(_PROGRAM).strip()
        languages = _asked("--list-langs").split()
    except (OSError, subprocess.SubprocessError):
        return ""
    return version if "eng" in languages else ""


def _asked(question: str) -> str:
    done = subprocess.run(  # noqa: S603 - a fixed command
        (_PROGRAM, question), capture_output=True, check=True, timeout=20, env=_environment()
    )
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def read_picture(page: object) -> str:
    """Return the words of a page's picture, lines ended by a line feed; "" where none could be read.

    Args:
        page: a page of pypdfium2.
    """
    width, height = page.get_size()  # type: ignore[attr-defined]
    scale = min(_DOTS_AN_INCH / _POINTS_AN_INCH, _LARGEST_SIDE / max(width, height, 1))
    bitmap = page.render(scale=scale, grayscale=True)  # type: ignore[attr-defined]
    rows = memoryview(bitmap.buffer)
    stride, columns = bitmap.stride, bitmap.width
    pixels = b"".join(bytes(rows[row * stride : row * stride + columns]) for row in range(bitmap.height))
    header = f"P5 {columns} {bitmap.height} 255\n".encode()
    bitmap.close()
    command = (_PROGRAM, "stdin", "stdout", "--dpi", str(round(scale * _POINTS_AN_INCH)), *_OPTIONS)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the picture is its standard input
            command,
            input=header + pixels,
            capture_output=True,
            check=False,
            timeout=_SECONDS_A_PAGE,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    # tesseract ends a page with a form feed of its own.
    return done.stdout.decode("utf-8", "replace").replace("\f", "").strip() if done.returncode == 0 else ""


def _environment() -> dict[str, str]:
    # Pages are read side by side by the workers; threads of tesseract itself would only get in their way.
    return {**os.environ, "OMP_THREAD_LIMIT": "1"}
