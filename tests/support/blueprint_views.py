"""Every blueprint's pictures, for the tests which ask another tool to read them."""

from __future__ import annotations

from functools import cache

from designer.adapters.image import Pictures
from designer.api import default_catalog
from designer.model import AnyView, SequenceView, View
from designer.pipeline import check
from designer.render.routes import Page
from designer.views import build_container_view, build_sequence_view
from tests.support.references import reference


@cache
def blueprint_views() -> dict[str, tuple[View, SequenceView]]:
    """Return the container view and the first sequence of every blueprint, by its id."""
    catalog = default_catalog()
    found = {}
    for blueprint in catalog.blueprints:
        design = check(reference(blueprint, catalog))
        flow = next(flow for flow in design.flows if flow.steps)
        found[blueprint.id] = (build_container_view(design, catalog), build_sequence_view(design, flow, catalog))
    return found


@cache
def placed(view: AnyView) -> Page:
    """Return a view with every place decided."""
    return Pictures().placed(view)
