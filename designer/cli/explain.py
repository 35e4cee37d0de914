"""`designer explain`: where an element, a number or a finding comes from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from designer.cli.console import Console, plain
from designer.cli.options import add_design_argument, add_json_option
from designer.errors import InputError


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    add_design_argument(parser)
    parser.add_argument(
        "id",
        metavar="ID",
        help="a component, connection, flow, entity, number, finding (its rule), decision or question",
    )
    add_json_option(parser)


def run(options: Namespace, console: Console) -> int:
    """Print everything that the id stands for."""
    from designer.api import check, load
    from designer.explanations import explanations, nearby

    design = load(options.file)
    found = list(explanations(design, check(design), options.id))
    if not found:
        raise InputError(
            f"nothing in the design has the id {options.id[:60]!r}",
            where=str(options.file),
            fix=nearby(design, options.id),
        )
    if options.json:
        console.say_json([{"kind": item.kind, "title": item.title, **dict(item.rows)} for item in found])
        return 0
    for item in found:
        console.say(f"{console.paint(plain(item.title, 100), 'strong')} ({item.kind})")
        for name, text in item.rows:
            if text:
                console.say(f"  {name:<10} {plain(text)}")
    return 0
