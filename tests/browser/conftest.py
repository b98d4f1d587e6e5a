"""Reports opened from disk in Chromium, and what they say and ask for while they are read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from imr_reports.render import render_report
from tests.browser import reports

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@dataclass
class Visit:
    """A page with what it said and asked for."""

    page: "Page"
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("report")
    written = {}
    for name, report in (
        ("plain", reports.plain()),
        ("hostile", reports.hostile()),
        ("long", reports.long()),
    ):
        written[name] = folder / f"{name}.html"
        written[name].write_bytes(render_report(report, frozenset({"html"}))["report.html"])
    return written


@pytest.fixture
def visit(browser: "Browser", files: dict[str, Path], request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit; `request.param` may name the file, the width, the scheme, forced colours, and no script."""
    wanted = {"file": "plain", "width": 1280, "height": 900, "scheme": "light"} | getattr(
        request, "param", {}
    )
    context = browser.new_context(
        viewport={"width": wanted["width"], "height": wanted["height"]},
        color_scheme=wanted["scheme"],
        forced_colors=wanted.get("forced", "none"),
        java_script_enabled=wanted.get("script", True),
        bypass_csp=False,
    )
    seen = Visit(page=context.new_page())
    seen.page.on("console", lambda message: seen.messages.append(message.text))
    seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
    seen.page.on("dialog", lambda dialog: seen.messages.append("dialog"))
    seen.page.on("request", lambda asked: seen.requests.append(asked.url))
    seen.page.goto(files[wanted["file"]].as_uri())
    yield seen
    context.close()
