"""Printed HTML page → tagged PDF (PDF/UA-1), with the same bytes for the same page."""

import hashlib
from typing import Any


def print_pdf(page: str) -> bytes:
    """Lay out a page for paper. Nothing is fetched: the page holds all that it needs.

    Raises:
        FatalURLFetchingError: (WeasyPrint's) if the page asks for anything but `data:`.
    """
    # Loading WeasyPrint loads Pango; only a report that is printed pays for it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    document = HTML(string=page, base_url=None, url_fetcher=_data_fetcher())
    printed: bytes = document.write_pdf(
        font_config=FontConfiguration(),
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(page.encode("utf-8")).digest()[:16],
    )
    return printed


def _data_fetcher() -> Any:
    from weasyprint import URLFetcher  # noqa: PLC0415

    return URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
