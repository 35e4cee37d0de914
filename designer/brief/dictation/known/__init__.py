"""The parts mentioned so far, found again by name, by the last word of the name, by product and by kind."""
