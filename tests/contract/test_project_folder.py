"""Projects in folders: nothing that somebody else wrote is ever lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from designer.adapters.store.project import save_project
from designer.errors import DesignerError, OutputError
from designer.model.artifact import Artifact
from designer.stubs import write_project
from designer.stubs.lock import LOCK
from tests.support.stub_designs import wide_design

FILES = write_project(wide_design(6), version="1")
LESS = write_project(wide_design(5), version="1")
GONE = {item.path for item in FILES} - {item.path for item in LESS}


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_gets_every_file(tmp_path: Path) -> None:
    saved = save_project(tmp_path / "new" / "app", FILES)
    assert content(tmp_path / "new" / "app") == {item.path: item.data for item in FILES}
    assert (saved.kept, saved.removed) == ((), ())


def test_what_nobody_changed_is_replaced_and_what_is_no_more_removed(tmp_path: Path) -> None:
    save_project(tmp_path, FILES)
    saved = save_project(tmp_path, LESS)
    assert content(tmp_path) == {item.path: item.data for item in LESS}
    assert set(saved.removed) == GONE


def test_a_changed_file_is_kept_and_named_every_time(tmp_path: Path) -> None:
    save_project(tmp_path, FILES)
    changed = sorted({"README.md", min(GONE)})
    for path in changed:
        (tmp_path / path).write_bytes(b"mine")
    for _ in range(2):
        saved = save_project(tmp_path, LESS)
        assert "README.md" in saved.kept and not set(changed) & {*saved.written, *saved.removed}
        assert all((tmp_path / path).read_bytes() == b"mine" for path in changed)


def test_a_file_of_the_users_in_our_place_is_kept(tmp_path: Path) -> None:
    save_project(tmp_path, LESS)
    path = min(GONE)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"mine")
    (tmp_path / "notes.txt").write_bytes(b"mine too")
    assert save_project(tmp_path, FILES).kept == (path,)
    assert (tmp_path / path).read_bytes() == b"mine"
    assert (tmp_path / "notes.txt").read_bytes() == b"mine too"


def test_a_folder_with_foreign_files_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_bytes(b"years of work")
    with pytest.raises(OutputError, match="no project of designer's"):
        save_project(tmp_path, FILES)
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


@pytest.mark.parametrize("lock", [b"", b"{}", b"not json", b'{"files": 3}'])
def test_a_broken_lock_is_refused(tmp_path: Path, lock: bytes) -> None:
    (tmp_path / LOCK).write_bytes(lock)
    with pytest.raises(OutputError, match="not one of designer's"):
        save_project(tmp_path, FILES)


def test_a_lock_cannot_point_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "app"
    save_project(folder, FILES)
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"not yours")
    lock = (folder / LOCK).read_text()
    (folder / LOCK).write_text(lock.replace('"README.md"', '"../outside.txt"'))
    with pytest.raises(DesignerError):
        save_project(folder, FILES)
    assert outside.read_bytes() == b"not yours"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "app"
    save_project(folder, (Artifact.text("README.md", "x"), *[item for item in LESS if item.path == LOCK]))
    (folder / "app").symlink_to(outside, target_is_directory=True)
    saved = save_project(folder, FILES)
    assert not any(outside.iterdir())
    assert any(path.startswith("app/") for path in saved.kept)
