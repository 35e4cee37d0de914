"""The layout engine: a Graphviz binary as a subprocess with a deadline, an output limit and a checked exit status."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from shutil import which
from typing import IO

from designer.errors import LayoutError

PACKAGE = "graphviz-pure"
MAX_OUTPUT = 64_000_000
MAX_MEMORY = 2_000_000_000
"""Bytes that the engine may take; a thousand cards take a hundredth of it."""

_MAX_COMPLAINT = 4_000
_CHUNK = 65_536
_PASSED_ON = ("PATH", "HOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP")
_HELP = f"install the package {PACKAGE}, or Graphviz, so that `dot` is found"


class GraphvizEngine:
    """Implements `designer.ports.LayoutEngine` with the packaged engine, or with a `dot` of the system.

    Args:
        command: the program and its first arguments; looked up when not given.
        max_output: bytes after which an answer is refused.
        max_memory: bytes of memory that the engine may take, where the system can bound them.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        max_output: int = MAX_OUTPUT,
        max_memory: int = MAX_MEMORY,
    ) -> None:
        self._command = tuple(command) if command is not None else None
        self._max_output = max_output
        self._max_memory = max_memory

    def layout(self, dot: str, *, deadline_s: float) -> str:
        """Return Graphviz JSON (`-Tjson`), one object for each graph in `dot`, with positions in points.

        Raises:
            LayoutError: there is no engine, it failed, wrote too much, or did not finish in `deadline_s` seconds.
        """
        command = self._command or find_engine()
        if command is None:
            raise LayoutError("no layout engine is installed", where="layout engine", fix=_HELP)
        try:
            process = subprocess.Popen(
                [*command, "-Tjson"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
            )
        except OSError as error:
            raise LayoutError(
                f"the layout engine does not start: {error.strerror}", where=command[0], fix=_HELP
            ) from error
        _bound_memory(process.pid, self._max_memory)
        return _Exchange(process, self._max_output).run(dot.encode("utf-8"), deadline_s)


def _bound_memory(pid: int, most: int) -> None:
    """Bound the memory of a process, on systems that can do so from outside; a function run before it would be slower."""
    if sys.platform == "linux":
        import resource

        # It may have ended already, or the system may forbid it: then the deadline alone holds.
        with suppress(OSError, ValueError):
            resource.prlimit(pid, resource.RLIMIT_AS, (most, most))


class _Exchange:
    """One run of the engine: threads feed and drain it, so that no full pipe can stall it."""

    def __init__(self, process: subprocess.Popen[bytes], max_output: int) -> None:
        self.process = process
        self.max_output = max_output
        self.output = bytearray()
        self.complaint = bytearray()
        self.is_flooding = False

    def run(self, program: bytes, deadline_s: float) -> str:
        end = time.monotonic() + deadline_s
        drain, *_ = threads = [
            threading.Thread(target=target, args=arguments, daemon=True)
            for target, arguments in ((self._drain, ()), (self._feed, (program,)), (self._listen, ()))
        ]
        for thread in threads:
            thread.start()
        try:
            # The end of the output is told at once; whether a process has ended is only looked at now and then.
            drain.join(timeout=deadline_s)
            status = self.process.wait(timeout=max(end - time.monotonic(), 0.0))
        except subprocess.TimeoutExpired as error:
            raise LayoutError(
                f"the layout engine did not finish in {deadline_s:g} s", where="layout engine", fix="draw fewer parts"
            ) from error
        finally:
            self._end(threads)
        if self.is_flooding:
            raise LayoutError("the layout engine wrote too much", where="layout engine", fix="draw fewer parts")
        if status != 0:
            words = self.complaint.decode("utf-8", "replace").strip().splitlines()
            reason = f": {words[0][:200]}" if words else ""
            raise LayoutError(
                f"the layout engine failed with status {status}{reason}", where="layout engine", fix=_HELP
            )
        return self.output.decode("utf-8", "replace")

    def _end(self, threads: Sequence[threading.Thread]) -> None:
        """Leave nothing behind: no process, no thread, no open pipe."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thread in threads:
            thread.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                _close(pipe)

    def _feed(self, program: bytes) -> None:
        pipe = self.process.stdin
        if pipe is not None:
            # When the engine ends early, its exit status says why.
            with suppress(OSError):
                pipe.write(program)
            _close(pipe)

    def _drain(self) -> None:
        pipe = self.process.stdout
        while pipe is not None and (chunk := _read(pipe)):
            self.output += chunk
            if len(self.output) > self.max_output:
                self.is_flooding = True
                self.process.kill()
                return

    def _listen(self) -> None:
        pipe = self.process.stderr
        while pipe is not None and (chunk := _read(pipe)):
            if len(self.complaint) < _MAX_COMPLAINT:
                self.complaint += chunk


def _read(pipe: IO[bytes]) -> bytes:
    try:
        return os.read(pipe.fileno(), _CHUNK)
    except (OSError, ValueError):
        return b""


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):
        pipe.close()


@cache
def find_engine() -> tuple[str, ...] | None:
    """Return the command of the engine, or None: the packaged one first, then a `dot` of the system."""
    name = f"{PACKAGE}.exe" if os.name == "nt" else PACKAGE
    beside = Path(sys.executable).parent / name
    for candidate in (beside, _from_metadata(name) if not beside.is_file() else None):
        if candidate is not None and candidate.is_file() and os.access(candidate, os.X_OK):
            return (str(candidate),)
    for program in (PACKAGE, "dot"):
        if (found := which(program)) is not None:
            return (found,)
    return None


def _from_metadata(name: str) -> Path | None:
    """Return where the package's own file list says that the program is."""
    from importlib.metadata import PackageNotFoundError, files

    try:
        listed = files(PACKAGE) or []
    except PackageNotFoundError:
        return None
    return next((Path(str(file.locate())).resolve() for file in listed if file.name == name), None)
