"""Where a command's file goes: to a path, or to stdout."""

from __future__ import annotations

from pathlib import Path

from designer.cli.console import Console
from designer.errors import InputError


def write_result(content: str | bytes, path: Path | None, console: Console) -> None:
    """Write a command's file to `path`, or to stdout when there is none or it is `-`.

    Raises:
        InputError: pixels would be written to a terminal.
        OutputError: the file cannot be written.
    """
    if path is not None and str(path) != "-":
        from designer.adapters.store.file import write_file

        write_file(path, content.encode("utf-8") if isinstance(content, str) else content)
        console.say(str(path))
    elif isinstance(content, str):
        console.say(content.rstrip("\n"))
    elif console.out.isatty():
        raise InputError("a terminal shows no pixels", where="--out", fix="name a file")
    else:
        console.say_bytes(content)
