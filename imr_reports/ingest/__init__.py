"""Files, folders and zips → letters as text."""
