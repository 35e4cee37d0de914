"""Find what an edit refers to, and say what is there when it refers to nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from designer.errors import DesignError, Problem
from designer.model import Scalar, slugify, unique_slug
from designer.model.properties import PropertySpec, property_problem


def find_id(ref: str, known: Iterable[str], what: str, where: str) -> str:
    """Return the id in `known` that `ref` means, written as an id or as the words an id is made of.

    Raises:
        DesignError: it means none; the fix names those that are near.
    """
    ids = set(known)
    for candidate in (ref, slugify(ref, fallback="")):
        if candidate in ids:
            return candidate
    raise DesignError(
        f"{ref!r} is not {what}", where=where, fix=suggest(ref, ids, otherwise=f"add {what} with this id first")
    )


def suggest(ref: str, known: Iterable[str], *, otherwise: str = "leave it out, there is none") -> str:
    """Return the advice to use one of `known`: the names nearest to `ref`, or else the first eight."""
    names = sorted(known)
    near = difflib.get_close_matches(ref, names, n=3, cutoff=0.6) or names[:8]
    more = f" and {len(names) - len(near)} more" if len(names) > len(near) else ""
    return f"use one of {', '.join(near)}{more}" if names else otherwise


def new_id(wanted: str, words: str, taken: set[str], what: str) -> str:
    """Return the id for something new: as wanted, or else made of its words and numbered until it is free.

    Raises:
        DesignError: the id wanted is taken.
    """
    if not wanted:
        return unique_slug(words, taken, fallback=what)
    new = slugify(wanted, fallback=what)
    if new in taken:
        raise DesignError(
            f"{what} {new!r} exists already", where="/id", fix=f"change the {what} that is there, or use another id"
        )
    return new


def check_properties(properties: Mapping[str, Scalar | None], known: Mapping[str, PropertySpec]) -> None:
    """Check properties against the vocabulary `known`; a null asks for one to be removed.

    Raises:
        DesignError: one problem for each that does not fit.
    """
    problems = [
        Problem(words, f"/properties/{name[:40]}", suggest(name, known) if name not in known else "")
        for name, value in properties.items()
        if (words := _property_words(name, value, known))
    ]
    if problems:
        raise DesignError(problems=problems)


def _property_words(name: str, value: Scalar | None, known: Mapping[str, PropertySpec]) -> str | None:
    if value is None:
        return None if name in known else f"unknown property {name!r}"
    return property_problem(name, value, known)


def merge_properties(old: Mapping[str, Scalar], new: Mapping[str, Scalar | None]) -> dict[str, Scalar]:
    """Return the properties of both; a null in `new` removes one."""
    return {name: value for name, value in {**old, **new}.items() if value is not None}
