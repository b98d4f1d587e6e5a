"""Rendered bytes → a checked folder with its manifest."""

from imr_reports.publish.folder import MANIFEST, publish_files, published_fact

__all__ = ["MANIFEST", "publish_files", "published_fact"]
