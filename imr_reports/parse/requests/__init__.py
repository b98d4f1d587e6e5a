"""A disputed item, normalized: service, drugs, dosing, codes."""
