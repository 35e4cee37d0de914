"""How busy a part is follows from a formula that counts copies, or from a stated capacity."""

from __future__ import annotations

import pytest

from designer.estimate.utilisation import utilisations
from designer.model import Brief, Capacity, Component, Estimate, Graph, Input, Kind, SizedDraft
from tests.support.catalogs import shipped

SHORTENER = shipped().blueprint("url-shortener")


def sized(estimate: Estimate, part: Component) -> SizedDraft:
    return SizedDraft(
        title="T",
        brief=Brief(text="t"),
        graph=Graph(components=(part,)),
        capacity=Capacity(estimates=(estimate,)),
    )


def redirects(formula: str, **inputs: float) -> Estimate:
    values = {name: Input(value=value) for name, value in inputs.items()}
    return Estimate(name="redirect_nodes", subject="web", value=7, unit="count", formula=formula, inputs=values)


def web(replicas: int = 1, kind: Kind = Kind.SERVICE, **properties: object) -> Component:
    return Component(id="web", name="Web", kind=kind, replicas=replicas, properties=properties)


def test_share_is_what_the_formula_rounds_up_over_the_copies_there_are() -> None:
    formula = SHORTENER.capacity["redirect_nodes"].formula
    design = sized(redirects(formula, peak_redirects=11_000, redirects_per_node=2_000), web(10))
    (found,) = utilisations(design, [SHORTENER])
    assert found.share == pytest.approx(0.55)
    assert found.words == "5.5 of 10 at work"


def test_formula_that_no_blueprint_counts_copies_with_tells_nothing() -> None:
    formula = "ceil(peak_redirects / redirects_per_node)"
    assert utilisations(sized(redirects(formula, peak_redirects=10, redirects_per_node=3), web(10)), [SHORTENER]) == ()


@pytest.mark.parametrize(
    ("part", "share"),
    [
        (web(4, capacity_per_node=500), 0.45),
        (web(4, Kind.RELATIONAL_DB, capacity_per_node=500), 1.8),
        (web(4, Kind.RELATIONAL_DB, capacity_per_node=500, sharded=True), 0.45),
    ],
)
def test_stated_capacity_is_shared_by_copies_that_share_the_work(part: Component, share: float) -> None:
    rate = Estimate(name="reads", subject="web", value=900, unit="reads/s", formula="reads")
    (found,) = utilisations(sized(rate, part), ())
    assert found.share == pytest.approx(share)


def test_room_that_is_kept_free_is_no_load() -> None:
    spec = shipped().blueprint("websocket-gateway")
    formula = spec.capacity["gateway_nodes"].formula
    inputs = {"concurrent_connections": 90.0, "connections_per_node": 10.0, "spare_share": 0.5}
    values = {name: Input(value=value) for name, value in inputs.items()}
    estimate = Estimate(name="gateway_nodes", subject="web", value=18, unit="count", formula=formula, inputs=values)
    (found,) = utilisations(sized(estimate, web(18)), [spec])
    assert found.share == pytest.approx(0.5)


def test_every_shipped_share_is_above_nothing_and_at_most_all() -> None:
    import designer

    for blueprint in shipped().blueprints[:6]:
        design = designer.design(blueprint.examples[0].brief, catalog=shipped())
        for item in utilisations(design, [blueprint]):
            assert 0 < item.share <= 1
