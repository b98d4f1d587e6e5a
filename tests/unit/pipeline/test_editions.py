"""What a version of the data set may say of itself."""

from dataclasses import replace

import pandas as pd

from imr_reports.pipeline.editions import declared_in
from tests.invented_dataset import EDITION, invent_dataset


def test_a_version_may_say_how_long_it_is_where_that_looks_like_the_number_of_a_claim() -> None:
    dataset = invent_dataset()
    assert not any(phrase.isdigit() for phrase in declared_in(EDITION, dataset).phrases)
    long = pd.DataFrame(index=range(1_234_567))
    many_years = replace(dataset, tables={**dataset.tables, "citations": long})
    declared = declared_in(EDITION, many_years)
    assert declared.masked("1234567") == " " * 7
    assert declared.masked("1234568") == "1234568"
