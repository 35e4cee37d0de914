"""Something is kept twice, or filled from elsewhere."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Act
from designer.brief.dictation.links.taking import Taking
from designer.brief.dictation.words import singular
from designer.model.kinds import Kind

_KEPT = frozenset({"kept", "held"})


class Copying(Taking):
    """Makes links of copies and feeds."""

    def _copy(self, act: Act) -> None:
        """Something is kept twice: a store copies itself, or somebody copies from one to the other."""
        targets = self.keys(self._role(act, "to"), unknown=True) + self._named(act, "at")
        own = [key for key in targets if key in self.keys(act.subject)]
        targets = [key for key in targets if key not in own]
        sources = self.keys(self._role(act, "from"), unknown=True)
        if act.passive:
            agents = self.keys(self._role(act, "by"), unknown=True)
            sources = self.keys(act.subject, unknown=bool(targets)) or sources
            if not targets and act.place:
                targets = self._copies_at(act.place, sources, own)
            if not targets and act.word in _KEPT and (like := self.keys(self._role(act, "with"), unknown=True)):
                # "Elasticsearch is kept in sync with MySQL": the one spoken of follows the other.
                sources, targets = like, sources
            self._copy_with(agents, sources, targets, act)
            return
        subject = self.subject(act)
        if not targets and subject and self._is_a_copy(act):
            store = subject[0]
            name = f"{self.memory.parts[store].name} copy"
            targets = [key for key in [self.memory.copy_of(store, act.place, name=name)] if key is not None]
        direct = self._named(act, "direct")
        if not targets:
            targets = [key for key in self.keys(self._role(act, "with"), unknown=True) if key not in direct]
            if not targets and direct and not sources:
                targets, direct = direct, []
        sources = sources or direct
        if not targets and act.place:
            targets = self._copies_at(act.place, [*sources, *subject], own)
        if subject and not sources and not any(self._copies_for_others(key) for key in subject):
            if act.word.startswith("mirror") and not act.place and not act.has("to", "at"):
                self._each(targets, subject, "copy", act)
            else:
                self._each(subject, targets, "copy", act, self._via(act))
        elif subject:
            self._copy_with(subject, [key for key in sources if key not in subject], targets, act)
        else:
            self._copy_with([], sources, targets, act)

    def _copies_at(self, place: str, sources: list[int], own: list[int]) -> list[int]:
        """Return the copy that "Aurora replicates to us-east-1" and "Ceph mirrors to the Ceph in Bologna" speak of.

        `own` are the sources that the text names as the goal too: their copy goes by their name.
        """
        stores = [key for key in sources if self._is_store(key) or self._is_broker(key)]
        if not stores:
            return []
        key = self.memory.copy_of(stores[0], place, name=self.memory.parts[stores[0]].name if stores[0] in own else "")
        return [key] if key is not None else []

    def _is_a_copy(self, act: Act) -> bool:
        """Tell "the historian mirrors to a copy in the head office"."""
        nouns = [ref.nominal for ref in self._role(act, "to") if ref.nominal is not None]
        return bool(nouns) and singular(nouns[0].head) in {"copy", "twin", "backup", "mirror"} and nouns[0].is_payload

    def _copies_for_others(self, key: int) -> bool:
        """Tell a job that copies from a store or service that copies itself."""
        part = self.memory.parts[key]
        return part.kind in {
            Kind.WORKER,
            Kind.BATCH_JOB,
            Kind.SCHEDULER,
            Kind.FUNCTION,
            Kind.STREAM_PROCESSOR,
            Kind.WORKFLOW_ENGINE,
        }

    def _copy_with(self, actors: list[int], sources: list[int], targets: list[int], act: Act) -> None:
        if not actors:
            self._each(sources, targets, "copy", act)
            return
        for source in sources:
            self._take_from(actors, source, act)
        self._each(actors, targets, "call", act)

    def _fill(self, act: Act) -> None:
        if act.passive:
            agents = self.keys(
                self._role(act, "by") or self._role(act, "from") or self._role(act, "with"), unknown=True
            )
            patient = self.keys(act.subject, unknown=bool(agents))
            if act.has("by") and act.has("from"):
                sources = self.keys(self._role(act, "from"), unknown=True)
                if sources and all(map(self._is_broker, sources)) and not any(map(self._is_store, patient)):
                    # "Workers are fed from a queue by the scheduler": what hands out work stands between them.
                    self._each(agents, patient, "send", act, sources)
                    return
                for source in sources:
                    self._take_from(agents, source, act)
            if via := self._via(act):
                self._each(agents, patient, "send", act, via)
                return
            for one in agents:
                for two in patient:
                    self.link(
                        one,
                        two,
                        "send" if not self.memory.acts(one) else "call" if self._is_store(two) else "send",
                        act,
                    )
            return
        subject, via = self.subject(act), self._via(act)
        targets = self.keys(self._role(act, "to"), unknown=True) or self._direct(act, unknown=True)
        if via:
            self._each(subject, targets, "send", act, via)
            return
        for one in subject:
            for two in targets:
                self.link(one, two, "call" if self._is_store(two) and self.memory.acts(one) else "send", act)
        for source in self.keys(self._role(act, "from"), unknown=True):
            self._take_from(subject, source, act)
