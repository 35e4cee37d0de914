"""Findings for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from designer.cli.console import Console, plain
from designer.cli.reports.checked import Checked, names_of
from designer.cli.summary import severity_counts


def write(checked: Sequence[Checked], console: Console, fail_on: str) -> str:
    """Return one paragraph per design: its findings, each with its fix, and how many there are."""
    return "\n\n".join("\n".join(_lines(item, console)) for item in checked)


def _lines(item: Checked, console: Console) -> Iterator[str]:
    yield f"{console.paint(plain(item.design.title, 76), 'strong')}  {item.path}"
    if item.followed is not None:
        yield f"follows {item.followed.blueprint} to {item.followed.score} %"
    found = item.all_findings
    for finding in (one for one in found if one.is_open):
        level = str(finding.severity)
        yield f"{console.paint(f'{level:<7}', level)} {finding.rule}  {plain(finding.message)}"
        yield from _details(("at", names_of(finding, item.design)), ("fix", finding.fix))
    for finding in (one for one in found if not one.is_open):
        yield f"{finding.state}  {finding.rule}  {plain(finding.message)}"
        yield from _details(("why", finding.reason))
    for question in item.questions:
        yield f"asks     {question.id}  {plain(question.text)} [{plain(question.default)}]"
        yield from _details(("if", question.changes))
    yield severity_counts([one for one in found if one.is_open], console)


def _details(*rows: tuple[str, str]) -> Iterable[str]:
    return (f"        {name:<4}{plain(text)}" for name, text in rows if text)
