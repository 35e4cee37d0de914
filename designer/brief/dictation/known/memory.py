"""Who was spoken of last, and where the things are that were put somewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from designer.brief.dictation.known.finding import Finding
from designer.brief.dictation.known.index import MOST_PLACED
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.words import LANGUAGE_KINDS, singular
from designer.brief.phrases import stem
from designer.model.kinds import BROKER_KINDS, Family, Kind

_MOST_RECENT = 128
_DOING = frozenset({Family.COMPUTE, Family.CLIENT, Family.EDGE})


class Memory(Finding):
    """Parts by key, and who was spoken of; every look-up takes constant time."""

    def mention(self, keys: Sequence[int], index: int) -> None:
        """Note that parts were mentioned at a token, which may lie before others noted already."""
        position = bisect_right(self._places, index)
        for key in keys:
            self.recent.insert(position, key)
            self._places.insert(position, index)
        if len(self.recent) > _MOST_RECENT:
            del self.recent[: _MOST_RECENT // 2], self._places[: _MOST_RECENT // 2]

    def is_many(self, key: int) -> bool:
        """Tell whether a part is named in the plural by a plain word: "tills"."""
        part = self.parts.get(key)
        last = part.name.casefold().split()[-1:] if part is not None and part.technology is None else []
        return bool(last) and singular(last[0]) != last[0]

    def kin(self, nominal: Nominal) -> list[int]:
        """Return the listing service for "listings" and "listing photos": who is named like what a phrase speaks of."""
        words = nominal.name.casefold().split()
        found = [
            key
            for word in dict.fromkeys(singular(word) for word in (*words[:1], nominal.head))
            for key in self._first_words.get(word, ())[:MOST_PLACED]
            if key in self.parts
            and self.parts[key].kind in LANGUAGE_KINDS
            and self.parts[key]
            .name.casefold()
            .endswith((" service", " api", " module", " keeper", " store", " manager"))
        ]
        return found if len(found) == 1 else []

    def last_acting(self, skip: Sequence[int] = ()) -> list[int]:
        """Return the part mentioned last that acts."""
        for among in (self.faint, ()):
            for key in reversed(self.recent):
                if key not in self.parts or key in skip or key in among:
                    continue
                if self.acts(key) and self.parts[key].kind != Kind.PERSON:
                    return [key]
        return []

    def last(self, skip: Sequence[int] = (), *, stores: bool = False) -> list[int]:
        """Return the part mentioned last."""
        for key in reversed(self.recent):
            if key in self.parts and key not in skip and (not stores or not self.acts(key)):
                return [key]
        return []

    def last_broker(self, skip: Sequence[int] = ()) -> list[int]:
        """Return the queue or log mentioned last."""
        for key in reversed(self.recent):
            if key in self.parts and key not in skip and self.parts[key].kind in BROKER_KINDS:
                return [key]
        return []

    def only_broker(self) -> list[int]:
        """Return the queue or log of a text that names one."""
        every = (key for kind in sorted(BROKER_KINDS) for key in self._by_kind.get(kind, ())[:MOST_PLACED])
        found = [key for key in every if key in self.parts]
        return found if len(found) == 1 else []

    def last_two(self, skip: Sequence[int] = (), *, acting: bool = False) -> list[int]:
        """Return the last two different parts, in order of mention; with `acting` only those that do things."""
        found: list[int] = []
        for key in reversed(self.recent):
            if key in skip:
                continue
            if key in self.parts and key not in found and (not acting or self.parts[key].kind in LANGUAGE_KINDS):
                found.append(key)
            if len(found) == 2:
                break
        return found[::-1]

    def last_few(self, count: int, skip: Sequence[int] = ()) -> list[int]:
        """Return the last different parts, so many, in order of mention: of those that act, or those that do not."""
        acting: list[int] = []
        stores: list[int] = []
        for key in reversed(self.recent):
            alike = acting if self.acts(key) else stores
            if key not in self.parts or key in alike or key in skip:
                continue
            alike.append(key)
            if len(alike) == count and (alike is acting or len(acting) < 2):
                return alike[::-1]
        return (acting if len(acting) == count else [])[::-1]

    def last_of(self, kinds: Collection[Kind], count: int) -> list[int]:
        """Return the last different parts of some kinds, so many, in order of mention, or none when there are fewer."""
        found: list[int] = []
        for key in reversed(self.recent):
            if key in self.parts and key not in found and self.parts[key].kind in kinds:
                found.append(key)
            if len(found) == count:
                return found[::-1]
        return []

    def beside(self, first: int, after: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield each product that does nothing on its own behind who acts nearest before it, among the tokens of a clause.

        A row is who acts, the product, and the tokens where the two are mentioned.
        """
        acting: tuple[int, int] | None = None
        start = bisect_left(self._places, first)
        for key, place in zip(self.recent[start:], self._places[start:], strict=True):
            if place >= after or key not in self.parts:
                continue
            part = self.parts[key]
            if self.acts(key) and part.kind.family in _DOING:
                acting = (key, place) if part.kind != Kind.PERSON else acting
            elif acting is not None and part.technology is not None:
                yield acting[0], key, acting[1], place

    def put(self, words: Iterable[str], key: int) -> None:
        """Note that something was put into a store or queue: the words for it now stand for that place."""
        for word in words:
            self._payload[stem(word)] = key

    def place_of(self, words: Iterable[str]) -> int | None:
        """Return where something was put that words name."""
        for word in reversed(list(words)):
            key = self._payload.get(stem(word))
            if key is not None and key in self.parts:
                return key
        return None
