"""What a prompt says of a blueprint: what is open for the draft that rests on it, or its pattern."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from designer.agent.cuts import Cut
from designer.edits.text import clip_line, join_within
from designer.model import Blueprint, Draft, Mode

_MOST_ROLES = 700
_MOST_LINKS = 900
_MOST_OPTIONS = 500


class Extract(NamedTuple):
    """What a prompt says of a blueprint, each a line."""

    id: str
    title: str
    roles: str = ""
    connections: str = ""
    options: str = ""
    parameters: str = ""


def extract(blueprint: Blueprint, draft: Draft, *, cuts: Collection[Cut] = (), stated: Collection[str] = ()) -> Extract:
    """Return what a model should know of a blueprint.

    Of one that the draft rests on, it is what the draft does not show: roles left out, options, and parameters that the
    brief does not state. Of any other one it is the whole pattern.
    """
    match = next((one for one in draft.blueprints if one.id == blueprint.id), None)
    taken = match.options if match is not None else {}
    return Extract(
        blueprint.id,
        clip_line(blueprint.title, 80),
        roles="" if Cut.ROLES in cuts else _within(_roles(blueprint, draft), _MOST_ROLES),
        connections="" if match is not None or Cut.ROLES in cuts else _within(_links(blueprint), _MOST_LINKS),
        options="" if Cut.OPTIONS in cuts else _within(_options(blueprint, taken), _MOST_OPTIONS),
        parameters="" if Cut.PARAMETERS in cuts else _within(_parameters(blueprint, stated), _MOST_OPTIONS),
    )


def _within(items: Iterable[str], limit: int) -> str:
    return join_within(items, separator="; ", limit=limit)


def _roles(blueprint: Blueprint, draft: Draft) -> Iterator[str]:
    """Yield the roles that no part of the draft plays."""
    played = {role for part in draft.graph.components for role in part.roles}
    for key, role in sorted(blueprint.roles.items()):
        if f"{blueprint.id}/{key}" not in played:
            yield f"{key}{'' if role.required else '?'} {role.kind}"


def _links(blueprint: Blueprint) -> Iterator[str]:
    for link in blueprint.connections:
        yield f"{link.source}>{link.target}{'' if link.mode is Mode.SYNC else f' {link.mode}'}"


def _options(blueprint: Blueprint, taken: dict[str, str]) -> Iterator[str]:
    """Yield the option points, with the choice that is taken first, else the default."""
    for key, option in sorted(blueprint.options.items()):
        default = [option.default] if isinstance(option.default, str) else list(option.default)
        first = [one for one in taken.get(key, "").split(", ") if one in option.choices] or default
        yield f"{key} {{{', '.join([*first, *sorted(set(option.choices) - set(first))])}}}"


def _parameters(blueprint: Blueprint, stated: Collection[str]) -> Iterator[str]:
    for key, spec in sorted(blueprint.parameters.items()):
        if key not in stated:
            yield f"{key} {clip_line(spec.unit, 40)}"
