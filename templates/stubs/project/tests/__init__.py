"""Tests of the generated system."""
