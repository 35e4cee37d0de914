"""Rules of a team's own from YAML files. Reads the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from designer.catalog.check import schema_problems
from designer.catalog.strict_yaml import load_yaml
from designer.errors import DesignerError, InputError, Problem
from designer.importing.short import short_design
from designer.rules.declared import DeclaredRule, DeclaredRules, rule_of
from designer.rules.registry import ALL, run_rules
from designer.rules.rule import Rule


class Tried(NamedTuple):
    """One test of a rule: what it must find, and what it found, each as subjects."""

    rule: str
    name: str
    wanted: tuple[tuple[str, ...], ...]
    found: tuple[tuple[str, ...], ...]

    @property
    def passed(self) -> bool:
        """Whether both are the same."""
        return self.wanted == self.found


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Return the rules of a file.

    Raises:
        InputError: it cannot be read, or a rule in it is broken or takes a code that exists; all problems with lines.
    """
    return tuple(rule_of(declared) for declared in read_declared(path))


def read_declared(path: Path) -> tuple[DeclaredRule, ...]:
    """Return the declarations of a file, each with a condition that can be read.

    Raises:
        InputError: as for `read_rules`.
    """
    try:
        document = load_yaml(path.read_bytes(), name=str(path))
        found = DeclaredRules.model_validate(document.data).rules
    except OSError as error:
        fix = "check the path and its rights"
        raise InputError(f"the file cannot be read: {error.strerror}", where=str(path), fix=fix) from error
    except ValidationError as error:
        raise InputError(problems=list(schema_problems(error, document, str(path)))) from error
    except DesignerError as error:
        raise InputError(problems=error.problems) from error
    problems: list[Problem] = []
    taken = {rule.code: "designer" for rule in ALL}
    for number, declared in enumerate(found):
        line, column = document.where(("rules", number, "where"))
        try:
            rule_of(declared)
        except InputError as error:
            problems += [Problem(item.what, f"{path}:{line}:{column}", item.fix) for item in error.problems]
        if declared.code in taken:
            line, column = document.where(("rules", number, "code"))
            what = f"the code {declared.code} is taken by {taken[declared.code]}"
            problems.append(Problem(what, f"{path}:{line}:{column}", "choose another code"))
        taken.setdefault(declared.code, str(path))
    if problems:
        raise InputError(problems=problems)
    return found


def try_rules(path: Path) -> Iterator[Tried]:
    """Yield what each test of each rule in a file gives, in order.

    Raises:
        InputError: the file is broken, or a test's design is.
    """
    for declared in read_declared(path):
        rule = rule_of(declared)
        for test in declared.tests:
            sized = short_design(test.graph, where=f"{path}: {declared.code}: {test.name}")
            found = tuple(sorted(finding.subjects for finding in run_rules(sized, (rule,))))
            wanted = tuple(sorted(tuple(sorted(subjects)) for subjects in test.finds))
            yield Tried(declared.code, test.name, wanted, found)
