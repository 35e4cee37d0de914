"""The query language of a team's own rules: one condition about one element, read as Python's expression syntax.

    kind == "service" and not tagged("owned")
    public and count(targets("relational-db", "document-db")) > 0
    mode == "sync" and source.boundary != target.boundary and not encrypted
    reaches("external-system", 3) and prop("data_class") in ("personal", "health")
    number("peak_requests") > 1000 and replicas < 3

Names are the fields of the element (`id name kind technology description boundary replicas existing role tags family`,
for connections `source target label protocol mode`), its properties by name, and the functions below. There are no
assignments, loops, attributes of other things, or calls of anything else: a condition is evaluated, never executed.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from designer.errors import InputError
from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.flow import Flow
from designer.model.kinds import Kind
from designer.model.properties import COMPONENT_PROPERTIES, CONNECTION_PROPERTIES
from designer.rules.facts import Facts

MAX_LENGTH = 1000
MAX_HOPS = 10
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "component": ("id", "name", "kind", "technology", "description", "boundary", "replicas", "existing", "role", "tags", "family"),
    "connection": ("id", "label", "protocol", "mode", "source", "target"),
    "flow": ("id", "name", "kind", "critical", "steps"),
    "design": ("title",),
}  # fmt: skip
_FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "component": ("prop", "tagged", "targets", "sources", "neighbours", "reaches", "reached_from", "flows", "number", "count", "inside"),
    "connection": ("prop", "number", "count"),
    "flow": ("parts", "number", "count"),
    "design": ("components", "connections", "number", "count"),
}  # fmt: skip
_COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda item, many: item in many,
    ast.NotIn: lambda item, many: item not in many,
    ast.Is: operator.eq,
    ast.IsNot: operator.ne,
}
_ARITHMETIC: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
Element = Component | Connection | Flow | Facts


@lru_cache(maxsize=2048)
def parse_condition(text: str, about: str) -> ast.expr:
    """Return the checked syntax tree of a condition about a component, connection, flow or the design.

    Raises:
        InputError: it is no expression, too long, or uses a name or function that there is not.
    """
    if len(text) > MAX_LENGTH:
        raise InputError(f"a condition has at most {MAX_LENGTH} characters", where="where", fix="split it in two rules")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise InputError(f"{text!r} is no condition", where="where", fix="write it like `kind == 'service'`") from error
    _check(tree, about)
    return tree


def _check(node: ast.AST, about: str) -> None:
    match node:
        case ast.BoolOp() | ast.UnaryOp(op=ast.Not() | ast.USub()) | ast.Compare() | ast.Tuple() | ast.List():
            pass
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC:
            pass
        case ast.Constant(value=value) if value is None or isinstance(value, str | int | float | bool):
            pass
        case ast.Name(id=name):
            known = {*_FIELDS[about], *_properties(about)}
            if name not in known:
                fix = f"use one of {', '.join(sorted(_FIELDS[about]))}, or a property"
                raise InputError(f"{name!r} is no name here", where="where", fix=fix)
        case ast.Attribute(value=ast.Name(id=end), attr=field) if about == "connection" and end in ("source", "target"):
            if field not in {*_FIELDS["component"], *COMPONENT_PROPERTIES}:
                raise InputError(f"{field!r} is no field of a component", where="where", fix="use kind, boundary, ...")
        case ast.Call(func=ast.Name(id=name), keywords=[]):
            if name not in _FUNCTIONS[about]:
                fix = f"use one of {', '.join(_FUNCTIONS[about])}"
                raise InputError(f"there is no function {name!r} here", where="where", fix=fix)
            for argument in node.args:
                _check(argument, about)
            return
        case ast.boolop() | ast.cmpop() | ast.operator() | ast.unaryop() | ast.expr_context():
            return
        case _:
            what = type(node).__name__.lower()
            raise InputError(f"{what} is not allowed in a condition", where="where", fix="compare, and, or, not, in")
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Attribute) and isinstance(child, ast.Name)):
            _check(child, about)


def _properties(about: str) -> Iterable[str]:
    if about == "component":
        return COMPONENT_PROPERTIES
    return CONNECTION_PROPERTIES if about == "connection" else ()


def holds(tree: ast.expr, element: Element, facts: Facts) -> bool:
    """Tell whether a condition holds for an element; a comparison with something unknown does not."""
    return bool(_value(tree, element, facts))


def _value(node: ast.expr, element: Element, facts: Facts) -> Any:
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return tuple(_value(item, element, facts) for item in items)
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(item, element, facts) for item in values)
        case ast.BoolOp(values=values):
            return any(_value(item, element, facts) for item in values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, element, facts)
        case ast.UnaryOp(operand=operand):
            value = _value(operand, element, facts)
            return -value if isinstance(value, int | float) else None
        case ast.BinOp(left=left, op=op, right=right):
            return _computed(_ARITHMETIC[type(op)], _value(left, element, facts), _value(right, element, facts))
        case ast.Compare(left=left, ops=ops, comparators=others):
            values = [_value(item, element, facts) for item in (left, *others)]
            return all(_compared(op, *pair) for op, pair in zip(ops, pairwise(values), strict=True))
        case ast.Name(id=name):
            return _named(element, name)
        case ast.Attribute(value=ast.Name(id=end), attr=field) if isinstance(element, Connection):
            return _named(facts.component(getattr(element, end)), field)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _called(name, [_value(item, element, facts) for item in arguments], element, facts)
    return None


def _computed(work: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    try:
        return work(left, right) if left is not None and right is not None else None
    except (TypeError, ZeroDivisionError, OverflowError):
        return None


def _compared(op: ast.cmpop, left: Any, right: Any) -> bool:
    try:
        return _COMPARE[type(op)](left, right)
    except TypeError:
        # Something unknown is neither more nor less than anything.
        return False


def _named(element: Element, name: str) -> Any:
    if isinstance(element, Component):
        if name in ("kind", "family"):
            return str(getattr(element, name))
        if name in _FIELDS["component"]:
            return getattr(element, name)
        return element.prop(name)
    if isinstance(element, Connection):
        return (
            str(element.mode)
            if name == "mode"
            else getattr(element, name, None)
            if name in _FIELDS["connection"]
            else element.prop(name)
        )
    if isinstance(element, Flow):
        return len(element.steps) if name == "steps" else getattr(element, name)
    return element.sized.title


def _called(name: str, arguments: list[Any], element: Element, facts: Facts) -> Any:
    if name == "count":
        return len(arguments[0]) if arguments and isinstance(arguments[0], tuple | str) else 0
    if name == "number":
        return _number(
            facts, *[str(item) for item in arguments[:1]], of=element.id if isinstance(element, Component) else ""
        )
    if isinstance(element, Component):
        return _about_component(name, arguments, element, facts)
    if isinstance(element, Connection):
        return element.prop(str(arguments[0])) if arguments else None
    if isinstance(element, Flow):
        return tuple(dict.fromkeys(end for step in element.steps for end in (step.source, step.target)))
    if name == "components":
        return tuple(part.id for part in facts.components if _is_kind(part, arguments))
    return tuple(link.id for link in facts.links if not arguments or str(link.mode) in arguments)


def _about_component(name: str, arguments: list[Any], part: Component, facts: Facts) -> Any:
    match name:
        case "prop":
            return part.prop(str(arguments[0])) if arguments else None
        case "tagged":
            return any(str(item) in part.tags for item in arguments)
        case "inside":
            return _is_inside(part, [str(item) for item in arguments], facts)
        case "flows":
            return tuple(
                flow.id
                for flow in facts.sized.flows
                if any(part.id in (step.source, step.target) for step in flow.steps)
            )
        case "targets":
            found = [facts.target(link) for link in facts.outgoing[part.id]]
        case "sources":
            found = [facts.source(link) for link in facts.incoming[part.id]]
        case "neighbours":
            found = list(facts.neighbours_of(part))
        case _:
            return _walks(part, arguments, facts, forward=name == "reaches")
    return tuple(dict.fromkeys(one.id for one in found if _is_kind(one, arguments)))


def _is_kind(part: Component, kinds: Iterable[Any]) -> bool:
    wanted = [str(item) for item in kinds]
    return not wanted or str(part.kind) in wanted or str(part.family) in wanted


def _walks(part: Component, arguments: list[Any], facts: Facts, *, forward: bool) -> bool:
    """Tell whether a path of connections leads to (or from) a part of one of the kinds, within some hops."""
    hops = next((int(item) for item in arguments if isinstance(item, int) and not isinstance(item, bool)), MAX_HOPS)
    kinds = [item for item in arguments if isinstance(item, str)]
    seen, front = {part.id}, [part.id]
    for _ in range(min(hops, MAX_HOPS)):
        if forward:
            following = {link.target for key in front for link in facts.outgoing[key]}
        else:
            following = {link.source for key in front for link in facts.incoming[key]}
        front = sorted(following - seen)
        seen |= following
        if any(_is_kind(facts.component(key), kinds) for key in front):
            return True
    return False


def _is_inside(part: Component, names: list[str], facts: Facts) -> bool:
    known = {item.id: item for item in facts.sized.graph.boundaries}
    place = known.get(part.boundary or "")
    for _ in range(len(known)):
        if place is None:
            return False
        if place.id in names or place.type in names:
            return True
        place = known.get(place.parent or "")
    return False


def _number(facts: Facts, name: str = "", *, of: str) -> float | None:
    """Return a figure of the design by its name: that of the part itself, else that of the system."""
    found = [item for item in facts.sized.capacity.estimates if item.name == name]
    own = [item.value for item in found if of and item.subject == of]
    whole = [item.value for item in found if item.subject is None or not of]
    stated = [item.value for item in facts.sized.capacity.parameters if item.name == name]
    return next(iter((*own, *whole, *stated)), None)


KINDS = frozenset(str(kind) for kind in Kind)
