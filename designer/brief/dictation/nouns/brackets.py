"""What stands behind a noun and belongs to it: counts, brackets, "of orders"."""

from __future__ import annotations

from designer.brief.dictation.nouns.naming import Naming
from designer.brief.dictation.nouns.nominal import Nominal
from designer.brief.dictation.relations import PROTOCOLS
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import (
    ARTICLES,
    COUNTED,
    EXISTING,
    LANGUAGE_KINDS,
    REPLICAS,
    singular,
)
from designer.brief.lexicon import Hit
from designer.brief.numbers import number_at
from designer.model.kinds import DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_MOST_BRACKET = 14


_THAT_IS = frozenset("that's that’s it's it’s our".split())
_BEFORE_A_COUNT = frozenset({"with", ","})
_COPIES = COUNTED - {"workers", "servers", "brokers", "containers", "shards"}
"""What is nothing but a copy of something: "the API, two workers, Redis" is a list."""
_CLOSING = frozenset({",", ";", ".", ")", "!", "—", "–"})
_HAVING = frozenset("service services svc api worker backend".split())


class Brackets(Naming):
    """Reads counts and brackets."""

    def _count(self, first: int) -> int | None:
        """Return the count in "three API servers", "3x API" and "three replicas of a Go API"."""
        m = self._m
        for index in range(max(0, first - 5), first + 1):
            number = number_at(m.tokens, index)
            if number is None or m.clauses[index] != m.clauses[first] or not 1 < number.value <= 10_000:
                continue
            if index and m.tokens[index - 1].text == ":":
                continue
            between = [m.tokens[item].lower for item in range(number.after, first)]
            near = not between or (len(between) == 1 and between[0] in {"x", "×", "*", "new", "more", "other", "separate", "further", "different", "independent", "internal"}) or (
                between[:1] != [] and between[0] in COUNTED and between[1:2] == ["of"] and set(between[2:]) <= ARTICLES
            )  # fmt: skip
            inside = index == first and number.after <= first + 2
            if (near or inside) and number.value == int(number.value):
                return int(number.value)
        return None

    def _with_count(self, found: Nominal) -> Nominal:
        """Take the copies behind a phrase: "with three nodes", "(3 replicas)", "x3"."""
        m = self._m
        after = found.after
        if (
            after + 2 < len(m.tokens)
            and m.tokens[after].lower in _BEFORE_A_COUNT
            and m.clauses[after] == m.clauses[found.first]
        ):
            number = number_at(m.tokens, after + 1)
            counted = m.tokens[number.after].lower if number is not None and number.after < len(m.tokens) else ""
            is_copy = singular(counted) in REPLICAS and found.kind in DATASTORE_KINDS
            is_with = m.tokens[after].lower == "with"
            is_said = number is not None and (is_with or (counted in _COPIES and self._closes(number.after)))
            if number is not None and is_said and counted in COUNTED and not is_copy:
                return found._replace(replicas=int(number.value) or None, after=number.after + 1)
        if len(m.tokens) > after and m.tokens[after].lower in {f"x{digit}" for digit in range(2, 10)}:
            return found._replace(replicas=int(m.tokens[after].lower[1:]), after=after + 1)
        return found

    def _closes(self, index: int) -> bool:
        """Tell "the bunk service, three instances, reads ..." from "the hub, three instances of the API and ..."."""
        tokens, clauses = self._m.tokens, self._m.clauses
        behind = index + 1
        return behind >= len(tokens) or clauses[behind] != clauses[index] or tokens[behind].text in _CLOSING

    def _counted_by_the_way(self, found: Nominal, first: int) -> Nominal:
        """Take the number of "sensors (40 of them)", "boards (DGT, 64 of them)" for the copies; `first` is where it may stand."""
        for index in range(first, found.after + 1):
            aside = self._m.asides.get(index)
            if aside is not None:
                return found._replace(replicas=found.replicas or aside.total, after=max(found.after, aside.after))
        return found

    def _of_what(self, found: Nominal) -> Nominal:
        """Read "service of orders", "database of users": the noun behind belongs to the name."""
        m = self._m
        after = found.after
        if not (found.is_explicit and found.technology is None and found.after - found.first == 1):
            return found
        if found.head not in {"service", "database", "api", "db", "store", "queue"} or after + 1 >= len(m.tokens):
            return found
        if (
            m.tokens[after].lower != "of"
            or m.tags[after + 1] != Tag.NOUN
            or m.clauses[after + 1] != m.clauses[found.first]
        ):
            return found
        return found._replace(after=after + 2, name=self._words(found.first, after + 2))

    def _bracket(self, found: Nominal) -> Nominal:
        """Read "(Postgres)", "(Go, existing)", "(3 replicas)" behind a phrase, unless a list or a protocol stands there."""
        m = self._m
        opener = found.after
        if opener >= len(m.tokens) or m.tokens[opener].text not in {"(", "["}:
            return found
        closing = opener + 1
        while closing < len(m.tokens) and closing - opener < _MOST_BRACKET and m.tokens[closing].text not in {")", "]"}:
            closing += 1
        if closing >= len(m.tokens) or m.tokens[closing].text not in {")", "]"}:
            return found
        words = [m.tokens[item].lower for item in self._inside(opener + 1, closing)]
        each = not {"each", "every", "all"}.isdisjoint(self._lead(found.first))
        if (
            (found.is_plural or each)
            and ({"and", ","} & set(words) or found.replicas)
            and not {"existing", "all"} & set(words)
        ):
            return found
        return self._learn(found, opener + 1, closing, words)

    def _inside(self, first: int, after: int) -> list[int]:
        """Return the tokens of a bracket without what it counts by the way."""
        cut = {
            item
            for place, aside in self._m.asides.items()
            if first <= place < after
            for item in range(place, aside.after)
        }
        return [item for item in range(first, after) if item not in cut]

    def _learn(self, found: Nominal, first: int, closing: int, words: list[str]) -> Nominal:
        m = self._m
        hit = next((m.hits[item] for item in range(first, closing) if m.hits[item] is not None), None)
        if any(m.tags[item] in VERBAL for item in range(first, closing)) and hit is None:
            return found
        if any(m.tags[item] == Tag.VERB for item in range(first, closing)) and hit is not None and (
            hit.word.technology is None or not self._runs_on(found, hit, words)
        ):  # fmt: skip
            return found
        if set(words) & set(PROTOCOLS) and hit is None:
            return found
        if (front := self._front_of(found, first, closing)) is not None:
            product, first_of_it = front
            rest = [item for item in range(first, first_of_it) if m.tokens[item].is_word]
            named = found._replace(behind=product)
            return self._learn(named, first, first_of_it, words)._replace(after=closing + 1) if rest else (
                named._replace(after=closing + 1)
            )  # fmt: skip
        number = next((number_at(m.tokens, item) for item in range(first, closing) if m.tags[item] == Tag.NUMBER), None)
        if (
            number is not None
            and number.after < closing
            and m.tokens[number.after].lower in COUNTED
            and number.value >= 1
        ):
            found = found._replace(replicas=int(number.value))
        if EXISTING & set(words):
            found = found._replace(existing=True)
        if hit is not None and hit.word.technology is not None and self._runs_on(found, hit, words):
            return found._replace(after=closing + 1, keeps_in=hit.word.technology)
        if hit is not None and (store := self._store_beneath(found, hit, first, closing)) is not None:
            built = hit.word.technology if found.technology is None else found.technology
            return found._replace(
                after=closing + 1, keeps_in=store, technology=built, is_explicit=True, is_payload=False
            )
        if hit is not None and hit.word.technology is not None and self._is_whose_kind(found):
            # "Celery's broker (RabbitMQ)": the bracket names it, whoever has it.
            product = hit.word.technology
            own = found._replace(
                technology=product, kind=hit.word.kind, name=product.name, head=product.name.casefold()
            )
            return own._replace(after=closing + 1, has_kind=False, is_strong=True, alias=found.name)
        if hit is not None and hit.word.technology is not None and found.technology is None:
            kind = found.kind if found.is_explicit or found.role else hit.word.kind
            if kind in LANGUAGE_KINDS and hit.word.kind not in LANGUAGE_KINDS:
                kind = hit.word.kind if not found.is_explicit else found.kind
            elif not found.is_explicit and hit.word.kind in LANGUAGE_KINDS:
                kind = found.kind
            found = found._replace(
                technology=hit.word.technology, is_explicit=True, is_strong=True, kind=kind, is_payload=False
            )
        inside = [item for item in self._inside(first, closing) if m.tokens[item].is_word]
        if hit is not None and hit.word.technology is None and words[0] in _THAT_IS and not found.is_explicit and (
            m.hits[inside[-1]] is hit and not DATASTORE_KINDS & {hit.word.kind}
        ):  # fmt: skip
            # "the bookkeeper's inbox (that's our web app)"
            found = found._replace(kind=hit.word.kind, is_explicit=True, is_strong=True, is_payload=False)
        if hit is None and len(inside) == 1 and m.tokens[inside[0]].text[:1].isupper() and number is None:
            found = found._replace(alias=m.tokens[inside[0]].text)
        return found._replace(after=closing + 1)

    def _front_of(self, found: Nominal, first: int, closing: int) -> tuple[Technology, int] | None:
        """Return the Traefik of "the API (Go, behind Traefik)", and where its words begin."""
        m = self._m
        place = next((item for item in range(first, closing - 1) if m.tokens[item].lower == "behind"), -1)
        if place < 0 or found.is_store or found.behind is not None:
            return None
        inside = [item for item in range(place + 1, closing) if m.tokens[item].lower not in ARTICLES]
        hit = m.hits[inside[0]] if inside else None
        if hit is None or hit.word.technology is None or any(m.hits[item] is not hit for item in inside):
            return None
        return hit.word.technology, place

    def _store_beneath(self, found: Nominal, hit: Hit, first: int, closing: int) -> Technology | None:
        """Return the Oracle of "(Java, Oracle underneath)": beside what a part is built with, a store is what it has."""
        if hit.word.technology is None or hit.word.kind not in LANGUAGE_KINDS or found.is_store or found.role:
            return None
        others = [
            other.word.technology
            for item in range(first, closing)
            if (other := self._m.hits[item]) is not None
            and other.word.technology is not None
            and other.word.kind in DATASTORE_KINDS
        ]
        return others[0] if others and all(other == others[0] for other in others) else None

    def _is_whose_kind(self, found: Nominal) -> bool:
        """Tell "Celery's broker", a part that a product has."""
        owns = self._m.tokens[found.first].lower.endswith(("'s", "’s"))
        return owns and found.technology is not None and found.has_kind

    def _runs_on(self, found: Nominal, hit: Hit, words: list[str]) -> bool:
        """Tell "(runs on Db2)", "(uses Redis)": a store that a part has, and is not."""
        if hit.word.kind not in DATASTORE_KINDS or not found.is_explicit or found.is_store or found.role:
            return False
        if (
            found.has_kind
            and found.technology is None
            and found.kind in {Kind.SERVICE, Kind.WORKER}
            and found.head in _HAVING
        ):
            return True
        return not {"on", "uses", "with", "in"}.isdisjoint(words)
