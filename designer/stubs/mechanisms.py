"""Reference mechanisms: packages of real source that a project gets as they are, for the blueprints of its design."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from designer.catalog.proofs import CLAIMS, MEASURED, Proof, read_proofs
from designer.model.component import Component
from designer.model.decision import Claim
from designer.model.design import Design

ROOT = "reference/"
KIT = "mechanism_kit"
"""The package with what several mechanisms need alike; a project gets it when one of its mechanisms uses it."""


@dataclass(frozen=True, slots=True)
class Mechanism:
    """The mechanism of one blueprint: its package, its files as `(path in the project, text)`, and what it fills."""

    blueprint: str
    package: str
    files: tuple[tuple[str, str], ...]
    roles: frozenset[str]
    proofs: tuple[Proof, ...]


def mechanisms_of(design: Design, texts: Mapping[str, str]) -> tuple[Mechanism, ...]:
    """Return the mechanisms that fill a role of a design, by their blueprints."""
    played = {role for component in design.graph.components for role in roles_of(component)}
    wanted = sorted({role.partition("/")[0] for role in played})
    known = {name.split("/")[1] for name in texts if name.startswith(ROOT) and name.endswith(f"/{CLAIMS}")}
    found = (_mechanism(blueprint, _own(blueprint, texts)) for blueprint in wanted if blueprint in known)
    return tuple(one for one in found if {f"{one.blueprint}/{role}" for role in one.roles} & played)


def kit_of(mechanisms: tuple[Mechanism, ...], texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the shared package and its tests as `(path in the project, text)`; none where no mechanism uses it."""
    if not any(f"from {KIT}." in text for one in mechanisms for _, text in one.files):
        return ()
    return tuple(_placed(KIT, KIT, _own("kit", texts)))


def roles_of(component: Component) -> tuple[str, ...]:
    """Return what a component plays in blueprints, as `blueprint/role`: its first part first."""
    said = component.origin.ref if component.origin.by == "blueprint" else None
    return tuple(dict.fromkeys(role for role in (*component.roles, said) if role and role.count("/") == 1))


def claims_of(design: Design, mechanisms: tuple[Mechanism, ...]) -> tuple[Claim, ...]:
    """Return what a design claims, each with its proof: those of the mechanisms as these tell them, then the others."""
    held = {one.blueprint: one.proofs for one in mechanisms}
    proven = [Claim(text=item.text, blueprint=id, proof=item.said) for id, proofs in held.items() for item in proofs]
    known = {(item.blueprint, item.text) for item in proven}
    others = (item for item in design.claims if (item.blueprint, item.text) not in known)
    return (*proven, *(item.model_copy(update={"proof": ""}) for item in others))


def filled(mechanisms: tuple[Mechanism, ...], component: Component) -> tuple[Mechanism, ...]:
    """Return the mechanisms that fill a role of a component."""
    played = roles_of(component)
    return tuple(one for one in mechanisms if any(f"{one.blueprint}/{role}" in played for role in one.roles))


def _own(blueprint: str, texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    root = f"{ROOT}{blueprint}/"
    return tuple((name.removeprefix(root), text) for name, text in texts.items() if name.startswith(root))


@lru_cache(maxsize=64)
def _mechanism(blueprint: str, own: tuple[tuple[str, str], ...]) -> Mechanism:
    package, held = blueprint.replace("-", "_"), dict(own)
    proofs = read_proofs(held[CLAIMS], held.get(MEASURED, "")) if CLAIMS in held else ()
    roles = _keys_of_roles(held.get(f"{package}/roles.py", ""))
    return Mechanism(blueprint, package, tuple(_placed(blueprint, package, own)), roles, proofs)


def _placed(blueprint: str, package: str, own: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    """Yield where each file stands in a project; what the project says in its own words is left out."""
    for path, text in own:
        if path.startswith(f"{package}/"):
            yield path, text
        elif path.startswith("tests/"):
            yield f"tests/{package}/{path.removeprefix('tests/')}", text
        elif path == "bench.py":
            yield f"benchmarks/{package}.py", text
        elif path == "README.md":
            yield f"docs/{blueprint}.md", text
    yield f"tests/{package}/__init__.py", f'"""What {blueprint} proves."""\n'


def _keys_of_roles(source: str) -> frozenset[str]:
    """Return the keys of the literal ROLES of a module, without running it."""
    for node in ast.parse(source).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == "ROLES":
            value = getattr(node, "value", None)
            keys = value.keys if isinstance(value, ast.Dict) else []
            return frozenset(key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
    return frozenset()
