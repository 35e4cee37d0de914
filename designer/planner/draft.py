"""Plan to draft: built from the blueprints chosen, or composed when none fits."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.design import Draft
from designer.model.plan import Plan
from designer.planner.build import build
from designer.planner.compose import compose


def draft(plan: Plan, catalog: Catalog) -> Draft:
    """Return the draft of a plan.

    Raises:
        BlueprintError: the plan names a blueprint that the catalog does not have.
    """
    return build(plan, catalog) if plan.choices else compose(plan.brief, catalog, notes=plan.notes)
