"""Policies: what the shipped ones do, and what is refused in one clear line."""

import re
from pathlib import Path

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.limited import EntityType
from imr_reports.records.policy import Operator, Standard
from imr_reports.scrub.apply import PLACEHOLDER, CasePolicy, apply_findings, default_terms
from imr_reports.scrub.policy import (
    FEWEST_SURROGATES,
    KeyedPolicy,
    load_policy,
    read_policy,
    shipped_policy,
    shipped_surrogates,
)
from imr_reports.vocabulary import names
from tests.conftest import ROOT
from tests.unit.scrub.marked_names import read_marked
from tests.unit.scrub.test_apply import found

SAFE_HARBOR = (ROOT / "imr_reports" / "scrub" / "policies" / "safe-harbor.toml").read_text(encoding="utf-8")
LIMITED = (ROOT / "imr_reports" / "scrub" / "policies" / "limited.toml").read_text(encoding="utf-8")
EXPERT = (ROOT / "imr_reports" / "scrub" / "policies" / "expert.toml").read_text(encoding="utf-8")
NAME = '[NAME]\noperator = "placeholder"'
PLACE = '[LOCATION]\noperator = "placeholder"'
YEAR = 'operator = "year"'
FEW = "[" + ", ".join(f'"{letter}lund"' for letter in "ABCDEFGH") + "]"


def changed(text: str, *changes: tuple[str, str]) -> bytes:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def test_shipped_policies_are_what_they_say() -> None:
    assert [shipped_policy(one).standard for one in ("safe-harbor", "limited", "expert")] == [*Standard]
    limited = shipped_policy("limited")
    assert limited.operator(EntityType.LOCATION, "town") is Operator.KEEP
    assert limited.operator(EntityType.LOCATION, "street") is Operator.PLACEHOLDER
    assert [shipped_policy(one).may_be_published for one in Standard] == [True, False, False]


REFUSED = {
    "unknown key": (SAFE_HARBOR, ("standard =", 'colour = "red"\nstandard ='), "unknown key colour"),
    "a type left out": (SAFE_HARBOR, ('[ID]\noperator = "redact"', ""), "nothing is said of ID"),
    "unknown operator": (SAFE_HARBOR, (YEAR, 'operator = "hide"'), "unknown operator for DATE"),
    "unknown sub-kind": (SAFE_HARBOR, (PLACE, PLACE + '\nplanet = "redact"'), "LOCATION knows no planet"),
    "unknown standard": (SAFE_HARBOR, ('standard = "safe-harbor"', 'standard = "mine"'), "unknown standard"),
    "year and offset": (SAFE_HARBOR, (YEAR, YEAR + '\noffset = "days"'), "never both"),
    "year and offset in a list": (SAFE_HARBOR, (YEAR, 'operator = ["year", "offset"]'), "never both"),
    "kept names": (LIMITED, (NAME, '[NAME]\noperator = "keep"'), "NAME can't be kept"),
    "kept patients": (LIMITED, (NAME, NAME + '\npatient = "keep"'), "NAME.patient can't be kept"),
    "kept numbers": (LIMITED, ('[ID]\noperator = "redact"', '[ID]\noperator = "keep"'), "ID can't be kept"),
    "kept contacts": (LIMITED, ('[CONTACT]\noperator = "redact"', '[CONTACT]\noperator = "keep"'), "CONTACT"),
    "kept firms": (LIMITED, ('[ORG]\noperator = "placeholder"', '[ORG]\noperator = "keep"'), "ORG can't be"),
    "kept streets": (LIMITED, (PLACE, PLACE + '\nstreet = "keep"'), "not on LOCATION.street"),
    "all places kept": (LIMITED, (PLACE, '[LOCATION]\noperator = "keep"'), "not on LOCATION"),
    "dates kept under safe harbor": (SAFE_HARBOR, (YEAR, 'operator = "keep"'), 'standard = "limited"'),
    "towns kept under expert": (EXPERT, (PLACE, PLACE + '\ntown = "keep"'), 'standard = "limited"'),
    "shift under safe harbor": (SAFE_HARBOR, (YEAR, 'operator = "shift"'), 'standard = "expert"'),
    "a limited set that calls itself safe harbor": (
        LIMITED,
        ('standard = "limited"', 'standard = "safe-harbor"'),
        'standard = "limited"',
    ),
    "a higher cap": (SAFE_HARBOR, ("above = 89", "above = 95"), "a higher cap tells more"),
    "a lower cap": (SAFE_HARBOR, ("above = 89", "above = 80"), "not looked for"),
    "zip3 of towns": (SAFE_HARBOR, (PLACE, PLACE + '\ntown = "zip3"'), "not on LOCATION.town"),
    "shifted names": (EXPERT, (NAME, '[NAME]\noperator = "shift"'), "does not work on NAME"),
    "few surrogates": (
        SAFE_HARBOR,
        (NAME, f'[surrogates]\nsurnames = {FEW}\n[NAME]\noperator = "surrogate"'),
        "holds 8 names",
    ),
    "surrogates that no one uses": (
        SAFE_HARBOR,
        (NAME, f"[surrogates]\nsurnames = {FEW}\n{NAME}"),
        "no operator",
    ),
    "a determination without an expert": (
        EXPERT,
        (NAME, f"[determination]\ndate = 2026-01-31\n{NAME}"),
        "names its expert and its date",
    ),
    "a determination of safe harbor": (
        SAFE_HARBOR,
        (NAME, f'[determination]\nexpert = "A. Statistician"\ndate = 2026-01-31\n{NAME}'),
        "belongs to a policy",
    ),
    "a determination of the future": (
        EXPERT,
        (NAME, f'[determination]\nexpert = "A. Statistician"\ndate = 2999-01-31\n{NAME}'),
        "in the future",
    ),
    "a name that says more": (SAFE_HARBOR, ('name = "safe-harbor"', 'name = "Of Dr. Lund"'), "small letters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_unknown_or_dangerous_is_refused_in_one_line(case: str) -> None:
    text, change, said = REFUSED[case]
    with pytest.raises(ConfigurationError) as refusal:
        read_policy(changed(text, change))
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.exit_code == 5


def test_a_file_is_no_shipped_policy_and_a_word_no_file(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(SAFE_HARBOR, encoding="utf-8")
    for named in (str(file), "safe_harbor", str(tmp_path / "none.toml")):
        with pytest.raises(ConfigurationError):
            load_policy(named)
    file.write_text(SAFE_HARBOR.replace('name = "safe-harbor"', 'name = "ours"'), encoding="utf-8")
    assert load_policy(str(file)).name == "ours"


def test_an_expert_policy_with_its_determination_may_be_published() -> None:
    named = f'[determination]\nexpert = "A. Statistician"\ndate = 2026-01-31\n{NAME}'
    assert read_policy(changed(EXPERT, (NAME, named))).may_be_published


def own(text: str, *changes: tuple[str, str]) -> CasePolicy:
    return CasePolicy(keyed=KeyedPolicy(policy=read_policy(changed(text, *changes))), reference="R1")


@pytest.mark.parametrize(
    ("code", "shown"),
    [("93309", "[zip 933]"), ("93309-1234", "[zip 933]"), ("03601", "[zip 000]"), ("20212", "[zip 000]")],
)
def test_the_first_three_digits_of_a_zip_code_unless_few_live_there(code: str, shown: str) -> None:
    text = f"zip {code}"
    terms = own(SAFE_HARBOR, (PLACE, PLACE + '\nzip = "zip3"'))
    assert apply_findings(text, [found(text, code, EntityType.LOCATION)], terms) == f"zip {shown}"
    assert PLACEHOLDER.fullmatch(shown)


def test_redacted_roles_and_types_have_the_bare_placeholder() -> None:
    text, findings = read_marked("Dr. «Jane Lund» and his wife «Ivy» at «ORG:Lund Clinic», «LOCATION:Elk».")
    terms = own(
        SAFE_HARBOR,
        (NAME, NAME + '\nrelative = "redact"'),
        ('[ORG]\noperator = "placeholder"', '[ORG]\noperator = "redact"'),
        (PLACE, '[LOCATION]\noperator = "redact"'),
    )
    assert (
        apply_findings(text, findings, terms)
        == "Dr. [physician 1] and his wife [name] at [organization], [place]."
    )


def test_a_kept_town_is_no_name_of_the_letter() -> None:
    terms = CasePolicy(keyed=KeyedPolicy(policy=shipped_policy("limited")), reference="R1")
    text, findings = read_marked(
        "Dr. «Jackson» of «LOCATION:Jackson» or «LOCATION:Fresno», «LOCATION:12 Elm St»"
    )
    assert apply_findings(text, findings, terms) == "Dr. [physician 1] of [place 1] or Fresno, [place 3]"


def test_surrogates_are_the_same_for_one_person_and_in_the_form_of_the_name() -> None:
    text, findings = read_marked("Dr. «Jane Okafor», «OKAFOR, JANE», «Okafor»; Dr. «Lund».")
    terms = own(SAFE_HARBOR, (NAME, '[NAME]\noperator = "surrogate"'))
    scrubbed = apply_findings(text, findings, terms)
    first, last = scrubbed.removeprefix("Dr. ").split(",")[0].split()
    assert scrubbed.startswith(f"Dr. {first} {last}, {last.upper()}, {first.upper()}, {last}; Dr. ")
    assert last not in scrubbed.split(";")[1]
    assert apply_findings(text, findings, terms) == scrubbed


def test_surrogates_are_nobodys_names() -> None:
    for listed, known in (("surnames", names.surnames()), ("first_names", names.first_names())):
        invented = {name.lower() for name in shipped_surrogates()[listed]}
        assert len(invented) >= FEWEST_SURROGATES
        assert not invented & known


def test_safe_harbor_needs_no_key() -> None:
    assert default_terms().policy.name == "safe-harbor"
    assert not default_terms().policy.moves_days


def test_the_example_in_the_docs_is_a_policy() -> None:
    page = (ROOT / "docs" / "deidentification.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    policy = read_policy(example.encode())
    assert policy.operator(EntityType.NAME, "relative") is Operator.REDACT
    assert policy.operator(EntityType.LOCATION, "zip") is Operator.ZIP3
    assert policy.may_be_published
