"""The links of a text, one for each pair of parts."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.model import Link

MAX_LINKS = 4000


class LinkBook:
    """The links so far, one for each pair of parts."""

    def __init__(self) -> None:
        self.links: dict[tuple[int, int], Link] = {}
        self._suggested: list[Link] = []
        self._beside: list[Link] = []

    def suggest(self, link: Link) -> None:
        """Note a link that holds only if nothing else the text says leads to its target."""
        self._suggested.append(link)

    def set_beside(self, link: Link) -> None:
        """Note two parts named in one clause: a link between them holds only if the text says nothing else of its target."""
        self._beside.append(link)

    def settle(self) -> None:
        """Add the links suggested, where nothing else leads to their targets, and those of parts that have none else."""
        for link in self._suggested:
            if not any(link.target == target for _, target in self.links):
                self.add(link)
        linked = {end for ends in self.links for end in ends}
        for link in self._beside:
            if link.source in linked and link.target not in linked:
                self.add(link)

    def add(self, link: Link) -> None:
        """Add a link; one between the same parts only learns the protocol and schedule of the second."""
        ends = (link.source, link.target)
        there = self.links.get(ends)
        if there is None:
            if len(self.links) < MAX_LINKS:
                self.links[ends] = link
            return
        self.links[ends] = there.model_copy(
            update={
                "protocol": there.protocol or link.protocol,
                "schedule": there.schedule or link.schedule,
                "waits": link.waits if there.waits is None else there.waits,
                "manner": link.manner if there.manner == "unknown" else there.manner,
            }
        )

    def change(self, ends: Iterable[tuple[int, int]], **fields: object) -> None:
        """Change fields of links."""
        for pair in ends:
            if pair in self.links:
                self.links[pair] = self.links[pair].model_copy(update=fields)

    def links_of(self, key: int) -> list[Link]:
        """Return the links that start or end at a part, in order."""
        return [link for ends, link in self.links.items() if key in ends]

    def lead_through(self, source: int, target: int, way: int) -> None:
        """Let a link end at the part that stands in front of its target."""
        link = self.links.pop((source, target), None)
        if link is not None:
            self.add(link.model_copy(update={"target": way}))

    def drop(self, key: int) -> None:
        """Leave out the links of a part."""
        for ends in [ends for ends in self.links if key in ends]:
            del self.links[ends]

    def replace(self, key: int, others: list[int]) -> None:
        """Let the links of a part be those of others."""
        for ends, link in list(self.links.items()):
            if key not in ends:
                continue
            del self.links[ends]
            for other in others:
                update = {"source": other} if ends[0] == key else {"target": other}
                self.add(link.model_copy(update=update))
