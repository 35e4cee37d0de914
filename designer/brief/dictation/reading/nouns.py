"""A noun phrase in a clause: what it says of others, or whom it brings in."""

from __future__ import annotations

from designer.brief.dictation.event import Event
from designer.brief.dictation.nouns.nominal import Nominal, only_describes
from designer.brief.dictation.reading.copies import Copies
from designer.brief.dictation.relations import Frame, Relation
from designer.brief.dictation.words import EXISTING, HOSTS, NEW
from designer.model.kinds import Kind

_MADE = frozenset("made done coded programmed realised realized created crafted".split())
_PROGRAMS = frozenset("addin addon plugin extension widget macro script program binary daemon executable".split())
_OUTSIDE = frozenset("external saas third-party third partner vendor".split())


class Nouns(Copies):
    """Reads noun phrases."""

    def _names_new(self) -> bool:
        """Tell "new is only the dashboard", "existing are A and B"."""
        noun = self._subject[-1].nominal if len(self._subject) == 1 else None
        return noun is not None and noun.after - noun.first == 1 and noun.head in EXISTING | NEW

    def _is_our_name(self, nominal: Nominal) -> bool:
        """Read "the program, we call it WiegeMax"."""
        act = self._act
        if act is None or not act.us or act.word not in {"call", "name"}:
            return False
        if self._gap is not None and not nominal.article and not nominal.is_explicit and not nominal.is_plural:
            # "our Go backend, which we call Parrot"
            for key in self.frames.key(self._gap[1], unknown=True):
                self.memory.name_also(key, nominal.name)
                self.memory.set(key, name=nominal.name)
            act.refused, self._gap = True, None
            return True
        if nominal.is_explicit or not self._came("pronoun"):
            return False
        meant = [key for ref in act.roles.get("direct", ()) if ref.is_pronoun for key in ref.other]
        if not meant:
            return False
        self.memory.name_also(meant[0], nominal.name)
        act.refused = True
        return True

    def _built_with(self, nominal: Nominal) -> Nominal:
        """Return the Rust of "that's written in Rust", "made in Laravel" as no part: it says how one is built."""
        act = self._act
        if act is None or act.role not in {"at", "with"} or nominal.technology is None or not only_describes(nominal):
            return nominal
        if act.passive and act.relation.frame == Frame.OTHER and act.word in _MADE:
            act.relation = Relation(Frame.BUILD)
        is_built = act.relation.frame == Frame.BUILD and nominal.technology.name not in HOSTS
        return nominal._replace(is_explicit=False, is_payload=True) if is_built else nominal

    def _is_further_predicate(self, nominal: Nominal) -> bool:
        """Tell the "external" of "which is existing and external, and caches": a second word that only describes."""
        described, self._described = self._described, -1
        joined = self._before()
        is_bare = " " not in nominal.name and not nominal.article and not nominal.is_explicit and not nominal.is_plural
        is_next = joined is not None and joined.word in {"and", "or", "but", ","} and joined.index == described
        return is_next and is_bare and self.memory.marked.tokens[nominal.first].text.islower()

    def _is_proper(self, nominal: Nominal) -> bool:
        """Tell "our historian, which is Canary": a name of its own."""
        first = self.memory.marked.tokens[nominal.first].text
        return not nominal.article and not nominal.is_plural and first[:1].isupper() and first[1:].islower()

    def _on_nominal(self, event: Event) -> None:
        nominal = event.nominal
        if nominal is None:
            return
        if self._asides and nominal.head in EXISTING | NEW:
            return
        if self._naming:
            self._name(nominal)
            return
        if (self._defines or (self._defined and self._act is None and self._came("join"))) and self._stores_in(nominal):
            return
        if self._defines and self._stands_for(nominal):
            return
        if self._defined and self._is_built_of(nominal):
            return
        if self._whose is not None and self._is_whose(nominal):
            return
        if self._whose is not None and not nominal.is_explicit and self._came("which"):
            return
        if self._copula and self._is_had_by(nominal):
            return
        if self._copula and self._subject and self._takes_too(nominal):
            self._done = True
            return
        if (self._copula or self._defines) and self._describes(nominal):
            self._done = True
            return
        if self._copula and self._acts_for(nominal):
            return
        if self._act is None and self._is_comma(1) and self._subject and self._acts_for(nominal):
            return
        if self._doer is not None and self._is_doer(nominal):
            return
        if self._copula and self._names_new():
            self._slot(self._ref(nominal, event.index))
            self._done = True
            return
        if self._is_further_predicate(nominal):
            self._done, self._described = True, nominal.after
            return
        if self._copula and self._subject and not nominal.is_explicit:
            self._copula, self._done, self._described = False, True, nominal.after
            if self._is_proper(nominal):
                for key in self.frames.keys(self._subject[-1:], unknown=True):
                    self.memory.name_also(key, nominal.name)
            if nominal.name.casefold().replace("-", "").split()[-1] in _PROGRAMS:
                for key in self.frames.keys(self._subject[-1:], unknown=True):
                    part = self.memory.parts[key]
                    self.memory.set(key, kind=Kind.SERVICE if part.kind == Kind.PERSON else part.kind, is_explicit=True)
            if not _OUTSIDE.isdisjoint(nominal.name.casefold().replace("-", " ").split()):
                for key in self.frames.keys(self._subject[-1:], unknown=True):
                    self.memory.set(key, kind=Kind.EXTERNAL_SYSTEM, is_explicit=True)
            return
        if self._gathers(nominal) or self._is_our_name(nominal):
            return
        if self._says_where(nominal):
            return
        nominal = self._built_with(self._copied_to(nominal))
        if self._renames(nominal, event.index):
            return
        if self._is_aside(nominal) or self._explains(nominal):
            return
        if self._counts(nominal) or self._is_built_in(nominal):
            return
        if (
            self._is_called(nominal)
            or self._apposes(nominal)
            or self._specifies(nominal)
            or self._is_copied(nominal)
            or self._has_copies(nominal)
        ):
            return
        if self._belongs_to(nominal) or self._sums_up(nominal) or self._is_whose(nominal):
            return
        self._slot(self._ref(nominal, event.index))
