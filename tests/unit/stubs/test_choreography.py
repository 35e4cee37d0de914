"""Flows to what each component does: calls, answers, deliveries, starts."""

from __future__ import annotations

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.flow import Flow, Step
from designer.model.graph import Graph
from designer.model.kinds import Kind
from designer.stubs.choreography import Played, play

GRAPH = Graph(
    components=tuple(
        Component(id=id, name=id, kind=kind)
        for id, kind in (
            ("app", Kind.WEB_CLIENT),
            ("api", Kind.SERVICE),
            ("db", Kind.RELATIONAL_DB),
            ("queue", Kind.QUEUE),
            ("worker", Kind.WORKER),
        )
    ),
    connections=tuple(
        Connection(id=f"{source}-{target}", source=source, target=target)
        for source, target in (
            ("app", "api"),
            ("api", "db"),
            ("api", "queue"),
            ("queue", "worker"),
            ("worker", "queue"),
            ("worker", "db"),
        )
    ),
)


def played(*steps: str) -> Played:
    """Return a flow of steps written as `source target`, each with its number as message."""
    ends = (step.split() for step in steps)
    taken = tuple(Step(source=s, target=t, message=f"m{number}") for number, (s, t) in enumerate(ends))
    return play(Flow(id="f", name="f", steps=taken), GRAPH)


def acts(one: Played) -> dict[tuple[str, int], list[tuple[str, int, str]]]:
    return {(turn.actor, turn.step): [(act.how, act.step, act.target) for act in turn.acts] for turn in one.turns}


def answers(one: Played) -> dict[int, int]:
    return {turn.step: turn.answer[0] for turn in one.turns if turn.answer}


def test_a_call_and_its_answer() -> None:
    one = played("app api", "api db", "db api", "api app")
    assert one.starts == (("app", 0),)
    assert one.strands == ((0, 1, 2, 3),)
    assert answers(one) == {1: 2, 0: 3}
    assert acts(one)[("api", 0)] == [("send", 1, "db")]


def test_a_call_without_an_answer_ends_when_its_caller_goes_on() -> None:
    one = played("app api", "api db", "api api", "api db", "api app")
    assert acts(one)[("api", 0)] == [("send", 1, "db"), ("local", 2, "api"), ("send", 3, "db")]
    assert answers(one) == {0: 4}


def test_a_broker_delivers_on_a_strand_of_its_own() -> None:
    one = played("app api", "api queue", "queue worker", "worker db", "api db")
    assert one.starts == (("app", 0),)
    assert one.strands == ((0, 1, 4), (2, 3))
    assert acts(one)[("queue", 1)] == [("deliver", 2, "worker")]


def test_a_component_that_goes_on_after_its_answer_begins_by_itself() -> None:
    one = played("app api", "api app", "api queue", "queue worker")
    assert one.starts == (("app", 0), ("api", 2))
    assert one.strands == ((0, 1), (2,), (3,))


def test_a_worker_that_publishes_into_its_own_queue_does_not_answer() -> None:
    one = played("queue worker", "worker queue", "queue worker")
    assert one.starts == (("queue", 0),)
    assert answers(one) == {}
    assert acts(one)[("worker", 0)] == [("send", 1, "queue")]
    assert acts(one)[("queue", 1)] == [("deliver", 2, "worker")]


def test_an_acknowledgement_answers_a_delivery() -> None:
    graph = GRAPH.model_copy(update={"connections": tuple(c for c in GRAPH.connections if c.id != "worker-queue")})
    steps = (Step(source="queue", target="worker"), Step(source="worker", target="queue", message="done"))
    one = play(Flow(id="f", name="f", steps=steps), graph)
    assert answers(one) == {0: 1}


def test_every_step_is_on_one_strand() -> None:
    one = played("app api", "worker db", "db worker", "api app", "queue worker", "app app", "db db")
    assert sorted(step for strand in one.strands for step in strand) == list(range(7))
