"""Word lists and clauses → `samples/corpus.zip`, about 1,200 invented letters whose PHI is known by construction."""
