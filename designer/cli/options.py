"""Options that commands share."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from designer.cli.console import plain
from designer.errors import BriefError, InputError
from designer.settings import FAIL_LEVELS, FORMATS, MODEL_FAILURES, THEMES, Settings, load_settings

_WAYS = 'give one of "TEXT", --file F, or - for stdin'


def add_design_options(parser: ArgumentParser) -> None:
    """Add what `new` and `batch` both take."""
    parser.add_argument("--out", metavar="DIR", help="the folder to write")
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="offline (the default), provider:model to let a language model edit the draft, or auto",
    )
    parser.add_argument(
        "--on-model-failure",
        choices=MODEL_FAILURES,
        help="when the model fails: keep the offline draft, or end with an error (the default)",
    )
    parser.add_argument(
        "--max-tokens",
        dest="model_max_tokens",
        metavar="N",
        help="tokens that a language model may take for one design; it is not asked when they would be passed",
    )
    parser.add_argument(
        "--max-usd",
        dest="model_max_usd",
        metavar="USD",
        help="dollars that it may take; DESIGNER_MODEL_PRICE says what a million tokens cost, like 0.25/2",
    )
    parser.add_argument(
        "--formats", metavar="LIST", help=f"formats of the diagrams, svg always; by default {','.join(FORMATS)}"
    )
    add_theme_option(parser)
    parser.add_argument(
        "--no-stubs", dest="stubs", action="store_const", const=False, help="leave out the runnable project"
    )
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="ID=VALUE",
        help="answer an open question; may be given several times",
    )
    parser.add_argument("--ask", action="store_true", help="ask the open questions in the terminal")
    add_catalog_option(parser)
    add_json_option(parser)


def add_catalog_option(parser: ArgumentParser) -> None:
    """Add the folders with blueprints of the user's own."""
    parser.add_argument(
        "--catalog",
        action="append",
        type=Path,
        metavar="PATH",
        help="a folder with blueprints of your own; may be given several times",
    )


def add_theme_option(parser: ArgumentParser) -> None:
    """Add the colours of pictures."""
    parser.add_argument(
        "--theme",
        metavar="NAME|FILE",
        help=f"colours of the pictures: {', '.join(THEMES)}, or a .yaml file of your own",
    )


def add_json_option(parser: ArgumentParser) -> None:
    """Add the switch from a table to JSON."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_fail_option(parser: ArgumentParser) -> None:
    """Add the severity from which on findings end in exit code 1."""
    parser.add_argument("--fail-on", choices=FAIL_LEVELS, help="end with 1 at findings of this severity or worse")


def add_design_argument(parser: ArgumentParser, name: str = "FILE", *, many: bool = False) -> None:
    """Add the design, or designs, that a command reads."""
    parser.add_argument(
        name.lower(),
        type=Path,
        metavar=name,
        nargs="+" if many else None,
        help="a design.json, a folder that `designer new` wrote, or a file to import (docker-compose.yml, ...)",
    )


def settings_of(options: Namespace) -> Settings:
    """Return the settings that hold for a command line.

    Raises:
        SettingsError: one of them is wrong.
    """
    return load_settings(vars(options))


def answers_of(pairs: Iterable[str]) -> dict[str, str]:
    """Return `--answer id=value` options as answers by question id.

    Raises:
        InputError: one is not of this form.
    """
    answers: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign or not key.strip() or not value.strip():
            raise InputError(f"{pair[:60]!r} is no answer", where="--answer", fix="write it as id=value")
        answers[key.strip()] = value.strip()
    return answers


def _is_path(text: str) -> bool:
    """Return whether a text is the path of a file that there is, and no word that a file happens to be called."""
    path = Path(text)
    try:
        return path.is_file() and (bool(path.suffix) or len(path.parts) > 1)
    except OSError:
        # Longer than any path may be.
        return False


def brief_of(text: str | None, file: Path | None) -> str:
    """Return the brief that a command line names: a text, a file, or `-` for stdin.

    Raises:
        BriefError: it is missing, cannot be read, is too large, empty or not UTF-8.
        InputError: there is none, or more than one.
    """
    from designer.briefs import MAX_BYTES, decode_brief, read_text

    if text is not None and file is not None:
        raise InputError("two briefs are given", where="designer new", fix=_WAYS)
    if file is not None:
        return read_text(file)
    if text is None:
        raise InputError("no brief is given", where="designer new", fix=_WAYS)
    if text == "-":
        return decode_brief(sys.stdin.buffer.read(MAX_BYTES + 1), where="stdin")
    if _is_path(text):
        raise InputError(f"{plain(text, 120)!r} is a file", where="TEXT", fix=f"use --file {plain(text, 120)}")
    try:
        return decode_brief(text.encode("utf-8"), where="TEXT")
    except UnicodeEncodeError as error:
        raise BriefError("the text is not UTF-8", where="TEXT", fix="check the terminal's encoding") from error
