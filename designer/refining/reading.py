"""An instruction read clause by clause against a design: the first form that fits, or the nearest ones told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz

from designer.edits.text import clip_line
from designer.errors import InputError
from designer.model.component import Component
from designer.refining.change import Bench, Change, unclear
from designer.refining.form import REDO, UNDO, Form
from designer.refining.forms import CHANGES
from designer.refining.questions import QUESTIONS
from designer.refining.words import MAX_CHARACTERS, VERBS, clauses_of

_MOST_CLAUSES = 20
_LONGEST_CLAUSE = 300
_MOST_NEAR = 3
_SHARED = re.compile(
    r"(?P<verb>(?:add|remove|delete|drop|enable|introduce|insert|use|no|without|get rid of|we need|need|require|back up|encrypt|monitor)\b) (?P<rest>.+)",
    re.I,
)
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.I)
_SAID_OTHERWISE = (
    (re.compile(r"^(?:we|i|it|you|they|the (?:system|design))\s+(?:also\s+)?(?:needs?|wants?|should have|must have|could use|requires?|lacks?)\s+(?=(?:an?|another|some|one more)\b)", re.I), "add "),
    (re.compile(r"^there (?:should|must|has to|needs to) be\s+(?=(?:an?|another|some)\b)", re.I), "add "),
    (re.compile(r"^(.+?) (?:needs?|should (?:have|get)|must have|requires?|could use|wants?|gets?|has to have) (?=(?:an?|another|its own)\b)(.+)$", re.I), r"add \2 for \1"),
    (re.compile(r"^instead of (.+?),? (?:use|take|have) (.+)$", re.I), r"replace \1 by \2"),
    (re.compile(r"^(?:i )?(?:prefer|favou?r|choose|pick) (.+?) (?:over|to) (.+)$", re.I), r"replace \2 by \1"),
    (re.compile(r"^(.+?) instead of (.+)$", re.I), r"replace \2 by \1"),
    (re.compile(r"^decouple (.+?) (?:from|and) (.+)$", re.I), r"put a queue between \2 and \1"),
    (re.compile(r"^(.+?) (?:->|→|-->|=>) (.+)$"), r"connect \1 to \2"),
    (re.compile(r"^(.+?) (?:should|must|needs? to|has to|have to|can) be (.+?)ed$", re.I), r"\2e \1"),
)  # fmt: skip
"""Other ways to say what a form says, tried when no form fits."""
_MISREAD = re.compile(
    rf"^(?:{VERBS})\b|\b(?:and|or|to|for|in|of|on|with|by|from|as|at|before|after|behind|between|over|via|that|which|who|is|are|has|have|calls?|reads?|writes?|uses?|needs?)\b|,",
    re.I,
)
_IT = re.compile(r"\b(?:it|that one|this one)\b", re.I)


_QUESTION = re.compile(
    r"^(?:and |so |but |please |tell me |explain |describe |i wonder )*"
    r"(?:why|what|how|which|who|whom|where|when|is|are|was|were|does|do|did|has|have|should|would|will|am)\b",
    re.I,
)
_DOES = re.compile(rf"(?:please |then |and |now )*(?:{VERBS}|insert)\b", re.I)
_REQUEST = re.compile(r"^(?:please |so |and )*(?:can|could|would|will) (?:you|we)\b", re.I)


def checked_text(text: str) -> str:
    """Return an instruction as it is read.

    Raises:
        InputError: it is empty, too long, or asks for an earlier version, which a design does not have.
    """
    said = text.strip()
    if not said or not any(char.isalnum() for char in said):
        raise unclear("the instruction is empty", "say what to change, as in 'add a cache in front of orders'")
    if len(said) > MAX_CHARACTERS:
        raise unclear(f"the instruction is longer than {MAX_CHARACTERS:,} characters", "say one change after the other")
    if is_undo(said) or is_redo(said):
        which, word = ("later", "redo") if is_redo(said) else ("earlier", "undo")
        raise unclear(
            f"a design holds no {which} version of itself",
            f"keep the value from before, or use `designer refine DIR {word}` on a bundle's folder",
        )
    return said


def is_question(said: str) -> bool:
    """Tell whether words ask something, so that nothing may be changed.

    >>> is_question("is Kafka overkill for us?"), is_question("could you make it cheaper?")
    (True, False)
    """
    if _REQUEST.match(said) or _DOES.match(said):
        return False
    return said.rstrip().endswith("?") or _QUESTION.match(said) is not None


def refuse_question(said: str) -> None:
    """Refuse what is asked and has no answer here, so that no word of it is taken for a requirement.

    Raises:
        InputError: it is a question.
    """
    if said.rstrip().endswith("?") and _QUESTION.match(said) and is_question(said):
        near = ", ".join(f"'{form.example}'" for form in nearest_forms(said))
        raise unclear(f"{clip_line(said, 80)!r} is a question that is not understood", f"ask it like {near}")


def is_undo(text: str) -> bool:
    """Tell whether an instruction asks for the version before."""
    return UNDO.fullmatch(" ".join(text.split())) is not None


def is_redo(text: str) -> bool:
    """Tell whether an instruction asks for the version that was undone.

    >>> is_redo("redo that"), is_redo("redo the cache")
    (True, False)
    """
    return REDO.fullmatch(" ".join(text.split())) is not None


def checked_clauses(said: str) -> tuple[str, ...]:
    """Return the clauses of an instruction.

    Raises:
        InputError: there are none or too many, or one is too long to be read.
    """
    found = clauses_of(said)
    if not found:
        raise unclear(
            "the instruction says nothing to do", "say what to change, as in 'add a cache in front of orders'"
        )
    if len(found) > _MOST_CLAUSES:
        raise unclear(f"the instruction asks for {len(found)} things", f"say at most {_MOST_CLAUSES} at once")
    for clause in found:
        if len(clause) > _LONGEST_CLAUSE:
            raise unclear(f"{clip_line(clause, 60)!r} is too long to be read", "say one change after the other")
    return found


def question_answered(bench: Bench, question: str) -> Change | None:
    """Return the answer to a question about a design; None for what is none."""
    question = with_ids(bench, question)
    for form in QUESTIONS:
        found = form.pattern.fullmatch(question)
        change = form.run(bench, found) if found else None
        if change is not None:
            return change
    return None


def read_after(bench: Bench, clause: str, last: str) -> Change:
    """Return what a clause comes to; where it makes no sense alone, "it" is the part that the clause before added.

    Raises:
        InputError: no form fits, or the one that does names what is not there.
    """
    try:
        return read(bench, clause)
    except InputError:
        named = _IT.sub(lambda _: f'"{last}"', clause)
        if not last or named == clause:
            raise
        return read(bench, named)


def read(bench: Bench, clause: str) -> Change:
    """Return what a clause comes to.

    Raises:
        InputError: no form fits, or the one that does names what is not there.
    """
    if (change := _first(bench, clause)) is not None:
        return change
    for pattern, otherwise in _SAID_OTHERWISE:
        said = pattern.sub(otherwise, clause)
        if said != clause and (change := _first(bench, said)) is not None:
            return change
    near = ", ".join(f"'{form.example}'" for form in nearest_forms(clause))
    said = clip_line(clause.replace('"', ""), 80)
    raise unclear(f"{said!r} is not understood", f"say it like {near}")


def with_quotes(bench: Bench, words: str) -> str:
    """Return words with quotes around each part's name that has a verb or an "and" which would be read as one."""
    return _with_names(bench, words, lambda part, said: f'"{said}"')


def with_ids(bench: Bench, words: str) -> str:
    """Return words with the id in place of each part's name that has a verb or an "and" which would be read as one."""
    return _with_names(bench, words, lambda part, said: part.id)


def _with_names(bench: Bench, words: str, shown: Callable[[Component, str], str]) -> str:
    parts = [part for part in bench.design.graph.components if _MISREAD.search(part.name)]
    if not parts:
        return words
    names = {part.name.casefold(): part for part in reversed(parts)}
    spelt = "|".join(re.escape(part.name) for part in sorted(parts, key=lambda part: (-len(part.name), part.id)))

    def replaced(found: re.Match[str]) -> str:
        said = found[0].strip('"')
        part = names.get(said.casefold())
        return shown(part, said) if part is not None else found[0]

    return re.sub(rf'"(?:{spelt})"|(?<![\w"])(?:{spelt})(?![\w"])', replaced, words, flags=re.I)


def _first(bench: Bench, clause: str) -> Change | None:
    clause = with_ids(bench, clause)
    for form in (*CHANGES[:-1], *QUESTIONS, CHANGES[-1]):
        found = form.pattern.fullmatch(clause)
        change = form.run(bench, found) if found else None
        if change is not None:
            return change
    return None


def spelt_out(clause: str) -> tuple[str, ...]:
    """Return a clause of several objects as one for each: "add sign-in and backups"; empty where it has but one.

    >>> spelt_out("add sign-in, backups and tracing")
    ('add sign-in', 'add backups', 'add tracing')
    """
    found = _SHARED.fullmatch(clause)
    objects = [item for item in _COMMA.split(found["rest"]) if item] if found else []
    return tuple(f"{found['verb']} {item}" for item in objects) if found and 1 < len(objects) <= _MOST_CLAUSES else ()


def nearest_forms(clause: str) -> Sequence[Form]:
    """Return the forms whose examples are nearest to some words, best first."""
    ranked = sorted(
        (*CHANGES[:-1], *QUESTIONS),
        key=lambda form: (-fuzz.token_set_ratio(clause.casefold(), form.example.casefold()), form.example),
    )
    return ranked[:_MOST_NEAR]
