"""Case frames → tables with true counts."""
