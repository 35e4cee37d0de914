"""English words that lie a slip away from a product's or part's name, and are none of them."""

ENGLISH_NEIGHBOURS: frozenset[str] = frozenset()
