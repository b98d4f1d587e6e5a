"""What the clinical summary says of the injured worker."""
