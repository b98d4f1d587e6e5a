"""LimitedCase ↔ the private working store."""
