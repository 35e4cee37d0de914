"""How much of what it can carry each part carries at peak: colour and a printed percentage."""

from __future__ import annotations

from designer.catalog.catalog import Catalog
from designer.estimate.utilisation import highest_rates, utilisations
from designer.model.design import Design
from designer.model.figures import human
from designer.model.view import Key, Tone, View, ViewKind
from designer.views.overlays import joined_words, left_out, overlay
from designer.views.subtitle import count

MISSING = "no estimate counts its copies and no part states `capacity_per_node`"

_STEPS: tuple[tuple[float, Tone, str], ...] = (
    (0.5, "low", "below 50 %"),
    (0.7, "fair", "50 to 70 %"),
    (0.85, "busy", "70 to 85 %"),
    (1.0, "hot", "85 to 100 %"),
    (float("inf"), "over", "over 100 %"),
)


def heat_of(share: float) -> Tone:
    """Return the tone of a utilisation.

    >>> heat_of(0.3), heat_of(0.72), heat_of(1.0), heat_of(1.2)
    ('low', 'busy', 'hot', 'over')
    """
    return next(tone for limit, tone, _ in _STEPS if share < limit or share == limit == 1.0)


def build_heat_view(design: Design, catalog: Catalog) -> View | None:
    """Return the capacity heat map, or None when nothing tells the utilisation of any part.

    A part whose capacity nobody states is muted; the highest rate computed for it stands on its card.
    """
    blueprints = [catalog.by_id[match.id] for match in design.blueprints if match.id in catalog.by_id]
    known = {item.component: item for item in utilisations(design, blueprints)}
    if not known:
        return None
    rates = highest_rates(design)
    dressed: dict[str, dict[str, object]] = {}
    for part in design.graph.components:
        if part.id in known:
            use = known[part.id]
            changes: dict[str, object] = {"figure": percent(use.share), "tone": heat_of(use.share)}
            dressed[part.id] = changes | {"technology": use.words}
        else:
            rate = human(rates[part.id].value, rates[part.id].unit) if part.id in rates else ""
            dressed[part.id] = {"is_muted": True, **({"technology": rate} if rate else {})}
    view = overlay(design, catalog, dressed, lambda part: known[part.id].share if part.id in known else -1.0)
    hottest = max(known.values(), key=lambda item: (item.share, item.component))
    words = [
        "Capacity at peak",
        f"{count(len(known), 'part')} estimated",
        f"{design.graph.by_id[hottest.component].name} at {percent(hottest.share)}",
    ]
    tones = {heat_of(item.share) for item in known.values()}
    return view.model_copy(
        update={
            "id": "heat",
            "kind": ViewKind.HEAT,
            "subtitle": joined_words([*words, *left_out(design, view)]),
            "keys": (
                *(Key(text=text, tone=tone) for _, tone, text in _STEPS if tone in tones),
                Key(text="Capacity not stated", tone=""),
            ),
        }
    )


def percent(share: float) -> str:
    """Return a share in whole per cent; a full part is not said to have room, and a busy one is not said to be full.

    >>> percent(0.827), percent(0.999), percent(1.004), percent(12.0)
    ('83%', '99%', '101%', '1200%')
    """
    value = share * 100
    whole = round(value)
    if whole == 100 and share != 1.0:
        whole = 99 if share < 1 else 101
    return f"{min(whole, 9999)}%"
