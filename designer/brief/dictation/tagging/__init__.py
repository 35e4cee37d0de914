"""Which words of a text are nouns, verbs or neither."""
