"""A store that is kept twice: which phrase means the copy, and where it stands."""

from __future__ import annotations

from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.reading.appositions import Appositions
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.words import SITES, TOWNS


class Copies(Appositions):
    """Reads what a store is copied to."""

    def _copied_to(self, nominal: Nominal) -> Nominal:
        """Return "a MongoDB in Oslo" of "MongoDB is mirrored to a MongoDB in Oslo" as another one than the first."""
        act = self._act
        if act is None or act.relation.frame != Frame.COPY or act.role != "to" or not nominal.is_store:
            return nominal
        is_new = nominal.article == "a" and nominal.technology is not None
        return nominal._replace(is_other=True) if is_new else nominal

    def _says_where(self, nominal: Nominal) -> bool:
        """Read "mirrored to the second site", "to a second CouchDB in the concert hall": where the copy stands."""
        act = self._act
        if act is None or act.relation.frame != Frame.COPY or nominal.is_explicit:
            return False
        is_site = nominal.head in SITES
        place = f"Second {nominal.head}" if is_site and nominal.is_other else nominal.name
        last = self._last
        if act.role == "at" and last is not None and last in act.roles.get("to", ()):
            keys = [key for key in self.frames.keys([last], unknown=True) if not self.memory.acts(key)]
            if not keys or (self.memory.find(nominal) is not None and not is_site):
                return False
            if keys == self.frames.keys(act.subject):
                act.place = act.place or place
            for key in keys if keys != self.frames.keys(act.subject) else ():
                self.memory.set(key, place=self.memory.parts[key].place or place)
            return True
        if is_site or (act.role in {"to", "at"} and nominal.head in TOWNS and " " not in nominal.name):
            act.place = act.place or place
            return True
        return False
