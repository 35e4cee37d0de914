"""Who gets in, and what they can see."""
