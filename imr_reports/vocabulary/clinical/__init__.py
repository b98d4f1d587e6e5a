"""Body parts, and words of a clinical summary."""
