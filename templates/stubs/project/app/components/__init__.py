"""One package a component of the design."""
