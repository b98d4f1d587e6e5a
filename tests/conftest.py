"""What all tests share: where the letters beside the repository are, and one browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test asserts a time, not even that of its examples. The same examples in each run: a test that fails for
# one seed in ten tells nobody what was broken. To look for new counter-examples: pytest
# --hypothesis-profile=explore.
settings.register_profile(
    "fixed", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.default, max_examples=2_000)
settings.load_profile("fixed")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real and gold letters beside the repository; tests that need them are skipped without."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared letters do not stand beside this checkout")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium, once for all tests: within one process a second one could not be driven beside it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium isn't installed (apt-get install chromium)")
    with playwright.sync_playwright() as runner:
        browser = runner.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
