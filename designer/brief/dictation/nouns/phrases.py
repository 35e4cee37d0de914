"""Noun phrases, cut out of a marked text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from designer.brief.dictation.nouns.bounds import Bounds
from designer.brief.dictation.nouns.naming import INITIALS, QUOTES
from designer.brief.dictation.nouns.nominal import ORDINALS, Nominal
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.dictation.words import (
    ABSORBED,
    ABSTRACT,
    COMPOUND_HEADS,
    DEFINITE,
    EXISTING,
    FILE_ENDS,
    LANGUAGE_KINDS,
    NOT_IN_NAME,
    OTHER,
    PAYLOAD,
    PRIMARIES,
    REPLICAS,
    SYSTEM_NOUNS,
    WEAK_WORDS,
    kind_of_noun,
    singular,
)
from designer.brief.english import cannot_be_noun
from designer.brief.lexicon import Hit
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind
from designer.model.technology import Technology

_GENERIC_PRODUCTS = frozenset({"ldap"})
_INNER = frozenset("topic queue table bucket index stream channel exchange collection".split())
_HOLDING = (["volume"], ["repository"], ["repo"], ["graph"])
"""Words behind a product for the place in it where things are kept: "Ceph volume"."""
_BODIES = frozenset(
    "bank port ministry department university city county office institute bureau board house court chamber state".split()
)
_GLUE = frozenset("-‑–/&.")
_MODULES = frozenset("pm mm sd fi co hr wm ps qm pp".split())
"""Modules of SAP that stand behind its name without a dash."""
_RUNS_JOBS = frozenset({Kind.BATCH_JOB, Kind.STREAM_PROCESSOR, Kind.WORKER})
_SITES = frozenset("cities towns regions countries sites zones continents".split())
_KIND_INSIDE = {
    "api": Kind.SERVICE, "service": Kind.SERVICE, "backend": Kind.SERVICE, "server": Kind.SERVICE, "worker": Kind.WORKER,
    "job": Kind.BATCH_JOB, "function": Kind.FUNCTION, "frontend": Kind.WEB_CLIENT, "spa": Kind.WEB_CLIENT,
    "ui": Kind.WEB_CLIENT, "lambda": Kind.FUNCTION,
}  # fmt: skip
_SUFFIX_KINDS = {
    "events": Kind.EVENT_LOG, "topic": Kind.EVENT_LOG, "stream": Kind.EVENT_LOG, "queue": Kind.QUEUE, "db": Kind.RELATIONAL_DB,
    "jobs": Kind.QUEUE, "bucket": Kind.OBJECT_STORE, "cache": Kind.CACHE,
}  # fmt: skip


_NO_COMPOUND = frozenset(
    "entry end starting last first next whole large daily nightly hourly weekly monthly message".split()
)
_UNDERTAKINGS = frozenset("management administration control accounting planning backoffice".split())
_OF_PEOPLE = frozenset(
    "travel support insurance sales service call field estate customer booking claims human live store shop product project account "
    "branch hotel site office case warehouse plant line hr marketing restaurant property general area team duty ward key demand city".split()
)


def _article(lead: Sequence[str]) -> str:
    if DEFINITE & set(lead[-2:]) or (len(lead) > 2 and lead[-3] in {"the", "these"}):
        return "the"
    return "a" if {"a", "an", "one", "another", "new", "second"} & set(lead[-2:]) else ""


def _role(tail: Sequence[str], words: Sequence[str]) -> str:
    if REPLICAS & set(words):
        return "replica"
    if tail[-1:] == ["copy"]:
        return "replica"
    return "primary" if PRIMARIES & set(tail) else ""


def _joined(technology: Technology | None, other: Kind) -> Kind:
    """Choose the kind of "Redis cache" (cache), "Kafka queue" (event log) and "Go service" (service)."""
    if technology is None:
        return other
    if other in technology.kinds or technology.kinds[0] in LANGUAGE_KINDS:
        return other
    first = technology.kinds[0]
    same = {first, other} <= DATASTORE_KINDS or {first, other} <= BROKER_KINDS
    if same and other in {Kind.RELATIONAL_DB, Kind.QUEUE, Kind.EVENT_LOG}:
        return first
    return first if other == Kind.SERVICE or (first in BROKER_KINDS and other not in BROKER_KINDS) else other


class NominalReader(Bounds):
    """Cuts the noun phrases out of a marked text."""

    def at(self, index: int) -> Nominal | None:
        """Return the noun phrase that starts at a token, articles before it counted in, or None."""
        after = self._run_end(index)
        if after == index:
            return None
        return self._nominal(index, after)

    def whole(self, first: int, after: int) -> Nominal | None:
        """Return a run of tokens as one noun phrase, whatever their tags."""
        return self._nominal(first, after)

    def bracketed(self, nominal: Nominal) -> Nominal:
        """Return a phrase with what the bracket behind it says."""
        return self._bracket(nominal)

    def _is_software(self, base: Nominal, own: list[str]) -> bool:
        """Tell "edge agent", "channel manager" and "Data Guard" from "sales agent" and "shop manager"."""
        if singular(own[-1]) in {"agent", "manager", "player", "planner", "reader", "viewer"}:
            return own[-2] not in _OF_PEOPLE
        inside = [token for token in self._m.tokens[base.first : base.after] if token.is_word and token.lower in own]
        return len(inside) > 1 and all(token.text[:1].isupper() for token in inside) and base.first > 0 and (
            self._m.clauses[base.first - 1] == self._m.clauses[base.first]
        )  # fmt: skip

    def _is_nominal(self, index: int) -> bool:
        return self._m.tags[index] in {Tag.NOUN, Tag.HIT, Tag.NUMBER}

    def _run_end(self, index: int) -> int:
        """Return the token after the last noun of a run; hyphens, slashes and quotes inside count."""
        m = self._m
        after = index
        while after < len(m.tokens) and m.clauses[after] == m.clauses[index] and after - index < 24:
            token = m.tokens[after]
            if self._is_nominal(after):
                if after > index and (
                    after in m.breaks
                    or self._is_read_only(after)
                    or self._counts_others(after)
                    or self._breaks(after)
                    or self._begins_next(index, after)
                    or self._is_for_product(index, after)
                    or m.tokens[after - 1].lower in _SITES
                ):
                    break
                after += 1
            elif after > index and (self._glues(after) or self._is_of_place(after)):
                after += 2
            elif token.text in QUOTES and after + 1 < len(m.tokens) and self._quoted(after, index):
                after += 1
            else:
                break
        while after > index and m.tokens[after - 1].text in QUOTES and not self._opened(index, after - 1):
            after -= 1
        return after

    def _is_of_place(self, index: int) -> bool:
        """Tell the "of" of "Port of Antwerp", "City of Graz"."""
        m = self._m
        if m.tokens[index].lower != "of" or index + 1 >= len(m.tokens) or m.clauses[index + 1] != m.clauses[index]:
            return False
        body, place = m.tokens[index - 1], m.tokens[index + 1]
        named = body.text[:1].isupper() and body.lower in _BODIES and place.text[:1].isupper()
        return named and m.tags[index + 1] == Tag.NOUN

    def _is_read_only(self, index: int) -> bool:
        """Tell the end of "queries SQL Server read-only"."""
        m, last = self._m, index + 2
        says = [token.lower for token in m.tokens[index : last + 1]] == ["read", "-", "only"]
        return says and m.tags[index - 1] == Tag.HIT and (
            last + 1 >= len(m.tags) or m.clauses[last + 1] != m.clauses[index] or not self._is_nominal(last + 1)
        )  # fmt: skip

    def _glues(self, index: int) -> bool:
        m = self._m
        return (
            (m.tokens[index].text in _GLUE or self._is_tight_colon(index))
            and index + 1 < len(m.tokens)
            and m.tokens[index - 1].end == m.tokens[index].start
            and m.tokens[index + 1].start == m.tokens[index].end
            and m.tokens[index + 1].kind != "symbol"
        )

    def _is_tight_colon(self, index: int) -> bool:
        """Tell the colon of "Connect:Direct"."""
        tokens = self._m.tokens
        if tokens[index].text != ":" or index + 1 >= len(tokens):
            return False
        return tokens[index - 1].text[:1].isupper() and tokens[index + 1].text[:1].isupper()

    def _quoted(self, index: int, first: int) -> bool:
        m = self._m
        if index == first:
            return self._is_nominal(index + 1) or m.tokens[index + 1].text in QUOTES
        return self._is_nominal(index - 1) or self._is_nominal(index + 1)

    def _opened(self, first: int, closing: int) -> bool:
        return any(self._m.tokens[item].text in QUOTES for item in range(first, closing))

    def _nominal(self, first: int, after: int) -> Nominal | None:
        m = self._m
        if m.tokens[first].lower == "house" and first > 1 and m.tokens[first - 1].text == "-" and after > first + 1:
            first += 1
        places = [item for item in range(first, after) if m.hits[item] is not None]
        lead = self._lead(first)
        words = [m.tokens[item].lower for item in range(first, after) if m.tokens[item].is_word]
        if not words:
            return None
        base = Nominal(
            first, after, "", words[-1], Kind.SERVICE, replicas=self._count(first),
            existing=bool(EXISTING & {*lead[-2:], *words}), article=_article(lead),
            is_other=bool(OTHER & {*lead[-2:], *words[:1]}) and "other" not in words, is_own="own" in [*lead, *words[:1]],
        )  # fmt: skip
        found = self._explicit(base, places) if places else self._plain(base)
        if found is None:
            return None
        found = self._of_what(found)
        return self._counted_by_the_way(self._bracket(self._with_count(found)), found.after)

    def _explicit(self, base: Nominal, places: list[int]) -> Nominal | None:
        """Return a phrase that holds products or kind words, or the plain noun that they only describe."""
        m = self._m
        technology: Technology | None = None
        kind: Kind | None = None
        kind_word = ""
        for place in places:
            hit = m.hits[place]
            if hit is None:
                continue
            if hit.word.technology is None:
                word = m.tokens[place].lower
                is_machine = kind is not None and word in {"server", "servers", "cluster", "instance"}
                kind, kind_word = (kind if is_machine else _joined(technology, hit.word.kind)), word
                continue
            kind = self._kind_inside(place, hit) or kind
            if technology is None or (technology.kinds[0] in LANGUAGE_KINDS and hit.word.technology != technology):
                technology = hit.word.technology
        last = places[-1]
        tail = [m.tokens[item].lower for item in range(last + 1, base.after) if m.tokens[item].is_word]
        own_name = m.tokens[base.after - 1].text
        is_lettered = (
            len(tail) == 1 and technology is None and (len(own_name) == 1 or any(char.isdigit() for char in own_name))
        )
        if is_lettered or (technology is not None and self._is_module(last + 1, base.after)):
            tail = []
        if len(tail) == 2 and tail[0] in _INNER and technology is not None and not own_name[:1].isupper():
            tail = tail[:1]
        if tail and tail[-1] in REPLICAS:
            tail = [word for word in tail if word not in {"read", "hot", "warm", "cold", "write"}]
        named = self._named_so(base, last) if technology is None and len(tail) == 1 else ""
        if named:
            return base._replace(
                name=named,
                head=m.tokens[last].lower,
                kind=kind or Kind.SERVICE,
                is_explicit=True,
                is_strong=True,
                has_kind=True,
            )
        is_quoted = bool(tail) and any(m.tokens[item].text in QUOTES for item in range(last + 1, base.after))
        role = _role(tail, [m.tokens[item].lower for item in range(base.first, base.after)])
        if technology is not None and m.tokens[places[-1]].lower in _GENERIC_PRODUCTS:
            kind, technology = technology.kinds[0], None
        own = kind if kind is not None else (technology.kinds[0] if technology is not None else Kind.SERVICE)
        if technology is None and len(places) == 1 and base.after - base.first <= 2 and not tail:
            ordinal = next(
                (word for word in ORDINALS if word in {*self._lead(base.first)[-1:], m.tokens[base.first].lower}), ""
            )
            if ordinal:
                return base._replace(
                    name=f"{ordinal.capitalize()} {m.tokens[last].lower}", head=m.tokens[last].lower, kind=own, is_other=True,
                    is_explicit=True, is_strong=kind_word not in WEAK_WORDS, has_kind=True,
                )  # fmt: skip
        if (
            technology is not None
            and technology.kinds[0] not in LANGUAGE_KINDS - {Kind.SERVICE}
            and tail[-1:] in _HOLDING
        ):
            tail = []
        if tail and not is_quoted and not set(tail) <= ABSORBED | PRIMARIES | REPLICAS:
            return self._compound(base, technology, own, tail[-1])
        weak = technology is None and kind_word in WEAK_WORDS and len(places) == 1 and not is_lettered
        return base._replace(
            name=self._name(base, technology, places, has_kind=kind is not None, quoted_from=last + 1 if is_quoted else None),
            head=m.tokens[last].lower, kind=own, technology=technology, is_explicit=True, is_strong=not weak,
            is_plural=singular(m.tokens[base.after - 1].lower) != m.tokens[base.after - 1].lower
            and (technology is None or kind is not None or technology.kinds[0] == Kind.FUNCTION),
            has_kind=kind is not None, role=role,
        )  # fmt: skip

    def _is_module(self, first: int, after: int) -> bool:
        """Tell the "IS-U" of "SAP IS-U", the "PP-PI" of "SAP PP-PI": capitals tied to capitals."""
        inside = self._m.tokens[first:after]
        if len(inside) == 1 and len(inside[0].text) == 2:
            # "SAP PM"
            return inside[0].text.isupper() and inside[0].lower in _MODULES
        tied = any(token.text == "-" for token in inside)
        return tied and all(token.text == "-" or (token.is_word and token.text.isupper()) for token in inside)

    def _kind_inside(self, place: int, hit: Hit) -> Kind | None:
        """Return the kind that a product's alias says itself: "Go API", "Node service"."""
        m = self._m
        technology = hit.word.technology
        if technology is None or technology.kinds[0] not in LANGUAGE_KINDS or m.tokens[place].end != hit.end:
            return None
        if technology.name.casefold().endswith(m.tokens[place].lower):
            return None
        word = singular(m.tokens[place].lower)
        kind = technology.kinds[0] if word == "app" else _KIND_INSIDE.get(word)
        return kind if m.tokens[place].start > hit.start else None

    def _compound(self, base: Nominal, technology: Technology | None, kind: Kind, tail: str) -> Nominal | None:
        """Read "CRM connector" (a part of its own), "Go importer" (a part built so) and "device events" (no part)."""
        one = singular(tail)
        built = technology is not None and technology.kinds[0] in LANGUAGE_KINDS
        system = tail in SYSTEM_NOUNS or one in SYSTEM_NOUNS or one.endswith(("er", "or"))
        through = not {"via", "through", "over", "onto"}.isdisjoint(self._lead(base.first))
        if through and technology is not None and technology.kinds[0] in BROKER_KINDS and one in {"event", "message"}:
            return base._replace(
                name=technology.name,
                head=tail,
                kind=technology.kinds[0],
                technology=technology,
                is_explicit=True,
                is_strong=True,
            )
        runs = [item for item in technology.kinds if item in _RUNS_JOBS] if technology is not None else []
        is_job = one == "job" and (
            technology is None
            or bool(runs)
            or technology.kinds[0] not in DATASTORE_KINDS | BROKER_KINDS | {Kind.EXTERNAL_SYSTEM}
        )
        if (
            singular(tail) in PAYLOAD | ABSTRACT
            and not (tail in SYSTEM_NOUNS and kind in LANGUAGE_KINDS)
            and not is_job
        ):
            return self._plain(base)._replace(is_payload=True, holder=technology)
        last = self._m.tokens[base.after - 1]
        if (
            not (system or built)
            and technology is not None
            and last.text[:1].isupper()
            and last.is_word
            and not last.text.isupper()
        ):
            return self._plain(base)._replace(is_payload=False, is_plural=False)
        if technology is None and tail in _UNDERTAKINGS:
            return self._plain(base)
        if not (system or built):
            return self._plain(base)._replace(is_payload=True, holder=technology)
        own = kind_of_noun(tail)
        if technology is not None and one in {"app", "application", "job"} and not built:
            own = runs[0] if is_job and runs else technology.kinds[0]
            built = own not in DATASTORE_KINDS | BROKER_KINDS
        if own == Kind.PERSON and built and technology is not None:
            own = technology.kinds[0]
        if own == Kind.SERVICE and kind in LANGUAGE_KINDS and technology is not None:
            own = kind
        return base._replace(
            name=self._words(base.first, base.after), head=tail, kind=own, technology=technology if built else None,
            is_explicit=True, is_strong=built, has_kind=True, is_plural=one != tail,
        )  # fmt: skip

    def _is_tied_name(self, base: Nominal) -> bool:
        """Tell the "ingest" of "hive-ingest" from a verb."""
        tied = base.after - base.first > 2 and self._m.tokens[base.after - 2].text == "-"
        return tied and not base.head.endswith(("ed", "ing"))

    def _is_standing(self, words: Sequence[str]) -> bool:
        """Tell "the master", "the write leader" from "the pass master", "the shift leader"."""
        return len(words) == 1 or words[-1] == "primary" or words[0] in ABSORBED | {"read", "write", "data"}

    def _plain(self, base: Nominal) -> Nominal:
        """Return a phrase of plain nouns."""
        m = self._m
        if base.after - base.first == 1 and m.tokens[base.first].text in INITIALS:
            initials = m.tokens[base.first].text
            return base._replace(
                name=initials, head=base.head, kind=INITIALS[initials], is_explicit=True, is_strong=True
            )
        words = [m.tokens[item].lower for item in range(base.first, base.after) if m.tokens[item].is_word]
        written = m.text[m.tokens[base.first].start : m.tokens[base.after - 1].end]
        if written in m.identifiers:
            last = re.split("[-_]", written)[-1]
            kind = _SUFFIX_KINDS.get(last, kind_of_noun(last))
            return base._replace(
                name=self._words(base.first, base.after), head=last, kind=kind, is_explicit=True, is_strong=True,
                has_kind=last in _SUFFIX_KINDS,
            )  # fmt: skip
        if base.after - base.first > 2 and base.head in FILE_ENDS and m.tokens[base.after - 2].text == ".":
            return base._replace(
                name=self._words(base.first, base.after),
                kind=Kind.BATCH_JOB,
                is_explicit=True,
                is_strong=True,
                has_kind=True,
            )
        own = [word for word in words if word not in NOT_IN_NAME]
        head = own[-1] if own else base.head
        role = "replica" if head in REPLICAS else "primary" if head in PRIMARIES and self._is_standing(own) else ""
        before = m.tokens[base.after - 2].lower if base.after - base.first > 1 else ""
        if before in SYSTEM_NOUNS | {"engine", "product"} and (named := self._named_so(base, base.after - 2)):
            kind = kind_of_noun(before)
            return base._replace(name=named, head=base.head, kind=kind, is_explicit=True, is_strong=True, has_kind=True)
        if len(own) > 1 and (own[-2], own[-1]) in m.acting:
            return base._replace(
                name=self._words(base.first, base.after), head=head, kind=kind_of_noun(head), is_explicit=True, is_strong=False,
            )  # fmt: skip
        kind = Kind.WEB_CLIENT if singular(head) == "client" and len(own) > 1 else kind_of_noun(head)
        if "of" in words[1:-1]:
            kind = Kind.EXTERNAL_SYSTEM
        if kind == Kind.PERSON and len(own) > 1 and self._is_software(base, own):
            kind = Kind.SERVICE
        return base._replace(
            name=self._words(base.first, base.after), head=head, kind=kind, role=role,
            is_payload=not own
            or (m.tokens[base.after - 1].text.islower() and cannot_be_noun(base.head) and not self._is_tied_name(base))
            or (singular(head) in PAYLOAD | ABSTRACT and not (singular(head) in COMPOUND_HEADS and len(own) > 1 and own[0] not in _NO_COMPOUND) and not self._is_name(base)), is_plural=singular(head) != head,
        )  # fmt: skip
