"""The pictures of a design."""

from __future__ import annotations

import streamlit as st

from designer.api import Design
from designer.errors import LayoutError
from designer.model.view import AnyView, SequenceView, ViewKind
from designer.web.pictures import svg_of, views_of

_KINDS = {
    ViewKind.CONTAINER: "All components",
    ViewKind.CONTEXT: "System and its neighbours",
    ViewKind.COMPONENT: "Inside",
    ViewKind.DATA_FLOW: "Data and trust boundaries",
    ViewKind.DEPLOYMENT: "Zones and copies",
    ViewKind.ENTITIES: "Entities",
    ViewKind.STATE: "States",
    ViewKind.HEAT: "Load at peak",
    ViewKind.FAILURES: "What a loss does",
    ViewKind.THREATS: "Threats",
}


def show_diagram(design: Design, theme: str) -> None:
    """Show one picture at a time, with a choice of the others."""
    views = {view.id: view for view in views_of(design)}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Picture",
        list(views),
        format_func=lambda name: _label(views[name]),
        key="picture-choice",
        label_visibility="collapsed",
    )
    try:
        svg = svg_of(design, views[chosen], theme)
    except LayoutError as error:
        st.error(f"This picture could not be drawn: {error.what}")
        return
    right.download_button(
        "SVG",
        data=svg,
        file_name=f"{chosen}.svg",
        mime="image/svg+xml",
        icon=":material/image:",
        on_click="ignore",
        width="stretch",
    )
    with st.container(border=True, key="picture"):
        # As an image, so that nothing in it can act on the page.
        st.image(svg, width="content", alt=f"{_label(views[chosen])} of {design.title}")


def _label(view: AnyView) -> str:
    if isinstance(view, SequenceView):
        flow = view.title.rpartition(": ")[2]
        return f"Flow: {flow}"
    if view.kind in (ViewKind.COMPONENT, ViewKind.STATE):
        return f"{_KINDS[view.kind]}: {view.title.rpartition(': ')[2]}"
    return _KINDS.get(view.kind, view.title)
