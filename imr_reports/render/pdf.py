"""Printed HTML page → tagged PDF (PDF/UA-1), with the same bytes for the same page."""

import hashlib

from imr_reports.errors import ConfigurationError


def print_pdf(page: str) -> bytes:
    """Lay out a page for paper. Nothing is fetched: the page holds all that it needs.

    Raises:
        ConfigurationError: if the page asks for anything but `data:`, as a changed template might.
    """
    # Loading WeasyPrint loads Pango; only a report that is printed pays for it.
    from weasyprint import HTML  # noqa: PLC0415
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # noqa: PLC0415

    fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
    try:
        printed: bytes = HTML(string=page, url_fetcher=fetcher).write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=hashlib.sha256(page.encode("utf-8")).digest()[:16]
        )
    except FatalURLFetchingError as error:
        raise ConfigurationError("a template asks for something outside the report") from error
    return printed
