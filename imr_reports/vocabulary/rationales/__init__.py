"""Sentences of a rationale: where they end, what they do, which reasons they give."""
