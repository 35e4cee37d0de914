"""Products for a brief that keeps its system in its own rooms: none that only a cloud vendor runs."""

from __future__ import annotations

from designer.brief.phrases import StemmedText
from designer.model.brief import Brief
from designer.model.kinds import Kind
from designer.planner.defaults import ON_SITE
from designer.planner.dictate import role_of
from designer.planner.sketch import Sketch

_NO_CLOUD = (
    "no cloud", "no public cloud", "no american cloud", "no us cloud", "without cloud", "without the cloud", "without a cloud", "without public cloud",
    "not in the cloud", "not a cloud", "not use the cloud", "not use cloud", "never in the cloud", "cloud is not allowed", "cloud is forbidden",
    "no clouds", "no hyperscaler", "outside the cloud", "cloud services are not", "public cloud is not", "avoid the cloud",
    "on premises", "on premise", "on prem", "self hosted",
    "own data centre", "own data center", "own datacenter", "own datacentre", "own servers", "own hardware", "own rack", "own racks",
    "government data centre", "government data center", "national data centre", "runs on site", "hosted on site", "runs locally on site",
    "air gapped",
)  # fmt: skip
_NOT_YET = ("move to the cloud", "moving to the cloud", "migrate to", "away from our own")


def keep_on_site(sketch: Sketch, text: StemmedText, brief: Brief) -> None:
    """Give each part that a cloud vendor would run a product for one's own servers, where the text asks for that.

    Products that the brief names stay; where no other product is known, the field is left empty.
    """
    if not _is_on_site(text):
        return
    named = {mention.technology for mention in brief.mentions if mention.technology and not mention.negated}
    for key, part in tuple(sketch.components.items()):
        if part.kind != Kind.EXTERNAL_SYSTEM and part.technology not in named and _is_managed(sketch, part.technology):
            spec = role_of(part, sketch)
            options = spec.technology.options if spec and spec.technology else ()
            own = ON_SITE.get(part.kind) or next((item for item in options if not _is_managed(sketch, item)), "")
            sketch.change(key, technology=own)


def _is_on_site(text: StemmedText) -> bool:
    said = f" {' '.join(token.lower for token in text.tokens if token.text != '-')} "
    return any(f" {phrase} " in said for phrase in _NO_CLOUD) and not any(f" {phrase} " in said for phrase in _NOT_YET)


def _is_managed(sketch: Sketch, product: str | None) -> bool:
    known = sketch.catalog.technology(product) if product else None
    return known is not None and known.managed
