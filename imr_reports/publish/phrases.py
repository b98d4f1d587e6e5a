"""Names and words that outputs hold of themselves: of files, formats, standards, licences and publishers."""

OWN_PHRASES = frozenset(
    {
        "manifest.json",
        "report.json",
        "report.schema.json",
        "https://json-schema.org/draft/2020-12/schema",
        "CSV",
        "XLSX",
        "SHA-256",
        "WeasyPrint",
        "imr_reports",
        "imr-report",
        "Wilson’s",
        "Wilson's",
        "CWCI",
    }
)
"""In a report's own sentences."""

OF_DATA_SETS = frozenset(
    {
        "AB 713",
        "CHANGELOG",
        "Changelog",
        "CITATION.cff",
        "DuckDB",
        "RFC 4180",
        "SHA256SUMS",
        "SPDX",
        "SQL",
        "UTF-8",
        "utf-8",
        "zstd",
        "classes.py",
        "overturned.py",
        "reasons.sql",
        "texts.jsonl",
        # Licences, by the address at which their text stands.
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/licenses/by/4.0/legalcode",
        "LicenseRef-IMR-Use-Terms",
        # Frictionless data package and the schema of its resources.
        "https://specs.frictionlessdata.io/data-package/",
        "tabular-data-package",
        "tabular-data-resource",
        # Croissant and the vocabularies on which it rests.
        "http://mlcommons.org/croissant/",
        "http://mlcommons.org/croissant/1.0",
        "http://mlcommons.org/croissant/RAI/",
        "http://purl.org/dc/terms/",
        "https://schema.org/",
        "@id",
        "@json",
        "@language",
        "@type",
        "@vocab",
        *(
            f"cr:{name}"
            for name in (
                *("citeAs", "column", "data", "dataType", "equivalentProperty", "examples", "extract"),
                *("field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset"),
                *("jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex"),
                *("repeated", "replace", "samplingRate", "separator", "source", "subField", "transform"),
                *("FileObject", "RecordSet", "Field"),
            )
        ),
        *(f"sc:{name}" for name in ("Dataset", "Text", "Integer", "Boolean", "Enumeration", "name")),
        "dct:conformsTo",
    }
)
"""In what describes a data set."""

OF_FORMATS = frozenset(
    """xmlns xml version encoding utf schemas openxmlformats org spreadsheetml drawingml officedocument
    package relationships worksheet worksheets sheet sheetdata xlsx rels docprops workbook styles
    theme sharedstrings app core content types microsoft excel pandas arrow schema pyarrow parquet
    index columns dtype int float object bool string rangeindex numpy unicode creator library xl vnd
    dc dcterms dcmitype xsi vt en us w3cdtf cdtf calcpr calibri lpstr xmlschema cff
    """.split()  # noqa: SIM905
)
"""Words that file formats and their libraries write of themselves."""
