"""Walks over a graph of ids: what is reached, which parts run in circles, which parts hold it together.

Each takes the neighbours of every node and follows their order, so that the caller decides it. All are linear and
none recurses, because a design may be a chain of thousands of parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Neighbours = Mapping[str, Sequence[str]]


def reach(starts: Iterable[str], neighbours: Neighbours) -> set[str]:
    """Return what can be reached from `starts`, the starts included.

    >>> sorted(reach(["a"], {"a": ["b"], "b": [], "c": ["a"]}))
    ['a', 'b']
    """
    found = set(starts)
    waiting = list(found)
    while waiting:
        for following in neighbours[waiting.pop()]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found


def first_to_reach(starts: Iterable[str], neighbours: Neighbours) -> dict[str, str]:
    """Return for every node that can be reached the start that is nearest; of equals, the earliest start.

    >>> first_to_reach(["a", "c"], {"a": ["b"], "b": [], "c": ["b"]})
    {'a': 'a', 'c': 'c', 'b': 'a'}
    """
    found = {start: start for start in starts}
    waiting = list(found)
    for node in waiting:
        for following in neighbours[node]:
            if following not in found:
                found[following] = found[node]
                waiting.append(following)
    return found


def strong_groups(neighbours: Neighbours) -> list[tuple[str, ...]]:
    """Return the groups whose members all reach each other; a group comes before those that lead to it.

    Source: Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1(2), 1972.

    >>> strong_groups({"a": ["b"], "b": ["c"], "c": ["b"]})
    [('b', 'c'), ('a',)]
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    groups: list[tuple[str, ...]] = []
    for root in neighbours:
        if root in number:
            continue
        walk: list[tuple[str, Iterator[str]]] = []
        _enter(root, number, low, stack, on_stack, walk, neighbours)
        while walk:
            node, rest = walk[-1]
            following = next(rest, None)
            if following is None:
                walk.pop()
                if walk:
                    low[walk[-1][0]] = min(low[walk[-1][0]], low[node])
                if low[node] == number[node]:
                    groups.append(_leave(node, stack, on_stack))
            elif following not in number:
                _enter(following, number, low, stack, on_stack, walk, neighbours)
            elif following in on_stack:
                low[node] = min(low[node], number[following])
    return groups


def _enter(
    node: str,
    number: dict[str, int],
    low: dict[str, int],
    stack: list[str],
    on_stack: set[str],
    walk: list[tuple[str, Iterator[str]]],
    neighbours: Neighbours,
) -> None:
    number[node] = low[node] = len(number)
    stack.append(node)
    on_stack.add(node)
    walk.append((node, iter(neighbours[node])))


def _leave(node: str, stack: list[str], on_stack: set[str]) -> tuple[str, ...]:
    group: list[str] = []
    while not group or group[-1] != node:
        group.append(stack.pop())
    on_stack.difference_update(group)
    return tuple(reversed(group))


def cut_points(neighbours: Neighbours) -> set[str]:
    """Return the nodes without which an undirected graph falls apart (articulation points).

    `neighbours` holds each line in both directions.

    Source: Hopcroft and Tarjan, Algorithm 447, Communications of the ACM 16(6), 1973.

    >>> cut_points({"a": ["b"], "b": ["a", "c"], "c": ["b"]})
    {'b'}
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    found: set[str] = set()
    for root in neighbours:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        branches = 0
        walk = [(root, "", iter(neighbours[root]))]
        while walk:
            node, parent, rest = walk[-1]
            following = next(rest, None)
            if following is None:
                walk.pop()
                if parent and parent != root:
                    low[parent] = min(low[parent], low[node])
                    if low[node] >= number[parent]:
                        found.add(parent)
            elif following not in number:
                number[following] = low[following] = len(number)
                branches += node == root
                walk.append((following, node, iter(neighbours[following])))
            elif following != parent:
                low[node] = min(low[node], number[following])
        if branches > 1:
            found.add(root)
    return found


def longest_chains(neighbours: Neighbours) -> list[list[str]]:
    """Return a longest path of each separate part of a graph; of a group that runs in a circle only one node counts.

    >>> longest_chains({"a": ["b", "c"], "b": ["c"], "c": [], "d": []})
    [['a', 'b', 'c'], ['d']]
    """
    group_of: dict[str, str] = {}
    length: dict[str, int] = {}
    following: dict[str, str] = {}
    part_of: dict[str, str] = {}
    for group in strong_groups(neighbours):
        head = group[0]
        group_of.update(dict.fromkeys(group, head))
        exits = [group_of[there] for node in group for there in neighbours[node] if group_of[there] != head]
        following[head] = max(exits, key=length.__getitem__, default="")
        length[head] = 1 + length.get(following[head], 0)
        for there in exits:
            part_of[_part(there, part_of)] = head
    starts: dict[str, str] = {}
    for head in length:
        part = _part(head, part_of)
        if length[head] > length.get(starts.get(part, ""), 0):
            starts[part] = head
    return [list(_along(head, following)) for head in starts.values()]


def _part(node: str, part_of: dict[str, str]) -> str:
    """Return the node that stands for the part of the graph a node is in, shortening the way for the next look-up."""
    way = []
    while part_of.get(node, node) != node:
        way.append(node)
        node = part_of[node]
    part_of.update(dict.fromkeys(way, node))
    return node


def _along(node: str, following: Mapping[str, str]) -> Iterator[str]:
    while node:
        yield node
        node = following[node]
