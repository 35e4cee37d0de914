"""Whether the design does what the brief says."""
