"""Letter → IdentifiedCase."""
