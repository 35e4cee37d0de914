"""What the tools work on: designs by id, each with the versions before it, and a folder that they may write to.

No tool asks a language model, the network or a path outside the folder: everything is computed here.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from designer.api import Design, default_catalog, design, load, refine_steps
from designer.api import check as findings_of
from designer.difference import difference
from designer.errors import InputError
from designer.explanations import explanations, nearby
from designer.model.base import slugify, unique_slug
from designer.model.figures import human

MOST_DESIGNS = 50
MOST_VERSIONS = 20


class Desk:
    """The designs of one conversation; the oldest leaves when there are too many.

    Args:
        root: the folder below which bundles are saved and opened; without one there is no saving.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = root.resolve() if root is not None else None
        self._designs: OrderedDict[str, list[Design]] = OrderedDict()

    def new(self, brief: str, answers: Mapping[str, str]) -> dict[str, Any]:
        """Design a brief, and return its summary.

        Raises:
            BriefError: the text is empty or nothing that can be designed.
        """
        return self._add(design(brief, answers=answers))

    def open(self, name: str) -> dict[str, Any]:
        """Open a bundle, or any file that can be imported, below the root.

        Raises:
            InputError: it is outside, not there, or broken.
        """
        return self._add(load(self._place(name)))

    def save(self, key: str, name: str) -> str:
        """Write the bundle of a design below the root, and return where.

        Raises:
            InputError: there is no such design, or the name leads outside.
            OutputError: the folder cannot be written, or holds something else.
        """
        place = self._place(name)
        self.get(key).save(place)
        return f"saved to {place.name}/"

    def get(self, key: str) -> Design:
        """Return the newest version of a design.

        Raises:
            InputError: there is none with this id.
        """
        if key not in self._designs:
            known = ", ".join(self._designs) or "none yet: use `design` first"
            raise InputError(f"there is no design {key[:60]!r}", where="design", fix=f"use one of {known}")
        self._designs.move_to_end(key)
        return self._designs[key][-1]

    def refine(self, key: str, instruction: str) -> dict[str, Any]:
        """Change a design by one instruction, or answer a question about it.

        Raises:
            InputError: there is no such design, or the instruction is not understood.
        """
        before = self.get(key)
        refined = refine_steps(before, instruction)
        if refined.reply:
            return {"answer": refined.reply}
        now = Design.of(refined.design)
        versions = self._designs[key]
        if now != before:
            versions.append(now)
            del versions[:-MOST_VERSIONS]
        changes = [
            f"{item.how}: {item.what} {item.id} {item.before} -> {item.after}" for item in difference(before, now)
        ]
        return {"done": list(refined.done), "notes": list(refined.says), "changes": changes, **summary(key, now)}

    def undo(self, key: str) -> dict[str, Any]:
        """Go back to the version before the last instruction.

        Raises:
            InputError: there is no such design, or no earlier version.
        """
        self.get(key)
        versions = self._designs[key]
        if len(versions) < 2:
            raise InputError("there is no earlier version", where="undo", fix="a version is kept by each `refine`")
        versions.pop()
        return summary(key, versions[-1])

    def check(self, key: str) -> list[dict[str, Any]]:
        """Return the findings of a design, worst first."""
        fields = ("rule", "severity", "message", "subjects", "why", "fix", "source")
        return [item.model_dump(mode="json", include=set(fields)) for item in findings_of(self.get(key))]

    def explain(self, key: str, wanted: str) -> list[dict[str, str]]:
        """Return where an element, number or finding comes from.

        Raises:
            InputError: there is no such design, or nothing in it has this id.
        """
        made = self.get(key)
        found = list(explanations(made, findings_of(made), wanted))
        if not found:
            raise InputError(f"nothing has the id {wanted[:60]!r}", where="id", fix=nearby(made, wanted))
        return [{"kind": item.kind, "title": item.title, **dict(item.rows)} for item in found]

    def keys(self) -> Iterable[str]:
        """Return the ids of all designs."""
        return tuple(self._designs)

    def _add(self, made: Design) -> dict[str, Any]:
        key = unique_slug(slugify(made.title, fallback="design"), set(self._designs))
        self._designs[key] = [made]
        while len(self._designs) > MOST_DESIGNS:
            self._designs.popitem(last=False)
        return summary(key, made)

    def _place(self, name: str) -> Path:
        """Return a place below the root; anything else is refused, links included."""
        if self._root is None:
            raise InputError("no folder may be used", where="name", fix="start the server with --root DIR")
        place = (self._root / name).resolve()
        if "\0" in name or place == self._root or not place.is_relative_to(self._root):
            raise InputError(f"{name[:60]!r} is outside the folder", where="name", fix="name a folder inside it")
        return place


def summary(key: str, made: Design) -> dict[str, Any]:
    """Return what an assistant needs to know of a design to go on."""
    graph = made.graph
    return {
        "design": key,
        "title": made.title,
        "blueprints": [f"{match.id} ({match.conformance} %)" for match in made.blueprints],
        "components": [
            f"{item.id}: {item.name} [{item.kind}] {item.technology}".strip()
            + (f" x{item.replicas}" if item.replicas > 1 else "")
            for item in graph.components
        ],
        "connections": [f"{item.source} -> {item.target}: {item.label} ({item.mode})" for item in graph.connections],
        "flows": [item.name for item in made.flows],
        "numbers": [
            f"{item.name}{f' of {item.subject}' if item.subject else ''}: {human(item.value, item.unit)}"
            for item in made.capacity.estimates
        ],
        "findings": [f"{item.severity} {item.rule}: {item.message}" for item in made.findings],
        "questions": [
            {"id": item.id, "text": item.text, "taken": item.default, "options": list(item.options)}
            for item in made.questions
        ],
        "notes": list(made.notes),
    }


def blueprint_ids() -> tuple[str, ...]:
    """Return the ids of all blueprints."""
    return tuple(item.id for item in default_catalog().blueprints)
