"""What all tests share: where the letters beside the repository are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real and gold letters beside the repository; tests that need them are skipped without."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared letters do not stand beside this checkout")
    return folder
