"""Seeded invention → tagged letters that measure de-identification; written apart from the detectors.

Nothing here is shared with `samples/generator` or with `imr_reports`: names, firms, sentences, shapes of
dates and numbers, and the damage are all of its own, and none of it is used in building.
"""
