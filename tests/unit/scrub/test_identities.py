"""Who is who in a letter: one placeholder for one person, whatever the form of the name, never for two."""

import pytest

from imr_reports.records.limited import EntityType
from imr_reports.scrub.apply import PLACEHOLDER, apply_findings
from imr_reports.scrub.identities import identities
from imr_reports.scrub.roles import ROLES, read_roles
from tests.growth import grows_no_faster_than_its_input
from tests.unit.scrub.marked_names import read_marked


def replaced(marked: str) -> str:
    return apply_findings(*read_marked(marked))


def placeholders(marked: str) -> list[str]:
    text, findings = read_marked(marked)
    known = identities(text, findings)
    return [known[finding.start].placeholder for finding in findings]


EXAMPLES = [
    (entry["name"], sentence, kind == "matches")
    for entry in read_roles()["role"]
    for kind in ("matches", "rejects")
    for sentence in entry[kind]
]


@pytest.mark.parametrize(("role", "sentence", "fits"), EXAMPLES)
def test_roles_are_told_by_the_words_around_a_name(role: str, sentence: str, fits: bool) -> None:
    text, findings = read_marked(sentence)
    kinds = {identity.kind for identity in identities(text, findings).values()}
    assert findings
    assert (kinds == {role}) if fits else (role not in kinds)


def test_every_role_has_cues_but_the_plain_person() -> None:
    assert [entry["name"] for entry in read_roles()["role"]] == [*ROLES[:-1]]


@pytest.mark.parametrize(
    "marked",
    [
        "Dr. «Jane Okafor» wrote. «Okafor» agreed.",
        "Dr. «Okafor» wrote. «Jane Okafor», MD, signed.",
        "«OKAFOR, JANE A.», M.D. and later Dr. «J. Okafor»",
        "Dr. «Jane Okafor»'s plan; «OKAFOR»'s note",
        "Dr. «Jane Okafor» wrote. Dr. «0kafor» agreed.",
        "Dr. «Quistgaard» wrote; so «Quisgaard» says.",
        "Dr. «Yael Ben-Ami» and again Dr. «Ben-\nAmi»",
        'therapist «Soon-Ok "Sunny" Bae» and «Sunny»',
        "Dr. «Robert Lund» and Dr. «Bob Lund»",
        "the applicant, «Mai Yia Xiong», is «XIONG MAI YIA»",
        "the patient, «José Ruiz Villa», is «RUIZ VILLA, JOSE»",
        "the patient, «José Luis Ruiz Villa», is «RUIZ VILLA, JOSE L.»",
        "the patient, «Ana Lund», his son, «Jan Lund», and the patient, «Lund»",
        "Mr. «Hall» «Quistgaard» and Mr. «Hall Quistgaard»",
        "the patient «Ngozi Okoro-Lind» and Ms. «Okoro»",
        "Dr. «Faleafine» wrote; Dr. «Faleafinerequested» it.",
        "Employee: «Xóchitl Robles»; Ms. «Xochitl Robles»",
        "Dr. «Jane Okafor» wrote (initialled «J.O.»).",
    ],
)
def test_forms_of_one_name_are_one_person(marked: str) -> None:
    first, second = (placeholders(marked)[0], placeholders(marked)[-1])
    assert first == second


@pytest.mark.parametrize(
    "marked",
    [
        "«John Smith» and «Mary Smith»",
        "Dr. «Jane Okafor» and Dr. «June Okafor»",
        "Mr. «Garcia» and Mrs. «Garcia»",
        "the patient, «Maria Garcia», and Dr. «Garcia»",
        "the patient, «Jose Garcia», and his son, «Jose Garcia»",
        "«Jose Garcia Sr.» and «Jose Garcia Jr.»",
        "Dr. «Hansen» and Dr. «Hanson»",
        "«Jane A. Okafor» and «Jane B. Okafor»",
        "«José Luis Ruiz Villa» and «RUIZ VILLA, JOSE M.»",
        "nurse «Lee» told Dr. «Lee»",
        "attorney «Nix» wrote Dr. «Nix»",
        "Mr. «Wojcik»'s wife, «Halina», drives; «Halina Wojcik» helps him.",
    ],
)
def test_people_who_share_a_name_stay_apart(marked: str) -> None:
    assert placeholders(marked)[0] != placeholders(marked)[1]


def test_a_surname_that_two_bear_is_neither() -> None:
    assert replaced("«John Smith» and «Mary Smith» came. «Smith» left.") == (
        "[person 1] and [person 2] came. [person 3] left."
    )


def test_a_title_or_a_sex_tells_the_two_apart() -> None:
    marked = (
        "The applicant, Ms. «Ngozi Okoro», and her husband, «Ravi Okoro», came. Ms. «Okoro», Mr. «Okoro»."
    )
    assert replaced(marked) == (
        "The applicant, Ms. [patient], and her husband, [relative 1], came. Ms. [patient], Mr. [relative 1]."
    )


def test_numbers_count_by_first_appearance_within_a_role() -> None:
    marked = "Dr. «Oyelaran» saw her. RN «Pell» called Dr. «Quaye». Dr. «Oyelaran» and attorney «Nix» met."
    assert placeholders(marked) == [
        "[physician 1]",
        "[nurse 1]",
        "[physician 2]",
        "[physician 1]",
        "[attorney 1]",
    ]


def test_a_case_has_one_patient() -> None:
    assert placeholders("Patient: «Ana Roe»\nPatient: «Bea Lund»") == ["[patient]", "[person 1]"]
    marked = "Claimant «Bea Lund»\nPatient: «Ana Roe»\nThe patient, «Ana Roe», came."
    assert placeholders(marked) == ["[person 1]", "[patient]", "[patient]"]


GREENS = (
    "Mr. «Green» packs. His brother, also Mr. «Green» («Alan»), helps. «Green» has a page. "
    "«Green»'s wife, «Olive Green», drives."
)


def test_brother_and_wife_of_one_name_are_neither_him_nor_each_other() -> None:
    told = "{0} packs. His brother, also Mr. [relative 1] ([relative 1]), helps. {1} has a page. "
    told += "{1}'s wife, [relative 2], drives."
    assert replaced(GREENS) == told.format("Mr. [person 1]", "[person 1]")
    assert replaced(f"Employee: «Green»\n{GREENS}") == "Employee: [patient]\n" + told.format(
        "Mr. [patient]", "[patient]"
    )
    marked = "Mr. «Green» met his brother, Mr. «Green»."
    assert replaced(marked) == "Mr. [person 1] met his brother, Mr. [relative 1]."
    assert replaced("His wife, «Olive Green», sat. «Green»'s wife drives.") == (
        "His wife, [relative 1], sat. [person 1]'s wife drives."
    )


@pytest.mark.parametrize(
    "marked",
    [
        "Dr. «Nguyen (Thuy», not «Hai Nguyen», the PCP) wrote.",
        "Dr. «Nguyen» («Thuy», not «Hai Nguyen», the PCP) wrote.",
    ],
)
def test_a_first_name_in_brackets_tells_doctors_apart_and_the_bracket_stays(marked: str) -> None:
    assert replaced(marked) == "Dr. [physician 1] ([physician 1], not [physician 2], the PCP) wrote."


def test_a_title_counts_more_than_kinship() -> None:
    assert placeholders("Dr. «Priya B.», his daughter, drove. His wife, «Uma», did not.") == [
        "[physician 1]",
        "[relative 1]",
    ]


def test_the_patient_is_the_patient_wherever_a_fitting_title_stands_by_the_surname() -> None:
    head = "c/o «PAO XIONG»\nEmployee: «Mai Xiong»\nA 38 year old line lead. She sat, her back hurt. "
    assert placeholders(f"{head}Ms. «Xiong» left.")[1:] == ["[patient]", "[patient]"]
    assert placeholders(f"{head}«Pao», the husband, cooks. Mr. «Xiong» sat. Ms. «Xiong» left.") == [
        "[relative 1]",
        "[patient]",
        "[relative 1]",
        "[relative 1]",
        "[patient]",
    ]
    couple = "Employee: «Jose Garcia», a 45-year-old male. His wife, «Maria Garcia», came. "
    assert placeholders(f"{couple}Mrs. «Garcia» sat. Mr. «Garcia» left.")[2:] == ["[relative 1]", "[patient]"]


def test_organizations_go_by_their_short_forms_where_only_one_has_them() -> None:
    marked = (
        "«ORG:Evergreen Physical Therapy, Inc.» and «ORG:Evergreen Physical Therapy»; «ORG:Evergreen». "
        "«ORG:Feather River Insurance Group» («ORG:FRIG») paid."
    )
    assert placeholders(marked) == ["[organization 1]"] * 3 + ["[organization 2]"] * 2
    marked = "«ORG:Evergreen Rehab», «ORG:Evergreen Imaging» and «ORG:Evergreen»"
    assert len(set(placeholders(marked))) == 3


def test_a_firm_taken_for_a_person_keeps_its_placeholder() -> None:
    marked = "«ORG:Ararat & Sons Fine Settings» hired her; her job at «Ararat» ended."
    assert placeholders(marked) == ["[organization 1]"] * 2
    marked = "«ORG:Allen Hand Clinic» and Dr. «Allen»"
    assert placeholders(marked) == ["[organization 1]", "[physician 1]"]


def test_places_written_alike_are_one() -> None:
    assert placeholders("«LOCATION:Elk Grove», «LOCATION:ELK\nGROVE» and «LOCATION:Elk»") == [
        "[place 1]",
        "[place 1]",
        "[place 2]",
    ]


def test_what_the_gate_withholds_is_nobody() -> None:
    text, findings = read_marked("Seen by «GATE:Zzyzk» and Dr. «Lund».")
    assert list(identities(text, findings)) == [findings[1].start]
    assert apply_findings(text, findings) == "Seen by [withheld] and Dr. [physician 1]."


def test_every_placeholder_of_an_identity_is_known_as_one() -> None:
    marked = " ".join(f"{role}: «{name} Lund»\n" for role, name in zip(ROLES, "ABCDEFGHIJ", strict=True))
    text, findings = read_marked(marked)
    for identity in identities(text, findings).values():
        assert PLACEHOLDER.fullmatch(identity.placeholder)


def test_the_time_grows_with_the_letter_alone() -> None:
    """Four times as many names take about four times as long, also when all share a surname."""

    letters = {
        count: read_marked(
            "".join(
                f"Dr. «{chr(65 + i % 26)}{'aeiou'[i % 5]}{'lmnr'[i % 4]}{i} Okafor», then «Okafor».\n"
                for i in range(count)
            )
        )
        for count in (200, 2000)
    }
    assert grows_no_faster_than_its_input(lambda count: identities(*letters[count]), 200, 2000)


def test_all_types_but_people_firms_and_places_have_no_identity() -> None:
    text, findings = read_marked("«Lund»")
    others = [
        type(findings[0])(entity_type=kind, start=0, end=4, score=1, recognizer="test") for kind in EntityType
    ]
    for one in others:
        known = identities(text, [one])
        assert bool(known) == (one.entity_type in {EntityType.NAME, EntityType.ORG, EntityType.LOCATION})
