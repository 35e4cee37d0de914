"""Every executor keeps these promises."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from designer.adapters.execution.inline import Inline
from designer.adapters.execution.processes import Processes
from designer.errors import BriefError, DesignerError, ServiceError
from designer.ports import Executor


def double(number: int) -> int:
    return 2 * number


def fail_on_three(number: int) -> int:
    if number == 3:
        raise BriefError("three is refused", where=f"item {number}", fix="leave it out")
    return double(number)


def stumble_on_three(number: int) -> int:
    return 1 // (number - 3)


def die_on_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return double(number)


def die_once(item: tuple[int, Path]) -> int:
    number, marker = item
    if number == 3 and not marker.exists():
        marker.write_text("")
        os._exit(1)
    return double(number)


def wait_a_little(number: int) -> int:
    time.sleep(0.05 if number == 0 else 0)
    return number


@pytest.fixture(params=["inline", "processes"])
def executor(request: pytest.FixtureRequest) -> Executor:
    return Inline() if request.param == "inline" else Processes(2, chunk=3)


class TestEveryExecutor:
    def test_outcomes_come_in_the_order_of_the_items(self, executor: Executor) -> None:
        assert list(executor.run(wait_a_little, range(20))) == list(range(20))

    def test_no_items_give_no_outcomes(self, executor: Executor) -> None:
        assert list(executor.run(double, [])) == []

    def test_an_error_is_the_outcome_of_its_item_only(self, executor: Executor) -> None:
        outcomes = list(executor.run(fail_on_three, range(6)))
        assert isinstance(outcomes[3], BriefError)
        assert str(outcomes[3]) == "item 3: three is refused. Fix: leave it out"
        assert [item for item in outcomes if not isinstance(item, DesignerError)] == [0, 2, 4, 8, 10]

    def test_a_bug_is_the_outcome_of_its_item_only(self, executor: Executor) -> None:
        outcomes = list(executor.run(stumble_on_three, range(5)))
        assert isinstance(outcomes[3], ServiceError)
        assert "a bug in designer: ZeroDivisionError" in str(outcomes[3])

    def test_items_may_be_endless(self, executor: Executor) -> None:
        def numbers() -> Iterator[int]:
            number = 0
            while True:
                yield number
                number += 1

        outcomes = executor.run(double, numbers())
        assert [next(outcomes) for _ in range(3)] == [0, 2, 4]
        outcomes.close()  # type: ignore[attr-defined]  # both are generators


class TestProcesses:
    def test_a_process_that_dies_costs_its_item_only(self) -> None:
        outcomes = list(Processes(2, chunk=3).run(die_on_three, range(8)))
        assert isinstance(outcomes[3], ServiceError)
        assert "died twice" in str(outcomes[3])
        assert [item for item in outcomes if not isinstance(item, DesignerError)] == [0, 2, 4, 8, 10, 12, 14]

    def test_an_item_whose_process_died_by_chance_is_done_at_the_second_try(self, tmp_path: Path) -> None:
        items = [(number, tmp_path / "died") for number in range(5)]
        assert list(Processes(2).run(die_once, items)) == [0, 2, 4, 6, 8]

    def test_no_process_is_left_behind(self) -> None:
        outcomes = Processes(2).run(double, range(100))
        next(outcomes)
        assert multiprocessing.active_children()
        outcomes.close()  # type: ignore[attr-defined]  # a generator
        assert not multiprocessing.active_children()

    @pytest.mark.parametrize(("sent", "expected"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
    def test_workers_end_with_their_parent(self, sent: signal.Signals, expected: int) -> None:
        program = """
import os, sys, time
from tests.contract.test_executor import report_and_sleep
from designer.adapters.execution.processes import Processes

if __name__ == "__main__":
    try:
        list(Processes(2, chunk=1).run(report_and_sleep, range(2)))
    except KeyboardInterrupt:
        sys.exit(130)
"""
        top = Path(__file__).parents[2]
        with subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=top,
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            pids = [int(process.stdout.readline()) for _ in range(2)]
            if sent == signal.SIGINT:
                # A terminal sends it to all; the workers leave it to their parent.
                for pid in pids:
                    os.kill(pid, sent)
            process.send_signal(sent)
            assert process.wait(20) == expected
            assert still_running(pids) == []
            assert process.stderr.read() == ""


def report_and_sleep(number: int) -> int:
    os.write(1, f"{os.getpid()}\n".encode())
    time.sleep(60)
    return number


def still_running(pids: list[int]) -> list[int]:
    """Return those that have not ended within five seconds."""
    deadline = time.monotonic() + 5
    while (alive := [pid for pid in pids if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    return alive


def is_running(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    # A zombie that nobody has collected yet has ended all the same.
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
