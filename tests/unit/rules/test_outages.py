"""The failure walk-through: what the loss of a part does to each flow."""

from typing import Any

import pytest

from designer.model.outage import Outage
from designer.rules.outages import outages
from tests.rules.short_design import build
from tests.support.catalogs import shipped
from tests.support.references import reference

CATALOG = shipped()


def _walk(components: list[Any], connections: list[Any], steps: list[str]) -> dict[str, Outage]:
    graph = {"components": components, "connections": connections, "flows": [{"buy": "critical", "steps": steps}]}
    return {item.subject: item for item in outages(build({"graph": graph}))}


def _effect(outage: Outage) -> str:
    return outage.flows[0].effect if outage.flows else "unaffected"


def test_a_part_that_answers_stops_the_flow_at_its_message() -> None:
    walk = _walk([{"app": "web-client"}, {"shop": "service"}], ["app > shop"], ["app > shop"])
    assert walk["shop"].stopped[0].how == "at “its message”: Shop is gone"
    assert "app" not in walk, "people are not taken away"


def test_what_waits_in_a_durable_broker_is_delayed_and_what_is_behind_it_is_not_lost_twice() -> None:
    parts = [{"shop": "service"}, {"jobs": "queue"}, {"mailer": "worker"}, {"smtp": "external-system"}]
    links = ["shop >> jobs", "jobs >> mailer", "mailer > smtp"]
    walk = _walk(parts, links, ["shop > jobs", "jobs > mailer", "mailer > smtp"])
    assert _effect(walk["mailer"]) == "delayed"
    assert "waits in Jobs" in walk["mailer"].flows[0].how
    assert _effect(walk["jobs"]) == "stopped"


def test_a_broker_that_keeps_nothing_stops_the_flow() -> None:
    parts = [{"shop": "service"}, {"jobs": "queue", "durable": False}, {"mailer": "worker"}]
    walk = _walk(parts, ["shop >> jobs", "jobs >> mailer"], ["shop > jobs", "jobs > mailer"])
    assert _effect(walk["mailer"]) == "stopped"


def test_an_outbox_keeps_what_the_broker_cannot_take() -> None:
    parts = [{"shop": "service", "outbox": True}, {"log": "event-log"}, {"mailer": "worker"}]
    walk = _walk(parts, ["shop >> log", "log >> mailer"], ["shop > log", "log > mailer"])
    assert _effect(walk["log"]) == "delayed"


@pytest.mark.parametrize(
    ("store", "link", "effect"),
    [
        ({"near": "cache"}, "shop > near", "slower"),
        ({"near": "cache", "source_of_truth": True}, "shop > near", "stopped"),
        ({"near": "relational-db"}, {"shop > near": "", "fallback": "yesterday's prices"}, "degraded"),
        ({"near": "relational-db"}, "shop > near", "stopped"),
        ({"near": "observability"}, "shop > near", "unaffected"),
        ({"near": "relational-db"}, "shop => near", "delayed"),
    ],
)
def test_what_takes_over_decides_the_effect(store: dict[str, Any], link: Any, effect: str) -> None:
    walk = _walk([{"shop": "service"}, store], [link], ["shop > near"])
    assert _effect(walk["near"]) == effect


def test_a_caller_that_can_do_less_goes_on_degraded() -> None:
    parts = [{"shop": "service", "degrades_to": "no suggestions"}, {"hints": "model-server"}]
    walk = _walk(parts, ["shop > hints"], ["shop > hints"])
    assert walk["hints"].flows[0].how == "Shop still gives no suggestions"


def test_a_boundary_that_is_gone_takes_all_inside_with_it() -> None:
    parts = [{"app": "web-client"}, {"shop": "service", "boundary": "eu"}, {"db": "relational-db", "boundary": "eu"}]
    walk = _walk(parts, ["app > shop", "shop > db"], ["app > shop", "shop > db"])
    assert walk["eu"].kind == "boundary"
    assert len(walk["eu"].stopped) == 1


@pytest.mark.parametrize("blueprint", CATALOG.blueprints, ids=lambda item: item.id)
def test_every_part_of_a_reference_is_walked_and_no_flow_gets_better_with_more_gone(blueprint: Any) -> None:
    design = reference(blueprint, CATALOG)
    walk = outages(design)
    rank = {"stopped": 0, "degraded": 1, "delayed": 2, "slower": 3}
    single = {item.subject: {one.flow: one.effect for one in item.flows} for item in walk if item.kind == "component"}
    for item in walk:
        if item.kind == "boundary":
            inside = [part.id for part in design.graph.components if part.boundary == item.subject]
            lost = {flow for part in inside for flow, effect in single.get(part, {}).items() if effect == "stopped"}
            touched = {one.flow for one in item.flows}
            assert lost <= touched | {flow.id for flow in design.flows if flow.kind == "failure"}
        assert all(one.effect in rank for one in item.flows)
