"""Every store keeps these promises."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from designer.adapters.store.folder import FolderStore
from designer.adapters.store.memory import MemoryStore
from designer.bundle import MANIFEST, Recipe, pack
from designer.errors import OutputError
from designer.model.artifact import Artifact, Bundle
from designer.ports import Store

RECIPE = Recipe(designer="1", catalog="c", brief="b")


def bundle(**texts: str) -> Bundle:
    """Return a bundle of `name="text"` files."""
    return pack(tuple(Artifact.text(f"{name}.txt", text) for name, text in texts.items()), RECIPE)


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else FolderStore(tmp_path / "out")


def contents(found: Bundle | None) -> dict[str, bytes] | None:
    return None if found is None else {artifact.path: artifact.data for artifact in found.artifacts}


class TestEveryStore:
    def test_what_was_saved_is_loaded(self, store: Store) -> None:
        store.save("one", bundle(a="A", b="B"))
        assert contents(store.load("one")) == contents(bundle(a="A", b="B"))

    def test_a_name_that_was_never_saved_loads_nothing(self, store: Store) -> None:
        assert store.load("one") is None

    def test_saving_again_replaces_every_file(self, store: Store) -> None:
        store.save("one", bundle(a="A", b="B"))
        store.save("one", bundle(a="A2"))
        assert contents(store.load("one")) == contents(bundle(a="A2"))

    def test_names_do_not_disturb_each_other(self, store: Store) -> None:
        store.save("one", bundle(a="A"))
        store.save("two", bundle(a="B"))
        assert contents(store.load("one")) == contents(bundle(a="A"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "out"


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


class TestFolderStore:
    def test_a_foreign_folder_is_refused_and_untouched(self, root: Path) -> None:
        (root / "one").mkdir(parents=True)
        (root / "one" / "thesis.txt").write_text("years of work")
        with pytest.raises(OutputError, match="no bundle of designer's"):
            FolderStore(root).save("one", bundle(a="A"))
        assert tree(root) == {"one/thesis.txt": "years of work"}

    def test_a_folder_with_a_manifest_of_another_program_is_refused(self, root: Path) -> None:
        (root / "one").mkdir(parents=True)
        (root / "one" / MANIFEST).write_text('{"name": "a browser extension"}')
        with pytest.raises(OutputError, match="not one of designer's"):
            FolderStore(root).save("one", bundle(a="A"))
        assert tree(root) == {"one/manifest.json": '{"name": "a browser extension"}'}

    def test_an_empty_folder_is_filled(self, root: Path) -> None:
        (root / "one").mkdir(parents=True)
        FolderStore(root).save("one", bundle(a="A"))
        assert (root / "one" / "a.txt").read_text() == "A"

    def test_a_file_in_the_way_is_refused(self, root: Path) -> None:
        root.mkdir()
        (root / "one").write_text("mine")
        with pytest.raises(OutputError, match="a file, not a folder"):
            FolderStore(root).save("one", bundle(a="A"))
        assert (root / "one").read_text() == "mine"

    @pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../up"])
    def test_a_name_that_leaves_the_root_is_refused(self, root: Path, name: str) -> None:
        with pytest.raises(OutputError, match="no name for a folder"):
            FolderStore(root).save(name, bundle(a="A"))

    def test_files_of_the_user_stay(self, root: Path) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="A", b="B"))
        (root / "one" / "notes").mkdir()
        (root / "one" / "notes" / "mine.md").write_text("mine")
        (root / "one" / "link").symlink_to("notes")
        store.save("one", bundle(a="A2"))
        assert tree(root / "one").keys() == {"a.txt", MANIFEST, "notes/mine.md"}
        assert (root / "one" / "link").is_symlink()

    def test_a_file_of_the_user_is_never_overwritten(self, root: Path) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="A"))
        (root / "one" / "b.txt").write_text("mine")
        with pytest.raises(OutputError, match="would be overwritten"):
            store.save("one", bundle(a="A2", b="B"))
        assert (root / "one" / "b.txt").read_text() == "mine"
        assert (root / "one" / "a.txt").read_text() == "A"

    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_a_write_that_ends_half_way_leaves_the_earlier_bundle(
        self, root: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
    ) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="A"))
        before = tree(root)
        writes = iter([False, True])
        original = Path.write_bytes

        def failing(path: Path, data: bytes) -> int:
            if next(writes):
                raise error
            return original(path, data)

        monkeypatch.setattr(Path, "write_bytes", failing)
        with pytest.raises(OutputError if isinstance(error, OSError) else KeyboardInterrupt):
            store.save("one", bundle(a="A2", b="B", c="C"))
        monkeypatch.undo()
        assert tree(root) == before
        assert [path.name for path in root.iterdir()] == ["one"]

    def test_a_swap_that_fails_brings_the_earlier_bundle_back(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="A"))
        before = tree(root)
        original = Path.rename

        def failing(path: Path, target: Path) -> Path:
            if path.name.endswith(".tmp"):
                raise KeyboardInterrupt
            return original(path, target)

        monkeypatch.setattr(Path, "rename", failing)
        with pytest.raises(KeyboardInterrupt):
            store.save("one", bundle(a="A2"))
        monkeypatch.undo()
        assert tree(root) == before

    def test_a_swap_that_was_killed_half_way_is_undone_by_the_next_reader(self, root: Path) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="A"))
        (root / "one").rename(root / ".one.previous")
        assert contents(store.load("one")) == contents(bundle(a="A"))
        assert [path.name for path in root.iterdir()] == ["one"]

    def test_a_folder_that_cannot_be_written_is_one_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(OutputError) as caught:
            FolderStore(tmp_path / "file").save("one", bundle(a="A"))
        assert caught.value.exit_code == 2
        assert "\n" not in str(caught.value)

    def test_the_working_folder_is_not_pulled_from_under_the_caller(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / "one" / "below").mkdir(parents=True)
        for here in (root / "one", root / "one" / "below"):
            monkeypatch.chdir(here)
            with pytest.raises(OutputError, match="the working folder"):
                FolderStore(root).save("one", bundle(a="A"))

    def test_sweep_removes_the_leftovers_of_dead_processes_only(self, root: Path) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        dead, alive = (root / f".designer-{pid}-0a1b2c3d.tmp" for pid in (gone.pid, os.getpid()))
        for folder in (dead, alive, root / "mine.tmp"):
            folder.mkdir(parents=True)
        FolderStore(root).sweep()
        assert {path.name for path in root.iterdir()} == {alive.name, "mine.tmp"}

    def test_a_kill_at_any_moment_leaves_a_whole_bundle(
        self, root: Path, kill_while_saving: Callable[[float], None]
    ) -> None:
        store = FolderStore(root)
        store.save("one", bundle(a="0"))
        for delay_s in (0.0, 0.001, 0.003, 0.007):
            kill_while_saving(delay_s)
            store.sweep()
            found = contents(store.load("one"))
            assert found is not None
            assert found == contents(bundle(a="0")) or len(found) == 201
        assert [path.name for path in root.iterdir()] == ["one"]


@pytest.fixture
def kill_while_saving(root: Path) -> Callable[[float], None]:
    """Return a function that kills a process which saves without end, some seconds after it began."""
    program = """
import sys
from pathlib import Path
from tests.contract.test_store import bundle
from designer.adapters.store.folder import FolderStore

print("go", flush=True)
while True:
    FolderStore(Path(sys.argv[1])).save("one", bundle(**{f"f{number}": "x" for number in range(200)}))
"""

    def kill(delay_s: float) -> None:
        top = Path(__file__).parents[2]
        with subprocess.Popen(
            [sys.executable, "-c", program, str(root)], stdout=subprocess.PIPE, text=True, cwd=top
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(delay_s + 0.02)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)

    return kill
