from __future__ import annotations

from itertools import pairwise, permutations
from random import Random

import pytest

from designer.rules.paths import cut_points, first_to_reach, longest_chains, reach, strong_groups

Graph = dict[str, list[str]]


def random_graph(seed: int) -> Graph:
    random = Random(seed)
    nodes = "abcdefg"[: random.randrange(1, 8)]
    return {node: [other for other in nodes if random.random() < 0.2] for node in nodes}


def undirected(graph: Graph) -> Graph:
    return {one: [two for two in graph if two in graph[one] or one in graph[two]] for one in graph}


def parts(graph: Graph, without: str = "") -> int:
    """Return the number of separate parts of an undirected graph."""
    kept = {one: [two for two in others if two != without] for one, others in graph.items() if one != without}
    left, number = set(kept), 0
    while left:
        left -= reach([min(left)], kept)
        number += 1
    return number


@pytest.mark.parametrize("seed", range(200))
def test_a_group_is_what_reaches_each_other_and_comes_before_its_callers(seed: int) -> None:
    graph = random_graph(seed)
    groups = strong_groups(graph)
    reached = {node: reach([node], graph) for node in graph}
    assert sorted(node for group in groups for node in group) == sorted(graph)
    for group in groups:
        assert set(group) == {other for other in graph if other in reached[group[0]] and group[0] in reached[other]}
    place = {node: number for number, group in enumerate(groups) for node in group}
    assert all(place[other] <= place[node] for node in graph for other in graph[node])


@pytest.mark.parametrize("seed", range(200))
def test_a_cut_point_is_what_splits_a_graph_when_it_goes(seed: int) -> None:
    graph = undirected(random_graph(seed))
    lonely = {node for node in graph if set(graph[node]) <= {node}}
    expected = {node for node in graph if node not in lonely and parts(graph, without=node) > parts(graph)}
    assert cut_points(graph) == expected


@pytest.mark.parametrize("seed", range(100))
def test_the_longest_chain_is_the_longest_path_without_circles(seed: int) -> None:
    graph = {node: [other for other in others if other > node] for node, others in random_graph(seed).items()}
    longest = max(
        length
        for length in range(1, len(graph) + 1)
        for path in permutations(sorted(graph), length)
        if all(second in graph[first] for first, second in pairwise(path))
    )
    chains = longest_chains(graph)
    assert max(len(chain) for chain in chains) == longest
    assert len(chains) == parts(undirected(graph))
    for chain in chains:
        assert all(second in graph[first] for first, second in pairwise(chain))


def test_a_circle_counts_as_one_node_of_a_chain() -> None:
    assert longest_chains({"a": ["b"], "b": ["c"], "c": ["b", "d"], "d": []}) == [["a", "b", "d"]]


def test_of_two_starts_the_nearer_one_reaches_a_node_first() -> None:
    assert first_to_reach(["a", "z"], {"a": ["b"], "b": ["c"], "c": [], "z": ["c"]})["c"] == "z"


def test_a_chain_of_ten_thousand_parts_needs_no_recursion() -> None:
    chain = {str(number): [str(number + 1)] for number in range(10_000)} | {"10000": []}
    assert len(longest_chains(chain)[0]) == 10_001
    assert len(strong_groups(chain)) == 10_001
    assert len(cut_points(undirected_chain(10_000))) == 9_999


def undirected_chain(last: int) -> Graph:
    beside = {str(number): [str(number - 1), str(number + 1)] for number in range(1, last)}
    return beside | {"0": ["1"], str(last): [str(last - 1)]}
