"""Sections and works have one canonical name, whatever the spelling."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.records.coded import GuidelineSource
from imr_reports.vocabulary import datafiles
from imr_reports.vocabulary.citations import guidelines, sections
from imr_reports.vocabulary.citations.guidelines import chapters_of_2004, known_titles, other_works, titles
from imr_reports.vocabulary.citations.sections import section_name
from imr_reports.vocabulary.matching.spelling import name_key, spell

PAIN = "Chronic Pain Medical Treatment"
GI_RISK = "NSAIDs, GI symptoms & cardiovascular risk"


@pytest.mark.parametrize(
    ("written", "title", "name"),
    [
        ("NSAIDS, GI symptom and cardiovascular risks", PAIN, GI_RISK),
        ("Opioids,criteria for use", PAIN, "Opioids, criteria for use"),
        ("Weaning ofMedications", PAIN, "Weaning of Medications"),
        ("Muscle Relaxant", PAIN, "Muscle relaxants (for pain)"),
        ("Diagnositc Criteria", "Knee Complaints", "Diagnostic Criteria"),
        ("Surgical Consideration", "Knee Complaints", "Surgical Considerations"),
        ("MRI", "Knee & Leg", "MRI (magnetic resonance imaging)"),
        ("MRI's (magnetic resonance imaging)", "Low Back", "MRI (magnetic resonance imaging)"),
        ("Lidoderm® (lidocaine patch)", "Pain", "Lidoderm (lidocaine patch)"),
        ("ESIs", "Low Back", "Epidural steroid injections (ESIs)"),
        ("Ultram", "Pain", "Tramadol (Ultram)"),
        ("Criteria for the use of gym membership", "Low Back", "Gym memberships"),
        ("Topical ana1gesics", PAIN, "Topical analgesics"),
        ("Silver canes", PAIN, ""),
        ("", PAIN, ""),
    ],
)
def test_section_names(written, title, name):
    assert section_name(written, title) == name


def test_every_listed_name_is_its_own_canonical_name_somewhere():
    lists = datafiles.read_toml("sections.toml")["lists"]
    for listed in lists.values():
        title = listed["works"][0] if listed["works"] else ""
        for name in listed["names"]:
            found = section_name(name, title)
            assert name_key(found) == name_key(name), name


def test_a_variant_without_a_name_is_refused(monkeypatch):
    table = {"lists": {}, "variants": {"Nothing": ["No thing"]}, "leads": [], "tails": []}
    monkeypatch.setattr(sections, "read_toml", lambda *_: table)
    with pytest.raises(ConfigurationError, match="Nothing"):
        sections._names.__wrapped__()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neck and Upper Back Complaints", "Neck & Upper-Back  complaint"),
        ("ODGPain Chapter", "ODG pain chapters"),
        ("MRIs", "MRI"),
        ("Physicians' Desk Reference", "Physician’s Desk Reference"),
        ("0fficial", "Official"),
    ],
)
def test_spellings_of_a_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_words_stand_where_they_say():
    spelled = spell("See the ManagementChronic pain")
    words = [spelled.text[start:end] for start, end in zip(spelled.starts, spelled.ends, strict=True)]
    assert words == ["See", "Management", "Chronic", "pain"]


def test_the_chapters_of_2004_are_complete():
    assert sorted(chapters_of_2004()) == list(range(1, 17))
    assert chapters_of_2004()[12].title == "Low Back Complaints"


def test_an_edition_tells_works_of_one_name_apart():
    named = titles("mtus").get(name_key("Elbow Disorders"))
    assert named.of_edition("2018").title == "Elbow Disorders"
    assert {"Opioids Treatment", "Opioids"} <= known_titles("mtus")
    brief = titles("mtus").get(name_key("Opioids"))
    assert [brief.of_edition(year).title for year in ("2016", "2017")] == ["Opioids Treatment", "Opioids"]


@pytest.mark.parametrize(
    ("name", "source", "title"),
    [
        ("UpToDate", GuidelineSource.UPTODATE, "UpToDate"),
        ("U.S. Food and Drug Administration", GuidelineSource.FDA, "FDA"),
        ("American Academy of Orthopedic Surgeons", GuidelineSource.GUIDELINE, "AAOS"),
        ("N Engl J Med", GuidelineSource.JOURNAL, "New England Journal of Medicine"),
        ("Physician's Desk Reference", GuidelineSource.DRUG_REFERENCE, "PDR"),
        ("California Labor Code", GuidelineSource.LAW, "Labor Code"),
        ("PubMed", GuidelineSource.ONLINE, "PubMed"),
        ("Campbell's Operative Orthopedics", GuidelineSource.TEXTBOOK, "Campbell's Operative Orthopaedics"),
    ],
)
def test_other_works(name, source, title):
    work = other_works().get(name_key(name)).works[0]
    assert (work.source, work.title) == (source, title)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"title": "A", "source": "Rumour", "aliases": "A"}], "unknown source"),
        (
            [
                {"title": "A", "source": "Law", "aliases": "Same"},
                {"title": "B", "source": "Law", "aliases": "same"},
            ],
            "shares a name",
        ),
    ],
)
def test_broken_works_are_refused(monkeypatch, rows, problem):
    monkeypatch.setattr(guidelines, "read_csv", lambda *_: rows)
    with pytest.raises(ConfigurationError, match=problem):
        other_works.__wrapped__()
