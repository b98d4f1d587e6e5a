"""The decisions of a letter → issues, for all four formats."""
