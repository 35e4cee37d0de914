"""Several blueprints in one draft: which role of a later one is played by a part that is there already.

A system has one way in, one identity provider, one place that watches it. Queues, stores and services stay apart: what
one system keeps is no other's business, even under the same name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from designer.brief.phrases import stems_of
from designer.model.base import Scalar, unique_slug
from designer.model.blueprint import Blueprint, RoleSpec
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.ids import connection_id
from designer.model.kinds import Family, Kind
from designer.model.origin import Origin

_ONE_IS_ENOUGH = frozenset(
    {
        Kind.DNS,
        Kind.CDN,
        Kind.WAF,
        Kind.API_GATEWAY,
        Kind.IDENTITY_PROVIDER,
        Kind.SECRET_STORE,
        Kind.CONFIG_SERVICE,
        Kind.OBSERVABILITY,
        Kind.EVENT_LOG,
    }
)
_USERS = (Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.CLIENT_SDK)
_GENERAL = {
    Kind.API_GATEWAY: "API gateway",
    Kind.CDN: "CDN",
    Kind.DNS: "DNS",
    Kind.EVENT_LOG: "Event log",
    Kind.IDENTITY_PROVIDER: "Identity provider",
    Kind.OBSERVABILITY: "Monitoring",
    Kind.SECRET_STORE: "Secrets",
}
_LARGER = ("replicas", "min_replicas", "retention_s")


class Sharing(NamedTuple):
    """A part that plays a role of a second blueprint as well."""

    component: str
    blueprint: str
    role: str


def assign(
    blueprint: Blueprint, roles: Iterable[str], components: Mapping[str, Component], technologies: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Sharing, ...]]:
    """Return the component id for each role, and the roles that parts of earlier blueprints play.

    A role with a product of its own, dictated by the brief, is shared only with a part that uses the same.
    """
    ids: dict[str, str] = {}
    shared: list[Sharing] = []
    taken = set(components)
    for role in roles:
        spec = blueprint.roles[role]
        wanted = technologies.get(role)
        used = set(ids.values())
        part = next(
            (
                item
                for item in components.values()
                if item.id not in used and _plays(item, role, spec) and wanted in (None, item.technology)
            ),
            None,
        )
        if part is not None:
            ids[role] = part.id
            shared.append(Sharing(part.id, blueprint.id, role))
            continue
        ids[role] = role if role not in taken else unique_slug(f"{role}-{blueprint.id}", taken)
        taken.add(ids[role])
    return ids, tuple(shared)


def _plays(part: Component, role: str, spec: RoleSpec) -> bool:
    kinds = (spec.kind, *spec.or_kinds)
    if spec.kind in _ONE_IS_ENOUGH:
        return part.kind == spec.kind or (part.kind in kinds and part.kind in _ONE_IS_ENOUGH)
    if spec.kind in _USERS:
        # Who uploads is not who watches: several sorts of users of one blueprint stay apart.
        return part.kind in _USERS
    if spec.kind.family == Family.CLIENT or spec.kind == Kind.EXTERNAL_SYSTEM:
        return part.kind == spec.kind and stems_of(part.name) == stems_of(spec.name)
    return False


def united(first: Component, second: Component) -> Component:
    """Return a part that plays a second role: what either demands, the first one's product, a name for both."""
    properties: dict[str, Scalar] = {**second.properties, **first.properties}
    for key, value in second.properties.items():
        mine = first.properties.get(key)
        if isinstance(mine, bool) and isinstance(value, bool):
            # A part is open to the public, keeps state or holds personal data as soon as one of its roles does.
            properties[key] = mine and value if key == "stateless" else mine or value
        elif key in _LARGER and isinstance(mine, (int, float)) and isinstance(value, (int, float)):
            properties[key] = max(mine, value)
    return first.model_copy(
        update={
            "name": _GENERAL.get(first.kind, first.name),
            "description": " ".join(filter(None, (first.description, f"Also {second.name}: {second.description}"))),
            "replicas": max(first.replicas, second.replicas),
            "properties": properties,
            "also_plays": (*first.also_plays, *second.roles),
        }
    )


def distinct(part: Component, names: Mapping[str, str], title: str) -> Component:
    """Return a part whose name no other part has: the blueprint's title is added to a name that is taken."""
    if names.get(part.name.casefold(), part.id) == part.id:
        return part
    return part.model_copy(update={"name": f"{part.name} ({title[:1].lower()}{title[1:]})"})


def unconnected(groups: Sequence[frozenset[str]], connections: Iterable[Connection]) -> tuple[int, ...]:
    """Return the positions of the groups of parts that nothing connects with the first one."""
    group_of: dict[str, int] = {}
    root = list(range(len(groups)))

    def join(one: int, two: int) -> None:
        old, new = max(root[one], root[two]), min(root[one], root[two])
        root[:] = [new if item == old else item for item in root]

    for number, group in enumerate(groups):
        for part in group:
            join(group_of.setdefault(part, number), number)
    for item in connections:
        if item.source in group_of and item.target in group_of:
            join(group_of[item.source], group_of[item.target])
    return tuple(number for number, first in enumerate(root) if first == number and number > 0)


def bridge(source: str, target: str, blueprint: Blueprint) -> Connection:
    """Return the connection by which a part of the first blueprint uses the way into another."""
    return Connection(
        id=connection_id(source, target),
        source=source,
        target=target,
        label="uses",
        protocol="HTTPS",
        origin=Origin.default(f"merge/{blueprint.id}"),
        properties={"encrypted": True, "authenticated": True, "timeout_s": 2},
    )


def notes_of(
    shared: Iterable[Sharing], components: Mapping[str, Component], titles: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each part that several blueprints share."""
    played: dict[str, list[str]] = {}
    for item in shared:
        played.setdefault(item.component, []).append(titles[item.blueprint])
    for key, others in played.items():
        own = (components[key].role or "").partition("/")[0]
        names = [titles.get(own, own), *others]
        yield f"{components[key].name} is one part for {', '.join(names[:-1])} and {names[-1]}."
