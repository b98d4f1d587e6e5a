"""What the state and others have published of IMR's outcomes, year by year."""
