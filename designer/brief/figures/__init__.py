"""The readers of figures, one topic a file; `designer.brief.quantities` runs them."""
