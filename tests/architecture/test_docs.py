"""The docs say what the program does: links lead somewhere, commands and tables are those that exist."""

import re
from pathlib import Path

import pytest
import typer

from imr_reports.aggregate import aggregate_tables
from imr_reports.cli import app
from imr_reports.records.coded import Basis, LetterFormat, QualityCode, UnreadReason
from imr_reports.records.parsed_schema import case_schema
from imr_reports.records.reasons import SentenceRole
from imr_reports.scrub.apply import PLACEHOLDER
from imr_reports.scrub.identities import Identity
from imr_reports.scrub.roles import ROLES
from tests.conftest import ROOT
from tests.invented_frames import invent_coverage, invent_frames

PAGES = [
    *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")),
    *sorted(ROOT.glob("docs/**/*.md")),
]
_CODE = re.compile(r"`[^`\n]+`|^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)(?P<file>[^)#]*)(?:#(?P<anchor>[^)]*))?\)")
_COMMAND = re.compile(r"\bimr-report ((?!-)[a-z]+)?((?:[^`\n])*)")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.finditer(page.read_text(encoding="utf-8")):
        target = (page.parent / link["file"]).resolve() if link["file"] else page
        assert target.exists(), link[0]
        if link["anchor"]:
            assert link["anchor"] in anchors(target), link[0]


def test_commands_and_options_exist() -> None:
    main = typer.main.get_command(app)
    options = {
        name: _options(command).union(*map(_options, getattr(command, "commands", {}).values()))
        for name, command in main.commands.items()  # type: ignore[attr-defined]
    }
    for page in PAGES:
        code = _CODE.findall(page.read_text(encoding="utf-8"))
        for name, rest in (match.groups() for text in code for match in _COMMAND.finditer(text)):
            assert name is None or name in options, f"{page.name}: imr-report {name}"
            given = set(re.findall(r"(?<!\S)--[a-z-]+", rest.split("#")[0]))
            assert given <= (options[name] if name else _options(main)), f"{page.name}: {rest}"


def _options(command: object) -> set[str]:
    return {"--help", *(name for parameter in command.params for name in parameter.opts)}  # type: ignore[attr-defined]


def test_every_table_of_a_report_is_explained() -> None:
    frames = invent_frames(60, seed=1)
    tables = aggregate_tables(frames, invent_coverage(frames))
    page = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [table.key for table in tables if f"`{table.key}`" not in page] == []


def test_every_placeholder_is_explained() -> None:
    page = (ROOT / "docs" / "deidentification.md").read_text(encoding="utf-8")
    named = [Identity(kind=role, number=1).placeholder for role in (*ROLES, "organization", "place")]
    for written in (
        *named,
        "[contact]",
        "[identifier]",
        "[date]",
        "[date 2014]",
        "[zip 000]",
        "[withheld]",
        "90+",
    ):
        assert PLACEHOLDER.fullmatch(written), written
        assert f"`{written}`" in page, written


def test_every_key_and_code_of_a_parse_is_explained() -> None:
    page = (ROOT / "docs" / "parsing.md").read_text(encoding="utf-8")
    schema = case_schema()
    keys = {key for part in (schema, *schema["$defs"].values()) for key in part.get("properties", {})}
    said = {*keys, *QualityCode, *LetterFormat, *Basis, *SentenceRole, *UnreadReason} - {UnreadReason.PENDING}
    assert sorted(word for word in said if f"`{word}`" not in page) == []
