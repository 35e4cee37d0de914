"""A formula with its numbers filled in, as a reader would check it by hand."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from designer.catalog.formula import evaluate, parse_formula
from designer.errors import BlueprintError
from designer.model.estimate import Input
from designer.model.figures import human

_SIGNS: Mapping[type[ast.operator], tuple[str, int]] = {
    ast.Add: ("+", 1),
    ast.Sub: ("−", 1),
    ast.Mult: ("×", 2),
    ast.Div: ("/", 2),
    ast.FloorDiv: ("÷", 2),
    ast.Mod: ("mod", 2),
    ast.Pow: ("^", 3),
}
_ATOM = 9


def worked(formula: str, inputs: Mapping[str, Input]) -> str:
    """Return a formula with the values of its inputs, scaled and with units; of a condition, the branch that holds.

    A formula that is no arithmetic is answered with the list of its inputs.

    >>> worked("ceil(rate * size)", {"rate": Input(value=38.5802, unit="links/s"), "size": Input(value=500, unit="bytes")})
    'ceil(38.6 links/s × 500 B)'
    >>> worked("the slowest of all hops", {"hops": Input(value=3)})
    'hops = 3'
    """
    try:
        return _text(parse_formula(formula), inputs)[0]
    except BlueprintError:
        return ", ".join(f"{name} = {_shown(item)}" for name, item in inputs.items())


def _shown(item: Input) -> str:
    return human(item.value, item.unit or "count")


def _text(node: ast.expr, inputs: Mapping[str, Input]) -> tuple[str, int]:
    """Return the words of an expression and how tightly they bind."""
    match node:
        case ast.Constant(value=int() | float() as number):
            return human(number, "count"), _ATOM
        case ast.Name(id=name):
            return (_shown(inputs[name]) if name in inputs else name), _ATOM
        case ast.UnaryOp(operand=operand):
            return f"−{_inside(operand, inputs, 3)}", 2
        case ast.BinOp(left=left, op=op, right=right):
            sign, strength = _SIGNS[type(op)]
            # The right side of a difference or a quotient needs its own brackets at equal strength.
            needed = strength if isinstance(op, ast.Add | ast.Mult) else strength + 1
            return f"{_inside(left, inputs, strength)} {sign} {_inside(right, inputs, needed)}", strength
        case ast.IfExp(test=test, body=body, orelse=orelse):
            values = {name: item.value for name, item in inputs.items()}
            return _text(body if evaluate(f"1 if {ast.unparse(test)} else 0", values) else orelse, inputs)
        case ast.Call(func=ast.Name(id=name), args=args):
            return f"{name}({', '.join(_text(argument, inputs)[0] for argument in args)})", _ATOM
    return ast.unparse(node), _ATOM


def _inside(node: ast.expr, inputs: Mapping[str, Input], needed: int) -> str:
    words, strength = _text(node, inputs)
    return words if strength >= needed else f"({words})"
