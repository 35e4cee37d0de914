"""The sections of the document: each file computes what a few related templates place."""
