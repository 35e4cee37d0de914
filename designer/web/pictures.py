"""Pictures and files of a design, drawn once per design and theme."""

from __future__ import annotations

import streamlit as st

from designer.adapters.store.archive import zip_of
from designer.api import Design, default_catalog
from designer.drawing import pictures_here
from designer.model.design import Design as DesignRecord
from designer.model.view import AnyView
from designer.rendering import make_bundle, recipe_of
from designer.settings import FORMATS
from designer.views import build_views

_KEPT = 64


def theme() -> str:
    """Return the theme that the visitor's browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


def views_of(design: DesignRecord) -> tuple[AnyView, ...]:
    """Return the pictures that a design has, the most telling first."""
    catalog = default_catalog()
    return build_views(design, catalog)


def svg_of(design: Design, view: AnyView, theme: str) -> str:
    """Return a picture as SVG."""
    return _svg(view, f"{view.id} {design.to_json()}", theme)


def archive_of(design: Design, theme: str) -> bytes:
    """Return the bundle of a design as a zip file."""
    return _archive(design, design.to_json(), theme)


# The JSON is the key: what is marked by an underscore is not hashed.
@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _svg(_view: AnyView, key: str, theme: str) -> str:
    return pictures_here().svg(_view, theme=theme)


@st.cache_data(max_entries=_KEPT, show_spinner=False)
def _archive(_design: Design, key: str, theme: str) -> bytes:
    catalog = default_catalog()
    brief = _design.brief
    recipe = recipe_of(
        brief.text,
        answers=brief.answers,
        model=_design.model,
        formats=FORMATS,
        theme=theme,
        catalog=catalog,
        stubs=True,
    )
    bundle = make_bundle(
        _design, recipe=recipe, formats=FORMATS, theme=theme, catalog=catalog, earlier=None, stubs=True
    )
    return zip_of(bundle)
