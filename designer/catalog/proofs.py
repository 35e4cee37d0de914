"""What the reference mechanisms prove: their claims, each with the figures that its test measured."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from designer.model.blueprint import Blueprint
from designer.model.decision import Claim
from designer.resources import templates_root

CLAIMS = "claims.toml"
MEASURED = "measured.json"
Figure = int | float | str


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim of a mechanism, the test that proves it, and what was measured; no figures before the first run."""

    id: str
    text: str
    test: str
    figures: tuple[tuple[str, Figure], ...] = ()
    cores: int = 0

    @property
    def said(self) -> str:
        """The proof in words; empty when nothing was measured."""
        if not self.figures:
            return ""
        shown = ", ".join(f"{name.replace('_', ' ')} {figure_text(value)}" for name, value in self.figures)
        name = self.test.rpartition("::")[2]
        return f"proven by {name}: {shown}; on {self.cores} core{'s' if self.cores != 1 else ''}"


def figure_text(value: Figure) -> str:
    """Return a figure as it is read.

    >>> figure_text(1000000), figure_text(0.51234), figure_text(9412.7), figure_text("12 ms")
    ('1,000,000', '0.5123', '9,413', '12 ms')
    """
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return f"{value:,}" if isinstance(value, int) else value


def read_proofs(claims: str, measured: str = "") -> tuple[Proof, ...]:
    """Return the claims of a mechanism in their order, from the texts of its claims.toml and measured.json."""
    run = json.loads(measured) if measured else {}
    found = run.get("claims", {})
    return tuple(
        Proof(row["id"], row["text"], row["test"], tuple(found.get(row["id"], {}).items()), int(run.get("cores", 0)))
        for row in tomllib.loads(claims).get("claim", ())
    )


@cache
def shipped_proofs() -> Mapping[str, tuple[Proof, ...]]:
    """Return the claims of every mechanism that ships with the package, by its blueprint."""
    found = {}
    for path in sorted((templates_root() / "stubs" / "reference").glob(f"*/{CLAIMS}")):
        measured = path.with_name(MEASURED)
        text = measured.read_text(encoding="utf-8") if measured.is_file() else ""
        found[path.parent.name] = read_proofs(path.read_text(encoding="utf-8"), text)
    return MappingProxyType(found)


def claims_of(blueprint: Blueprint) -> tuple[Claim, ...]:
    """Return what a blueprint claims, with the proof where its mechanism has one, and what the mechanism proves beside."""
    proofs = {item.text: item.said for item in shipped_proofs().get(blueprint.id, ())}
    beside = (text for text, said in proofs.items() if said and text not in blueprint.claims)
    return tuple(
        Claim(text=text, blueprint=blueprint.id, proof=proofs.get(text, "")) for text in (*blueprint.claims, *beside)
    )
