"""One file of the user's, written whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from designer.errors import OutputError


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, in place of what is there.

    Raises:
        OutputError: the file cannot be written; what was there stays.
    """
    target = path.resolve()
    draft = target.with_name(f".designer-{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        try:
            draft.write_bytes(data)
            draft.replace(target)
        except BaseException:
            # Ctrl-C included: no half-written file may stay behind.
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        what = f"the file cannot be written: {error.strerror}"
        raise OutputError(what, where=str(path), fix="check the path and its rights") from error
