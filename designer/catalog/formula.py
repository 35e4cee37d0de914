"""Capacity formulas: arithmetic over named numbers, parsed once, evaluated without `eval`.

Allowed: numbers, names, `+ - * / // % **`, comparison, `a if c else b`, and the functions of `FUNCTIONS`.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache

from designer.errors import BlueprintError

MAX_LENGTH = 400
_MAX_NODES = 120
_MAX_EXPONENT = 64.0

FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": lambda value: float(math.ceil(value - 1e-9)),
    "floor": lambda value: float(math.floor(value + 1e-9)),
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": lambda value: float(round(value)),
    "sqrt": math.sqrt,
}
_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARE: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
}


@lru_cache(maxsize=4096)
def parse_formula(text: str) -> ast.expr:
    """Return the checked syntax tree of a formula.

    Raises:
        BlueprintError: it is not arithmetic, calls something unknown, or is too long.
    """
    if len(text) > MAX_LENGTH:
        raise BlueprintError(f"a formula has at most {MAX_LENGTH} characters", fix="split it in two")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BlueprintError(f"{text!r} is not a formula", fix="write arithmetic over parameter names") from error
    nodes = list(ast.walk(tree))
    if len(nodes) > _MAX_NODES:
        raise BlueprintError("a formula has too many terms", fix="split it in two")
    for node in nodes:
        _check_node(node, text)
    return tree


def _check_node(node: ast.AST, text: str) -> None:
    match node:
        case ast.Call(func=ast.Name(id=name), keywords=[]) if name in FUNCTIONS:
            return
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float()):
            return
        case ast.BinOp(op=op) if type(op) in _BINARY or isinstance(op, ast.Pow):
            return
        case ast.UnaryOp(op=ast.USub() | ast.UAdd()) | ast.Name() | ast.Load() | ast.IfExp():
            return
        case ast.Compare(ops=[op], comparators=[_]) if type(op) in _COMPARE:
            return
        case ast.operator() | ast.unaryop() | ast.cmpop():
            return
    raise BlueprintError(
        f"{type(node).__name__.lower()} is not allowed in the formula {text!r}",
        fix=f"use numbers, parameter names, + - * / **, and {', '.join(FUNCTIONS)}",
    )


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """Return the parameter names that a formula uses.

    >>> sorted(names_in("ceil(users / per_node)"))
    ['per_node', 'users']
    """
    tree = parse_formula(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called)


def evaluate(text: str, values: Mapping[str, float]) -> float:
    """Return the value of a formula.

    Raises:
        BlueprintError: a name has no value, or the result is not a finite number.

    >>> evaluate("ceil(users / 3) + 1", {"users": 10})
    5.0
    """
    try:
        result = float(_value(parse_formula(text), values))
    except (ArithmeticError, ValueError, TypeError) as error:
        raise BlueprintError(f"the formula {text!r} has no value: {error}", fix="check its inputs") from error
    if not math.isfinite(result):
        raise BlueprintError(f"the formula {text!r} is not finite", fix="check its inputs")
    return result


def _value(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            if name not in values:
                raise BlueprintError(f"the formula uses {name!r}, which has no value", fix="declare it first")
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.UnaryOp(operand=operand):
            return _value(operand, values)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            base, exponent = _value(left, values), _value(right, values)
            if abs(exponent) > _MAX_EXPONENT:
                raise BlueprintError("an exponent is at most 64", fix="use log or a smaller power")
            return float(base**exponent)
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, values), _value(right, values))
        case ast.IfExp(test=ast.Compare(left=left, ops=[op], comparators=[right]), body=body, orelse=orelse):
            holds = _COMPARE[type(op)](_value(left, values), _value(right, values))
            return _value(body if holds else orelse, values)
        case ast.Call(func=ast.Name(id=name), args=args):
            return float(FUNCTIONS[name](*(_value(argument, values) for argument in args)))
    raise BlueprintError("a comparison stands only in `a if x > y else b`", fix="rewrite the formula")
