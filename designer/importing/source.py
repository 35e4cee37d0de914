"""Files to import, already read: importers are pure and see names and text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """A file, or all files of a folder by relative path, sorted; `main` is the file that was named."""

    main: str
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of the file that was named; for a folder, of its first file."""
        return self.files.get(self.main) or next(iter(self.files.values()), "")
