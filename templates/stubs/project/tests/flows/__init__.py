"""One test for each flow of the design."""
