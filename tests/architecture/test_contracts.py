"""The house stands as drawn: contracts of imports, a silent package, a whole wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from imr_reports.records.period import parse_period
from imr_reports.records.tables import Audience, ProtectedTable
from imr_reports.store import Selection, Store, read_frames
from tests.conftest import ROOT

_NO_NETWORK = """
import socket, sys
def refuse(*a, **k): raise OSError('the network is closed')
socket.socket.connect = refuse
socket.getaddrinfo = refuse
"""


def python(code: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300, **options
    )


def test_importing_is_silent_configures_nothing_and_loads_no_model() -> None:
    code = (
        _NO_NETWORK
        + "import logging, imr_reports.cli\n"
        + "heavy = {'spacy', 'weasyprint', 'presidio_analyzer', 'matplotlib'} & set(sys.modules)\n"
        + "assert not heavy, heavy\n"
        + "assert not logging.getLogger().handlers\n"
    )
    done = python(code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_scrubbing_works_with_the_network_closed() -> None:
    code = (
        _NO_NETWORK
        + "from imr_reports.scrub import Scrubber\n"
        + "print(Scrubber().scrub_text('Mail j.roe@example.com on 3/4/2015 about Dr. Nakamura-Ruiz.').text)\n"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    assert not {"example", "3/4", "Nakamura"} & set(done.stdout.replace(".", " ").split())


def test_a_protected_table_can_be_made_by_protect_alone() -> None:
    with pytest.raises(TypeError, match="only"):
        ProtectedTable(
            seal=object(),
            key="x",
            title="x",
            definition="x",
            unit="cases",
            dimension="",
            row_header="x",
            measures=(),
            rows=(),
            audience=Audience.PUBLIC,
            withheld=0,
        )


def test_the_seals_are_used_where_they_belong() -> None:
    using = {
        path.relative_to(ROOT / "imr_reports").parts[0]
        for path in (ROOT / "imr_reports").rglob("*.py")
        if "PROTECT_SEAL" in path.read_text(encoding="utf-8")
    }
    assert using == {"protect", "records"}
    made = {
        path.relative_to(ROOT / "imr_reports").parts[0]
        for path in (ROOT / "imr_reports").rglob("*.py")
        if "SCRUB_SEAL" in path.read_text(encoding="utf-8")
    }
    assert made == {"scrub", "records"}


def test_what_is_aggregated_has_no_column_of_text(tmp_path: Path) -> None:
    with Store(tmp_path / "store", create=True) as store:
        frames = read_frames(store, Selection(period=parse_period("all")))
    columns = {*frames.cases, *frames.issues, *frames.citations}
    texts = {"request", "disputed_item", "rationale", "summary"}
    assert not {name for name in columns if name in texts or name.endswith("_guideline")}


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_holds_templates_vocabulary_and_samples(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert built.returncode == 0, built.stdout[-2000:] + built.stderr[-2000:]
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "import imr_reports\n"
        "from imr_reports.resources import samples_folder, templates_folder\n"
        "from imr_reports.scrub import Scrubber\n"
        "assert imr_reports.__file__.startswith(sys.path[0]), imr_reports.__file__\n"
        "assert list(templates_folder().glob('*.html*')), 'no templates'\n"
        "assert (samples_folder() / 'corpus.zip').stat().st_size > 100_000\n"
        "assert list((samples_folder() / 'letters').glob('*.txt'))\n"
        "Scrubber().scrub_text('Seen on 3/4/2015.')\n"
    )
    done = python(code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
