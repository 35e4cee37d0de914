"""Theme files: YAML from the disk, read strictly."""

from __future__ import annotations

from pathlib import Path

from designer.catalog.strict_yaml import load_yaml
from designer.errors import DesignerError, SettingsError
from designer.render.theme import Theme
from designer.render.theme_file import read_theme

ENDINGS = (".yaml", ".yml")
_MAX_BYTES = 100_000


def load_theme(path: Path) -> Theme:
    """Return the theme that a file describes; it is named like the file where it gives no name.

    Raises:
        SettingsError: the file cannot be read, is no YAML, or describes no theme that can be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(
            f"the theme cannot be read: {error.strerror or error}", where=str(path), fix="check the path and its rights"
        ) from error
    if len(data) > _MAX_BYTES:
        raise SettingsError(
            f"the theme is larger than {_MAX_BYTES:,} bytes", where=str(path), fix="keep the tokens only"
        )
    try:
        document = load_yaml(data, name=path.name)
    except DesignerError as error:
        raise SettingsError(problems=error.problems) from error

    def place(keys: tuple[str, ...]) -> str:
        return f"{path.name}:{document.where(keys)[0]}"

    return read_theme(document.data, place, name=path.stem)
