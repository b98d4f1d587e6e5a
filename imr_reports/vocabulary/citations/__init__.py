"""Works that letters cite, and their sections."""
