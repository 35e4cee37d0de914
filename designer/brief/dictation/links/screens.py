"""What people do things with: the app they book through, the form they fill in, the till they sell on."""

from __future__ import annotations

from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.links.roles import Roles
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import singular
from designer.brief.people import ACTORS, SOMETIMES
from designer.model.kinds import Family, Kind

_DEVICES = frozenset("pos till laptop panel pad display scanner workstation pda pc notebook stylus".split())
_PAGES = frozenset(
    "form workbench cockpit tool editor viewer reader desk sheet wizard planner board map calendar inbox interface gui "
    "frontend front-end intranet site page suite designer composer configurator modeller".split()
)
"""Heads of what people see, where another noun stands before them: "the plot form", "the blade viewer"."""
_PERSONAL = ("man", "woman", "ist", "ian", "eur")
_CARRIED = frozenset("phone smartphone mobile browser tablet laptop pc computer".split())
"""What everybody has; where people do something, and no part of its own."""
_LISTS = (
    "checklist",
    "waitlist",
    "wishlist",
    "playlist",
    "watchlist",
    "shortlist",
    "blocklist",
    "allowlist",
    "mailinglist",
)
_SEES = frozenset("see sees view views".split())
_SIDES = ("via", "with", "at")
_ROLES = {
    Frame.HAVE: ("direct", *_SIDES), Frame.CALL: ("direct", *_SIDES), Frame.PUT: (*_SIDES, "from"),
    Frame.SEND: (*_SIDES, "from"),
}  # fmt: skip
_PLAIN = frozenset({Kind.SERVICE, Kind.PERSON})


class Screens(Roles):
    """Finds the screens and devices of people, which do what the people do with them."""

    def __init__(self, memory: Memory, book: LinkBook) -> None:
        super().__init__(memory, book)
        self.screen: list[int] = []
        self.made_by: tuple[list[Ref], list[Ref]] = ([], [])

    def screen_of(self, act: Act | None) -> Ref | None:
        """Return the form of "tenants fill in the plot form", the app of "members have an app"."""
        found = self._screens_of(act) if act is not None else []
        return found[-1] if found else None

    def _screens_of(self, act: Act) -> list[Ref]:
        """Return all screens that a verb speaks of: "on the ferry site or at a port kiosk"."""
        if act.passive or act.refused or not act.subject or not all(self._is_user(ref, act) for ref in act.subject):
            return []
        for role in ("direct", *_SIDES) if act.word in _SEES else _ROLES.get(act.relation.frame, _SIDES):
            refs = [ref for ref in act.roles.get(role, ()) if not _travels(ref)]
            if any(self._is_screen(ref, act, role) for ref in refs):
                # "users reach the portal through Route 53": what stands between them is no screen.
                leads = role == "direct" and act.has("via", "with", "from")
                named = all(self._is_screen(ref, act, role) or ref.keys for ref in refs)
                return refs if not leads and named and (len(refs) == 1 or any(ref.is_joined for ref in refs)) else []
        return []

    def _use_screen(self, act: Act) -> None:
        """Link people with their screen; whatever else their verb says is done by the screen."""
        refs, self.screen = self._screens_of(act), []
        if not refs:
            return
        for ref in [*refs, *act.subject]:
            self._see(ref, is_screen=ref in refs)
        self.screen = self.keys(refs, unknown=True)
        for ref in act.subject:
            self._tell_apart(ref)
        self._each(self.keys(act.subject, unknown=True), self.screen, "call", act)
        act.subject = refs if len(refs) == 1 else act.subject
        act.path = [(role, ref) for role, ref in act.path if ref not in refs and _is_certain(ref)]
        act.roles = {}
        for role, ref in act.path:
            act.roles.setdefault(role, []).append(ref)

    def _tell_apart(self, ref: Ref) -> None:
        """Keep the donors apart from the donor app, which is known by then."""
        known = self.memory.find(ref.nominal) if ref.nominal is not None and not ref.keys else None
        if ref.nominal is not None and known is not None and self._kind(known) != Kind.PERSON:
            key = self.memory.add(ref.nominal)
            ref.keys = [key] if key is not None else []
            self.memory.mention(ref.keys, ref.index)

    def _see(self, ref: Ref, *, is_screen: bool) -> None:
        """Take a plain noun for what its place says: people, or what they look at or hold."""
        nominal = ref.nominal
        for key in ref.keys or ([ref.known] if ref.known is not None else []):
            if not is_screen and self._kind(key) != Kind.PERSON:
                self.memory.set(key, kind=Kind.PERSON)
        if nominal is None or ref.keys or nominal.kind not in _PLAIN:
            return
        seen = Kind.DEVICE if singular(nominal.head) in _DEVICES else Kind.WEB_CLIENT
        ref.nominal = nominal._replace(kind=seen if is_screen else Kind.PERSON)

    def _is_user(self, ref: Ref, act: Act) -> bool:
        """Tell people: known as such, named by a word for them, or a plain plural of which nothing else is known."""
        keys = ref.keys or ([ref.known] if ref.known is not None else [])
        nominal = ref.nominal
        if keys:
            return all(key in self.memory.parts and self._is_person(key, nominal) for key in keys)
        if nominal is None or nominal.is_explicit or nominal.is_payload or nominal.kind not in _PLAIN:
            return False
        moves = act.relation.frame == Frame.MOVE
        is_plain = nominal.is_plural and not moves and names_a_part(nominal)
        return is_people(nominal) or _is_personal(nominal.head) or is_plain

    def _is_person(self, key: int, nominal: Nominal | None) -> bool:
        """Tell a part that is somebody: the chairman, whatever the text made of him before."""
        if self._kind(key) == Kind.PERSON:
            return True
        named = nominal is not None and _is_personal(nominal.head) and " " not in self.memory.parts[key].name
        return named and self._kind(key) in _PLAIN and not self.memory.parts[key].is_explicit

    def _is_screen(self, ref: Ref, act: Act, role: str) -> bool:
        """Tell what people look at or hold: "the donor app", "a tablet", "the trolley POS"."""
        nominal = ref.nominal
        if nominal is not None and role != "direct" and self._is_own_tool(nominal, act):
            return True
        if nominal is None or nominal.is_plural or not (nominal.article or nominal.is_explicit):
            return False
        if any(self._kind(key) == Kind.PERSON for key in ref.keys if key in self.memory.parts):
            return False
        holds = role in {"with", "direct"} and not (act.relation.frame == Frame.CALL and act.has("direct"))
        if not holds and nominal.name.casefold() in _CARRIED:
            return False
        return nominal.holder is None and names_a_part(nominal) and names_screen(nominal)

    def _is_own_tool(self, nominal: Nominal, act: Act) -> bool:
        """Tell "draw the plan in PatternCraft": a name with a capital inside, where people do something."""
        people = [ref.nominal for ref in act.subject if ref.nominal is not None]
        inside = any(char.isupper() for char in nominal.name[1:]) and not nominal.name.isupper()
        plain = nominal.technology is None and not nominal.article and " " not in nominal.name
        return inside and plain and self._is_name(nominal) and bool(people) and all(map(is_people, people))


def _travels(ref: Ref) -> bool:
    """Tell a thing that is no part: "the requests" of "looks at the requests in the committee page"."""
    return ref.nominal is None or (ref.nominal.is_payload and not ref.keys)


def _is_certain(ref: Ref) -> bool:
    """Tell what means a part by itself, where not the people but their screen has to do with it."""
    nominal = ref.nominal
    if nominal is None:
        return False
    return bool(ref.keys) or nominal.is_explicit or nominal.is_payload or " " in nominal.name


def names_screen(nominal: Nominal) -> bool:
    """Tell whether a phrase means something that people look at or hold."""
    head = singular(nominal.head)
    if nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON:
        return True
    is_compound = " " in nominal.name and nominal.technology is None
    return nominal.kind in _PLAIN and (head in _DEVICES or (is_compound and head in _PAGES))


def _is_personal(head: str) -> bool:
    """Tell a word for somebody: "chairman", "oenologist", "translators"."""
    one = singular(head)
    return head in ACTORS or head in SOMETIMES or (one.endswith(_PERSONAL) and not one.endswith(_LISTS))
