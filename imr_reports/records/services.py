"""What was asked for, as codes and numbers: hold no words of a letter but names from the vocabulary."""

from dataclasses import dataclass
from enum import StrEnum

from imr_reports.records.stated import Stated


class Side(StrEnum):
    """Laterality; empty where none is stated or the part has none."""

    LEFT = "left"
    RIGHT = "right"
    BILATERAL = "bilateral"
    NOT_STATED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodySite:
    """A body part of the vocabulary with its side.

    Attributes:
        part: name as in `vocabulary/body_parts.toml`.
    """

    part: str
    side: Side = Side.NOT_STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """An amount with its unit, as the letter gives them: 7.5 "mg", 5 "%", 50 "mcg/h".

    Attributes:
        value: the amount.
        unit: its unit, "" when not stated.
    """

    value: float
    unit: str


class DrugFlag(StrEnum):
    """What is odd about a drug as asked for; the oddity is kept as it stands."""

    UNLIKELY_UNIT = "unlikely_unit"
    UNLIKELY_STRENGTH = "unlikely_strength"
    STRENGTH_WITHOUT_UNIT = "strength_without_unit"
    SEVERAL_STRENGTHS = "several_strengths"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompoundPart:
    """One ingredient of a compounded drug, with its strength where given.

    Attributes:
        ingredient: as in the drug list.
        strength: None when not given.
    """

    ingredient: str
    strength: Strength | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugRequest:
    """A drug that was asked for.

    Attributes:
        name: brand or generic name as written, its spelling corrected; always a name of the drug list.
        is_brand: whether that name is a brand.
        ingredients: its ingredients, in the drug list's order (that of the strengths of a combination); empty
            where the name doesn't tell them (medical foods, codes of compounds).
        drug_class: class of the state's taxonomy for the form asked for, "" where the state has none.
        strengths: one a drug, or one an ingredient of a combination ("10/325mg").
        form: dosage form of the vocabulary ("tablet", "patch"), "" when not stated.
        quantity: how many or how much, None when not stated.
        quantity_unit: unit of the quantity where it is no count of the form ("g", "ml", "boxes").
        refills: refills asked for, None when not stated.
        parts: ingredients of a drug compounded for one patient.
        flags: oddities.
    """

    name: str
    is_brand: bool
    ingredients: tuple[str, ...]
    drug_class: str
    strengths: tuple[Strength, ...] = ()
    form: str = ""
    quantity: float | None = None
    quantity_unit: str = ""
    refills: int | None = None
    parts: tuple[CompoundPart, ...] = ()
    flags: tuple[DrugFlag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosing:
    """How much of a therapy was asked for.

    Attributes:
        visits: visits, sessions or treatments in all; the upper end of a range. Computed from frequency
            and duration where they alone are stated.
        per_week: visits a week.
        weeks: duration in weeks; months count 52/12 weeks.
        is_computed: whether `visits` is the product of the other two.
    """

    visits: int | None = None
    per_week: float | None = None
    weeks: float | None = None
    is_computed: bool = False


class CodeSystem(StrEnum):
    """Systems of procedure and diagnosis codes."""

    CPT = "CPT"
    HCPCS = "HCPCS"
    ICD9 = "ICD-9"
    ICD10 = "ICD-10"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTerm:
    """A code of a published system: "CPT" "62323", "ICD-10" "M54.16"."""

    system: CodeSystem
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A disputed item, normalized. All spans are those of the letter.

    Attributes:
        category: category of the state's taxonomy ("Unclassified" where no rule fits).
        subcategory: its sub-category, "" where none.
        procedure: name of the procedure as in `vocabulary/procedures.toml`, None where it lists none.
        sites: body parts that the request names or that its procedure implies.
        drugs: drugs asked for.
        dosing: visits, frequency and duration.
        codes: CPT and HCPCS codes given.
    """

    category: str
    subcategory: str = ""
    procedure: Stated[str] | None = None
    sites: tuple[Stated[BodySite], ...] = ()
    drugs: tuple[Stated[DrugRequest], ...] = ()
    dosing: Stated[Dosing] | None = None
    codes: tuple[Stated[CodedTerm], ...] = ()
