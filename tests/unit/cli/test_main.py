"""Exit codes, and the one clear line for everything that goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer import __version__
from designer.cli.parser import COMMANDS
from designer.errors import LanguageModelError
from tests.unit.cli.conftest import Run


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    assert all(f"\n  {name} " in ran.out for name in COMMANDS)


def test_version_is_printed(run: Run) -> None:
    assert run("--version").out == f"designer {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_each_command_shows_a_real_example(run: Run, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(name, "--help")
    assert ended.value.code == 0
    assert f"designer {name} " in capsys.readouterr().out.partition("example:")[2]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ((), "no command is named"),
        (("nwe",), "no command 'nwe'"),
        (("new",), "no brief is given"),
        (("new", "a shop", "--file", "x.md"), "two briefs are given"),
        (("new", "--file", "gone.md"), "cannot be read"),
        (("new", "  "), "the brief is empty"),
        (("new", "a shop", "--colour", "red"), "unrecognized arguments: --colour red"),
        (("new", "a shop", "--formats", "svg,gif"), "there is no format 'gif'"),
        (("new", "a shop", "--formats", ","), "does not fit"),
        (("new", "a shop", "--theme", "pink"), "'pink' does not fit"),
        (("new", "a shop", "--answer", "yes"), "'yes' is no answer"),
        (("new", "a shop", "--model", "nonsense:x"), "no model provider"),
        (("new", "-", "--ask"), "stdin cannot hold both"),
        (("batch",), "arguments are required: PATH"),
        (("batch", "gone"), "no such file or folder"),
        (("batch", ".", "--ask"), "does not wait for answers"),
        (("batch", ".", "--jobs", "many"), "'many' does not fit"),
        (("check", "gone.json"), "cannot be read"),
        (("check", "."), "holds no design.json"),
        (("render", "gone.json"), "cannot be read"),
        (("render", "gone.json", "--out", "x.gif"), "no format is written to .gif"),
        (("rules", "show", "XXX999"), "no rule 'XXX999'"),
        (("rules",), "arguments are required: ACTION"),
        (("catalog", "show", "nothing"), "no blueprint 'nothing'"),
        (("catalog", "check", "gone.yaml"), "cannot be read"),
        (("app", "--port", "0"), "0 is no port"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_ends_with_2(run: Run, arguments: tuple[str, ...], what: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert what in ran.err
    assert "Fix: " in ran.err


def test_a_misspelt_command_is_guessed(run: Run) -> None:
    assert "`designer new`" in run("nwe").err


def test_text_in_an_error_cannot_steer_the_terminal(run: Run) -> None:
    ran = run("catalog", "show", "\x1b[2J\u202eevil\n")
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    assert ran.err.count("\n") == 1


def fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def raising(*_: object) -> int:
        raise error

    monkeypatch.setattr("designer.cli.rules.run", raising)


def test_a_failed_service_ends_with_3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, LanguageModelError("the server did not answer", where="openai:x", fix="try again"))
    ran = run("rules", "list")
    assert ran.code == 3
    assert ran.err == "error: openai:x: the server did not answer. Fix: try again\n"


def test_ctrl_c_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, KeyboardInterrupt())
    assert run("rules", "list").code == 130


def test_a_bug_is_one_line_without_a_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, ValueError("two\nlines"))
    ran = run("rules", "list")
    assert ran.code == 3
    assert ran.err.startswith("error: this is a bug in designer: ValueError: two lines. Fix: report it")
    assert ran.err.count("\n") == 1


def test_a_bug_shows_its_traceback_when_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIGNER_DEBUG", "1")
    fail(monkeypatch, ValueError("here"))
    with pytest.raises(ValueError, match="here"):
        run("rules", "list")


def designer(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "designer", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)  # type: ignore[call-overload, no-any-return]


def test_a_reader_that_stops_early_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "designer", "rules", "list"]
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    ran = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False, env=buffered)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_full_disk_behind_stdout_is_one_clear_line() -> None:
    command = [sys.executable, "-m", "designer", "rules", "list"]
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == "error: No space left on device. Fix: check the disk, the path and its rights\n"


def test_a_brief_on_stdin_that_is_not_utf8_is_one_clear_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "designer", "new", "-"]
    ran = subprocess.run(command, input=b"\xff\xfe", capture_output=True, cwd=tmp_path, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error: stdin: the text is not UTF-8")
    assert ran.stderr.count(b"\n") == 1


def test_a_brief_argument_that_is_not_utf8_is_one_clear_line(tmp_path: Path) -> None:
    command = [sys.executable.encode(), b"-m", b"designer", b"new", b"a shop \xff"]
    ran = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    assert ran.returncode == 2
    assert b"not UTF-8" in ran.stderr


def test_a_brief_over_one_megabyte_is_one_clear_line(tmp_path: Path, run: Run) -> None:
    (tmp_path / "long.md").write_text("a shop " * 150_000)
    ran = run("new", "--file", "long.md")
    assert ran.code == 2
    assert "longer than 1 MB" in ran.err


def test_output_that_is_no_terminal_has_no_colour(design_file: Path) -> None:
    assert "\x1b" not in designer("check", str(design_file)).stdout
