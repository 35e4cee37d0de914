"""Lists and definitions: "three services: orders, billing and shipping", "web: uses the API"."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.links.acts import Act, Ref
from designer.brief.dictation.nouns.nominal import Nominal, is_people, names_a_part
from designer.brief.dictation.places import PLACE_HEADS
from designer.brief.dictation.reading.groups import Groups
from designer.brief.dictation.reading.state import LOOK_AHEAD
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import GENERIC_HEADS, LANGUAGE_KINDS, singular
from designer.model.kinds import BROKER_KINDS, Kind

_NUMBERED = frozenset("stage step phase tier layer part".split())
QUANTIFIERS = frozenset({"both", "all", "each"})


def _is_ticket(name: str) -> bool:
    """Tell the number of a ticket: "JIRA-2291"."""
    project, _, number = name.rpartition("-")
    return project.isupper() and number.isdigit()


class Lists(Groups):
    """Reads colons, brackets and what they list."""

    def _on_colon(self, event: Event) -> None:
        self._relative = False
        noun = self._subject[0].nominal if self._act is None and len(self._subject) == 1 else None
        if noun is not None and noun.article and names_a_part(noun) and not noun.is_plural and not is_people(noun):
            self._introduced = self._subject[0]
        if self._events[0].word == "what" and self._act is None:
            self._subject = []
            return
        if self._act is None and self._lists_listeners():
            self._act = Act(Relation(Frame.FILL), "", event.index, subject=[Ref(keys=self.memory.last_broker())])
            self._subject = []
            self._trust_items()
            return
        if self._expands() or self._shares_out(event):
            return
        if self._act is not None and self._splits_up():
            return
        says_more = self._act is not None and (self._act.relation.frame != Frame.OTHER or self._act.us)
        if says_more and self._sentence_follows():
            self._name_subjects()
            self._close()
            self._subject, self._us = [], False
            return
        subject = self._subject[-1] if self._subject else None
        if self._act is not None or subject is None or subject.nominal is None:
            return
        following = self._next(self._position)
        commands = self._is_verb_at(following) and not self._events[following].word.endswith("s")
        plural = subject.nominal.is_plural and self._events[following].index == event.after if commands else False
        if _is_ticket(subject.nominal.name) or (
            commands and not plural and not subject.keys and not subject.nominal.is_explicit
        ):
            self._subject = []
            self._us = commands
            return
        if not subject.keys and not subject.nominal.is_explicit and self._sentence_follows() and self._is_own_subject():
            self._subject = []
            return
        if self._is_heading(subject) and subject.keys:
            for key in subject.keys:
                if key in self.memory.parts and not self.frames.is_linked(key):
                    self.memory.forget(key)
            self._subject = []
            return
        numbered = subject.nominal.name.split()[0].casefold() in _NUMBERED
        if not subject.keys and (numbered or singular(subject.nominal.head) in GENERIC_HEADS):
            self._subject = []
            self._take_stock()
            self._existing = self._existing or subject.nominal.head in {"existing", "legacy"}
            return
        if not subject.keys:
            subject.nominal = subject.nominal._replace(is_payload=False)
        self._defines = self._defined = True
        self._head = subject

    def _splits_up(self) -> bool:
        """Tell "the collector splits them up: traces go to Tempo": what moves comes from who was spoken of."""
        act = self._act
        following = self._next(self._position)
        moved = self._events[following + 1 : following + 2]
        moves = bool(moved) and moved[0].relation is not None and moved[0].relation.frame == Frame.MOVE
        if act is None or act.passive or not moves:
            return False
        keys = [key for key in self.frames.keys(act.subject) if self.memory.acts(key)]
        self._close()
        self._subject, self._us, self._agent = [], False, []
        if keys:
            self.memory.actor = keys
        return True

    def _shares_out(self, event: Event) -> bool:
        """Read "four queues subscribe: one each for the web, the app and the archive"."""
        following = [
            item
            for item in self._events[self._position + 1 : self._position + 6]
            if item.type not in {"path", "distributive"}
        ]
        words = [item.word for item in following if item.word != "each"][:2]
        keys = self.frames.keys(self._subject[-1:])
        if words != ["one", "for"] or not keys or self.memory.parts[keys[0]].kind not in BROKER_KINDS:
            return False
        subject = list(self._subject)
        self._close()
        self._act = Act(Relation(Frame.FILL), "", event.index, subject=subject)
        shared = False
        events: list[Event] = []
        for number, item in enumerate(self._events):
            shared = number > self._position and (
                item.word in {"one", "another"} or (shared and item.word in {"each", "for"})
            )
            events.append(item._replace(type="path") if shared else item)
        self._events = events
        return True

    def _take_stock(self) -> None:
        """Read "existing systems: SAP, the MES and a historian": a list of parts, of which one at least is named as such."""
        items = [item.nominal for item in self._items() if item.nominal is not None]
        if len(items) < 2 or not any(item.is_explicit and item.is_strong for item in items):
            return
        for item in items:
            if names_a_part(item) and (not item.is_plural or item.name.isupper()) and self.memory.find(item) is None:
                self.memory.add(item._replace(is_explicit=True, is_strong=True))

    def _sentence_follows(self) -> bool:
        """Tell whether a noun and its verb come next."""
        following = self._next(self._position)
        if following >= len(self._events) or self._events[following].type not in {"nominal", "us", "pronoun"}:
            return False
        after = self._behind_aside(self._next(following))
        for _ in range(LOOK_AHEAD):
            if after + 1 >= len(self._events):
                return False
            event, beyond = self._events[after], self._next(after)
            is_noun = beyond < len(self._events) and self._events[beyond].type == "nominal"
            if event.type == "preposition" or (event.type == "join" and event.word == "and" and is_noun):
                after = self._next(beyond)
            elif event.type == "pronoun" and event.word in QUANTIFIERS:
                after = beyond
            else:
                break
        return self._is_verb_at(after)

    def _behind_aside(self, position: int) -> int:
        """Return where a clause goes on behind ", a BentoML service behind Kong,"."""
        events = self._events
        if position + 1 >= len(events) or events[position].word != "," or events[position + 1].type != "nominal":
            return position
        for other in range(position + 1, min(len(events), position + LOOK_AHEAD)):
            if events[other].type == "verb":
                break
            if events[other].word == ",":
                return other + 1
        return position

    def _is_own_subject(self) -> bool:
        """Tell "Ingest: Fluent Bit ships logs" from "Mailer: Python worker sends mails"."""
        nominal = self._events[self._next(self._position)].nominal
        if nominal is None:
            return True
        technology = nominal.technology
        if self.memory.marked.hits[nominal.first] is None:
            return True
        return bool(nominal.article) or technology is None or technology.kinds[0] not in LANGUAGE_KINDS

    def _is_heading(self, subject: Ref) -> bool:
        nominal = subject.nominal
        return (
            nominal is not None
            and nominal.is_plural
            and " " not in nominal.name
            and singular(nominal.head) in GENERIC_HEADS
        )

    def _on_dash(self, event: Event) -> None:
        first = self._events[0].nominal is not None and self._before(2) is None
        if first and self._act is None and self._subject:
            self._on_colon(event)

    def _on_open(self, event: Event) -> None:
        if self._expands():
            return
        if self._names_the_way():
            return
        if self._says_more():
            self._begin_aside()
        else:
            self._mute += 1

    def _on_close(self, event: Event) -> None:
        if self._asides and not self._mute:
            self._end_aside()
        self._mute = max(0, self._mute - 1)

    def _names_the_way(self) -> bool:
        """Read "through MQTT (HiveMQ)": the bracket names who speaks the protocol."""
        position, events = self._position, self._events
        if self._act is None or not position or events[position - 1].type != "protocol" or position + 2 >= len(events):
            return False
        nominal = events[position + 1].nominal
        if nominal is None or nominal.kind not in BROKER_KINDS or events[position + 2].type != "close":
            return False
        self._act.role = "via"
        return True

    def _says_more(self) -> bool:
        """Tell a bracket that says what somebody does, or where it is: "a worker (writes to S3)", "(it is all in S3)"."""
        inside = self._events[self._position + 1 : self._position + 5]
        if [event.type for event in inside[:2]] == ["pronoun", "be"] and any(event.word == "at" for event in inside):
            return not self._mute and not self._asides
        for event in self._events[self._position + 1 :]:
            if event.type in {"close", "open"}:
                return False
            if event.type == "verb" and event.tag == Tag.VERB:
                return not self._mute and not self._asides
        return False

    def _expands(self) -> bool:
        """Read "three services: orders, billing and shipping": the list says who the group is."""
        items = self._items()
        group = self._group_ref(len(items))
        if group is None or len(items) < 2:
            return False
        keys: list[int] = []
        for item in items:
            nominal = item.nominal
            if nominal is None:
                return False
            keys += self._item(nominal, group)
        for key in group.keys:
            if key in self.memory.parts and key not in keys:
                self.book.replace(key, keys)
                self.memory.forget(key)
        group.keys = keys
        self.memory.mention(keys, items[0].index)
        self._groups = [*self._groups[-3:], [Ref(keys=keys)]]
        self._link_members(group, keys)
        self._skip_items(items)
        return True

    def _item(self, nominal: Nominal, group: Ref) -> list[int]:
        """Return the part of an item of a group; a plain noun is of the group's kind."""
        known = self.memory.find(nominal)
        if known is not None and self.memory.parts[known].kind == Kind.PERSON:
            known = None
        if known is not None and known not in group.keys:
            return [known]
        like = self.memory.parts[group.keys[0]] if group.keys else None
        whole = group.nominal
        if not nominal.is_explicit and whole is not None:
            product = whole.technology
            kind = like.kind if like else whole.kind
            # "Two readers: tide-forecast and board-api" are no people.
            kind = nominal.kind if kind == Kind.PERSON else kind
            nominal = nominal._replace(kind=kind, technology=product, is_explicit=True, is_strong=True)
        key = self.memory.add(
            nominal._replace(replicas=None) if nominal.replicas else nominal, name=self._item_name(nominal, whole)
        )
        if key is not None:
            self.memory.name_also(key, nominal.name)
        return [key] if key is not None else []

    def _item_name(self, nominal: Nominal, whole: Nominal | None) -> str:
        """Return "Catalog API" for "catalog" in "two APIs, catalog and cart"; a name of its own stays."""
        written = self.memory.marked.tokens[nominal.first].text
        if (
            whole is None
            or singular(nominal.head) == singular(whole.head)
            or not written.islower()
            or " " in nominal.name
        ):
            return ""
        kind_word = next(
            (
                token.text
                for token in self.memory.marked.tokens[whole.first : whole.after]
                if token.lower == whole.head and whole.has_kind
            ),
            "",
        )
        one = singular(kind_word.lower())
        return f"{nominal.name} {one.upper() if kind_word[:2].isupper() else one}" if kind_word else ""

    def _items(self) -> list[Event]:
        """Return the nouns of the list that follows: nouns and joins, and nothing else between them."""
        found: list[Event] = []
        inside = -1
        for position in range(self._position + 1, min(len(self._events), self._position + 40)):
            if position <= inside:
                continue
            event = self._events[position]
            if event.type in {"protocol", "schedule"} and found:
                continue
            if event.type == "which" and found and self._events[position - 1].word == ",":
                inside = self._relative_end(position)
                continue
            if event.type == "nominal":
                found.append(event)
            elif found and (event.type in {"close", "dash"} or event.word in {"each", "both", "all"}):
                break
            elif event.type not in {"join"}:
                if event.type in {"verb", "be", "which", "preposition", "colon", "dash"}:
                    return []
                break
        return found

    def _relative_end(self, start: int) -> int:
        """Return where ", which sends mails" ends: before the comma that the next item stands behind."""
        for position in range(start + 1, min(len(self._events) - 1, start + LOOK_AHEAD)):
            following = self._events[position + 1]
            if self._events[position].word == "," and (
                following.word in {"and", "or"} or (following.nominal is not None and following.nominal.article)
            ):
                return position
        return len(self._events)

    def _on_item(self, event: Event) -> None:
        """Speak of a member of a list that was read already: "A, which sends mails, and B"."""
        self._close()
        key = self.memory.find(event.nominal) if event.nominal is not None else None
        if key is not None:
            self._last = Ref(keys=[key], nominal=event.nominal, index=event.index)
            self._subject, self._us, self._done = [self._last], False, True

    def _trust_items(self) -> None:
        """Take "stock" in "three consumers: pricing, stock and billing" for a part: the list names nothing else."""
        items = set(self._items())
        self._events = [
            event._replace(nominal=event.nominal._replace(is_payload=False))
            if event in items and event.nominal
            else event
            for event in self._events
        ]

    def _group_ref(self, count: int) -> Ref | None:
        """Return the group that a list of a length spells out."""
        candidates = [*(self._subject[-1:]), *([self._last] if self._last is not None else [])]
        if self._act is not None:
            candidates += [ref for refs in self._act.roles.values() for ref in refs]
        for ref in candidates:
            nominal = ref.nominal
            if nominal is None or (not nominal.is_explicit and singular(nominal.head) in PLACE_HEADS):
                continue
            is_built = nominal.technology is None or (
                (nominal.has_kind or nominal.technology.kinds[0] == Kind.FUNCTION)
                and nominal.technology.kinds[0] in LANGUAGE_KINDS
            )
            chooses = count > 1 and any(event.word == "or" for event in self._events[self._position :])
            is_many = nominal.is_plural or self.memory.says_each(nominal) or (chooses and ref is self._last)
            if nominal.replicas == count or (is_many and nominal.is_explicit and is_built):
                return ref
        return None

    def _skip_items(self, items: Sequence[Event]) -> None:
        """Leave out the list that was read already."""
        done = set(items)
        tells = any(event.type == "which" for event in self._events[self._position :])
        self._events = [
            event
            if event not in done
            else event._replace(type="item")
            if tells
            else event._replace(type="path", nominal=None)
            for event in self._events
        ]

    def _on_join(self, event: Event) -> None:
        if event.word == "," and self._came("nominal") and self._lists_group() and self._expands():
            return
        if event.word == "," and self._shares_out(event):
            return
        if event.word == ",":
            self._attach = ""
        if self._act is not None and self._act.role in {"skip", "of", "for"} and event.word == ",":
            self._act.role = "direct" if not self._act.has("direct") else self._act.role

    def _lists_group(self) -> bool:
        """Tell "two services, A and B": as many names follow as were counted, and then the clause ends or a mark."""
        nominal = self._last.nominal if self._last is not None else None
        items = self._items()
        if nominal is None or not nominal.replicas or len(items) != nominal.replicas or len(items) < 2:
            return False
        after = self._events.index(items[-1]) + 1
        return after >= len(self._events) or self._events[after].word == ","
