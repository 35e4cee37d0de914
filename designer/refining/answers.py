"""Answers to open questions, new ones and changed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import fuzz

from designer.edits.text import clip_line
from designer.model.base import slugify
from designer.refining.change import Bench, Change, unclear
from designer.refining.naming import nearest
from designer.refining.words import number_in, stems, without_article

_ALIKE = 88
_LONGEST = 200


class _Asked(NamedTuple):
    """What can be answered: its id, its words, and the answers there are; none where any figure is one."""

    id: str
    text: str
    options: tuple[str, ...]


def answer(bench: Bench, found: re.Match[str]) -> Change | None:
    """Answer the question that is named; None when the words name none."""
    asked = _asked_by(bench, found["question"])
    if asked is None:
        if found.group().casefold().startswith("answer"):
            raise unclear(f"there is no question {clip_line(found['question'], 60)!r}", _fix(bench, found["question"]))
        return None
    return _answered(bench, asked, found["value"])


def bare_answer(bench: Bench, found: re.Match[str]) -> Change | None:
    """Take words that are one of the answers of exactly one open question as that answer; None for other words."""
    said = found["value"]
    open_ids = {question.id for question in bench.design.questions}
    hits = [
        (asked, option)
        for asked in _all(bench)
        if asked.id in open_ids
        for option in asked.options
        if stems(option) == stems(said) and len(stems(said)) > 1
    ]
    return _answered(bench, *hits[0]) if len(hits) == 1 else None


def _answered(bench: Bench, asked: _Asked, said: str) -> Change:
    value = _option(asked, said) if asked.options else said.strip().strip("\"'“”")[:_LONGEST]
    if bench.design.brief.answers.get(asked.id) == value:
        return Change(says=(f"{asked.id} is answered so already; nothing changed",))
    return Change(says=(f"{clip_line(asked.text, 90)} {value}",), answers={asked.id: value})


def _option(asked: _Asked, said: str) -> str:
    """Return the option that words mean.

    Raises:
        InputError: they mean none, or several.
    """
    words = without_article(said)
    number = number_in(words) if words.isdecimal() else None
    if number is not None and 0 < number <= len(asked.options):
        return asked.options[number - 1]
    wanted = set(stems(words))
    for option in asked.options:
        if option.casefold() == words.casefold() or set(stems(option)) == wanted:
            return option
    hits = [option for option in asked.options if wanted and wanted <= set(stems(option))]
    hits = hits or [option for option in asked.options if fuzz.ratio(option.casefold(), words.casefold()) >= _ALIKE]
    if len(hits) == 1:
        return hits[0]
    raise unclear(f"{clip_line(said, 60)!r} is no answer to {asked.id}", f"answer {'; or '.join(asked.options)}")


def _asked_by(bench: Bench, words: str) -> _Asked | None:
    known = list(_all(bench))
    said = without_article(words)
    key, wanted = slugify(said, fallback=""), set(stems(said))
    for asked in known:
        if key and key in (asked.id, asked.id.replace("_", "-")):
            return asked
    hits = [asked for asked in known if len(wanted) > 1 and wanted <= set(stems(asked.text))]
    hits = hits or [asked for asked in known if key and fuzz.ratio(key, asked.id) >= _ALIKE]
    return hits[0] if len(hits) == 1 else None


def _all(bench: Bench) -> Iterator[_Asked]:
    """Yield the open questions, then what was answered or taken by default and may be changed; each id once."""
    seen = set()
    for question in bench.design.questions:
        seen.add(question.id)
        yield _Asked(question.id, question.text, question.options)
    for match in bench.design.blueprints:
        blueprint = bench.catalog.by_id.get(match.id)
        for key, option in sorted(blueprint.options.items()) if blueprint is not None else ():
            if key not in seen:
                seen.add(key)
                yield _Asked(key, option.question, tuple(choice.name for choice in option.choices.values()))
    for key in sorted(bench.design.brief.answers):
        if key not in seen:
            yield _Asked(key, key.replace("-", " "), ())


def _fix(bench: Bench, words: str) -> str:
    ids = [asked.id for asked in _all(bench)]
    near = nearest(words, ids)
    return f"the questions are {', '.join(near)}" if near else "the design asks nothing"
