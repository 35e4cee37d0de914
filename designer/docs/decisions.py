"""Decision records in the form of MADR 4: one file each, with a number that stays, superseded rather than rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from designer.docs.facts import Facts, decision_key
from designer.docs.sections.judgement import decisions
from designer.docs.templates import fill
from designer.model.artifact import Artifact
from designer.model.decision import Decision
from designer.model.design import Design

RECORD_TEMPLATE = "adr.md.j2"
FOLDER = "adr/"
_PATH = re.compile(r"^adr/(\d{4})-([a-z0-9-]+)\.md$")
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r"^(status|decision):[ \t]*(.*)$", re.MULTILINE)
_OVER = ("superseded", "deprecated")


class Record(NamedTuple):
    """A record as a file: its number, the decision it is about, its status, and its text."""

    path: str
    number: int
    key: str
    status: str
    text: str

    @property
    def is_over(self) -> bool:
        """Whether the decision no longer stands."""
        return self.status.startswith(_OVER)


class Earlier(NamedTuple):
    """The records of an earlier version of a design, and its decisions by `decision_key`."""

    records: tuple[Record, ...] = ()
    decisions: Mapping[str, Decision] = {}


class _Replaced(NamedTuple):
    """A record that another one takes the place of."""

    title: str
    href: str


def read_records(files: Iterable[tuple[str, str]]) -> tuple[Record, ...]:
    """Return the records among (path, text) pairs, by number; what is no record of ours is passed over."""
    found = []
    for path, text in files:
        if named := _PATH.match(path):
            front = _FRONT.match(text)
            fields = dict(_FIELD.findall(front[1])) if front else {}
            key = fields.get("decision", "").strip() or named[2]
            found.append(Record(path, int(named[1]), key, fields.get("status", "").strip(" \"'"), text))
    return tuple(sorted(found, key=lambda record: (record.number, record.path)))


def numbers_of(records: Iterable[Record]) -> dict[str, int]:
    """Return the numbers of the decisions that stand, by `decision_key`."""
    return {record.key: record.number for record in records if not record.is_over}


def numbered(design: Design, earlier: Earlier) -> dict[str, int]:
    """Return the number of each decision of a design: its earlier one while it says the same, else the next free one.

    A design that shares no decision with the earlier one is another design, and starts anew.
    """
    if not _is_continued(design, earlier):
        return {}
    standing = numbers_of(earlier.records)
    free = max(record.number for record in earlier.records)
    numbers: dict[str, int] = {}
    for item in design.decisions:
        key = decision_key(item)
        if key in numbers:
            continue
        if key in standing and _says_the_same(item, earlier.decisions.get(key)):
            numbers[key] = standing[key]
        else:
            free += 1
            numbers[key] = free
    return numbers


def _is_continued(design: Design, earlier: Earlier) -> bool:
    return bool({decision_key(item) for item in design.decisions} & {record.key for record in earlier.records})


def _says_the_same(item: Decision, before: Decision | None) -> bool:
    """Return whether two decisions are one: who took it and what it names may change, what it says may not."""
    if before is None:
        return False
    fields = ("title", "context", "choice", "alternatives", "consequences")
    return all(getattr(item, field) == getattr(before, field) for field in fields)


def write_decisions(
    design: Design, *, templates: Mapping[str, str], earlier: Earlier | None = None
) -> tuple[Artifact, ...]:
    """Return one record for each decision of a design, `adr/0001-<slug>.md` and so on.

    With an earlier version, a record whose decision still says the same stays as it is, with what people wrote into
    it. One whose decision changed is superseded by a new record, and one whose decision is gone is deprecated: only
    their status changes.

    Raises:
        SettingsError: a template is missing or broken.
    """
    before = earlier if earlier and _is_continued(design, earlier) else Earlier()
    standing = {record.key: record for record in before.records if not record.is_over}
    facts = Facts(design, numbers=numbered(design, before))
    found = decisions(facts)
    written: dict[str, str] = {}
    successor: dict[str, str] = {}
    for part in found.parts if found else ():
        key = decision_key(part.decision)
        old = standing.get(key)
        if old is not None and facts.numbers.get(key) == old.number and old.path not in written:
            written[old.path] = old.text
            continue
        replaced = _replaced(old) if old and key not in successor else None
        text = fill(templates, RECORD_TEMPLATE, record=part, key=key, replaced=replaced)
        written[part.href] = text
        if replaced:
            successor[key] = part.href
    for path, text in _retired(before, standing, written, successor):
        written.setdefault(path, text)
    return tuple(Artifact.text(path, written[path], "text/markdown") for path in sorted(written))


def _replaced(record: Record) -> _Replaced:
    return _Replaced(f"ADR-{record.number:04}", record.path.removeprefix(FOLDER))


def _retired(
    before: Earlier, standing: Mapping[str, Record], written: Mapping[str, str], successor: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the records that no longer stand, each with its status."""
    for record in before.records:
        if record.path in written:
            continue
        if record is not standing.get(record.key):
            yield record.path, record.text
        elif record.key in successor:
            file = successor[record.key].removeprefix(FOLDER)
            yield record.path, _with_status(record.text, f'"superseded by [ADR-{file[:4]}]({file})"')
        else:
            yield record.path, _with_status(record.text, "deprecated")


def _with_status(text: str, status: str) -> str:
    """Return a record with another status; everything else in it stays."""
    front = _FRONT.match(text)
    if front is None:
        return f"---\nstatus: {status}\n---\n\n{text}"
    lines = [line for line in front[1].split("\n") if not line.startswith("status:")]
    return "\n".join(("---", f"status: {status}", *lines, "---", "")) + text[front.end() :]
