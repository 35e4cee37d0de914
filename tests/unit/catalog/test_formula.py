"""Formulas are arithmetic and nothing else."""

from __future__ import annotations

import pytest

from designer.catalog.formula import evaluate, names_in, parse_formula
from designer.errors import BlueprintError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 + 3 * 4", 14),
        ("-(2 ** 3)", -8),
        ("ceil(10 / 3)", 4),
        ("ceil(3)", 3),
        ("max(users, 5) / 2", 50),
        ("users if users > 10 else 0", 100),
        ("log2(8) + sqrt(16)", 7),
        ("7 % 4 + 7 // 4", 4),
    ],
)
def test_arithmetic_is_computed(text: str, value: float) -> None:
    assert evaluate(text, {"users": 100}) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "users.real",
        "users[0]",
        "'a' * 3",
        "lambda: 1",
        "[x for x in users]",
        "print(1)",
        "ceil(value=1)",
        "True + 1",
        "users and 1",
        "1 < 2 < 3",
        "",
        "1 +",
        "(" * 300,
        "1" * 401,
        "+".join(["1"] * 200),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BlueprintError):
        parse_formula(text)


@pytest.mark.parametrize("text", ["1 / 0", "9 ** 9999", "2 ** 65", "1e308 * 10", "log(0)", "unknown + 1", "sqrt(-1)"])
def test_a_formula_without_a_finite_value_is_refused(text: str) -> None:
    with pytest.raises(BlueprintError):
        evaluate(text, {"users": 1})


def test_the_names_of_a_formula_leave_out_its_functions() -> None:
    assert names_in("ceil(a / max(b, 2))") == {"a", "b"}
