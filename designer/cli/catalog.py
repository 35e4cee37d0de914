"""`designer catalog`: the blueprints."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, plain, table
from designer.cli.options import add_catalog_option, add_json_option, settings_of
from designer.cli.parser import add_actions

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.model.blueprint import Blueprint

_MOST_FOUND = 10


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = add_actions(
        parser,
        {
            "list": "all blueprints, sorted by id",
            "show": "one blueprint: parts, figures, options and sources",
            "search": "the blueprints that fit a text, best first",
            "match": "the blueprints that a design follows best, with what is missing",
            "check": "what is wrong with blueprints of your own",
        },
    )
    actions["show"].add_argument("id", metavar="ID", help="the blueprint's id")
    actions["search"].add_argument("text", metavar="TEXT", help="what the system does, in your words")
    actions["match"].add_argument("file", metavar="FILE", type=Path, help="a design.json or a bundle's folder")
    actions["check"].add_argument("path", metavar="PATH", type=Path, help="a blueprint file, or a catalog folder")
    for name, action in actions.items():
        add_json_option(action)
        if name != "check":
            add_catalog_option(action)


def run(options: Namespace, console: Console) -> int:
    """Print what was asked for."""
    if options.action == "check":
        return _check(options, console)

    from designer.api import open_catalog

    catalog = open_catalog(settings_of(options).catalog)
    if options.action == "show":
        _show(catalog.blueprint(options.id), options.json, console)
    elif options.action == "match":
        _match(options.file, catalog, options.json, console)
    elif options.action == "search":
        _search(options.text, catalog, options.json, console)
    else:
        _list(list(catalog.blueprints), options.json, console)
    return 0


def _list(blueprints: list[Blueprint], as_json: bool, console: Console) -> None:
    if as_json:
        console.say_json([_row(blueprint) for blueprint in blueprints])
    else:
        rows = [(item.id, item.title, plain(item.summary, 80)) for item in blueprints]
        console.say(table([("id", "title", "summary"), *rows]))


def _row(blueprint: Blueprint) -> dict[str, Any]:
    return {"id": blueprint.id, "title": blueprint.title, "summary": blueprint.summary}


def _match(path: Path, catalog: Catalog, as_json: bool, console: Console) -> None:
    from designer.api import load
    from designer.catalog.conformance import best_matches

    found = best_matches(load(path).graph, catalog.blueprints, limit=_MOST_FOUND)
    if as_json:
        console.say_json([_row(catalog.blueprint(item.blueprint)) | item.model_dump(mode="json") for item in found])
        return
    rows = [
        (item.blueprint, str(item.score), str(len(item.matched)), str(len(item.missing)), str(len(item.wrong)))
        for item in found
    ]
    console.say(table([("id", "score", "matched", "missing", "wrong"), *rows]))


def _search(text: str, catalog: Catalog, as_json: bool, console: Console) -> None:
    from designer.brief.phrases import StemmedText
    from designer.planner.match import rank, ranker_of

    found = rank(StemmedText(text), ranker_of(catalog), catalog)[:_MOST_FOUND]
    if as_json:
        console.say_json([_row(catalog.blueprint(match.id)) | {"score": match.score} for match in found])
    elif found:
        rows = [(match.id, f"{match.score:.1f}", catalog.blueprint(match.id).title) for match in found]
        console.say(table([("id", "score", "title"), *rows]))
    else:
        console.say("no blueprint fits")


def _show(blueprint: Blueprint, as_json: bool, console: Console) -> None:
    if as_json:
        console.say_json(blueprint.model_dump(mode="json", by_alias=True))
        return
    console.say(f"{console.paint(blueprint.title, 'strong')} ({blueprint.id})")
    console.say(plain(blueprint.summary))
    roles = [
        (key, role.kind.label, role.technology.default if role.technology else "", "" if role.required else "optional")
        for key, role in blueprint.roles.items()
    ]
    _section("parts", roles, console)
    figures = [(key, f"{item.default:g} {item.unit}", item.title) for key, item in blueprint.parameters.items()]
    _section("figures", figures, console)
    options = [
        (key, ", ".join(choice.name for choice in item.choices.values())) for key, item in blueprint.options.items()
    ]
    _section("options", options, console)
    _section("sources", [(item.document, item.heading) for item in blueprint.sources], console)


def _section(title: str, rows: Sequence[Sequence[str]], console: Console) -> None:
    if rows:
        console.say(f"\n{console.paint(title, 'strong')}")
        console.say("\n".join(f"  {line}" for line in table(rows).splitlines()))


def _check(options: Namespace, console: Console) -> int:
    from designer.catalog.load import load_catalog
    from designer.catalog.read import load_blueprint

    if options.path.is_dir():
        ids = [blueprint.id for blueprint in load_catalog([options.path]).blueprints]
    else:
        ids = [load_blueprint(options.path).id]
    if options.json:
        console.say_json([{"id": name, "problems": []} for name in ids])
    else:
        console.say(f"{len(ids)} {'blueprint' if len(ids) == 1 else 'blueprints'}, nothing wrong")
    return 0
