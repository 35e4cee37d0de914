"""What a name stands for: "the file drop, an S3 bucket", "splash, a script which", "share one backend, a Rails monolith"."""

from __future__ import annotations

from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.nouns.naming import QUOTES
from designer.brief.dictation.nouns.nominal import Nominal, names_a_part
from designer.brief.dictation.reading.descriptions import Descriptions
from designer.brief.dictation.words import LANGUAGE_KINDS
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_THINGS = frozenset("thing something one affair beast fellow".split())


class Namesakes(Descriptions):
    """Reads what stands behind the comma of a name and says what it is."""

    def _says_what_it_is(self, last: Ref, nominal: Nominal) -> bool:
        """Read "hive-ingest, little Rust thing, that", "runs "splash", a script which": what a name of its own is."""
        name, following = last.nominal, self._next(self._position)
        tells = following < len(self._events) and (
            self._events[following].type == "which"
            or (self._events[following].word == "," and nominal.head in _THINGS and following + 1 < len(self._events))
        )
        if name is None or not tells or nominal.is_plural or not (nominal.article == "a" or nominal.head in _THINGS):
            return False
        plain = not name.article and not name.is_explicit and not name.is_plural and names_a_part(name)
        if not plain or (nominal.is_explicit and nominal.is_store) or self._is_list(name):
            return False
        for key in self.frames.key(last, unknown=True):
            product = nominal.technology or (nominal.holder if nominal.head in _THINGS else None)
            if product is not None:
                self.memory.describe(key, nominal._replace(technology=product, is_explicit=nominal.has_kind))
            elif nominal.kind != Kind.PERSON and nominal.head not in _THINGS:
                self.memory.set(key, kind=nominal.kind)
        return True

    def _is_list(self, name: Nominal) -> bool:
        """Tell "reads orders, a script": a plain word before the comma is no name."""
        tokens, first = self.memory.marked.tokens, name.first
        written = tokens[first].text
        quoted = written in QUOTES or (first > 0 and tokens[first - 1].text in QUOTES)
        return not (quoted or written[:1].isupper() or "-" in name.name or any(char.isdigit() for char in written))

    def _apposes(self, nominal: Nominal) -> bool:
        """Read "the leader, a Postgres in zone A": a product with an article behind a plain noun."""
        last = self._last
        if (
            not self._came("join")
            or last is None
            or last.nominal is None
            or nominal.article != "a"
            or not nominal.is_explicit
        ):
            return False
        before = self._before()
        if before is None or before.word != "," or last.nominal.technology is not None:
            return False
        owner = self.memory.last(self.frames.keys([last]), stores=True)
        if last.nominal.role == "replica" and owner and self.memory.parts[owner[0]].technology not in {
            None, nominal.technology.name if nominal.technology is not None else None
        }:  # fmt: skip
            return False
        if last.nominal.is_explicit and nominal.technology is None:
            return False
        if (
            not self._is_the_store(last, nominal)
            and not self._is_built_so(last, nominal)
            and not (
                last.nominal.role
                or (nominal.technology is not None and last.nominal.article == "the" and nominal.has_kind)
                or self._is_kept_so(last.nominal, nominal)
            )
        ):
            return False
        for key in self.frames.key(last, unknown=True):
            self.memory.describe(key, nominal)
        return True

    def _is_kept_so(self, first: Nominal, nominal: Nominal) -> bool:
        """Tell "to the file drop, an S3 bucket": the store that a plain noun stands for, and nothing more listed."""
        following = self._next(self._position)
        after = self._next(following)
        listed = following < len(self._events) and self._events[following].type == "join" and (
            self._events[following].word != "," or (after < len(self._events) and self._events[after].type == "nominal")
        )  # fmt: skip
        plain = not first.is_explicit and first.article == "the" and not first.is_plural and not first.is_payload
        # "the barn hub, a Raspberry Pi, sends"
        aside = self._act is None and self._is_verb_at(after) and self._events[after].word.endswith("s")
        is_new = nominal.technology is not None and self.memory.find(nominal) is None
        return plain and is_new and (aside or (nominal.is_store and not listed))

    def _is_built_so(self, last: Ref, nominal: Nominal) -> bool:
        """Tell "share one backend, a Rails monolith on Heroku": how the part right before the comma is built."""
        first, product, following = last.nominal, nominal.technology, self._next(self._position)
        if first is None or product is None or not first.is_explicit or " " in first.name or len(last.keys) != 1:
            return False
        built = product.kinds[0] in LANGUAGE_KINDS and first.kind in LANGUAGE_KINDS and first.technology is None
        ends = following >= len(self._events) or self._events[following].type in {"which", "preposition", "place"}
        return built and ends and first.article == "a" and last.keys[0] in self.memory.parts

    def _is_the_store(self, last: Ref, nominal: Nominal) -> bool:
        """Tell "a database, an Aurora cluster": the product of a store that was named by its kind, and nothing more listed."""
        first, following = last.nominal, self._next(self._position)
        if first is None or not first.is_store or not first.is_explicit or nominal.technology is None or not last.keys:
            return False
        ends = following >= len(self._events) or self._events[following].type == "which" or (
            self._events[following].word == "with"
        )  # fmt: skip
        alike = any(
            {first.kind, nominal.kind} <= family
            for family in (DATASTORE_KINDS - {Kind.CACHE, Kind.OBJECT_STORE}, BROKER_KINDS)
        )
        return ends and (alike or first.kind == nominal.kind)
