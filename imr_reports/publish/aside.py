"""A folder beside what is being published, in which files are complete before they are moved."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ASIDE = ".aside-"


@contextmanager
def aside_in(folder: Path) -> Iterator[Path]:
    """Give a new folder within one that is made where it isn't there; it is gone afterwards.

    What a run that was cut off has left goes too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
