"""The design document, with its pictures in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import streamlit as st

from designer.api import Design
from designer.bundle import DOCUMENT
from designer.web.pictures import svg_of, views_of

_PICTURE = re.compile(r"^!\[[^\]]*\]\(diagrams/([a-z0-9-]+)\.svg\)$", re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\((?!https?://|#)[^)]*\)")


def show_document(design: Design, theme: str) -> None:
    """Show the document as a reader of the bundle sees it; HTML in it stays text."""
    text = design.document()
    st.download_button(
        DOCUMENT, data=text, file_name=DOCUMENT, mime="text/markdown", icon=":material/description:", on_click="ignore"
    )
    views = {view.id: view for view in views_of(design)}
    with st.container(key="document"):
        for is_picture, part in _parts(text):
            if is_picture and part in views:
                st.image(svg_of(design, views[part], theme), width="content", alt=part)
            elif not is_picture:
                # Files of the bundle are not served, so links to them would lead nowhere.
                st.markdown(_LINK.sub(r"\1", part))


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield texts, and the ids of the views that stand between them."""
    for number, part in enumerate(_PICTURE.split(text)):
        if part.strip():
            yield number % 2 == 1, part
