"""Rendered bytes → a checked folder with its manifest."""
