"""From the roles of a verb to links: who calls, sends to, reads from, feeds or copies whom.

A reader fills the roles (subject, object, "to", "from", "by", "via", "with"); when the verb's phrase ends, its frame
says which links they make. Plain nouns become parts here, where a frame asks for a part, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from designer.brief.dictation.links.acts import Act
from designer.brief.dictation.links.moving import Moving
from designer.brief.dictation.links.screens import names_screen
from designer.brief.dictation.nouns.nominal import Nominal, is_listener
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.words import HOSTS, singular
from designer.model.kinds import Family, Kind

_RUN = frozenset("run operated maintained managed owned provided hosted made written developed".split())
_PROVIDED = frozenset(
    "deliver delivers delivered provide provides provided supply supplies supplied build builds built".split()
)
_PARTIES = frozenset(
    "contractor supplier vendor bidder consultant client customer party ministry agency company".split()
)
_STARTED = frozenset("run runs execute executes".split())
_GATHERED = frozenset(
    "aggregate aggregates combine combines compose composes coordinate coordinates stitch stitches federate federates".split()
)
_CHANGES = frozenset(
    "create creates add adds open opens change changes edit edits remove removes delete deletes cancel cancels confirm confirms "
    "reserve reserves allocate allocates order orders "
    "mark marks block blocks lock locks unlock unlocks close closes".split()
)
_CLEARS = frozenset(
    "need needs require requires know knows purge purges invalidate invalidates clear clears evict evicts warm warms".split()
)
_NEEDS = frozenset("need needs require requires want wants".split())
_HANGS = frozenset("hang hangs hung".split())
_ANSWERS = frozenset("answer answers".split())
_WORKS_ON = frozenset(
    "resize resizes compress compresses convert converts transcode transcodes scan scans watermark crop crops parse parses analyse analyses "
    "analyze analyzes validate validates enrich enriches index indexes".split()
)
_COMPARED = frozenset(
    "compare compares reconcile reconciles join joins match matches merge merges correlate correlates".split()
)
_LOST = frozenset("lose loses lost fail fails failed miss misses missed".split())
STAYS = frozenset("stays stay remains remain runs run sits sit lives live resides reside lies lie relies".split())
_DEALT_WITH = frozenset("done charged handled processed settled taken collected cleared".split())
_SHOWN = frozenset(
    "show shows display displays visualise visualises visualize visualizes plot plots graph graphs".split()
)


class Frames(Moving):
    """Makes links of finished acts."""

    def close(self, act: Act) -> None:
        """Make the links of an act, once."""
        if act.closed or act.refused:
            return
        act.closed = True
        if act.passive:
            self._trust_doers(act.roles.get("by", ()))
        self.made_before, self.made = self.made, []
        if act.goes_on and self._goes_further(act):
            return
        listeners = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None]
        if act.word in {"get", "gets"} and listeners and all(map(is_listener, listeners)) and not act.has("from"):
            act.relation = Relation(Frame.HAVE)
        self._name_deed(act)
        self._start_from(act)
        self._use_screen(act)
        self._keep_at(act)
        if self._is_delivery(act) or self._type_in(act):
            return
        frame = self._frame_of(act.relation.frame)
        if frame is not None:
            frame(act)
            self._attend(act)
        served = act.roles.get("direct", []) if act.relation.frame == Frame.SERVE else []
        self.kept_at = [] if self.made else self.kept_at
        self.memory.faint = {*self._via(act), *self.keys(served)} if self.made else set()

    def _is_delivery(self, act: Act) -> bool:
        """Tell "the contractor shall deliver a portal", "a server supplied by the client": who provides parts is none."""
        givers = act.roles.get("by", []) if act.passive else act.subject
        nouns = [ref.nominal for ref in givers if ref.nominal is not None and not ref.nominal.is_explicit]
        if act.word not in _PROVIDED or not nouns or len(nouns) != len(givers) or act.has("to", "via"):
            return False
        if any(singular(noun.head) not in _PARTIES for noun in nouns):
            return False
        if act.passive:
            self._forget_owners(act)
        return True

    def _attend(self, act: Act) -> None:
        """Read "a topic with two consumers", "Kafka has three subscribers": who takes from a queue or log."""
        refs = list(self._role(act, "with"))
        brokers = [key for role in ("to", "at", "via", "direct") for key in self.keys(self._role(act, role))]
        if act.relation.frame == Frame.HAVE:
            refs += self._role(act, "direct")
            brokers = self.keys(act.subject)
        brokers = [key for key in brokers if self._is_broker(key)]
        for ref in refs:
            if ref.nominal is not None and is_listener(ref.nominal) and brokers:
                for key in self.key(ref, unknown=True):
                    self.link(brokers[-1], key, "send", act)

    def _frame_of(self, frame: Frame) -> Callable[[Act], None] | None:
        frames: Mapping[Frame, Callable[[Act], None]] = {
            Frame.CALL: self._call, Frame.PUT: self._put, Frame.SEND: self._put, Frame.EMIT: self._put,
            Frame.TAKE: self._take, Frame.HEAR: self._take, Frame.COPY: self._copy, Frame.FILL: self._fill,
            Frame.FRONT: self._front, Frame.BACK: self._back, Frame.SERVE: self._serve, Frame.HAVE: self._have,
            Frame.SHARE: self._share, Frame.MOVE: self._move, Frame.OTHER: self._other, Frame.BUILD: self._build,
        }  # fmt: skip
        return frames.get(frame)

    def _panels(self, act: Act) -> list[int]:
        """Return the panel of "shows alarms on the driver's panel": a screen of its own on which somebody shows something."""
        seen = [ref for ref in self._role(act, "at") if ref.nominal is not None and names_screen(ref.nominal)]
        named = [ref for ref in seen if ref.keys or (ref.nominal is not None and " " in ref.nominal.name)]
        return self.keys(named, unknown=True)

    def _goes_further(self, act: Act) -> bool:
        """Read "enters through A, hits B and is balanced across C": what moves goes from each to the next."""
        who = self.keys(act.subject)
        through = [self._kind(key).family == Family.EDGE for key in self.moved_to if key in self.memory.parts]
        comes_in = bool(through) and all(through) and all(self._kind(key) == Kind.PERSON for key in who)
        if (who and not comes_in) or act.relation.frame not in {Frame.CALL, Frame.PUT, Frame.SEND}:
            return False
        found = self._direct(act, unknown=False) if not act.passive else []
        targets = (
            found or self.keys(self._role(act, "to")) or self.keys(self._role(act, "via")) or self._named(act, "at")
        )
        starts = [key for key in self.moved_to or self.origin if key in self.memory.parts and key not in targets]
        if not targets or not starts:
            return False
        self._each(starts, targets, "call", act, [key for key in self._via(act) if key not in targets])
        self.moved_to, self.mover = targets, act
        return True

    def _other(self, act: Act) -> None:
        """Other verbs connect only by a preposition that leaves no doubt: "sinks into", "runs on top of"."""
        if act.word in _LOST:
            return
        if act.passive and act.word in _RUN:
            self._forget_owners(act)
            return
        if act.passive and act.word in {"shown", "displayed", "visualised", "visualized", "plotted"}:
            viewers = self.keys(self._role(act, "at") + self._role(act, "by"), unknown=True)
            # "Metrics are pulled by Prometheus and shown in Grafana": who has them shows them.
            self._each(viewers, self.keys(act.subject) or self.keys(act.roles.get("held", ())), "call", act)
            return
        if act.passive:
            agents = self.keys(self._role(act, "by"))
            patient = self.keys(act.subject)
            self.made_by = (act.subject, self._role(act, "by"))
            if act.has("at") and not patient and (places := self._worked_at(act)):
                self._each(self.keys(self._role(act, "by"), unknown=True), places, "call", act)
                return
            self._each(patient, agents, "call", act)
            self._each(agents if not patient else [], self.keys(self._role(act, "with")), "call", act)
            for source in (
                (self.keys(self._role(act, "from")) or self._proper(act, "from")) if agents and not patient else ()
            ):
                self._take_from(agents, source, act)
            if act.goes_on and agents and not patient:
                self._each([key for key in self.moved_to if key in self.memory.parts], agents, "call", act)
                self.moved_to, self.mover = agents, act
            if not agents:
                self._each(act.implied if not patient else [], self._stores(act, "to", "at"), "call", act)
                outside = [key for key in self.keys(self._role(act, "with")) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
                if not patient and act.word in _DEALT_WITH:
                    outside += [key for key in self._proper(act, "with", "via") if key not in outside]
                    outside += [key for key in self._via(act) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
                    self._each(act.implied, dict.fromkeys(outside), "call", act)
            return
        if act.word in _HANGS and (hold := [key for key in self.keys(self._role(act, "at")) if self.memory.acts(key)]):
            self._each(self.keys(act.subject, unknown=True), hold, "call", act)
            return
        if act.word in _NEEDS and act.has("from"):
            self._take(act)
            return
        if act.word in _ANSWERS and (askers := self._answered(act)):
            self._each(askers, self.keys(act.subject), "call", act)
            return
        if act.word in _SHOWN and act.has("direct") and (panels := self._panels(act)):
            self._each(self.keys(act.subject, unknown=True), panels, "call", act)
            return
        shows = act.word in _SHOWN and bool(self._stores(act, "at", "from", "direct"))
        keeps = act.word in STAYS and bool(self._stores(act, "at"))
        single = keeps and all(ref.nominal is not None and not ref.nominal.is_plural for ref in act.subject)
        hands_out = any(self._is_broker(key) for key in self.keys(self._role(act, "from")))
        on_parts = act.word in _CLEARS | _GATHERED | _COMPARED and (
            bool(self._direct(act, unknown=False)) or any(ref.is_exact for ref in self._role(act, "direct"))
        )
        into = bool(self._stores(act, "to")) and any(ref.is_pronoun or ref.queue for ref in self._role(act, "direct"))
        runs_on = act.word in _STARTED and self._application(act) is not None
        subject = self.keys(act.subject, unknown=runs_on or shows or single or hands_out or on_parts or into)
        if keeps and not subject and any(self._belongs(ref) for ref in act.subject):
            subject = [key for key in self.memory.actor if key in self.memory.parts]
        if not subject and keeps and (kin := self._kin(act)):
            self._each(kin, self._stores(act, "at"), "call", act)
            return
        if not subject and keeps:
            for ref in act.subject:
                if ref.nominal is not None:
                    self.memory.put(ref.nominal.name.casefold().split(), self._stores(act, "at")[-1])
            self._suppose(act, self._stores(act, "at"))
        if not subject:
            return
        if shows or (act.word in _SHOWN and any(self.memory.parts[key].technology for key in subject)):
            for ref in self._role(act, "direct"):
                ref.queue = ref.other
            self._take(act)
            if not self.made and not act.has("from", "at"):
                self._each(subject, self._whole_store(act), "call", act)
            return
        if act.word in _STARTED and (product := self._application(act)) is not None:
            for key in self.keys(act.subject, unknown=True):
                self.memory.describe(key, product)
                self.memory.name_also(key, product.name)
                self._each([key], self._stores(act, "with"), "call", act)
            return
        if act.word in _STARTED:
            self._each(subject, [key for key in self._direct(act, unknown=False) if self.memory.acts(key)], "call", act)
        if self._answers(act):
            for asker in self.keys(self._role(act, "from")):
                self.link(asker, subject[-1], "call", act)
            return
        if act.word in _GATHERED or act.word in _CLEARS:
            several = act.word in _GATHERED and any(ref.keys and ref.is_joined for ref in self._role(act, "direct"))
            self._each(
                subject, [key for key in self._direct(act, unknown=several) if self.memory.acts(key)], "call", act
            )
            if act.word in _CLEARS:
                named = [ref.known for ref in self._role(act, "direct") if ref.is_exact and ref.known is not None]
                self._each(subject, dict.fromkeys([*self._direct(act, unknown=False), *named]), "call", act)
        if act.word in _COMPARED:
            self._each(subject, [key for key in self._direct(act, unknown=False) if key not in subject], "call", act)
        targets = self._stores(act, "to", "at") + [
            key for key in self.keys(self._role(act, "with")) if key not in subject
        ] + [key for key in self.keys(self._role(act, "to")) if self.memory.acts(key) and self._kind(key) != Kind.PERSON]  # fmt: skip
        self._hand_over(act, subject)
        if self.memory.acts(subject[-1]) and not act.passive:
            targets += [key for key in self._by_way_of(act) if key not in subject]
        if act.has("direct") and act.word in _CHANGES:
            targets += [key for key in self.keys(self._role(act, "at")) if self.memory.acts(key)]
        if act.has("direct") and act.word not in STAYS:
            served = [ref for ref in self._role(act, "at") if ref.nominal is not None and self._is_inside(ref.nominal)]
            targets += [key for key in self.keys(served) if self._kind(key) == Kind.SERVICE and key not in subject]
        if act.has("direct"):
            targets += [key for key in self.keys(self._role(act, "at")) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
            targets += self._proper(act, "at", "with")
        kept = [key for key in self.keys(self._role(act, "with")) if not self.memory.acts(key)]
        acting = [key for key in targets if self.memory.acts(key) and self._kind(key) != Kind.EXTERNAL_SYSTEM]
        if kept and acting and act.has("direct"):
            self._each(acting[-1:], kept, "call", act)
            targets = [key for key in targets if key not in kept]
        self._each([key for key in subject if key not in targets], dict.fromkeys(targets), "call", act)
        for source in self.keys(self._role(act, "from")):
            self._take_from(subject, source, act)

    def _answered(self, act: Act) -> list[int]:
        """Return the screen of "the depot service answers the dispatcher screen"."""
        asked = [
            ref
            for ref in self._role(act, "direct")
            if ref.nominal is not None
            and ref.nominal.kind.family == Family.CLIENT
            and ref.nominal.kind != Kind.PERSON
            and ref.nominal.article == "the"
            and not ref.nominal.is_payload
        ]
        return self.keys(asked, unknown=True) if not act.has("from", "at") else []

    def _worked_at(self, act: Act) -> list[int]:
        """Return where somebody does something: "is calculated by the job on Postgres", "are ordered by the shop at Mollie"."""
        if not act.has("by"):
            return []
        stores = self._stores(act, "at")
        outside = [key for key in self.keys(self._role(act, "at")) if self._kind(key) == Kind.EXTERNAL_SYSTEM]
        return list(dict.fromkeys([*stores, *outside, *self._proper(act, "at")]))

    def _suppose(self, act: Act, stores: list[int]) -> None:
        """Read "positions live in Postgres": whoever acted last keeps them there, where nobody else is said to."""
        plain = all(ref.nominal is not None and ref.nominal.is_plural and not ref.keys for ref in act.subject)
        act.guessed = True
        self._each([key for key in self.memory.actor if self.memory.acts(key)] if plain else [], stores, "call", act)
        act.guessed = False

    def _is_inside(self, nominal: Nominal) -> bool:
        """Tell "tokenises the card in the vault service", which does it."""
        before = self.memory.marked.tokens[max(0, nominal.first - 2) : nominal.first]
        return nominal.has_kind and nominal.article == "the" and any(token.lower == "in" for token in before)

    def _whole_store(self, act: Act) -> list[int]:
        """Return the store that "Grafana shows the data" speaks of: where things were put last."""
        goal = self.memory.goal
        direct = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None and not ref.keys]
        is_all = bool(direct) and all(item.is_payload and item.article == "the" for item in direct)
        return [goal] if is_all and goal is not None and goal in self.memory.parts and self._is_store(goal) else []

    def _by_way_of(self, act: Act) -> list[int]:
        """Return the part of "prints through the print centre", "alerts via Opsgenie"."""
        refs = [
            ref
            for ref in self._role(act, "via")
            if ref.nominal is None or ref.nominal.article or ref.nominal.is_explicit
        ]
        return self.keys(refs, unknown=True)

    def _application(self, act: Act) -> Nominal | None:
        """Return the product of "the shop runs on WooCommerce": what the subject is, and no place where it runs."""
        refs = [ref for ref in self._role(act, "at") if ref.nominal is not None and ref.nominal.technology is not None]
        if len(refs) != 1 or len(act.subject) != 1 or act.subject[0].keys or refs[0].nominal is None:
            return None
        nominal, product = refs[0].nominal, refs[0].nominal.technology
        is_application = product is not None and product.kinds[0] == Kind.SERVICE and product.name not in HOSTS
        if not is_application or any(self.is_linked(key) for key in refs[0].keys):
            return None
        for key in refs[0].keys:
            self.memory.forget(key)
        return nominal

    def _answers(self, act: Act) -> bool:
        """Tell "answers requests from the app" from "answers from the cache"."""
        nouns = [ref.nominal for ref in self._role(act, "direct") if ref.nominal is not None]
        asked = any(singular(noun.head) in {"request", "call", "query", "question"} for noun in nouns)
        own = any(self._belongs(ref) for ref in self._role(act, "direct"))
        return act.word in {"answer", "answers", "respond", "responds"} and asked and act.has("from") and not own

    def _hand_over(self, act: Act, subject: list[int]) -> None:
        """Read "events go into Kinesis; Flink enriches them": Flink has them from there."""
        pronoun = next((ref for ref in self._role(act, "direct") if ref.is_pronoun), None)
        goal = self.memory.goal
        if (
            pronoun is not None
            and goal in pronoun.queue
            and goal is not None
            and self._is_store(goal)
            and act.word in _WORKS_ON
        ):
            self._each([key for key in subject if self.memory.acts(key)], [goal], "call", act)
        if pronoun is None or goal is None or goal not in pronoun.queue or not self._is_broker(goal):
            return
        for key in subject:
            if self.memory.acts(key) and (key, goal) not in self.book.links:
                self.link(goal, key, "send", act)

    def _forget_owners(self, act: Act) -> None:
        """Leave out who runs something: "is operated by a third party" is no connection."""
        for key in self.keys(self._role(act, "by")):
            if not self.is_linked(key) and self.memory.parts[key].technology is None:
                self.memory.forget(key)
