"""Which component is which part: the best for all of them together."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from designer.evaluation.assignment import assign, best_assignment
from designer.model.component import Component


def components(*names: str) -> list[Component]:
    return [
        Component.model_validate({"id": f"c{number}", "name": name, "kind": "service"})
        for number, name in enumerate(names, start=1)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_no_assignment_gains_more(seed: int) -> None:
    chance = Random(seed)
    rows, columns = chance.randint(1, 5), chance.randint(1, 5)
    gains = [[chance.choice([0.0, 1.0, 2.5, 7.0, 100.0]) for _ in range(columns)] for _ in range(rows)]
    chosen = best_assignment(gains)
    assert len(set(chosen.values())) == len(chosen)
    width = max(rows, columns)
    best = max(
        sum(gains[row][column] for row, column in enumerate(order[:rows]) if column < columns)
        for order in permutations(range(width), min(width, rows))
    )
    assert sum(gains[row][column] for row, column in chosen.items()) == best


def test_an_exact_name_is_not_given_up_for_two_looser_ones() -> None:
    found = assign({"orders": ["orders"], "db": ["orders db", "orders"]}, {}, components("orders", "orders store"))
    assert found["orders"] == "c1"
    assert found["db"] == "c2"


def test_a_part_that_is_not_there_takes_no_other_ones_component() -> None:
    assert assign({"orders": ["orders"], "orders-db": ["orders db"]}, {}, components("orders db")) == {
        "orders-db": "c1"
    }


def test_each_component_is_used_once() -> None:
    assert len(assign({"a": ["worker"], "b": ["worker"]}, {}, components("Worker"))) == 1


def test_a_required_part_gets_a_component_before_an_optional_one() -> None:
    assert assign({"b": ["worker"]}, {"a": ["worker"]}, components("Worker")) == {"b": "c1"}


def test_a_technology_names_a_part_as_well() -> None:
    store = Component.model_validate(
        {"id": "s", "name": "Order store", "kind": "relational-db", "technology": "PostgreSQL"}
    )
    assert assign({"pg": ["postgresql"]}, {}, [store]) == {"pg": "s"}
    assert assign({"pg": ["postgres"]}, {}, [store]) == {}


def test_nothing_is_assigned_where_there_is_nothing() -> None:
    assert assign({"a": ["x"]}, {}, []) == {}
    assert assign({}, {}, components("x")) == {}


def test_of_two_that_hold_the_name_the_closer_one_is_taken() -> None:
    assert assign({"a": ["worker"]}, {}, components("North worker pool", "Worker pool")) == {"a": "c2"}
