"""Published figures: each has its source, none twice, all in a plausible range."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary.published import figures
from imr_reports.vocabulary.published.figures import overall_overturned, published_figures
from imr_reports.vocabulary.services.reading import service_categories

HEAD = "# facts\nyear,category,figure,value,publisher,document\n"


def test_each_figure_has_a_source_and_is_plausible() -> None:
    found = published_figures()
    assert len(found) > 20
    for item in found:
        assert item.publisher
        assert item.document
        assert item.category in {"", *service_categories()}
        assert item.overturned is None or 3 < item.overturned < 40
        assert item.figure != "letters" or 100_000 < item.value < 200_000


def test_the_state_comes_before_others_and_upheld_is_turned_round() -> None:
    assert overall_overturned(2015) == 11.2
    assert overall_overturned(2021) == 8.0  # the institute alone: 92% upheld
    assert overall_overturned(2012) is None
    publishers = {item.year: item.publisher for item in reversed(published_figures()) if item.overturned}
    assert publishers[2015] == "DWC"


@pytest.mark.parametrize(
    "rows",
    [
        "2015,,overturned,8,A,B\n2015,,overturned,9,A,C",
        "2015,,overturned,120,A,B",
        "2015,,denied,8,A,B",
        "2001,,overturned,8,A,B",
        "2015,,overturned,8,A,",
        "2015,Magic,overturned,8,A,B",
        "2015,,overturned,eight,A,B",
    ],
)
def test_what_is_no_figure_is_refused(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imr_reports.vocabulary.datafiles.read_text", lambda _: HEAD + rows)
    with pytest.raises(ConfigurationError):
        figures.published_figures.__wrapped__()
