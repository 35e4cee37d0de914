"""What an instruction comes to: edits, remarks, figures to plan with, or an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.edits.apply import apply_edits
from designer.edits.edits import Edit
from designer.errors import InputError
from designer.model.design import Design, Draft
from designer.model.origin import Origin
from designer.model.spending import Spent

WHERE = "instruction"


class Bench(NamedTuple):
    """What an instruction is read against."""

    design: Design
    catalog: Catalog


class Change(NamedTuple):
    """What one clause of an instruction comes to.

    `says` are remarks for the user; `answers` are answers to plan with, `figures` new values of the brief's own
    figures, by name; `moves` says which store keeps what another one kept, by id; `statement` is a sentence that the
    brief should have said; `reply` answers a question and changes nothing,
    `about` are the ids of the parts it is about.
    """

    edits: tuple[Edit, ...] = ()
    says: tuple[str, ...] = ()
    answers: Mapping[str, str] = MappingProxyType({})
    figures: Mapping[str, float] = MappingProxyType({})
    moves: Mapping[str, str] = MappingProxyType({})
    reply: str = ""
    statement: str = ""
    about: tuple[str, ...] = ()


class Refined(NamedTuple):
    """A design after an instruction: `done` says what was changed, `says` what else the user should know.

    `refused` are edits of a language model that do not fit, each with its reason; `about` are the ids of the parts that
    an answer is about; `spent` is what a model took, None where none was asked.
    """

    design: Design
    done: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    reply: str = ""
    refused: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    spent: Spent | None = None


def after_edits(bench: Bench, edits: Sequence[Edit]) -> Bench:
    """Return the bench with edits applied to its design; figures and findings stay as they were."""
    draft = apply_edits(bench.design, edits, origin=Origin(by="user")).draft
    fields = {name: getattr(draft, name) for name in Draft.model_fields}
    return bench._replace(design=bench.design.model_copy(update=fields))


def unclear(what: str, fix: str) -> InputError:
    """Return the error for an instruction that cannot be followed as it stands."""
    return InputError(what, where=WHERE, fix=fix)
