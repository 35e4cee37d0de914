"""From a plain-English description of a system to a checked, drawn and documented architecture."""

__version__ = "0.1.0"
