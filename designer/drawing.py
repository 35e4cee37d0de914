"""Pictures drawn by the settings that hold here: the environment, and the designer.toml of the working folder."""

from __future__ import annotations

from collections.abc import Mapping

from designer.adapters.image import Pictures
from designer.model.artifact import Bundle
from designer.render.earlier import Earlier, earlier_in
from designer.settings import layout_seconds

_FOLDER, _SUFFIX = "diagrams/", ".svg"


def pictures_here(after: Mapping[str, Earlier] | None = None) -> Pictures:
    """Return what draws views; `after` are the pictures that they replace, by the id of the view.

    Raises:
        SettingsError: the environment or designer.toml is broken.
    """
    return Pictures(deadline_s=layout_seconds(), after=after)


def pictures_of(bundle: Bundle | None) -> dict[str, Earlier]:
    """Return where the cards of a bundle's pictures stand, by the id of the view."""
    found: dict[str, Earlier] = {}
    for artifact in bundle.artifacts if bundle is not None else ():
        if artifact.path.startswith(_FOLDER) and artifact.path.endswith(_SUFFIX):
            name = artifact.path.removeprefix(_FOLDER).removesuffix(_SUFFIX)
            if "/" not in name and (earlier := earlier_in(artifact.data.decode("utf-8", "replace"))) is not None:
                found[name] = earlier
    return found
