"""A group that a text counts first and names one by one later: "two consumers. The first is A, the second is B."."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.model import Link


@dataclass
class Counted:
    """The words for a group, how many it counts, who was named of it, and the links that each of them has."""

    ref: Ref
    count: int
    named: list[int] = field(default_factory=list)
    links: list[tuple[int, Link]] | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody of the group is still to be named."""
        return len(self.named) < self.count

    def name(self, keys: Iterable[int], book: LinkBook) -> list[int]:
        """Give the links of the group to who is named of it; return the parts that stood for the group, once."""
        group = [key for key in self.ref.keys if key not in keys]
        gone = group if self.links is None else []
        if self.links is None:
            self.links = [(key, link) for key in group for link in book.links_of(key)]
        for key in keys:
            for whole, link in self.links:
                ends = {"source": key} if link.source == whole else {"target": key}
                book.add(link.model_copy(update=ends))
            self.named.append(key)
        return gone
