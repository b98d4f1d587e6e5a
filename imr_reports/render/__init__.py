"""Protected tables and excerpts → HTML and PDF."""
