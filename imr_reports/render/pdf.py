"""Printed HTML page → tagged PDF (PDF/UA-1 and PDF/A-2a in one), with the same bytes for the same page."""

import hashlib
from collections.abc import Callable
from typing import Any

from imr_reports.errors import ConfigurationError
from imr_reports.render.tagging import mend_tags

# WeasyPrint claims one standard for a file. This one meets two: PDF/A asks that the claim of the other be
# described in the file's own metadata, as the schema of a field that PDF/A doesn't know.
_ALSO_UA = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard that the file meets</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
_END = b"</rdf:RDF>"


# Parts of what fits by reckoning that are tried in turn until the layout is short enough.
_SHARES = (1.0, 0.7, 0.45, 0.2)


def print_within(page_of: Callable[[float], str], most_pages: int) -> bytes:
    """Print a report on at most so many pages.

    Args:
        page_of: makes the page for paper, with this part of what fits by reckoning.
        most_pages: the bound; only a page that can't get shorter may go over it.
    """
    for share in _SHARES[:-1]:
        if (printed := _printed(page_of(share), most_pages)) is not None:
            return printed
    return print_pdf(page_of(_SHARES[-1]))


def print_pdf(page: str) -> bytes:
    """Lay out a page for paper. Nothing is fetched: the page holds all that it needs.

    Raises:
        ConfigurationError: if the page asks for anything but `data:`, as a changed template might.
    """
    return _printed(page, None) or b""


def _printed(page: str, most_pages: int | None) -> bytes | None:
    """Return a page as PDF, None where it takes more pages than are allowed."""
    # Loading WeasyPrint loads Pango; only a report that is printed pays for it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    options = {
        "pdf_variant": "pdf/a-2a",
        "pdf_identifier": hashlib.sha256(page.encode("utf-8")).digest()[:16],
    }
    try:
        layout = HTML(string=page, url_fetcher=fetcher).render(**options)
        if most_pages is not None and len(layout.pages) > most_pages:
            return None
        return bytes(layout.write_pdf(finisher=_finish, **options))
    except FatalURLFetchingError as error:
        raise ConfigurationError("a template asks for something outside the report") from error


def _finish(_document: object, pdf: Any) -> None:
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.stream = [item.stream[0].replace(_END, _ALSO_UA.encode() + _END)]
    mend_tags(pdf)
