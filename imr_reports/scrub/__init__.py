"""IdentifiedCase → LimitedCase (the only user of presidio and spaCy)."""
