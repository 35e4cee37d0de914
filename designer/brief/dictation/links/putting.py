"""Somebody writes to, sends to or tells somebody."""

from __future__ import annotations

from collections.abc import Iterable

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.calling import Calling
from designer.brief.dictation.model import Manner
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import LANGUAGE_KINDS, singular
from designer.brief.phrases import stem
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Family, Kind

_PUBLISHES = frozenset("publish publishes pub pubs emit emits produce produces".split())


_TOLD_BEFORE = 30
_WRITES_TO = frozenset("mail mails email emails text texts notify notifies inform informs alert alerts".split())
_TELLS = frozenset("event message notification upload change stream webhook alert alarm trigger".split())
_TELLERS = DATASTORE_KINDS | BROKER_KINDS | {Kind.EXTERNAL_SYSTEM, Kind.OBSERVABILITY}
_INFORMED = frozenset("told informed notified alerted triggered".split())
_FIRES = frozenset("fire fires".split())
_RUN_AT_ONCE = frozenset({Kind.FUNCTION, Kind.BATCH_JOB, Kind.WORKER})
_LOADED = frozenset("loaded imported opened entered".split())
_SERVERS = frozenset("site server share drive system store archive machine terminal console".split())
_HOLDS = frozenset("hold holds keep keeps store stores cache caches".split())
_TOLD_OF = frozenset("log logs metrics traces telemetry".split())


class Putting(Calling):
    """Makes links of what is put, sent or announced."""

    def _put(self, act: Act) -> None:
        """Somebody writes to, sends to or tells somebody."""
        if act.word in {"carry", "carries"} and not act.has("to", "from", "at", "via"):
            # "every node carries Alloy" says where it runs.
            return
        if act.word in {"leave", "leaves", "leaving"} and self._departs(act):
            return
        manner: Manner = {Frame.PUT: "call", Frame.EMIT: "emit"}.get(act.relation.frame, "send")  # type: ignore[assignment]
        targets = self._put_targets(act)
        if act.passive:
            self._passive_put(act, targets, manner)
            return
        subject, via = self.subject(act) or self._announcer(act), self._via(act)
        if targets:
            via += [key for key in self.keys(self._role(act, "by")) if key not in via and key not in targets]
        sources = [
            key for key in self.keys(self._role(act, "from"), unknown=bool(targets or subject)) if key not in subject
        ]
        runs = act.word in _FIRES and all(
            ref.nominal is not None and ref.nominal.kind in _RUN_AT_ONCE for ref in self._role(act, "direct")
        )
        direct = self._direct(act, unknown=(act.relation.takes_part or runs) and not targets)
        told = act.relation.frame == Frame.EMIT and act.relation.takes_part and not self._no_people(direct)
        if ((act.relation.frame == Frame.SEND and direct) or told) and not targets:
            ways = self._role(act, "by") or (self._role(act, "with") if act.word in _WRITES_TO else [])
            targets = [key for key in self.keys(ways) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
        if targets and (self._moves_stores(act) or act.relation.frame == Frame.MOVE):
            sources += [
                key for key in self._held_in(act, "direct", _TELLERS) if key not in [*sources, *subject, *targets]
            ]
        moved = direct if targets and (self._moves_stores(act)) else []
        for key in direct if targets and not moved else ():
            self.memory.set(key, is_strong=False, is_explicit=self.is_linked(key))
        if not targets:
            targets = direct
        if not subject and sources and targets:
            self._each(sources, targets, manner, act, via)
            return
        screens = [key for key in sources if self._kind(key).family == Family.CLIENT]
        if (
            targets
            and screens
            and subject
            and all(self._kind(key) == Kind.PERSON or self._is_of_people(act) for key in subject)
        ):
            # "Creators upload footage from the studio app to S3": the app does.
            self._each(subject, screens, "call", act)
            subject, sources = screens, [key for key in sources if key not in screens]
        for source in [*sources, *moved]:
            self._take_from(subject, source, act)
        targets = self._no_people(targets)
        if not targets and via:
            targets, via = via, []
        if not targets and act.relation.frame in {Frame.EMIT, Frame.SEND}:
            targets = self._held_in(act, "direct", BROKER_KINDS)
        if not targets and subject and all(self._is_store(key) for key in subject) and act.word in _HOLDS:
            owners = [
                key
                for key in self.keys(self._role(act, "of") + self._role(act, "for"), unknown=True)
                if self.memory.acts(key)
            ]
            self._each(owners, subject, "call", act)
            return
        if not targets:
            targets = self.keys(self._role(act, "with")) or self._proper(act, "with") or self._usual_place(act)
        if manner == "send" and targets and all(self._is_store(key) for key in [*subject, *targets]):
            manner = "copy"
        for key in self._held_in(act, "direct", BROKER_KINDS):
            if key not in targets:
                self._each([key], subject, "send", act)
        if any(ref.nominal is not None and ref.nominal.head in _TOLD_OF for ref in self._role(act, "direct")):
            self._each(subject, self.keys(self._role(act, "of")), "call", act)
        if act.relation.takes_part and act.word.startswith(("start", "launch", "trigger")):
            begun = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None and not ref.keys]
            if len(begun) == len(targets) == 1 and self._kind(targets[0]) == Kind.WORKFLOW_ENGINE:
                self.memory.name_also(targets[0], begun[0].head)
        self._hand_out(act, subject, targets)
        self._each(subject, targets, manner, act, via)
        self._remember(act, targets or via)
        self._pass_on(act, targets)

    def _departs(self, act: Act) -> bool:
        """Read "fills leave the matching engine on a Kafka topic", "orders leave the shop and are received by the ERP"."""
        things = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        left = [ref for ref in self._role(act, "direct") if ref.nominal is not None and not ref.nominal.is_payload]
        if act.passive or not things or len(things) != len(act.subject) or not all(noun.is_plural for noun in things):
            return False
        named = [ref for ref in left if ref.keys or (ref.nominal is not None and ref.nominal.article == "the")]
        sources = [key for key in self.keys(named, unknown=True) if self.memory.acts(key)]
        targets, via = self._put_targets(act), self._via(act)
        if not sources and not left and via and (senders := self._named_like(things)):
            # "invoices leave through the Sage API", where an invoicing service is known
            self._each(senders, via, "send", act)
            return True
        self._each(sources, targets, "send", act, via)
        self.origin = sources if not targets else []
        self.moved_to, self.mover = (targets or sources), act
        self._remember(act, targets)
        return bool(sources)

    def _named_like(self, things: Iterable[Nominal]) -> list[int]:
        """Return the invoicing service for "invoices": who deals with something bears its name."""
        stems = {stem(singular(noun.head)) for noun in things}
        return [
            key for key in dict.fromkeys(reversed(self.memory.recent[-_TOLD_BEFORE:]))
            if key in self.memory.parts and self.memory.acts(key) and self._kind(key) in LANGUAGE_KINDS
            and any(stem(word) in stems for word in self.memory.parts[key].name.casefold().split()[:-1])
        ][:1]  # fmt: skip

    def _pass_on(self, act: Act, targets: list[int]) -> None:
        """Read "puts a message on MQ for the baggage system": who takes it from there."""
        brokers = [key for key in targets if self._is_broker(key)]
        refs = [
            ref
            for ref in self._role(act, "for")
            if ref.nominal is not None and (ref.keys or ref.nominal.article == "the")
        ]
        for broker in brokers[-1:]:
            for key in self._no_people(self.keys(refs, unknown=True)):
                if self.memory.acts(key):
                    self.link(broker, key, "send", act)

    def _announcer(self, act: Act) -> list[int]:
        """Return the store of "puts files in S3; every upload triggers a function": what was put there last tells of it."""
        goal = self.memory.goal
        if act.relation.takes_part and not act.us and (held := self._held_in_subject(act)):
            return held
        if (
            not act.relation.takes_part
            or act.us
            or goal not in self.memory.parts
            or goal is None
            or self.memory.acts(goal)
        ):
            return []
        told = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        is_hook = not act.subject and act.protocol == "Webhook"
        return [goal] if is_hook or (told and all(item.is_payload for item in told)) else []

    def _held_in_subject(self, act: Act) -> list[int]:
        """Return S3 of "S3 events trigger a function"."""
        told = [
            ref
            for ref in act.subject
            if ref.nominal is not None and not ref.keys and ref.nominal.holder is not None
            and singular(ref.nominal.head) in _TELLS and ref.nominal.holder.kinds[0] in _TELLERS
        ]  # fmt: skip
        return self._held_by(told) if len(told) == len(act.subject) else []

    def _hand_out(self, act: Act, subject: list[int], targets: list[int]) -> None:
        """Read "meters send readings to EMQX. A bridge writes them to Kafka": the bridge has them from the broker."""
        pronoun = next((ref for ref in self._role(act, "direct") if ref.is_pronoun or self._is_one(ref)), None)
        goal = self.memory.goal
        if pronoun is None or goal is None or not self._is_broker(goal) or goal in targets:
            return
        if pronoun.is_pronoun and goal not in pronoun.queue:
            return
        for key in subject:
            if self.memory.acts(key) and targets and (key, goal) not in self.book.links:
                self.link(goal, key, "send", act)

    def _is_of_people(self, act: Act) -> bool:
        """Tell "creators", who do things by hand."""
        return bool(act.subject) and all(
            ref.nominal is not None and ref.nominal.is_plural and not ref.nominal.is_explicit
            and singular(ref.nominal.head).endswith(("or", "er", "ist", "an", "ent")) for ref in act.subject
        )  # fmt: skip

    def _is_one(self, ref: Ref) -> bool:
        """Tell "the urgent ones"."""
        return ref.nominal is not None and not ref.keys and ref.nominal.head in {"one", "ones"}

    def _usual_place(self, act: Act) -> list[int]:
        """Return where what is sent is read from elsewhere: "emits the stock events"."""
        if act.word in _PUBLISHES and not any(act.roles.values()):
            return self.memory.only_broker()
        for ref in self._role(act, "direct"):
            if ref.nominal is not None and act.relation.frame in {Frame.EMIT, Frame.SEND}:
                key = self.memory.place_of(ref.nominal.name.casefold().split())
                if key is not None and self._is_broker(key):
                    return [key]
        return []

    def _moves_stores(self, act: Act) -> bool:
        return act.word.rstrip("esing") in {
            "load",
            "export",
            "import",
            "dump",
            "stream",
            "archiv",
            "transfer",
            "push",
            "ship",
            "mov",
        }

    def _put_targets(self, act: Act) -> list[int]:
        """Return where something is put: the object of "to", "in" or "on"."""
        found = self.keys([ref for ref in self._role(act, "to") if not self._is_made_into(ref)], unknown=True)
        found += [key for key in self._named(act, "at") if key not in found]
        return self._no_people(found)

    def _is_server(self, ref: Ref) -> bool:
        """Tell the plain "the lab's SFTP site" that a job loads files from."""
        nominal = ref.nominal
        named = nominal is not None and nominal.article == "the" and " " in nominal.name and not nominal.is_plural
        return named and nominal is not None and names_a_part(nominal) and nominal.head in _SERVERS

    def _is_made_into(self, ref: Ref) -> bool:
        """Tell "into nine languages", "into plots": what something is turned into is no place."""
        nominal = ref.nominal
        if nominal is None or ref.keys or nominal.is_explicit or not nominal.is_plural or ref.known is not None:
            return False
        lead = self.memory.marked.tokens[nominal.first - 1].lower if nominal.first else ""
        return lead == "into"

    def _passive_put(self, act: Act, targets: list[int], manner: Manner) -> None:
        agents = self.keys(self._role(act, "by"), unknown=True)
        if not agents and act.relation.takes_part:
            agents = self._held_in(act, "by", frozenset(Kind))
        places = [ref for ref in self._role(act, "from") if agents and targets and self._is_server(ref)]
        sources = self.keys(self._role(act, "from")) or self.keys(places, unknown=True)
        sources = sources or (self.origin if agents else [])
        self.origin = []
        if (
            agents
            and not targets
            and not sources
            and act.word in _LOADED
            and act.subject
            and self._sent_to is act.subject
        ):
            # "exported to the price server, and loaded by the till"
            sources = [key for key in [self.memory.goal] if key in self.memory.parts and key not in agents]
        self._sent_to = act.subject if targets else []
        if not targets and agents:
            targets = self._held_by(
                [
                    ref
                    for ref in act.subject
                    if ref.nominal and ref.nominal.holder and ref.nominal.holder.kinds[0] in BROKER_KINDS
                ]
            )
        via = self._via(act)
        patient = [key for key in self.keys(act.subject) if not self._is_payload(act)]
        kin = self._kin(act) if not agents and not sources and any(not self.memory.acts(key) for key in targets) else []
        typed_in = [] if agents or sources else self.typed_in(act)
        actors = agents or ([] if sources else typed_in or kin or act.implied)
        act.guessed = (
            not agents and not typed_in and not kin and not sources and not act.relative and self._is_news(act)
        )
        if act.guessed and any(self.memory.acts(key) for key in targets):
            return
        if not agents and not targets and patient and act.word in _INFORMED and all(map(self._is_broker, via)) and via:
            self._each(via, patient, "send", act)
            return
        if agents and via and not targets and not patient and act.word in _INFORMED:
            # "the loader gets told by MinIO through NATS"
            told = [ref for ref in act.subject if ref.nominal is not None and ref.nominal.article == "the"]
            patient = self._no_people(
                self.keys([ref for ref in told if ref.nominal and not is_people(ref.nominal)], unknown=True)
            )
        if agents and patient and via and not targets:
            self._each(agents, patient, manner, act, via)
            return
        if not targets and via:
            targets, via = via, []
        if agents and not targets and not patient and act.relation.takes_part and not act.has("with"):
            told = [
                ref
                for ref in act.subject
                if ref.nominal is not None
                and not is_people(ref.nominal)
                and (ref.nominal.article == "the" or (act.relative and ref.nominal.article == "a"))
            ]
            patient = self._no_people(self.keys(told, unknown=True))
        if agents and not targets and not patient and (tools := self.keys(self._role(act, "with"))):
            self._each(agents, self._no_people(tools), manner, act)
            return
        if agents and not targets and patient:
            # "Postgres is updated by the importer", "the Lambda is triggered by S3"
            self._each(agents, patient, manner, act)
            for source in sources:
                self._take_from(agents, source, act)
        elif sources and not agents:
            self._each(sources, targets or patient, manner, act, via)
        elif not agents and patient and targets and not all(self._is_payload_kind(key) for key in patient):
            self._each(patient, targets, manner, act, via)
        elif patient and not targets and not agents and act.relation.takes_part:
            return
        else:
            for source in [*sources, *(key for key in patient if agents and self._is_store(key))]:
                self._take_from(actors, source, act)
            self._each(actors, targets, manner, act, via)
        act.guessed = False
        if any(self._is_broker(key) for key in targets):
            self.moved_to, self.mover = targets, act
        self._pass_on(act, targets)
        self._remember(act, targets)

    def _kin(self, act: Act) -> list[int]:
        """Return the listing service of "listings are held in Firestore"."""
        nouns = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        return self.memory.kin(nouns[0]) if len(nouns) == 1 and nouns[0].is_plural else []

    def _is_news(self, act: Act) -> bool:
        """Tell "risk limits are stored in Oracle", of which nothing was said before: whoever acted last may not store them."""
        nouns = [ref.nominal for ref in act.subject if ref.nominal is not None and not ref.keys]
        tokens = self.memory.marked.tokens
        told = {
            singular(token.lower) for noun in nouns for token in tokens[max(0, noun.first - _TOLD_BEFORE) : noun.first]
        }
        return (
            bool(nouns)
            and all(noun.is_plural and singular(noun.head) not in told for noun in nouns)
            and act.subject[0].nominal is not None
        )

    def _is_payload(self, act: Act) -> bool:
        return all(ref.nominal is not None and ref.nominal.is_payload and not ref.keys for ref in act.subject)

    def _is_payload_kind(self, key: int) -> bool:
        return False

    def _remember(self, act: Act, targets: list[int]) -> None:
        """Note where the things went that were put somewhere."""
        stores = [key for key in targets if not self.memory.acts(key)]
        if not stores:
            return
        refs = act.subject if act.passive else self._role(act, "direct")
        for ref in refs:
            if ref.nominal is not None and not ref.keys:
                self.memory.put(ref.nominal.name.casefold().split(), stores[-1])
