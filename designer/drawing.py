"""Pictures drawn by the settings that hold here: the environment, and the designer.toml of the working folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from designer.adapters.image import Pictures
from designer.render.earlier import Earlier, earlier_in
from designer.render.paper import LEAST_PT
from designer.settings import layout_seconds

if TYPE_CHECKING:
    from designer.catalog.catalog import Catalog
    from designer.model.artifact import Bundle
    from designer.model.design import Design
    from designer.model.view import View

_PAGE_CARDS = (10, 8, 6, 5, 4, 3)
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


def page_views(design: Design, catalog: Catalog, pictures: Pictures) -> tuple[View, ...]:
    """Return what to print beside the main picture of a design: nothing where that fits a page.

    A picture fits when it shows every component, and all its letters are at least `LEAST_PT` points large on an A4 page.
    One that does not is divided, into an overview and as few parts as fit.
    """
    from designer.render.readability import on_paper
    from designer.views import build_container_view, build_page_views, is_large

    def fit(*views: View) -> bool:
        return all(on_paper(pictures.arranged(view).placed).smallest >= LEAST_PT for view in views)

    if not is_large(design) and fit(build_container_view(design, catalog)):
        return ()
    tried = (build_page_views(design, catalog, cards=cards) for cards in _PAGE_CARDS)
    return next((views for views in tried if fit(*views)), build_page_views(design, catalog, cards=_PAGE_CARDS[-1]))
