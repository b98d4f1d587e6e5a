"""IMR final determination letters → de-identified reports and data sets."""

__version__ = "0.1.0"
