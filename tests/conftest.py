"""What all tests share: where the letters beside the repository are."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

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
