"""What a catalog teaches about which words ask for which blueprint."""

from __future__ import annotations

from collections.abc import Iterator

from designer.catalog.catalog import Catalog

NONE = ""
"""The label of systems that are none of the blueprints."""


def lessons(catalog: Catalog, *, without: tuple[str, int] | None = None) -> Iterator[tuple[str, str]]:
    """Yield (blueprint, text) pairs to learn from; `without` leaves one example of one blueprint out."""
    for blueprint in catalog.blueprints:
        for number, example in enumerate(blueprint.examples):
            if (blueprint.id, number) != without:
                yield blueprint.id, example.brief
        for text in (blueprint.title, blueprint.summary, blueprint.problem, *blueprint.aliases, *blueprint.says):
            yield blueprint.id, text
        for role in blueprint.roles.values():
            yield blueprint.id, f"{role.name} {role.description}"
    for wording in catalog.wordings:
        for text in wording.briefs:
            yield wording.blueprint or NONE, text
