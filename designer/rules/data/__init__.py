"""Where data is true, copied and kept."""
