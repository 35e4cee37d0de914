"""The noun phrases of a text: products, kinds of parts with their modifiers, and plain nouns of the domain."""
