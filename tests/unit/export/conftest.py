"""Both tiers of an invented data set, and the folders that they are written to."""

from pathlib import Path

import pytest

from imr_reports.publish import publish_edition
from imr_reports.records.dataset import ReleaseDataset, Tier
from tests.invented_dataset import EDITION, export_dataset, invent_dataset


@pytest.fixture(scope="session", params=list(Tier), ids=str)
def dataset(request: pytest.FixtureRequest) -> ReleaseDataset:
    return invent_dataset(request.param)


@pytest.fixture(scope="session")
def files(dataset: ReleaseDataset) -> dict[str, bytes]:
    return export_dataset(dataset, EDITION)


@pytest.fixture(scope="session")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "version"
    publish_edition(target, files)
    return target
