"""What can be asked for: the taxonomy, procedures, and how much of a therapy."""
