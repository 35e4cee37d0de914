"""Read evaluation sets from files: every problem of every file with its line and column, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from designer.catalog.check import place, schema_problems
from designer.catalog.strict_yaml import Document, load_yaml
from designer.catalog.strict_yaml import Path as Place
from designer.errors import InputError, Problem
from designer.evaluation.expectation import BriefExpectation, EvaluationSet, SetKind
from designer.evaluation.units import unit_problem
from designer.model.kinds import Kind

SUFFIXES = (".yaml", ".yml")
SEALED = "sealed"
_KINDS = frozenset(map(str, Kind))
_Found = tuple[Place, str, str]


class Case(NamedTuple):
    """One brief of a set: where it comes from, of what kind its set is, and whether its details stay closed."""

    file: str
    kind: SetKind
    is_sealed: bool
    brief: BriefExpectation

    @property
    def part(self) -> str:
        """Return the part of the evaluation it counts for."""
        return SEALED if self.is_sealed else "open"


def read_cases(paths: Iterable[Path]) -> tuple[Case, ...]:
    """Return the briefs of some files, and of all sets below some folders, in the order of paths, files and briefs.

    A file below a folder named `sealed` is sealed.

    Raises:
        InputError: a path is missing, a file is broken, or there is no set; all problems at once.
    """
    cases: list[Case] = []
    problems: list[Problem] = []
    for file in _files(paths, problems):
        try:
            found = read_set(file)
        except InputError as error:
            problems += error.problems
            continue
        is_sealed = SEALED in file.resolve().parent.parts
        cases += (Case(str(file), found.kind, is_sealed, brief) for brief in found.briefs)
    if problems:
        raise InputError(problems=problems)
    return tuple(cases)


def read_set(file: Path) -> EvaluationSet:
    """Return the set in one file.

    Raises:
        InputError: it cannot be read or breaks the format; all problems at once, each with `file:line:column`.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        fix = "check the path and its rights"
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(file), fix=fix) from error
    return parse_set(data, name=str(file))


def parse_set(data: bytes, *, name: str) -> EvaluationSet:
    """Return the set that the bytes of a file hold; see `read_set`."""
    document = load_yaml(data, name=name)
    try:
        found = EvaluationSet.model_validate(document.data)
    except ValidationError as error:
        raise InputError(problems=list(schema_problems(error, document, name))) from error
    problems = [Problem(what, place(document, path, name), fix) for path, what, fix in _set_problems(found, document)]
    if problems:
        raise InputError(problems=problems)
    return found


def _files(paths: Iterable[Path], problems: list[Problem]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        files = [path]
        if path.is_dir():
            files = sorted(file for suffix in SUFFIXES for file in path.rglob(f"*{suffix}"))
        elif not path.exists() or path.suffix not in SUFFIXES:
            what = "a set is not read from this type of file" if path.exists() else "there is no such file or folder"
            problems.append(Problem(what, str(path), f"name a folder, or a file that ends in {' or '.join(SUFFIXES)}"))
            continue
        if not files:
            problems.append(Problem("the folder holds no evaluation set", str(path), "name a folder with .yaml files"))
        found += files
    # Named twice, as a file and in its folder, a set still counts once.
    return list({file.resolve(): file for file in found}.values())


def _set_problems(found: EvaluationSet, document: Document) -> Iterator[_Found]:
    seen: set[str] = set()
    for number, brief in enumerate(found.briefs):
        path: Place = ("briefs", number)
        if brief.id in seen:
            yield (*path, "id"), f"the id {brief.id!r} stands twice", "give each brief an id of its own"
        seen.add(brief.id)
        for problem in _brief_problems(brief):
            yield (*path, *problem[0]), problem[1], problem[2]


def _brief_problems(brief: BriefExpectation) -> Iterator[_Found]:
    if not brief.text.strip():
        yield ("text",), "the brief is empty", "write the description of a system"
    for number, pair in enumerate(brief.connections):
        yield from _unknown(("connections", number), pair, brief.concepts, "concept")
    for number, figure in enumerate(brief.numbers):
        if problem := unit_problem(figure.unit):
            yield ("numbers", number, "unit"), *problem
    for key, synonyms in brief.concepts.items():
        for number, synonym in enumerate(synonyms):
            yield from _synonym_problems(("concepts", key, number), synonym)
    for number, synonym in enumerate(brief.forbidden):
        yield from _synonym_problems(("forbidden", number), synonym)
    yield from _part_problems(brief)


def _part_problems(brief: BriefExpectation) -> Iterator[_Found]:
    for key in brief.parts.keys() & brief.optional.keys():
        yield ("optional", key), f"{key!r} is a required part as well", "keep one of them"
    known = {*brief.parts, *brief.optional}
    for number, link in enumerate(brief.links):
        yield from _unknown(("links", number), (*link.sources, *link.targets), known, "part")


def _unknown(path: Place, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[_Found]:
    for name in names:
        if name not in known:
            yield path, f"{name!r} is not a {what}", f"use one of {', '.join(sorted(known)) or 'none: add it first'}"


def _synonym_problems(path: Place, synonym: str) -> Iterator[_Found]:
    prefix, sign, rest = synonym.partition(":")
    if sign and prefix == "kind" and rest not in _KINDS:
        yield path, f"{rest!r} is not a kind of component", f"use one of {', '.join(sorted(_KINDS))}"
    elif sign and prefix not in ("kind", "tech", "any") and " " not in prefix:
        yield path, f"{prefix!r} is not a way to match", "use kind:, tech: or any:, or words without a colon"
