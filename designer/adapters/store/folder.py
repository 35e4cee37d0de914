"""Bundles as folders, each written beside its place and moved there in one step."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from pathlib import Path

from designer.bundle import MANIFEST, read_manifest
from designer.errors import OutputError
from designer.model.artifact import Artifact, Bundle

_WORKSPACE = re.compile(r"\.designer-(\d+)-[0-9a-f]{8}\.tmp")


class FolderStore:
    """Keeps the bundle `name` in the folder `root/name`.

    A bundle is written to a hidden folder beside its place and renamed, so that a full disk, Ctrl-C or a kill
    at any moment leaves either the earlier bundle or the new one. Files that are not listed in an earlier
    manifest belong to the user and move over to the new folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def save(self, name: str, bundle: Bundle) -> None:
        """Write a bundle to `root/name`, all or nothing.

        Raises:
            OutputError: the folder cannot be written, or holds files that are no bundle of ours.
        """
        target = self._place(name)
        _refuse_working_folder(target)
        try:
            _put_back(target)
            earlier = self._files(target)
            workspace = self._new_workspace()
            try:
                for artifact in bundle.artifacts:
                    _write(workspace / artifact.path, artifact.data)
                if earlier is not None:
                    _carry_over(target, workspace, listed={artifact.path for artifact in earlier})
                _swap(workspace, target)
            except BaseException:
                # Whatever ended it, Ctrl-C included, must leave nothing half-written behind.
                shutil.rmtree(workspace, ignore_errors=True)
                raise
        except OSError as error:
            raise _cannot("written", target, error) from error

    def load(self, name: str) -> Bundle | None:
        """Return the bundle in `root/name`, or None when there is no such folder or it is empty.

        Raises:
            OutputError: the folder cannot be read, or holds files that are no bundle of ours.
        """
        target = self._place(name)
        try:
            _put_back(target)
            files = self._files(target)
        except OSError as error:
            raise _cannot("read", target, error) from error
        return None if files is None else Bundle(artifacts=files)

    def sweep(self) -> None:
        """Remove what killed processes left half-written below `root`."""
        if not self.root.is_dir():
            return
        for entry in sorted(self.root.iterdir()):
            found = _WORKSPACE.fullmatch(entry.name)
            if found and not _is_running(int(found.group(1))):
                shutil.rmtree(entry, ignore_errors=True)

    def _place(self, name: str) -> Path:
        if not name or name in {".", ".."} or Path(name).name != name:
            raise OutputError(f"{name!r} is no name for a folder", where=str(self.root), fix="choose another name")
        return self.root / name

    def _new_workspace(self) -> Path:
        self.root.mkdir(parents=True, exist_ok=True)
        workspace = self.root / f".designer-{os.getpid()}-{secrets.token_hex(4)}.tmp"
        workspace.mkdir()
        return workspace

    def _files(self, target: Path) -> tuple[Artifact, ...] | None:
        if not target.exists():
            return None
        if not target.is_dir():
            raise OutputError("this is a file, not a folder", where=str(target), fix="choose another folder")
        if not (target / MANIFEST).is_file():
            if any(target.iterdir()):
                raise OutputError(
                    "the folder holds files that are no bundle of designer's",
                    where=str(target),
                    fix="choose a new or empty folder",
                )
            return None
        data = (target / MANIFEST).read_bytes()
        paths = [item.path for item in read_manifest(data, where=str(target)).files]
        present = [path for path in paths if (target / path).is_file()]
        found = [Artifact(path=path, data=(target / path).read_bytes()) for path in present]
        return (*found, Artifact(path=MANIFEST, data=data))


def _refuse_working_folder(target: Path) -> None:
    """Refuse to replace the folder that the caller, and perhaps a shell, stands in: it would stand in nothing.

    Raises:
        OutputError: `target` is the working folder, or holds it.
    """
    if target.exists() and target.resolve() in (here := Path.cwd(), *here.parents):
        fix = "choose a folder below it, or change to another folder first"
        raise OutputError("the working folder cannot be replaced", where=str(target), fix=fix)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _carry_over(old: Path, new: Path, *, listed: set[str]) -> None:
    """Give `new` the files of `old` that the manifest of `old` does not list: they are the user's."""
    for folder, folders, names in os.walk(old):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        for source in [here / name for name in (*names, *links)]:
            path = source.relative_to(old)
            copy = new / path
            if path.as_posix() in listed:
                continue
            if copy.exists():
                raise OutputError(
                    f"the file {path.as_posix()} is not designer's and would be overwritten",
                    where=str(old),
                    fix="move it away, or choose another folder",
                )
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy, follow_symlinks=False)


def _previous(target: Path) -> Path:
    return target.with_name(f".{target.name}.previous")


def _swap(workspace: Path, target: Path) -> None:
    """Put `workspace` in the place of `target`; whatever goes wrong, `target` stays or comes back."""
    previous = _previous(target)
    is_replacing = target.exists()
    if is_replacing:
        target.rename(previous)
    try:
        workspace.rename(target)
    except BaseException:
        _put_back(target)
        raise
    if is_replacing:
        shutil.rmtree(previous, ignore_errors=True)


def _put_back(target: Path) -> None:
    """Undo a swap that was killed half-way, or finish one that was killed at its end."""
    previous = _previous(target)
    if not previous.exists():
        return
    if target.exists():
        shutil.rmtree(previous)
    else:
        previous.rename(target)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _cannot(verb: str, target: Path, error: OSError) -> OutputError:
    if error.errno == errno.EBUSY:
        fix = "choose a folder below it, since a mount point cannot be replaced"
    elif error.errno == errno.ENOSPC:
        fix = "free space on the disk, or choose another disk"
    else:
        fix = "check the path and its rights, or choose another folder"
    return OutputError(f"the folder cannot be {verb}: {error.strerror}", where=str(target), fix=fix)
