"""`designer new`: one brief to one bundle."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, plain
from designer.cli.options import add_design_options, answers_of, brief_of, settings_of
from designer.cli.summary import severity_counts
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.api import Design
    from designer.catalog.catalog import Catalog
    from designer.model.question import Question
    from designer.progress import Event, Listener
    from designer.settings import Settings

_MOST_ROUNDS = 5


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("text", nargs="?", metavar="TEXT", help="the description, or - to read it from stdin")
    parser.add_argument("--file", type=Path, metavar="F", help="read the description from a file")
    add_design_options(parser)


def run(options: Namespace, console: Console) -> int:
    """Design, write the bundle, and print what it holds."""
    settings = settings_of(options)
    answers = answers_of(options.answer)
    if options.ask and options.text == "-":
        fix = "give the brief as TEXT or with --file"
        raise InputError("stdin cannot hold both the brief and the answers", where="--ask", fix=fix)
    text = brief_of(options.text, options.file)

    from designer.api import open_catalog
    from designer.model.base import slugify
    from designer.rendering import check_formats, drawing_notes, has_stubs, save_design

    check_formats(settings.formats)
    catalog = open_catalog(settings.catalog)
    made = _design(text, answers, settings, catalog, console)
    _refuse_unknown(answers, made)
    if options.ask:
        made = _ask(made, text, answers, settings, catalog, console)
    folder = settings.out or Path(slugify(made.title, fallback="design"))
    save_design(made, folder, formats=settings.formats, theme=settings.theme, catalog=catalog, stubs=settings.stubs)
    if settings.stubs and not has_stubs(made):
        console.tell("note: no stubs/, because of findings of severity error; `designer stubs --force` writes them")
    for note in (*(made.model_use.notices if made.model_use else ()), *drawing_notes(made, catalog)):
        console.tell(f"note: {plain(note)}")
    if options.json:
        console.say_json(_summary(made, folder))
    else:
        _print(made, folder, console)
    return 0


def _refuse_unknown(answers: Mapping[str, str], made: Design) -> None:
    from designer.pipeline import ASKED_BY_RULES

    known = {question.id for question in made.questions} | {item.name for item in made.capacity.parameters}
    known |= {option for match in made.blueprints for option in match.options} | ASKED_BY_RULES
    for name in answers:
        if name not in known:
            fix = f"use one of {', '.join(sorted(known))}" if known else "leave it out"
            raise InputError(f"there is no question {plain(name, 60)!r}", where="--answer", fix=fix)


def _ask(
    made: Design, text: str, answers: dict[str, str], settings: Settings, catalog: Catalog, console: Console
) -> Design:
    """Ask what is open until nothing is, or the user says nothing more, and design again with the answers."""
    asked: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        new = [question for question in made.questions if question.id not in asked]
        given = {question.id: answer for question in new if (answer := _answer_to(question, console))}
        asked |= {question.id for question in new}
        if not given:
            break
        answers |= given
        made = _design(text, answers, settings, catalog, console)
    return made


def _answer_to(question: Question, console: Console) -> str:
    """Return what the user answers: one of the options by number or in words, or nothing for the default."""
    console.tell(f"\n{plain(question.text)}")
    for number, option in enumerate(question.options, start=1):
        console.tell(f"  {number}. {plain(option)}{' (default)' if option == question.default else ''}")
    shown = f" [{plain(question.default, 60)}]" if question.default else ""
    print(f"answer{shown}: ", end="", file=console.err, flush=True)
    answer = sys.stdin.readline().strip()
    if answer.isascii() and answer.isdecimal() and 0 < int(answer[:6]) <= len(question.options):
        return question.options[int(answer) - 1]
    return answer


def _design(text: str, answers: Mapping[str, str], settings: Settings, catalog: Catalog, console: Console) -> Design:
    """Design, and with a language model say at once what the offline draft is, and then what the model made of it."""
    from designer.api import OFFLINE

    told = partial(_tell, console, settings.model.partition("@")[0])
    try:
        return _asked(text, answers, settings, catalog, None if settings.model == OFFLINE else told)
    finally:
        if settings.model != OFFLINE:
            console.end_progress()


def _tell(console: Console, model: str, event: Event) -> None:
    """Say what the offline draft is, show each edit as it comes, and say what the model made of the draft."""
    from designer.progress import Done, DraftReady, in_words

    line = plain(in_words(event), 400)
    if isinstance(event, DraftReady):
        console.tell(f"{line}; asking {plain(model, 80)}")
    elif isinstance(event, Done) and event.design.model != "offline":
        console.end_progress()
        graph = event.design.graph
        added = sum(item.origin.by == "model" for item in graph.components)
        parts = f"{len(graph.components)} components, {len(graph.connections)} connections"
        console.tell(f"model: {parts}; {added} components are its own")
    elif line:
        console.progress(line)


def _asked(
    text: str, answers: Mapping[str, str], settings: Settings, catalog: Catalog, progress: Listener | None
) -> Design:
    from designer.api import design

    return design(
        text,
        model=settings.model,
        answers=answers,
        catalog=catalog,
        on_model_failure=settings.on_model_failure,
        model_budget=settings.model_budget,
        model_cache=settings.model_cache,
        progress=progress,
    )


def _print(made: Design, folder: Path, console: Console) -> None:
    from designer.figures import headline_estimates, title_of
    from designer.model.figures import human

    graph = made.graph
    figures = [f"{title_of(item)} {human(item.value, item.unit)}" for item in headline_estimates(made)]
    console.say(console.paint(plain(made.title, 76), "strong"))
    parts = f"{len(graph.components)} components, {len(graph.connections)} connections, {len(made.flows)} flows"
    based = ", ".join(match.id for match in made.blueprints)
    rows = [
        ("bundle", str(folder)),
        ("parts", f"{parts}; from {based}" if based else parts),
        ("numbers", "; ".join(figures) or "none"),
        ("findings", severity_counts(made.findings, console)),
    ]
    for name, value in rows:
        console.say(f"  {name:<9} {value}")
    if made.questions:
        console.say("  open questions, each with the answer taken; change one with --answer ID=VALUE:")
        for question in made.questions:
            console.say(f"    {question.id}: {plain(question.text, 90)} [{plain(question.default, 50)}]")


def _summary(made: Design, folder: Path) -> dict[str, Any]:
    from designer.model.finding import count_by_severity

    return {
        "title": made.title,
        "folder": str(folder),
        "model": made.model,
        "blueprints": [match.id for match in made.blueprints],
        "components": len(made.graph.components),
        "connections": len(made.graph.connections),
        "flows": len(made.flows),
        "findings": count_by_severity(made.findings),
        "estimates": [
            {"name": item.name, "subject": item.subject, "value": item.value, "unit": item.unit}
            for item in made.capacity.estimates
        ],
        "questions": [question.model_dump(mode="json") for question in made.questions],
    }
