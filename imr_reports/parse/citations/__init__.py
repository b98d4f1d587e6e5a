"""A guideline statement → the works it cites."""
