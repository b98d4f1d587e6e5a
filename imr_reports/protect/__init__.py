"""Tables and scrubbed texts → what an audience may see."""
