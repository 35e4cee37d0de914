"""Something goes from one part through others to the last."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.links.owning import Owning
from designer.brief.dictation.nouns.nominal import is_people
from designer.brief.dictation.words import LANGUAGE_KINDS, singular
from designer.brief.phrases import stem
from designer.model.kinds import BROKER_KINDS, Family, Kind

_SCREENS = frozenset({Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})
_ENDS = frozenset("enter enters arrive arrives end ends land lands".split())
_CARRIES = frozenset("land lands move moves enter enters".split())
_CALLS = frozenset("request requests call calls traffic".split())
_DUTIES = frozenset("consumption responsibility ownership handling processing duty".split())
_MAIL = frozenset("email e-mail mail mails sms notification receipt letter push".split())
_TOLD = frozenset("event notification trigger webhook".split())
_MOST_LOOKED = 24
_TOLD_BEFORE = 30


class Moving(Owning):
    """Makes links of ways."""

    def _move(self, act: Act) -> None:
        """Something goes from one part through others to the last, and maybe from there on."""
        if not act.passive and act.has("direct") and act.word in _CARRIES and self.keys(act.subject):
            self._put(act)
            return
        if not act.passive and (self._all_goes_through(act) or self._call_goes_through(act)):
            return
        heads = [ref.nominal.head for ref in act.subject if ref.nominal is not None and not ref.keys]
        if heads and set(heads) <= _DUTIES:
            # "consumption moves from the dispatcher to the manager" says who does it from now on.
            self.memory.actor = self.keys(self._role(act, "to"), unknown=True) or self.memory.actor
            return
        legs: list[list[tuple[str, Ref]]] = [[]]
        for role, ref in act.path:
            arrives = act.word in _ENDS and role == "from" and {item for item, _ in legs[-1]} == {"at"}
            if role == "from" and any(item != "from" for item, _ in legs[-1]) and not arrives:
                legs.append([])
            legs[-1].append((role, ref))
        for before, leg in itertools.pairwise([[], *legs]):
            self._leg(act, _from_there(before, leg))

    def _fetched(self, act: Act, sources: list[int]) -> None:
        """Read "rosters come from the roster service": whoever acted last asks for them, where nobody else does."""
        plain = all(
            ref.nominal is not None and ref.nominal.is_plural and not ref.nominal.article for ref in act.subject
        )
        if act.word not in {"come", "comes"} or not act.subject or not plain or any(map(self._is_broker, sources)):
            return
        act.guessed = True
        takers = [key for key in self.memory.actor if self._kind(key) in LANGUAGE_KINDS and key not in sources]
        self._each(takers, [key for key in sources if self._kind(key) == Kind.SERVICE], "call", act)
        act.guessed = False

    def _all_goes_through(self, act: Act) -> bool:
        """Read "everything goes through Kong": whatever people and their screens call, they call through it."""
        tokens = self.memory.marked.tokens
        before = [token.lower for token in tokens[max(0, act.index - 4) : act.index]]
        says_all = "everything" in before or bool({"all", "every"} & set(before) and {*before} & _CALLS)
        edges = [key for key in self._via(act) if self._kind(key).family == Family.EDGE]
        if not says_all or len(edges) != 1 or act.has("to", "from"):
            return False
        clients = [
            (one, two)
            for one, two in self.book.links
            if self._kind(one).family == Family.CLIENT and self._kind(two).family not in {Family.EDGE, Family.CLIENT}
        ]
        for one, two in clients:
            self.book.lead_through(one, two, edges[0])
            self.link(edges[0], two, "call", act)
        return bool(clients)

    def _call_goes_through(self, act: Act) -> bool:
        """Read "the till calls the ticket service, it goes through Envoy": what goes there is the call just made."""
        edges = [key for key in self._via(act) if self._kind(key).family == Family.EDGE]
        before = self.memory.marked.tokens[act.index - 1].lower if act.index else ""
        is_it = bool(act.subject) and before in {"it", "this", "that"}
        calls = [
            ends for ends in self.made_before
            if ends in self.book.links and self._kind(ends[1]).family not in {Family.EDGE, Family.CLIENT}
            and not self._is_store(ends[1])
        ]  # fmt: skip
        if not is_it or len(edges) != 1 or len(calls) != 1 or act.has("to", "from", "direct") or edges[0] in calls[0]:
            return False
        if self.keys(act.subject)[:1] != [calls[0][1]]:
            return False
        self.book.lead_through(*calls[0], edges[0])
        self.link(edges[0], calls[0][1], "call", act)
        return True

    def _leg(self, act: Act, path: list[tuple[str, Ref]]) -> None:
        heads = self._move_heads(act, path)
        stages = self._stages(act, path, heads)
        if not stages and heads and act.back:
            self._each(heads, [key for key in self.keys(act.back, unknown=True) if self.memory.acts(key)], "call", act)
            return
        if not stages:
            self.origin = heads if any(role == "from" for role, _ in path) else []
            self._fetched(act, self.origin)
            self.moved_to, self.mover = [], act if self.origin else None
            return
        if not heads and act.goes_on and self.moved_to and self.moved_to[0] not in stages[0]:
            heads = [key for key in self.moved_to if key in self.memory.parts]
        if not heads and self._keeps_failed(stages[0]):
            heads = [key for key in self.memory.last_broker(stages[0]) if key not in stages[0]]
        if heads:
            stages = [heads, *stages]
        for sources, targets in itertools.pairwise(stages):
            for one in sources:
                for two in targets:
                    self.link(one, two, "send" if not act.subject or not self.memory.acts(one) else "call", act)
        act.guessed = False
        self.moved_to, self.mover = stages[-1], act
        self._remember_moved(act, stages[-1])

    def _keeps_failed(self, keys: Iterable[int]) -> bool:
        """Tell a dead-letter queue."""
        names = [self.memory.parts[key].name.casefold().replace("-", " ") for key in keys]
        return bool(names) and all(name.startswith(("dead letter", "dlq")) for name in names)

    def _move_heads(self, act: Act, path: list[tuple[str, Ref]]) -> list[int]:
        starts = [ref for role, ref in path if role == "from"]
        if not starts:
            starts = [
                ref
                for ref in act.subject
                if ref.keys
                or ref.acts
                or (ref.nominal is not None and (is_people(ref.nominal) or ref.nominal.kind in _SCREENS))
                or self._is_sender(ref)
            ]
        tokens = self.memory.marked.tokens
        goes_on = act.index + 1 < len(tokens) and tokens[act.index + 1].lower in {"on", "onwards", "onward"}
        if not starts and goes_on and self.memory.goal in self.memory.parts:
            return [key for key in [self.memory.goal] if key is not None]
        if not starts and any(self._belongs(ref) for ref in act.subject):
            return [key for key in self.memory.actor if key in self.memory.parts]
        to_broker = any(role == "to" and any(self._is_broker(key) for key in ref.keys) for role, ref in path)
        topic = [key for key in self.memory.topic if self.memory.acts(key)] if to_broker and not starts else []
        if topic and all(ref.nominal is not None and ref.nominal.is_plural for ref in act.subject):
            return topic
        if not starts and (held := self._holders(act)):
            return held
        things, doers = self.made_by
        if not starts and things and doers and act.subject[:1] == things[:1] and not any(ref.keys for ref in things):
            # "times are computed by the calculator and land in Redis"
            return self.keys(doers, unknown=True)
        mail = any(ref.nominal is not None and singular(ref.nominal.head) in _MAIL for ref in act.subject)
        if not starts and mail and act.implied and not any(role == "from" for role, _ in path):
            return [key for key in act.implied if key in self.memory.parts]
        if not starts and (makers := self._makers(act)):
            return makers
        if not starts and not (act.passive and act.word == "entered") and any(map(self._was_told, act.subject)):
            return [key for key in act.implied if key in self.memory.parts]
        if not starts and (keeper := self._keeps_more(act, path)):
            return keeper
        is_output = not starts and self._is_output(act, path)
        if is_output or (not starts and self._goes_elsewhere(act, path)):
            kept = [key for key in self.memory.keeper if key in self.memory.parts]
            act.guessed = is_output and not kept
            return kept or [key for key in self.memory.actor if is_output and self._is_maker(key)]
        return self.keys(starts, unknown=True)

    def _goes_elsewhere(self, act: Act, path: list[tuple[str, Ref]]) -> bool:
        """Tell "keeps cases in DB2. Documents go to OpenText": another sort of thing, kept by the same part."""
        plain = all(
            ref.nominal is not None and ref.nominal.is_plural and not ref.nominal.article for ref in act.subject
        )
        return bool(act.subject) and plain and any(role == "to" and ref.keys for role, ref in path)

    def _is_output(self, act: Act, path: list[tuple[str, Ref]]) -> bool:
        """Tell "runs the model. Text goes into Elasticsearch": what comes out of the step before."""
        noun = act.subject[0].nominal if len(act.subject) == 1 and not act.goes_on and not act.relative else None
        if noun is None or not noun.is_payload or noun.is_plural or noun.article or " " in noun.name:
            return False
        return act.word in {"go", "goes"} and any(role == "to" and ref.keys for role, ref in path)

    def _keeps_more(self, act: Act, path: list[tuple[str, Ref]]) -> list[int]:
        """Return who "saves into SQLite and the signed PDFs go to Dropbox": things of a sort, put elsewhere in one breath."""
        noun = act.subject[0].nominal if len(act.subject) == 1 and not act.goes_on and not act.relative else None
        if (
            noun is None
            or act.subject[0].keys
            or not noun.is_payload
            or not noun.is_plural
            or act.word not in {"go", "goes"}
        ):
            return []
        before = [token.lower for token in self.memory.marked.tokens[max(0, noun.first - 2) : noun.first]]
        kept = [one for one, two in self.made_before if self._is_store(two) and self.memory.acts(one)]
        named = any(role == "to" and ref.keys for role, ref in path)
        return kept[:1] if "and" in before and named else []

    def _is_maker(self, key: int) -> bool:
        """Tell who may make what goes somewhere: no screen, no store, nobody outside."""
        return key in self.memory.parts and self._kind(key).family == Family.COMPUTE

    def _was_told(self, ref: Ref) -> bool:
        """Tell whether the words right before spoke of what moves: it comes from who dealt with it there."""
        if ref.nominal is None or ref.keys:
            return False
        first = ref.nominal.first
        before = self.memory.marked.tokens[max(0, first - _TOLD_BEFORE) : first]
        if ref.nominal.article == "the" and ref.nominal.head.endswith("ing"):
            # "a rider books through the app. The booking goes to"
            return stem(ref.nominal.head) in {stem(token.lower) for token in before}
        if not ref.nominal.is_plural:
            return False
        return singular(ref.nominal.head) in {singular(token.lower) for token in before}

    def _holders(self, act: Act) -> list[int]:
        """Return Slack of "Slack events arrive at the function"."""
        tokens = self.memory.marked.tokens
        own = [
            ref
            for ref in act.subject
            if ref.nominal is not None and ref.nominal.holder is not None and not ref.keys
            and tokens[ref.nominal.first].lower.endswith(("'s", "’s"))
        ]  # fmt: skip
        if own:
            # "MediaLive's output goes to"
            return self._held_by(own)
        if act.word in {"go", "goes"}:
            told = [ref for ref in act.subject if ref.nominal is not None and singular(ref.nominal.head) in _TOLD]
            return self._held_by([ref for ref in told if ref.nominal is not None and ref.nominal.holder is not None])
        kinds = frozenset({Kind.EXTERNAL_SYSTEM}) | BROKER_KINDS
        if act.word not in {
            "arrive",
            "arrives",
            "come",
            "comes",
            "flow",
            "flows",
            "enter",
            "enters",
            "reach",
            "land",
            "lands",
        }:
            return []
        return [
            key
            for ref in act.subject
            if ref.nominal is not None and ref.nominal.holder is not None and ref.nominal.holder.kinds[0] in kinds
            for key in self._held_by([ref])
        ]

    def _makers(self, act: Act) -> list[int]:
        """Return the detector of "detections go to Kafka"."""
        heads = [
            stem(ref.nominal.head)
            for ref in act.subject
            if ref.nominal is not None and ref.nominal.is_plural and not ref.keys
        ]
        return [
            key
            for key in dict.fromkeys(self.memory.recent[-_MOST_LOOKED:])
            if key in self.memory.parts and self.memory.acts(key)
            for word in self.memory.parts[key].name.casefold().split()[-1:]
            if word.endswith(("er", "or")) and any(len(head) > 4 and word.startswith(head) for head in heads)
        ][-1:]

    def _is_sender(self, ref: Ref) -> bool:
        """Tell "documents go to Alfresco" where a document service is known: what it deals with stands for it."""
        if ref.known is None or not self.memory.acts(ref.known) or ref.nominal is None or not ref.nominal.is_plural:
            return False
        ref.keys = [ref.known]
        return True

    def _belongs(self, ref: Ref) -> bool:
        """Tell "its metadata", which comes from who acted last."""
        first = ref.nominal.first if ref.nominal is not None else 0
        tokens = self.memory.marked.tokens
        first -= first > 0 and tokens[first - 1].lower == "own"
        return first > 0 and tokens[first - 1].lower in {"its", "their"}

    def _stages(self, act: Act, path: list[tuple[str, Ref]], heads: list[int]) -> list[list[int]]:
        """Return the parts on a way, stage by stage: what "to A and B" joins is one stage, every "via" is its own."""
        stages: list[tuple[str, list[int]]] = []
        shared = False
        for role, ref in path:
            if (
                role in {"to", "direct"}
                and stages
                and not ref.keys
                and ref.nominal is not None
                and ref.nominal.is_plural
            ):
                # "Traces go to Tempo, metrics to Mimir": another thing goes another way.
                shared = ref.nominal.is_payload
                continue
            if role not in {"to", "via", "by", "direct"} and not (role == "at" and (not stages or act.word in _ENDS)):
                continue
            keys = [key for key in self.key(ref, unknown=role in {"to", "via"}) if key not in heads]
            if keys and (ref.is_joined or shared) and role in {"to", "via"} and stages and stages[-1][0] == role:
                stages[-1][1].extend(key for key in keys if key not in stages[-1][1])
            elif keys:
                stages.append((role, keys))
        if len(stages) > 1 and stages[0][0] in {"to", "at"} and all(role in {"via", "by"} for role, _ in stages[1:]):
            stages = [*stages[1:], stages[0]]
        return [keys for _, keys in stages]

    def _remember_moved(self, act: Act, path: list[int]) -> None:
        if path and not self.memory.acts(path[-1]):
            for ref in act.subject:
                if ref.nominal is not None and not ref.keys:
                    self.memory.put(ref.nominal.name.casefold().split(), path[-1])


def _from_there(before: Sequence[tuple[str, Ref]], leg: list[tuple[str, Ref]]) -> list[tuple[str, Ref]]:
    """Return a leg of "from A to B and from it to C": it starts where the one before ended."""
    ends = [ref for role, ref in before if role in {"to", "at"}]
    return [
        (role, ends[-1] if role == "from" and ends and (ref.is_pronoun or ref.nominal is None) else ref)
        for role, ref in leg
    ]
