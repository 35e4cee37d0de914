"""Whether somebody notices."""
