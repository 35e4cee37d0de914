"""Instructions that change a part: another product, another name, another part in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from designer.edits.edits import ChangeComponent, ChangeConnection, Edit, RemoveComponent
from designer.model.component import Component
from designer.model.kinds import Family, Kind
from designer.model.technology import Technology
from designer.planner.defaults import DEFAULTS, protocol_of
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import ambiguous, find_parts, nearest, part_of, parts_of
from designer.refining.products import kind_named, product_named
from designer.refining.rewiring import in_place_of
from designer.refining.words import capital, stems, with_article, without_article

_LONGEST_NAME = 120


def rename(bench: Bench, found: re.Match[str]) -> Change:
    """Give a part another name; its id stays."""
    part = part_of(bench, found["a"])
    name = found["b"].strip().strip("\"“”`'").strip()
    known = bench.design.graph.by_id.get(name)
    name = known.name if known is not None else name
    if not name or len(name) > _LONGEST_NAME:
        raise unclear("the new name is empty or longer than 120 characters", "use a shorter name")
    if part.name == name:
        return Change(says=(f"it is called {name} already; nothing changed",))
    same = [other for other in bench.design.graph.components if other.name.casefold() == name.casefold()]
    if any(other.id != part.id for other in same):
        raise unclear(f"{same[0].id} is called {name} already", "use another name")
    return Change((ChangeComponent(id=part.id, name=name),))


def replace(bench: Bench, found: re.Match[str]) -> Change:
    """Let another part, or another product, do what one does; a product named so is replaced wherever it is."""
    old, new = found["a"], found["b"]
    named = _is_product_of(bench, old)
    product, kind = product_named(new, bench.catalog), kind_named(new, bench.catalog)
    if named and product is not None and not find_parts(bench, old):
        return _instead_of_what_is_not_there(bench, old, product)
    parts = parts_of(bench, old) if named else (part_of(bench, old),)
    target = () if product is not None or kind is not None else find_parts(bench, new)
    if product is not None:
        return with_product(bench, parts, product)
    if kind is not None:
        return _as_kind(bench, parts, kind)
    if not target:
        known = [*(item.name for item in bench.catalog.technologies), *(p.name for p in bench.design.graph.components)]
        near = ", ".join(nearest(new, known, most=4))
        raise unclear(f"{without_article(new)[:60]!r} is no product and no part that is known", f"near are {near}")
    if len(target) > 1:
        raise ambiguous(new, target)
    if len(parts) > 1:
        raise ambiguous(old, parts)
    return _by_part(bench, parts[0], target[0])


def _instead_of_what_is_not_there(bench: Bench, old: str, product: Technology) -> Change:
    """Say that a product which should go is not there; that the other one is there already is all that was wanted.

    Raises:
        InputError: neither is there; the parts that could be meant are named.
    """
    gone = product_named(old, bench.catalog)
    known = [part for part in bench.design.graph.components if bench.catalog.technology(part.technology) == product]
    if known and gone is not None:
        says = f"{known[0].name} is {product.name} already, and there is no {gone.name}; nothing changed"
        return Change(says=(says,))
    kinds = set(gone.kinds) | set(product.kinds) if gone is not None else set(product.kinds)
    near = [f"{part.name} ({part.technology})" for part in bench.design.graph.components if part.kind in kinds]
    fix = f"say which part, as in 'use {product.name} for X'; near are {', '.join(near[:4])}" if near else ""
    raise unclear(f"there is no {without_article(old)[:60]} in the design", fix or f"say 'add {product.name}'")


def use_alone(bench: Bench, found: re.Match[str]) -> Change | None:
    """Use a product for the one part that it can play; None for words that name no product.

    Raises:
        InputError: it could play several parts, or none.
    """
    product = product_named(found["t"], bench.catalog)
    if product is None:
        return None
    parts = [part for part in bench.design.graph.components if part.family is not Family.CLIENT]
    if any(bench.catalog.technology(part.technology) == product for part in parts):
        return Change(says=(f"{product.name} is in the design already; nothing changed",))
    families = {kind.family for kind in product.kinds} - {Family.COMPUTE}
    for near in (
        [part for part in parts if part.kind is product.kinds[0]],
        [part for part in parts if part.kind in product.kinds],
        [part for part in parts if part.family in families],
    ):
        if len(near) > 1:
            raise ambiguous(f"the part for {product.name}", near)
        if near:
            return with_product(bench, near, product)
    raise unclear(f"no part of the design could be {product.name}", f"say 'add {product.name}'")


def use(bench: Bench, found: re.Match[str]) -> Change:
    """Use a product for a part."""
    product = product_named(found["t"], bench.catalog)
    if product is None:
        near = ", ".join(nearest(found["t"], (item.name for item in bench.catalog.technologies), most=4))
        raise unclear(f"{without_article(found['t'])[:60]!r} is no product that is known", f"near are {near}")
    is_all = bool(re.match(r"(?:all|every|each)\b", found["a"], re.I))
    said = re.sub(r"^(?:all|every|each)\s+(?:of\s+)?", "", found["a"], flags=re.I)
    parts = parts_of(bench, said) if is_all or _is_product_of(bench, said) else (part_of(bench, said),)
    return with_product(bench, parts, product)


def should_be(bench: Bench, found: re.Match[str]) -> Change | None:
    """Use a product for a part that is said to be it: "the cache should be Memcached"; None for words that name none."""
    product = product_named(found["t"], bench.catalog)
    parts = find_parts(bench, found["a"])
    names = {part.name.casefold() for part in bench.design.graph.components}
    if product is None or not parts or without_article(found["t"]).casefold() in names:
        return None
    if len(parts) > 1 and not _is_product_of(bench, found["a"]):
        raise ambiguous(found["a"], parts)
    return with_product(bench, parts, product)


def make_be(bench: Bench, found: re.Match[str]) -> Change | None:
    """Use a product for a part: "make the cache a Memcached"; None where the last words name no product."""
    words = found["a"].split()
    for place in range(max(1, len(words) - 4), len(words)):
        product = product_named(" ".join(words[place:]), bench.catalog)
        said = re.sub(r"(?:\s+(?:be|become|an?|run on|use|to))+$", "", " ".join(words[:place]), flags=re.I)
        if product is not None and (parts := find_parts(bench, said)):
            if len(parts) > 1:
                raise ambiguous(said, parts)
            return with_product(bench, parts, product)
    return None


def store_in(bench: Bench, found: re.Match[str]) -> Change | None:
    """Let a product keep what words name: a store, or what one keeps; None for words that name no product."""
    product = product_named(found["t"], bench.catalog)
    if product is None or not any(kind.family is Family.DATA for kind in product.kinds):
        return None
    said = without_article(found["a"])
    stores = [part for part in find_parts(bench, said) if part.is_datastore and part.kind is not Kind.CACHE]
    graph = bench.design.graph
    if not stores:
        kept = [item.store for item in bench.design.entities if stems(item.name) == stems(said)]
        stores = [graph.by_id[key] for key in sorted({key for key in kept if key is not None})]
    if not stores:
        used = {link.target for part in find_parts(bench, said) for link in graph.outgoing[part.id]}
        stores = [graph.by_id[key] for key in sorted(used)]
        stores = [part for part in stores if part.is_datastore and part.kind is not Kind.CACHE]
    if not stores:
        raise unclear(f"no store keeps {said[:60]!r}", "name the store, as in 'use PostgreSQL for the link store'")
    if len(stores) > 1:
        raise ambiguous(said, stores)
    return with_product(bench, stores, product)


def _is_product_of(bench: Bench, words: str) -> bool:
    product = bench.catalog.technology(without_article(words))
    parts = bench.design.graph.components
    is_name = any(without_article(words).casefold() in (part.name.casefold(), part.id) for part in parts)
    return product is not None and not is_name


def with_product(bench: Bench, parts: Iterable[Component], product: Technology) -> Change:
    """Return the change that lets a product play parts; connections speak its language, names that say it follow."""
    edits: list[Edit] = []
    says = []
    for part in parts:
        if bench.catalog.technology(part.technology) == product:
            says.append(f"{part.name} is {product.name} already; nothing changed")
            continue
        kind = _kind_with(part, product)
        name = _renamed(part, product.name)
        edits.append(
            ChangeComponent(
                id=part.id, technology=product.name[:80], kind=None if kind is part.kind else kind, name=name or None
            )
        )
        edits += _protocols(bench, part, kind, product.protocol)
    return Change(tuple(edits), tuple(says))


def _kind_with(part: Component, product: Technology) -> Kind:
    """Return the kind that a part has with a product.

    Raises:
        InputError: the product is nothing of the sort.
    """
    if part.kind in product.kinds:
        return part.kind
    near = [kind for kind in product.kinds if kind.family is part.family]
    if not near:
        plays = with_article(product.kinds[0].label.lower())
        kind = part.kind.label.lower()
        what = f"{product.name} is used as {plays}, and {part.name} is {with_article(kind)}"
        raise unclear(what, f"name a product for {with_article(kind)}, or say 'add {plays}'")
    return near[0]


def _renamed(part: Component, product: str) -> str:
    """Return the name of a part whose name says its product, with the new one; empty where it does not."""
    if not part.technology:
        return ""
    words = [part.technology, *part.technology.split()[-1:]]
    for old in words:
        new = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: product, part.name, flags=re.I)
        if new != part.name:
            return new[:_LONGEST_NAME]
    return ""


def _protocols(bench: Bench, part: Component, kind: Kind, protocol: str) -> Iterator[ChangeConnection]:
    """Yield the connections to a part which spoke the language of its old product or kind, with that of the new."""
    graph = bench.design.graph
    old = bench.catalog.technology(part.technology)
    spoken = {old.protocol} if old is not None and old.protocol else set()
    links = (*graph.incoming[part.id], *(graph.outgoing[part.id] if part.is_broker else ()))
    for link in links:
        other = graph.by_id[link.source if link.target == part.id else link.target]
        usual = protocol_of(other.kind, part.kind)
        new = protocol or protocol_of(other.kind, kind)
        if link.protocol and link.protocol in {*spoken, usual} and link.protocol != new:
            yield ChangeConnection(id=link.id, protocol=new[:80])


def _as_kind(bench: Bench, parts: Iterable[Component], kind: Kind) -> Change:
    edits: list[Edit] = []
    says = []
    for part in parts:
        if part.kind is kind:
            says.append(f"{part.name} is {kind.label.lower()} already; nothing changed")
            continue
        product = bench.catalog.technology(part.technology)
        technology = part.technology if product and kind in product.kinds else DEFAULTS[kind].technology
        edits.append(ChangeComponent(id=part.id, kind=kind, technology=technology[:80]))
        known = bench.catalog.technology(technology)
        edits += _protocols(bench, part, kind, known.protocol if known is not None else "")
    return Change(tuple(edits), tuple(says))


def _by_part(bench: Bench, old: Component, new: Component) -> Change:
    if old.id == new.id:
        return Change(says=(f"{old.name} and {without_article(new.name)} are the same part; nothing changed",))
    edits = (*in_place_of(bench.design, old.id, new.id), RemoveComponent(id=old.id))
    moves = {old.id: new.id} if new.is_datastore else {}
    return Change(edits, (f"{capital(new.name)} takes over what {old.name} did",), moves=moves)
