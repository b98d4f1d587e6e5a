"""The drug list is consistent, its patterns do what they say, misspellings mean what they should."""

import pytest

from imr_reports.errors import ConfigurationError
from imr_reports.vocabulary import datafiles, safe
from imr_reports.vocabulary.drugs import names as drug_list
from imr_reports.vocabulary.drugs.amounts import amount_patterns, words_of
from imr_reports.vocabulary.drugs.mentions import find_drugs
from imr_reports.vocabulary.drugs.names import DrugKind, drug_names, drugs, strength_ranges
from imr_reports.vocabulary.matching.numerals import in_digits

PATTERNS = {
    **{
        f"{table}.{name}": one
        for table in ("amounts", "heads", "directions")
        for name, one in amount_patterns(table).items()
    },
    **datafiles.load_patterns("drug_requests.toml"),
}
# Ingredients whose class depends on the form that is sold: a brand of a gel is no tablet.
OF_SEVERAL_CLASSES = {
    "diclofenac",
    "ketoprofen",
    "cyclobenzaprine",
    "doxepin",
    "lidocaine",
    "calcium carbonate",
}


@pytest.mark.parametrize("name", PATTERNS)
def test_examples(name):
    assert PATTERNS[name].faults() == []


def test_an_ingredient_has_one_class():
    classes = {}
    for drug in drugs().values():
        if drug.ingredients and not drug.needs_company:
            classes.setdefault(drug.ingredients, set()).add(drug.drug_class)
    assert {"/".join(one) for one, found in classes.items() if len(found) > 1} == OF_SEVERAL_CLASSES


def test_a_combination_names_its_ingredients_in_one_order():
    orders = {}
    for drug in drugs().values():
        orders.setdefault(frozenset(drug.ingredients), set()).add(drug.ingredients)
    assert all(len(found) == 1 for found in orders.values())


def test_every_ingredient_that_is_judged_is_on_the_list():
    listed = {ingredient for drug in drugs().values() for ingredient in drug.ingredients}
    assert strength_ranges().keys() <= listed


def test_no_english_or_clinical_word_passes_for_a_misspelt_drug():
    words = {word for word in safe.english() | safe.clinical() if (word,) not in drugs()}
    taken = {
        word: found[0].drug.name.lower() for word in words if len(word) >= 7 and (found := drug_names(word))
    }
    # Plurals and older spellings of the drug itself are right.
    odd = {
        word: name
        for word, name in taken.items()
        if word.rstrip("s") != name and word.rstrip("es") != name.rstrip("e")
    }
    assert odd.keys() <= {
        "thiamin",
        "epinephrin",
        "nitroglycerine",
        "marihuana",
        "methadon",
        "atropin",
        "cannabin",
        "meperidines",
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("cyclobenzeprine", "cyclobenzaprine"),
        ("Omeprazle", "omeprazole"),
        ("Gabapentine", "gabapentin"),
        ("tramdaol x naproxne", "naproxen"),
        ("Hydrocodne", "hydrocodone"),
        ("Percoset", "Percocet"),
        ("pantaprazole", "pantoprazole"),
        ("Flexaril", "Flexeril"),
    ],
)
def test_misspellings(written, meant):
    assert drug_names(written)[-1].drug.name == meant


@pytest.mark.parametrize(
    "text",
    [
        "Versed sedation",
        "Ensure that he walks",
        "DSS date",
        "an emend in the report",
        "lido x",
        "(DOS 11/18/16)",
    ],
)
def test_plain_words_are_no_drugs(text):
    assert find_drugs(text) == ()


def test_the_longest_name_wins():
    assert [mention.drug.name for mention in find_drugs("Voltaren gel, then Voltaren")] == [
        "Voltaren gel",
        "Voltaren",
    ]


def test_groups_name_no_ingredient_and_brands_say_so():
    assert all(not drug.ingredients for drug in drugs().values() if drug.kind is DrugKind.GROUP)
    assert drugs()[("norco",)].kind is DrugKind.BRAND
    assert drugs()[("gabapentin",)].kind is DrugKind.GENERIC


def test_forms_and_packages_are_told_apart():
    assert not words_of("forms").keys() & words_of("containers").keys()


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("Twelve (12) visits", "12     (12) visits"),
        ("twenty-four", "24         "),
        ("tend to one", "tend to 1  "),
        ("one hundred twenty", "120               "),
    ],
)
def test_number_words_keep_their_places(text, digits):
    assert in_digits(text) == digits


@pytest.mark.parametrize(
    "rows",
    [
        "name,kind,ingredients,drug_class,guard\nX,generic,x,No such class,\n",
        "name,kind,ingredients,drug_class,guard\nX,generic,x,Opioids,\nx,generic,x,Opioids,\n",
    ],
)
def test_a_broken_list_is_refused(monkeypatch, rows):
    real = datafiles.read_text
    monkeypatch.setattr(
        datafiles, "read_text", lambda name: "# made up\n" + rows if name == "drugs.csv" else real(name)
    )
    with pytest.raises(ConfigurationError):
        drug_list.drugs.__wrapped__()
