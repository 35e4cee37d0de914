"""Places that keep bundles: in memory for tests and other programs, a folder for everybody else."""
