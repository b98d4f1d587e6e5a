"""The drug list: names, groups and amounts of drugs."""
