"""The working design of an agent: edits tried one after the other, and what the checker says of the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from designer.agent.reply import MAX_EDITS, EditReply, read_edits
from designer.agent.requests import refuse_impossible
from designer.agent.wording import words_of
from designer.catalog.catalog import Catalog
from designer.edits.apply import apply_edits, as_draft, change_draft
from designer.edits.edits import ChooseOption, Edit, SetParameter
from designer.edits.refusal import Refusal
from designer.edits.text import clip_line
from designer.edits.words import in_words
from designer.errors import InputError, Problem
from designer.model.blueprint import Blueprint
from designer.model.design import Design, Draft
from designer.model.finding import Finding, Severity
from designer.model.origin import Origin
from designer.pipeline import recheck
from designer.progress import EditApplied, EditRefused, Event
from designer.refining.following import conforming, with_both
from designer.refining.refine import Judge
from designer.refining.replan import replanned
from designer.refining.straying import strayed


class Desk:
    """A design that an agent works on; the one it started from stays as it is.

    `events` are what happened since somebody last took them; `shown` is what the agent was told so far.
    """

    def __init__(self, design: Design, said: str, catalog: Catalog, *, model: str, judge: Judge) -> None:
        self.judge = judge
        self.before = design
        self.said = said
        self.catalog = catalog
        self.model = model
        self.draft: Draft = as_draft(design)
        self.edits: list[Edit] = []
        self.refused: list[Refusal] = []
        self.parameters: dict[str, SetParameter] = {}
        self.options: dict[str, ChooseOption] = {}
        self.events: list[Event] = []
        self.shown: list[str] = []
        self._design: Design | None = design
        self._taken = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything was applied."""
        return bool(self.edits or self.parameters or self.options)

    @property
    def blueprints(self) -> tuple[Blueprint, ...]:
        """The blueprints that the design rests on."""
        return tuple(self.catalog.by_id[one.id] for one in self.before.blueprints if one.id in self.catalog.by_id)

    @property
    def bound(self) -> dict[str, str]:
        """Figures and choices to plan with, by name."""
        return {name: f"{item.value:.12g}" for name, item in self.parameters.items()} | {
            name: item.choice for name, item in self.options.items()
        }

    def take(self, items: Sequence[Any]) -> str:
        """Apply edits in order, each to what the ones before left; return a line for each, with the reason of a refusal."""
        room = MAX_EDITS - self._taken
        lines = [self._take(index, edit) for index, edit in enumerate(self._read(items[: max(0, room)]), start=1)]
        self._taken += len(lines)
        if len(items) > len(lines):
            lines.append(
                f"refused: at most {MAX_EDITS} edits are taken in all, and {len(items) - len(lines)} more came"
            )
        return "\n".join(lines) or "no edits came"

    def _read(self, items: Sequence[Any]) -> tuple[Edit | Refusal, ...]:
        return refuse_impossible(read_edits(EditReply(edits=list(items))), blueprints=self.blueprints)

    def _take(self, number: int, edit: Edit | Refusal) -> str:
        if isinstance(edit, Refusal):
            return self._refuse(number, edit)
        applied = apply_edits(self.draft, [edit], origin=Origin(by="model", ref=self.model))
        if applied.refused:
            return self._refuse(number, applied.refused[0])
        words = words_of(edit, with_both(self.draft, applied.draft))
        if isinstance(edit, SetParameter):
            self.parameters[edit.name] = edit
        elif isinstance(edit, ChooseOption):
            self.options[edit.option] = edit
        else:
            self.edits.append(edit)
        self.draft, self._design = applied.draft, None
        self.events.append(EditApplied(op=edit.op, words=words, subjects=tuple(_subjects(edit))))
        return f"{number} applied: {words}"

    def _refuse(self, number: int, refusal: Refusal) -> str:
        # Its place in the reply is the model's business; people are told what and why.
        self.refused.append(refusal.model_copy(update={"where": ""}))
        self.events.append(EditRefused(op=refusal.op, why=refusal.what, fix=refusal.fix))
        return clip_line(f"{number} refused: {Problem(refusal.what, '', refusal.fix)}", 400)

    def design(self) -> Design:
        """Return the design with what was applied, planned, sized and checked.

        Raises:
            InputError: a figure or a choice cannot be planned with.
        """
        if self._design is None:
            self._design = self._made()
        return self._design

    def _made(self) -> Design:
        draft, parameters = self.draft, self.before.capacity.parameters
        if self.bound:
            planned, parameters = replanned(self.before, self.bound, self.catalog)
            draft = apply_edits(planned, self.edits, origin=Origin(by="model", ref=self.model)).draft
        named = change_draft(draft, model=self.model)
        return self.judge(recheck(conforming(named, self.catalog), parameters, self.catalog))

    def start_over(self) -> str:
        """Take back everything that was applied; edits that were taken still count."""
        self.draft, self._design = as_draft(self.before), self.before
        self.edits, self.parameters, self.options = [], {}, {}
        return "the design is as it was before your edits"

    def drop_figures(self) -> None:
        """Forget the figures and choices, which cannot be planned with; the edits stay."""
        self.parameters, self.options, self._design = {}, {}, None

    def errors(self) -> tuple[Finding, ...]:
        """Return the errors of the design as it is now, with what leads away from its blueprints."""
        now = self.design()
        return (*_grave(now.findings), *strayed(self.before, now, self.said, self.catalog))

    def new_errors(self) -> tuple[Finding, ...]:
        """Return the errors that were not there before."""
        known = {finding.sort_key() for finding in _grave(self.before.findings)}
        return tuple(one for one in self.errors() if one.sort_key() not in known)

    def objection(self) -> str:
        """Return why the design cannot be kept: more errors than there were, or nothing left; "" where it can."""
        if not self.design().graph.components:
            return "nothing was left of the design"
        more = len(self.errors()) - len(_grave(self.before.findings))
        return f"they bring {more} more {'error' if more == 1 else 'errors'}" if more > 0 else ""

    def done(self) -> tuple[str, ...]:
        """Return a line for each change, in order."""
        both = with_both(self.before, self.design())
        figures = (f"set {name} to {value}" for name, value in sorted(self.bound.items()))
        return (*(in_words(edit, both) for edit in self.edits), *figures)


def bound_or_dropped(desk: Desk) -> tuple[str, ...]:
    """Return why figures cannot be planned with, after they were dropped; nothing where they can."""
    try:
        desk.design()
    except InputError as error:
        desk.drop_figures()
        return (f"the figures were left out: {error.problems[0].what}",)
    return ()


def _subjects(edit: Edit) -> Iterator[str]:
    for name in ("id", "source", "target"):
        if value := getattr(edit, name, ""):
            yield str(value)


def _grave(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.severity is Severity.ERROR and one.is_open)
