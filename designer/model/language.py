"""What the catalog knows of a language other than English."""

from __future__ import annotations

from designer.model.base import Frozen


class Language(Frozen):
    """The terms of one language, each with the English that stands for it.

    Keys are lower case. `nouns` are in the singular; `words` are numbers, periods, adjectives and fixed phrases;
    `small` are words of the grammar, "" for those that English leaves out.
    """

    code: str
    name: str
    nouns: dict[str, str] = {}
    verbs: dict[str, str] = {}
    words: dict[str, str] = {}
    small: dict[str, str] = {}

    def __hash__(self) -> int:
        """Return the hash of the code: the terms are too many to hash at each look-up."""
        return hash(self.code)
