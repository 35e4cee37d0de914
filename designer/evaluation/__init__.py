"""Evaluation: how well designs meet what experts expect of briefs; sets are data, scoring is pure."""
