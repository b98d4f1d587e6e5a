"""Figures as lines and JSON hold no text; the page says that it is PHI and runs nothing."""

import base64
import hashlib
import json
import re
from dataclasses import replace

from imr_reports.records.evaluation import (
    Evaluation,
    Example,
    Rate,
    RecognizerFigures,
    Stretch,
    StretchKind,
    SystemFigures,
    TermClass,
)
from imr_reports.render import EVALUATION_MARK, evaluation_lines, render_evaluation, render_examples
from tests.conftest import ROOT

HALF = Rate(part=1, whole=2, low=0.094, high=0.906)
NONE = Rate(part=0, whole=0)
OURS = SystemFigures(
    system="imr-report",
    leak_free=HALF,
    entities={"all": HALF, "NAME": HALF},
    entities_without_gate=HALF,
    tokens={"all": HALF, "NAME": HALF},
    token_precision=HALF,
    wrong=Rate(part=3, whole=1500, low=0.0007, high=0.006),
    wrong_terms=NONE,
    preserved=dict.fromkeys(TermClass, NONE),
    gate=RecognizerFigures(recognizer="gate", findings=4, wrong=1),
    recognizers=(RecognizerFigures(recognizer="names by cue", findings=1234, wrong=3),),
    letters_per_second=8.25,
)
EVALUATION = Evaluation(letters=2, untagged=1, systems=(OURS, replace(OURS, system="stock presidio")))
HOSTILE = '</p><script>alert(1)</script><img src="http://example.com/x">\u202e'


def example(kind: StretchKind = StretchKind.MISSED, entity_type: str = "NAME", text: str = "Osei") -> Example:
    stretches = (
        Stretch(kind=StretchKind.KEPT, text=f"seen by {text} and "),
        Stretch(kind=StretchKind.REDACTED, text="[date 2014]", entity_type="DATE"),
        Stretch(kind=kind, text=text, entity_type=entity_type),
    )
    return Example(
        kind=kind,
        letter=1,
        file=f"{text}.txt",
        line=7,
        entity_type=entity_type,
        recognizer="",
        stretches=stretches,
    )


def page(*examples: Example) -> str:
    return render_examples(EVALUATION, examples).decode("utf-8")


def test_systems_stand_side_by_side() -> None:
    lines = list(evaluation_lines(EVALUATION))
    assert lines[0] == "2 letters, 1 of them without a tagged identity"
    (head,) = (line for line in lines if "stock presidio" in line)
    (leak_free,) = (line for line in lines if line.startswith("leak-free"))
    assert leak_free.count("0.5000 (0.0940 to 0.9060; 1 of 2)") == 2
    assert leak_free.rindex("0.5000") == head.index("stock presidio")
    (wrong,) = (line for line in lines if line.startswith("wrong redactions"))
    assert "2.00 (0.70 to 6.00; 3 of 1,500)" in wrong
    assert any(line.split() == ["names", "by", "cue", "1,234", "3"] for line in lines)


def test_json_holds_each_figure_once_more() -> None:
    values = json.loads(render_evaluation(EVALUATION))
    assert values["made_by"] == EVALUATION_MARK
    ours = values["systems"][0]
    assert ours["leak_free"] == {"part": 1, "whole": 2, "low": 0.094, "high": 0.906}
    assert ours["wrong_terms"] == {"part": 0, "whole": 0, "low": None, "high": None}
    assert ours["gate"] == {"recognizer": "gate", "findings": 4, "wrong": 1}


def test_the_page_says_that_it_is_phi_and_whose_it_is() -> None:
    html = page(example())
    assert re.search(r"<title>PHI\b", html)
    assert "<strong>PHI.</strong>" in html
    assert EVALUATION_MARK in html[:4096]


def test_the_page_fetches_and_runs_nothing() -> None:
    html = page(example(text=HOSTILE), example(StretchKind.WRONG, text=HOSTILE))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy.replace("&#43;", "+")
    assert not re.search(r"<(?:script|img|link|iframe)|\son\w+=|\sstyle=|url\(|@import", html)
    assert "\u202e" not in html
    assert "&lt;script&gt;" in html


def test_redacted_text_shows_as_its_placeholder() -> None:
    assert '<span class="placeholder">[date 2014]</span><mark class="missed">Osei</mark>' in page(example())


def test_examples_can_be_chosen_by_type_and_kind() -> None:
    html = page(example(), example(StretchKind.WRONG, "ORG"))
    for choice in ("type-NAME", "type-ORG", "kind-missed", "kind-wrong"):
        assert f'id="{choice}"' in html
        assert f"#{choice}:checked~" in html
    assert 'id="type-DATE"' not in html


def test_a_page_without_examples_says_so() -> None:
    html = page()
    assert "None." in html
    assert "<input" not in html


def test_each_figure_is_explained() -> None:
    manual = (ROOT / "docs" / "evaluating.md").read_text(encoding="utf-8")
    lines = [line for line in evaluation_lines(EVALUATION) if "0.5" in line or "–" in line or "wrong" in line]
    labels = {re.split(r",|  | by | per 1| per second", line.strip())[0] for line in lines}
    assert {"leak-free letters", "entities caught", "preserved", "wrong redactions"} <= labels
    assert sorted(label for label in labels if label not in manual) == []
