"""Plan to draft: as dictated, built from the blueprints chosen, or composed when none fits."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.model.design import Draft
from designer.model.plan import Plan
from designer.planner.answered import composed, dictated
from designer.planner.build import build
from designer.planner.own_words import in_own_words


def draft(plan: Plan, catalog: Catalog) -> Draft:
    """Return the draft of a plan.

    Raises:
        BlueprintError: the plan names a blueprint that the catalog does not have.
    """
    languages = tuple(item.code for item in catalog.languages)
    return in_own_words(_draft(plan, catalog), plan.brief, languages=languages)


def _draft(plan: Plan, catalog: Catalog) -> Draft:
    if plan.dictated:
        return dictated(plan, catalog)
    return build(plan, catalog) if plan.choices else composed(plan, catalog)
