"""Tests of the reference mechanisms, in place: each package is importable by its name, and so is `app.runtime`."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_PROJECT = _HERE.parent / "project"
for folder in (_PROJECT, _PROJECT / "tests", *(path for path in sorted(_HERE.iterdir()) if path.is_dir())):
    sys.path.insert(0, str(folder))

# A mechanism whose folder is called like its package: the package must be there before pytest takes the folder for it.
for folder in sorted(_HERE.iterdir()):
    if (folder / folder.name / "__init__.py").is_file():
        importlib.import_module(folder.name)

from claims import proved  # noqa: E402, F401


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio."""
    return "asyncio"
