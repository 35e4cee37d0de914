"""Nouns that a verb alone makes something of: "makes a call to", "is edited in Contentful", "a feed is downloaded"."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.links.screens import Screens
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.words import singular
from designer.model.kinds import Family, Kind

_LIGHT = frozenset("make makes making do does doing perform performs performing issue issues".split())
_DEEDS = {
    "call": Frame.CALL, "request": Frame.CALL, "query": Frame.CALL, "lookup": Frame.CALL, "enquiry": Frame.CALL,
    "inquiry": Frame.CALL, "check": Frame.CALL, "publish": Frame.EMIT, "broadcast": Frame.EMIT, "push": Frame.SEND,
    "post": Frame.SEND, "upload": Frame.PUT, "insert": Frame.PUT, "write": Frame.PUT, "storage": Frame.PUT,
    "read": Frame.TAKE, "download": Frame.TAKE,
}  # fmt: skip
"""What somebody does who "makes a call", "does the lookups", "makes a publish"."""
WAYS = frozenset("way route path road detour".split())
_EDITED = frozenset("edited authored curated maintained managed administered".split())
_FEEDS = frozenset("feed newsfeed newswire ticker".split())
_TYPED = _EDITED | frozenset(
    "set entered typed recorded registered created configured captured drawn planned defined".split()
)
_TOOLS = frozenset({Kind.EXTERNAL_SYSTEM, Kind.SERVICE})


class Things(Screens):
    """Reads things that stand for a verb, for a place or for somebody outside."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        super().__init__(memory, book)
        self.kept_at: list[int] = []
        self._typed_in: tuple[list[Ref], list[Ref]] = ([], [])
        self._sent_to: list[Ref] = []

    def _name_deed(self, act: Act) -> None:
        """Read "makes a call to the controller" as "calls the controller"."""
        refs = act.roles.get("direct", [])
        nouns = [ref.nominal for ref in refs if ref.nominal is not None and not ref.keys]
        takes_way = act.relation.frame == Frame.TAKE and act.has("from", "to")
        if takes_way and len(refs) == len(nouns) == 1 and singular(nouns[0].head) in WAYS:
            # "commands take the other way, from A to B"
            act.relation = Relation(Frame.MOVE)
            act.roles.pop("direct")
            act.path = [(role, ref) for role, ref in act.path if ref is not refs[0]]
            return
        if act.passive or act.relation.frame != Frame.OTHER or act.word not in _LIGHT or len(refs) != 1:
            return
        nominal = refs[0].nominal
        deed = _DEEDS.get(singular(nominal.head)) if nominal is not None and not refs[0].keys else None
        if deed is None or not act.has("to", "at", "with", "from"):
            return
        act.relation = Relation(deed)
        act.roles.pop("direct")
        act.path = [(role, ref) for role, ref in act.path if ref is not refs[0]]

    def _start_from(self, act: Act) -> None:
        """Read "I upload from Lightroom to B2": we do it, by what has a name of its own."""
        if act.us and act.relation.frame in {Frame.PUT, Frame.SEND} and act.has("to", "at"):
            self._proper(act, "from")

    def _keep_at(self, act: Act) -> None:
        """Read "the menu is edited in Strapi": what is worked on there comes from there."""
        if not act.passive or act.has("by"):
            return
        things = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys and ref.known is None]
        places = [
            ref for ref in act.roles.get("at", ()) if ref.nominal is not None and ref.nominal.technology is not None
            and (ref.keys or act.word in _EDITED) and ref.nominal.kind in _TOOLS
        ]  # fmt: skip
        tools = self.keys(places) if things else []
        if len(tools) != 1:
            return
        self.kept_at = tools
        for nominal in things:
            self.memory.put(nominal.name.casefold().split(), tools[0])

    def _type_in(self, act: Act) -> bool:
        """Note the console of "limits are set in the console, stored in DynamoDB": what is typed in there comes from there."""
        things = all(ref.nominal is not None and ref.nominal.is_plural and not ref.keys for ref in act.subject)
        if not act.passive or act.has("by", "from", "to") or act.word not in _TYPED or not (act.subject and things):
            return False
        places = [ref for ref in act.roles.get("at", ()) if ref.nominal is not None and self._is_typed_in(ref)]
        if not places:
            return False
        self._typed_in = (list(act.subject), places)
        return True

    def _is_typed_in(self, ref: Ref) -> bool:
        """Tell a screen, or a part that does something, from a store."""
        nominal = ref.nominal
        if nominal is None or nominal.is_payload or nominal.is_store or nominal.is_plural:
            return False
        if ref.keys:
            return all(self.memory.acts(key) for key in ref.keys)
        is_screen = nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON
        return is_screen and nominal.article == "the" and names_a_part(nominal)

    def typed_in(self, act: Act) -> list[int]:
        """Return where the things were typed in that a passive goes on about."""
        things, places = self._typed_in
        same = bool(things) and len(things) == len(act.subject) and all(
            one is two for one, two in zip(things, act.subject, strict=True)
        )  # fmt: skip
        return self.keys(places, unknown=True) if same else []

    def _feeds(self, refs: Iterable[Ref]) -> list[int]:
        """Return the system outside that "the ECB rates feed is downloaded" speaks of."""
        feeds = [ref for ref in refs if ref.nominal is not None and _is_feed(ref.nominal)]
        for ref in feeds:
            if ref.nominal is not None and not ref.keys:
                ref.nominal = ref.nominal._replace(kind=Kind.EXTERNAL_SYSTEM, is_payload=False)
        return self.keys(feeds, unknown=True)


def _is_feed(nominal: Nominal) -> bool:
    return singular(nominal.head) in _FEEDS and " " in nominal.name and not nominal.is_explicit
