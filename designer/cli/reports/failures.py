"""The failure walk-through: for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.cli.console import Console, plain
from designer.cli.reports.checked import Checked
from designer.model.base import canonical_json
from designer.model.outage import Outage
from designer.rules.outages import outages

FORMATS = ("text", "json")


def write(checked: Sequence[Checked], console: Console, form: str) -> str:
    """Return what the loss of each part and boundary does to the flows of each design."""
    if form == "json":
        rows = [
            {"file": str(item.file), **outage.model_dump(mode="json")}
            for item in checked
            for outage in outages(item.design)
        ]
        return canonical_json(rows).rstrip("\n")
    return "\n\n".join("\n".join(_lines(item, console)) for item in checked)


def _lines(item: Checked, console: Console) -> Iterator[str]:
    yield f"{console.paint(plain(item.design.title, 76), 'strong')}  {item.path}"
    names = {flow.id: flow.name for flow in item.design.flows}
    unnoticed = 0
    for outage in outages(item.design):
        if not outage.flows:
            unnoticed += 1
            continue
        yield _head(outage)
        for effect in outage.flows:
            yield f"    {effect.effect:<9} {plain(names[effect.flow], 60)}: {plain(effect.how, 160)}"
        for expected in outage.expected:
            yield f"    expected  {plain(expected, 200)}"
    if unnoticed:
        yield f"no flow notices the loss of the other {unnoticed}"


def _head(outage: Outage) -> str:
    if outage.kind == "boundary":
        return f"{plain(outage.name, 60)}, all inside"
    copies = "one copy" if outage.copies == 1 else f"{outage.copies:,} copies"
    return f"{plain(outage.name, 60)} ({copies})"
