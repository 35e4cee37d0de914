"""Text to brief: quantities, dictated parts, constraints and open questions; no model needed."""
