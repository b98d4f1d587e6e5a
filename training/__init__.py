"""Training of the name model on invented sentences: not part of the package."""
