"""Which words in a role name a part, where the role alone does not tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.linking import Linking
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import ABSTRACT, HOSTS, TOWNS, singular
from designer.model.kinds import Family, Kind

_TAPS = frozenset("tail tails tailing tailed capture captures captured capturing".split())
_QUEUE_LIKE = frozenset({Kind.CACHE, Kind.KEY_VALUE_STORE})
_WORK = frozenset("job task message event command".split())
_GETS = frozenset("get gets got getting receive receives".split())
_ANNOUNCED = frozenset("alert event notification webhook signal callback push alarm command instruction".split())


_BOOKS = frozenset("registry register ledger".split())
_HOLDING = frozenset("pool share volume drive filer".split())
_GOES_BY = frozenset({"workflow", "pipeline"})
_RUNS = frozenset("launch launches start starts submit submits schedule schedules".split())
_PICKED = frozenset("picked taken pulled fetched".split())
_MEASURES = frozenset("scrape scrapes scraping".split())


class Roles(Linking):
    """Reads the roles of acts."""

    def _role(self, act: Act, role: str) -> list[Ref]:
        return act.roles.get(role, [])

    def _via(self, act: Act) -> list[int]:
        found: dict[int, None] = {}
        for ref in act.roles.get("via", ()):
            found.update(
                dict.fromkeys(self.key(ref, unknown=ref.nominal is not None and self._is_way(act, ref.nominal)))
            )
        return list(found)

    def _is_way(self, act: Act, nominal: Nominal) -> bool:
        """Tell "through WireGuard" and "through the editor app to R2", which name a part."""
        is_client = nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON and nominal.article == "the"
        return self._is_proper(nominal) or (is_client and act.has("to", "at", "direct"))

    def _is_proper(self, nominal: Nominal) -> bool:
        """Tell a name of its own: "through WireGuard"."""
        tokens = self.memory.marked.tokens
        inside = [token for token in tokens[nominal.first : nominal.after] if token.is_word]
        plural = nominal.is_plural and not nominal.is_explicit and any(char.isupper() for char in inside[-1].text[1:])
        return (
            not nominal.is_payload
            and not plural
            and bool(inside)
            and inside[-1].text[:1].isupper()
            and len(inside[-1].text) > 2
        )

    def _named(self, act: Act, role: str) -> list[int]:
        """Return the parts of a role that hardly is one ("in", "on"): only products and parts known before."""
        found: list[int] = []
        for ref in self._role(act, role):
            nominal = ref.nominal
            if ref.is_pronoun and ref.other:
                found += ref.other
            elif (
                ref.keys
                or nominal is None
                or nominal.is_explicit
                or (ref.known is not None and not nominal.is_payload)
                or (nominal.name.isupper() and 2 < len(nominal.name) < 12 and not nominal.is_payload)
                or nominal.head in {"log", "database", "system"}
                or (nominal.head in _HOLDING and act.relation.frame == Frame.PUT and act.has("direct"))
                or nominal.role
                or nominal.is_store
                or self._is_channel(act, nominal)
                or (role == "at" and self._is_looked_up(act, nominal))
                or self._is_aimed_at(act, nominal)
                or (
                    role == "at"
                    and (
                        self._is_kept_at(act, nominal)
                        or ((act.has("direct") or act.passive) and self._is_name(nominal))
                    )
                )
                or (nominal.kind.family == Family.CLIENT and nominal.kind != Kind.PERSON and self._is_by_people(act))
            ):
                found += [] if self._only_hosts(ref) else self.key(ref, unknown=True)
        return found

    def _only_hosts(self, ref: Ref) -> bool:
        """Tell "on Fly.io", "in Kubernetes": where something runs."""
        nominal = ref.nominal
        return (
            nominal is not None and not ref.keys and nominal.technology is not None
            and nominal.technology.name in HOSTS and nominal.name == nominal.technology.name
        )  # fmt: skip

    def _is_looked_up(self, act: Act, nominal: Nominal) -> bool:
        """Tell "looks up titles in the library catalogue"."""
        looks = act.word in {"look", "looks", "looked", "looking", "search", "searches"}
        found = nominal.article == "the" and names_a_part(nominal) and not nominal.is_plural and " " in nominal.name
        return looks and act.has("direct") and found and nominal.kind != Kind.PERSON

    def _is_channel(self, act: Act, nominal: Nominal) -> bool:
        """Tell "publishes ticks on Aeron": what is announced on a thing with a name of its own."""
        tokens = self.memory.marked.tokens
        if act.relation.frame not in {Frame.EMIT, Frame.SEND} or nominal.first == 0 or nominal.is_payload:
            return False
        is_named = tokens[nominal.after - 1].text[:1].isupper() and singular(nominal.head) not in ABSTRACT
        return is_named and tokens[nominal.first - 1].lower == "on"

    def _is_aimed_at(self, act: Act, nominal: Nominal) -> bool:
        """Tell "fires a webhook at the page indexer"."""
        before = self.memory.marked.tokens[max(0, nominal.first - 2) : nominal.first]
        told = act.relation.frame in {Frame.EMIT, Frame.SEND} and nominal.article == "the"
        told = told and (act.has("direct") or bool(act.protocol))
        return told and names_a_part(nominal) and any(token.lower == "at" for token in before)

    def _is_kept_at(self, act: Act, nominal: Nominal) -> bool:
        """Tell "stores contracts in the document vault" from "stores files in batches"."""
        runs = act.word in _RUNS and all(
            ref.nominal is not None and ref.nominal.is_payload for ref in self._role(act, "direct")
        )
        is_kept = (act.relation.frame == Frame.PUT or runs) and names_a_part(nominal) and (
            act.has("direct") or nominal.head in _BOOKS
        )  # fmt: skip
        return is_kept and nominal.article == "the" and not nominal.is_plural and nominal.kind != Kind.PERSON

    def _is_by_people(self, act: Act) -> bool:
        return any(ref.nominal is not None and is_people(ref.nominal) for ref in act.subject)

    def _direct(self, act: Act, *, unknown: bool) -> list[int]:
        found: list[int] = []
        refs = self._role(act, "direct")
        names_one = any(ref.keys for ref in refs)
        for ref in refs:
            if ref.is_pronoun:
                found += ref.other if unknown else []
            else:
                # "reads from the API and the historian": what is joined to a part is one too.
                joined = names_one and ref.is_joined and ref.nominal is not None and names_a_part(ref.nominal)
                found += [key for key in self.key(ref, unknown=unknown or joined) if key not in found]
        return found

    def _proper(self, act: Act, *roles: str) -> list[int]:
        """Return what only a name of its own names: "opens the account in Mambu"."""
        named = [ref for role in roles for ref in self._role(act, role) if ref.nominal is not None]
        return self.keys([ref for ref in named if ref.nominal and self._is_name(ref.nominal)], unknown=True)

    def _is_name(self, nominal: Nominal) -> bool:
        """Tell "Mambu" in the middle of a clause; a town is no part."""
        tokens = self.memory.marked.tokens
        inside = [token for token in tokens[nominal.first : nominal.after] if token.is_word]
        if not inside or nominal.is_payload or nominal.first == 0 or inside[-1].lower in TOWNS:
            return False
        before = tokens[nominal.first - 1]
        if not (before.is_word and before.text.islower()):
            return False
        return all(any(char.isupper() for char in token.text) for token in inside) and (
            len(inside[-1].text) > 2 or inside[-1].text[-1].isdigit()
        )

    def _stores(self, act: Act, *roles: str) -> list[int]:
        return [key for role in roles for key in self.keys(self._role(act, role)) if not self.memory.acts(key)]

    def _held_in(self, act: Act, role: str, kinds: Collection[Kind]) -> list[int]:
        """Return the product of "processes the S3 files", "raises an Event Grid event", where it is of some kinds."""
        refs = [
            ref for ref in self._role(act, role)
            if ref.nominal is not None and ref.nominal.holder is not None and ref.nominal.holder.kinds[0] in kinds
        ]  # fmt: skip
        return self._held_by(refs)

    def _held_by(self, refs: Iterable[Ref]) -> list[int]:
        """Return the products that phrases for things name: S3 of "S3 files"."""
        found: list[int] = []
        for ref in refs:
            nominal = ref.nominal
            if nominal is None or nominal.holder is None:
                continue
            product = nominal._replace(
                name=nominal.holder.name, kind=nominal.holder.kinds[0], technology=nominal.holder, is_explicit=True,
                is_strong=True, is_payload=False, replicas=None,
            )  # fmt: skip
            key = self.memory.find(product)
            key = self.memory.add(product) if key is None else key
            found += [key] if key is not None else []
            ref.keys = ref.keys or found[-1:]
            if key is not None and nominal.head in _GOES_BY:
                self.memory.name_also(key, nominal.head)
        return found

    def holders(self, refs: Iterable[Ref]) -> list[int]:
        """Return whose things are spoken of: Harbor of "Harbor's blobs"."""
        return self._held_by(refs)

    def _places_of(self, act: Act) -> list[int]:
        """Return where the subject was put before: "stock is held in Hana and is looked up by the shop"."""
        names = [ref.nominal.name.casefold().split() for ref in act.subject if ref.nominal is not None and not ref.keys]
        return [key for name in names if (key := self.memory.place_of(name)) is not None]

    def _take_from(self, takers: Iterable[int], source: int, act: Act) -> None:
        """Link somebody with what he takes from: a queue hands out, a store is asked."""
        for taker in list(takers):
            if act.word in _MEASURES:
                self.link(taker, source, "call", act)
            elif self._hands_out(act, source) or self._is_told_by(act, source):
                self.link(source, taker, "send", act)
            elif act.relation.frame == Frame.HEAR and not self._is_store(source):
                self.link(source, taker, "emit", act)
            elif act.relation.frame == Frame.HEAR and any(ref.nominal is not None for ref in self._role(act, "to")):
                # "reacts to Firestore changes"
                self.link(source, taker, "send", act)
            elif act.word in _TAPS and self._is_store(source):
                self.link(source, taker, "send", act)
            elif self._is_store(taker) and self._is_store(source):
                self.link(source, taker, "copy", act)
            else:
                self.link(taker, source, "call", act)

    def _hands_out(self, act: Act, source: int) -> bool:
        """Tell a queue or log, and a workflow engine "whose tasks are picked up"."""
        tasks = self._kind(source) == Kind.WORKFLOW_ENGINE and act.passive and act.word in _PICKED
        return tasks or self._is_broker(source) or self._queues_at(act, source)

    def _queues_at(self, act: Act, key: int) -> bool:
        """Tell "takes jobs from Redis": a store that hands out work stands for a queue."""
        return self._kind(key) in _QUEUE_LIKE and any(
            ref.nominal is not None and not ref.keys and singular(ref.nominal.head) in _WORK
            for ref in self._role(act, "direct")
        )

    def _is_told_by(self, act: Act, source: int) -> bool:
        """Tell "gets alerts from Prometheus": what is announced comes by itself."""
        return (
            act.word in _GETS
            and self.memory.acts(source)
            and any(
                ref.nominal is not None and not ref.keys and singular(ref.nominal.head) in _ANNOUNCED
                for ref in self._role(act, "direct")
            )
        )
