"""Links of what stands behind, in front of or between others."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.reading.closing import Closing
from designer.brief.dictation.reading.state import Location
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import COUNTED
from designer.model.kinds import DATASTORE_KINDS, Family, Kind

_CALLING = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.DEVICE, Kind.SERVICE})
_LINES = frozenset("connection link line traffic communication interface".split())


class Standing(Closing):
    """Links parts by where they stand."""

    def _link_location(self, location: Location, right: Sequence[Ref]) -> None:
        frames = self.frames
        if location.type == "behind" and len(location.left) == 1 and self._counts_behind(location.left[0], right):
            return
        if not self._names_something([*location.left, *right]):
            return
        is_line = location.type == "between" and self._is_connection(location.left)
        left = [] if is_line else frames.keys(location.left, unknown=True)
        others = frames.keys(right, unknown=True) or [key for ref in right for key in ref.other]
        if is_line:
            for other in others[1:]:
                frames.link(others[0], other, "call")
            return
        if location.type == "between":
            self._link_between(left, others)
            return
        for one in left:
            for two in others:
                ends = (two, one) if location.type == "behind" else (one, two)
                if (
                    self.memory.parts[ends[0]].kind in DATASTORE_KINDS
                    and location.type == "behind"
                    and not self.memory.acts(two)
                ):
                    ends = (one, two)
                frames.link(*ends, "call")
                if location.type == "behind":
                    self._lead_through(one, two)
                self._lead_clients(*ends)

    def _names_something(self, refs: Sequence[Ref]) -> bool:
        """Tell "the antenna sits behind steel", where no word but the first could name a part."""
        return any(
            ref.nominal is None or ref.keys or ref.known is not None or ref.nominal.is_explicit or ref.nominal.article
            for ref in refs[-1:]
        )

    def _counts_behind(self, ref: Ref, right: Sequence[Ref]) -> bool:
        """Read "there's an Envoy, five replicas behind that": how many there are of what the Envoy stands in front of."""
        noun = ref.nominal
        if noun is None or not noun.replicas or noun.technology is not None or noun.head not in COUNTED:
            return False
        edges = self.frames.keys(right) or [key for item in right for key in item.other]
        served = [link.target for key in edges for link in self.book.links_of(key) if link.source == key]
        served = [key for key in served if self.memory.acts(key)]
        if len(served) != 1 or " " in noun.name:
            return False
        self.memory.set(served[0], replicas=noun.replicas)
        return True

    def _lead_clients(self, edge: int, inner: int) -> None:
        """Read "the booking page calls the app. Caddy is in front of the app": the page calls through Caddy."""
        kinds = self.memory.parts
        if kinds[edge].kind.family != Family.EDGE or kinds[inner].kind.family == Family.EDGE:
            return
        for link in self.book.links_of(inner):
            if link.target == inner and kinds[link.source].kind in _CALLING and link.source != edge:
                self.book.lead_through(link.source, inner, edge)

    def _is_connection(self, left: Sequence[Ref]) -> bool:
        """Tell "the connection between the pacer and Redis", which is no part of its own."""
        nouns = [ref.nominal for ref in left if ref.nominal is not None and not ref.keys]
        return bool(nouns) and all(noun.head in _LINES and not noun.is_explicit for noun in nouns)

    def _lead_through(self, inner: int, edge: int) -> None:
        """Read "the app calls the API, which sits behind Kong": the call goes through what stands in front."""
        if self.memory.parts[edge].kind.family != Family.EDGE:
            return
        act = self._act if self._act is not None and self._act.relation.frame != Frame.OTHER else self._outer
        if (
            act is None
            or act.passive
            or act.relation.frame not in {Frame.CALL, Frame.SEND}
            or self.memory.parts[inner].kind.family == Family.EDGE
        ):
            return
        callers = self.frames.keys(act.subject, unknown=True)
        if inner in callers or edge in callers:
            return
        for refs in act.roles.values():
            refs[:] = [Ref(keys=[edge], index=ref.index) if ref.keys == [inner] else ref for ref in refs]
        act.path = [(role, Ref(keys=[edge], index=ref.index) if ref.keys == [inner] else ref) for role, ref in act.path]
        for caller in callers:
            if (caller, inner) in self.frames.made:
                self.book.lead_through(caller, inner, edge)

    def _link_between(self, middle: Sequence[int], ends: Sequence[int]) -> None:
        if len(ends) < 2:
            return
        for one in middle:
            self.frames.link(ends[0], one, "call")
            for other in ends[1:]:
                self.frames.link(one, other, "call")
