"""The PDF, by veraPDF: what PDF/UA-1 (readers of screens) and PDF/A-2a (archives) ask for."""

from io import BytesIO

import pikepdf
import pytest

from imr_reports.aggregate import aggregate_tables
from imr_reports.protect import protect_tables
from imr_reports.records.tables import Audience
from imr_reports.render import render_report
from tests.invented_frames import invent_coverage, invent_frames
from tests.invented_report import hostile_report, invented_report
from tests.pdf.verapdf import Verdict, validate, validator

REPORTS = ("internal", "real", "public", "hostile")
BROKEN = ("untagged", "without_alternative")

pytestmark = pytest.mark.slow


def _real(audience: Audience) -> bytes:
    frames = invent_frames(400, seed=7, months=12)
    tables = protect_tables(aggregate_tables(frames, invent_coverage(frames)), audience)
    report = invented_report(tables=tables, audience=audience, excerpts=(), is_sample=False)
    return render_report(report, frozenset({"pdf"}))["report.pdf"]


def _broken(content: bytes, name: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        if name == "untagged":
            del pdf.Root.StructTreeRoot
        else:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure":
                    del item["/Alt"]
        pdf.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Verdict]:
    validator()
    hostile = render_report(hostile_report(), frozenset({"pdf"}))["report.pdf"]
    files = {
        "internal": render_report(invented_report(), frozenset({"pdf"}))["report.pdf"],
        "real": _real(Audience.INTERNAL),
        "public": _real(Audience.PUBLIC),
        "hostile": hostile,
        **{name: _broken(hostile, name) for name in BROKEN},
    }
    return validate(files, tmp_path_factory.mktemp("verapdf"), "ua1,2a")


@pytest.mark.parametrize("flavour", ["ua1", "2a"])
@pytest.mark.parametrize("name", REPORTS)
def test_no_rule_is_failed(verdicts: dict[tuple[str, str], Verdict], name: str, flavour: str) -> None:
    verdict = verdicts[name, flavour]
    assert verdict.failed == {}
    assert verdict.compliant
    assert verdict.checks > 10_000


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_broken_is_refused(verdicts: dict[tuple[str, str], Verdict], name: str) -> None:
    verdict = verdicts[name, "ua1"]
    assert not verdict.compliant
    assert verdict.failed
