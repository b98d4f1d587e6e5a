"""The form of a letter: headings, labels, documents that are none, credentials."""
