"""Data files with provenance → validated tables of the domain's terms."""
