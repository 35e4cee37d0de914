"""`designer new`: one brief to one bundle."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.cli.console import Console, clip, plain
from designer.cli.options import add_design_options, answers_of, brief_of, settings_of
from designer.cli.summary import headline_figures, severity_counts
from designer.errors import InputError

if TYPE_CHECKING:
    from designer.api import Design
    from designer.catalog.catalog import Catalog
    from designer.model.question import Question
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
    text = brief_of(options.text, options.file)
    if options.ask and options.text == "-":
        fix = "give the brief as TEXT or with --file"
        raise InputError("stdin cannot hold both the brief and the answers", where="--ask", fix=fix)

    from designer.api import design, open_catalog
    from designer.model.base import slugify
    from designer.rendering import check_formats, save_design

    check_formats(settings.formats)
    catalog = open_catalog(settings.catalog)
    made = _design(text, answers, settings, catalog)
    if options.ask:
        made = _ask(made, text, answers, settings, catalog, console)
    folder = settings.out or Path(slugify(made.title, fallback="design"))
    save_design(made, folder, formats=settings.formats, theme=settings.theme, catalog=catalog)
    if options.json:
        console.say_json(_summary(made, folder))
    else:
        _print(made, folder, console)
    return 0


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
        made = _design(text, answers, settings, catalog)
    return made
