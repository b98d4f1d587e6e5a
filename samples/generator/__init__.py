"""Word lists and clauses → `samples/corpus.zip`: invented letters whose PHI is known by construction."""
