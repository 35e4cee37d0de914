"""One instruction to a changed design: each clause read by the grammar, applied, sized and checked again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.edits.edits import AddComponent, AddFlow
from designer.edits.words import in_words
from designer.errors import InputError
from designer.model.design import Design
from designer.progress import EditApplied, tell
from designer.refining.change import Bench, Change, Refined
from designer.refining.following import applied, finished, new_errors, with_both
from designer.refining.reading import (
    checked_clauses,
    checked_text,
    question_answered,
    read_after,
    refuse_question,
    spelt_out,
    with_ids,
    with_quotes,
)
from designer.refining.supposing import supposed, told

Judge = Callable[[Design], Design]
"""Gives a checked design its findings as a project has them."""


_REGION_LOST = re.compile(
    r"\b(?:a|one|the|whole|losing) region(?: outage| failure| loss| dies| fails| goes down| is lost| is down)?$", re.I
)


class _Now(NamedTuple):
    """How far an instruction was followed: the design, what was done and said, and the part that was added last."""

    design: Design
    done: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    last: str = ""


def _as_found(design: Design) -> Design:
    return design


def refine(design: Design, text: str, catalog: Catalog, *, judge: Judge = _as_found) -> Refined:
    """Return a design as one instruction changes it, or with the answer to a question.

    Clauses are followed in turn; when one cannot be, nothing is changed. What is changed or added has the user as its
    origin. Errors that are new are told, and keep nothing from being done.

    Args:
        design: a checked design.
        text: the instruction, plain English.
        catalog: where blueprints, kinds and products are looked up.
        judge: what makes of the rules' findings those that count.

    Raises:
        InputError: the instruction is not understood, or names what is not there; the nearest forms are told.
    """
    said = checked_text(text)
    if (answer := answered(design, said, catalog, judge=judge)) is not None:
        return answer
    refuse_question(said)
    now = _followed(_Now(design), said, catalog)
    if now.design == design:
        if now.says and not now.done and "\n" in now.says[0]:
            return Refined(design, reply="\n".join(now.says))
        return Refined(design, says=now.says)
    after = judge(finished(design, now.design, said, catalog))
    for words in now.done:
        tell(EditApplied(op="edit", words=words))
    return Refined(after, now.done, (*now.says, *new_errors(design, after)))


def answered(design: Design, said: str, catalog: Catalog, *, judge: Judge = _as_found) -> Refined | None:
    """Return the answer to a question, from what the design holds; None for an instruction.

    Raises:
        InputError: it supposes what is not understood, or names what is not there.
    """
    bench = Bench(design, catalog)
    question = " ".join(said.split()).rstrip("?!. ")
    instruction = supposed(question, is_asked=said.rstrip().endswith("?"))
    if instruction is not None and not _REGION_LOST.search(question):
        return _supposing(bench, question, instruction, judge)
    change = question_answered(bench, question)
    if change is None and instruction is not None:
        return _supposing(bench, question, instruction, judge)
    return Refined(design, reply=change.reply, about=change.about) if change is not None else None


def _supposing(bench: Bench, question: str, instruction: str, judge: Judge) -> Refined:
    try:
        now = _followed(_Now(bench.design), instruction, bench.catalog)
    except InputError:
        # "What if the cache dies" supposes no instruction.
        change = question_answered(bench, question)
        if change is None:
            raise
        return Refined(bench.design, reply=change.reply, about=change.about)
    if now.design == bench.design and now.says:
        return Refined(bench.design, reply="\n".join(now.says))
    return Refined(bench.design, reply=told(bench.design, judge(now.design), instruction))


def _followed(now: _Now, said: str, catalog: Catalog) -> _Now:
    for clause in checked_clauses(with_quotes(Bench(now.design, catalog), said)):
        try:
            now = _followed_clause(now, clause, catalog)
        except InputError:
            pieces = spelt_out(with_ids(Bench(now.design, catalog), clause))
            if not pieces:
                raise
            for piece in pieces:
                now = _followed_clause(now, piece, catalog)
    return now


def _followed_clause(now: _Now, clause: str, catalog: Catalog) -> _Now:
    bench = Bench(now.design, catalog)
    change = read_after(bench, clause, now.last)
    if change.reply:
        return now._replace(says=(*now.says, change.reply))
    after = applied(bench, change)
    if after is None:
        return now._replace(says=(*now.says, *change.says))
    last = next((edit.name for edit in reversed(change.edits) if isinstance(edit, AddComponent)), "")
    return _Now(
        after, (*now.done, *_done(change, now.design, after)), (*now.says, *_said(change, now.design, after)), last
    )


def _is_planned(change: Change) -> bool:
    return bool(change.answers or change.figures or (change.statement and not change.edits))


def _done(change: Change, before: Design, after: Design) -> tuple[str, ...]:
    both = with_both(before, after)
    edits = tuple(in_words(edit, both) for edit in change.edits if not isinstance(edit, AddFlow))
    return (*edits, *(change.says if _is_planned(change) else ()))


def _said(change: Change, before: Design, after: Design) -> tuple[str, ...]:
    noted = ("it is noted, and changes nothing else in the design",)
    same = _is_planned(change) and _is_same_system(before, after)
    return (*(() if _is_planned(change) else change.says), *(noted if same else ()))


def _is_same_system(before: Design, after: Design) -> bool:
    names = ("graph", "flows", "entities", "capacity", "decisions", "findings")
    return all(getattr(before, name) == getattr(after, name) for name in names)
