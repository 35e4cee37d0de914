"""Work in several processes on this machine.

Each worker has a pipe of its own, so a worker that dies is known together with the item it died of, and a
worker whose parent is gone notices and ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic

from designer.adapters.execution.inline import attempt
from designer.errors import DesignerError, ServiceError
from designer.ports import Item, Result

_READY = "ready"
_GRACE_S = 5.0
_TRIES = 2


class Processes:
    """Runs items in up to `jobs` spawned processes, handing out `chunk` items at a time.

    `function` and the items must pickle. An item whose process dies is tried once more, alone.
    """

    def __init__(self, jobs: int, *, chunk: int = 4) -> None:
        self.jobs = max(1, jobs)
        self.chunk = max(1, chunk)

    def run(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result | DesignerError]:
        """Yield one outcome per item, in the order of the items.

        Raises:
            ServiceError: worker processes cannot start here.
        """
        crew: _Crew[Item, Result] = _Crew(function, items, self)
        try:
            yield from crew.outcomes()
        finally:
            crew.stop()


class _Task(Generic[Item]):
    def __init__(self, index: int, item: Item) -> None:
        self.index = index
        self.item = item
        self.tries = 0


class _Worker(Generic[Item, Result]):
    def __init__(self, function: Callable[[Item], Result]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, function), daemon=True)
        with _without_interrupts():
            self.process.start()
        # Only the worker may hold its end, or its death would not be noticed.
        theirs.close()
        self.is_ready = False
        self.owed: deque[_Task[Item]] = deque()

    def give(self, tasks: Iterable[_Task[Item]]) -> None:
        self.owed.extend(tasks)
        try:
            self.connection.send([task.item for task in self.owed])
        except (BrokenPipeError, ConnectionResetError):
            # The death shows, with the items that are owed, at the next receive.
            return

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()

    def bury(self) -> None:
        self.process.join(_GRACE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()


class _Crew(Generic[Item, Result]):
    def __init__(self, function: Callable[[Item], Result], items: Iterable[Item], size: Processes) -> None:
        self.function = function
        self.items = (_Task(index, item) for index, item in enumerate(items))
        self.again: deque[_Task[Item]] = deque()
        self.size = size
        self.workers: list[_Worker[Item, Result]] = []
        self.done: dict[int, Result | DesignerError] = {}

    def outcomes(self) -> Iterator[Result | DesignerError]:
        index = 0
        while True:
            self._hand_out()
            if index in self.done:
                yield self.done.pop(index)
                index += 1
            elif not self._collect():
                return

    def stop(self) -> None:
        for worker in self.workers:
            worker.end()
        for worker in self.workers:
            worker.bury()
        self.workers.clear()

    def _next_tasks(self) -> list[_Task[Item]]:
        if self.again:
            return [self.again.popleft()]
        # A slow item must not let finished ones pile up without bound.
        if len(self.done) > 16 * self.size.jobs * self.size.chunk:
            return []
        return list(islice(self.items, self.size.chunk))

    def _hand_out(self) -> None:
        for worker in self.workers:
            if not worker.owed and (tasks := self._next_tasks()):
                worker.give(tasks)
        while len(self.workers) < self.size.jobs and (tasks := self._next_tasks()):
            self.workers.append(_Worker(self.function))
            self.workers[-1].give(tasks)

    def _collect(self) -> bool:
        """Take what workers have sent; return False when nobody has work."""
        busy: dict[Any, _Worker[Item, Result]] = {worker.connection: worker for worker in self.workers if worker.owed}
        for connection in wait(list(busy)) if busy else ():
            worker = busy[connection]
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if not worker.is_ready:
                worker.is_ready = True
            else:
                self.done[worker.owed.popleft().index] = message
        return bool(busy)

    def _replace(self, worker: _Worker[Item, Result]) -> None:
        self.workers.remove(worker)
        worker.end()
        worker.bury()
        if not worker.is_ready:
            raise ServiceError(
                "worker processes cannot start",
                where="jobs",
                fix="use one job; in a script of your own, call it below `if __name__ == '__main__':`",
            )
        first = worker.owed[0]
        first.tries += 1
        if first.tries >= _TRIES:
            worker.owed.popleft()
            self.done[first.index] = ServiceError(
                "the process that worked on it died twice", fix="look for a lack of memory, or try it alone"
            )
        self.again.extend(worker.owed)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that leave Ctrl-C to the parent, which ends them in order; the mask is inherited."""
    # Started first, since it would lift the mask again when it is started on the way.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, function: Callable[[Item], Result]) -> None:
    # Raised as an exception, so that what is half-written is cleaned up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        connection.send(_READY)
        while True:
            for item in connection.recv():
                connection.send(attempt(function, item))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    finally:
        # Nothing is in work any more: an end asked for while the interpreter shuts down would only print a traceback.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
