"""The executable: finds the command, runs it, and turns what ends it into an exit code."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from types import FrameType

from designer import __version__
from designer.cli.console import Console, plain
from designer.cli.parser import COMMANDS, overview, parser_of
from designer.errors import DesignerError, InputError

DONE, FOUND, WRONG, FAILED, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143
_MOST_PROBLEMS = 50
_GARBAGE = 100_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; see CONTRACT.md for the codes."""
    console = Console.of_process()
    # Nearly all that a command makes lives to its end; looking for garbage among it costs a sixth of a short one.
    gc.set_threshold(_GARBAGE, 20, 20)
    # Nor is there any use in looking for it at the very end, when the process gives back all it has.
    atexit.register(gc.freeze)
    # Plugins of pydantic watch services; to look for them in every installed package would delay each command.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        signal.signal(signal.SIGTERM, _terminate)
        code = _run(list(sys.argv[1:] if arguments is None else arguments), console)
        sys.stdout.flush()
        return code
    except DesignerError as error:
        _report(error, console)
        return error.exit_code
    except KeyboardInterrupt:
        console.tell("interrupted; nothing is half-written")
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return DONE
    except OSError as error:
        _silence_stdout()
        place = f" ({plain(str(error.filename))})" if error.filename else ""
        console.fail(f"{error.strerror or error}{place}. Fix: check the disk, the path and its rights")
        return WRONG
    except Exception as error:
        if os.environ.get("DESIGNER_DEBUG") == "1":
            raise
        told = plain(f"{type(error).__name__}: {error}")[:300]
        console.fail(f"this is a bug in designer: {told}. Fix: report it; DESIGNER_DEBUG=1 shows where it happened")
        return FAILED


def _run(arguments: list[str], console: Console) -> int:
    if not arguments:
        raise InputError("no command is named", where="designer", fix="name one; `designer --help` lists them")
    name = arguments[0]
    if name in ("-h", "--help"):
        console.say(overview())
        return DONE
    if name == "--version":
        console.say(f"designer {__version__}")
        return DONE
    if name not in COMMANDS:
        raise InputError(f"there is no command {name[:60]!r}", where="designer", fix=_suggest(name))
    command = import_module(f"designer.cli.{name}")
    parser = parser_of(name)
    command.configure(parser)
    options = parser.parse_args(arguments[1:])
    code: int = command.run(options, console)
    return code


def _suggest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, COMMANDS, n=1)
    return f"`designer {close[0]}`" if close else f"use one of {', '.join(COMMANDS)}"


def _report(error: DesignerError, console: Console) -> None:
    for problem in error.problems[:_MOST_PROBLEMS]:
        console.fail(plain(str(problem)))
    if len(error.problems) > _MOST_PROBLEMS:
        console.fail(f"and {len(error.problems) - _MOST_PROBLEMS} more problems")


def _silence_stdout() -> None:
    # Nobody reads it any more, and the interpreter's own flush at exit must not complain about that.
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminate(number: int, frame: FrameType | None) -> None:
    # As an exception, so that what is half-written is cleaned up and workers end.
    raise SystemExit(TERMINATED)
