"""The folder that the settings name → what the site knows of itself."""

from pathlib import Path

from imr_reports.records.site import NO_SITE, SiteLists


def site_of(folder: Path | None) -> SiteLists:
    """Return the lists in a folder; none where no folder is named.

    Raises:
        ConfigurationError: if the lists can't be read or hold an entry that can't be used.
    """
    if folder is None:
        return NO_SITE
    from imr_reports.scrub.site_lists import read_site_lists  # noqa: PLC0415 - loads vocabulary

    return read_site_lists(folder)
