"""Graph to figures: capacity."""
