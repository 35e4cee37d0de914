"""What grows, and what does not grow with it."""
