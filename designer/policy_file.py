"""What a team decided about rules and findings, from the `[rules]` of designer.toml. Reads the disk and the clock."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from designer.errors import InputError, Problem, SettingsError
from designer.model.triage import Policy
from designer.rules.rule import Rule
from designer.settings import FILE_NAME, RULES, line_of, read_toml, texts, to_path

GROUP = "designer.rules"


class Project(NamedTuple):
    """What findings are judged by: a team's decisions, its own rules, and the day by which acceptances expire.

    `mark` is the same for the same decisions, rules and expiries; it is empty where a team decided nothing.
    """

    policy: Policy = Policy()
    rules: tuple[Rule, ...] = ()
    today: date | None = None
    mark: str = ""


def load_project(folder: Path | None = None) -> Project:
    """Return the project of a folder, the working folder by default: its designer.toml, rule files and today.

    Raises:
        SettingsError: the file or its table is broken.
        InputError: a rule file is broken.
    """
    policy, files = load_policy(folder)
    rules = (*installed_rules(), *(rule for path in files for rule in _rules_of(path)))
    today = datetime.now(UTC).date()
    if policy == Policy() and not rules:
        return Project(today=today)
    seen = hashlib.sha256(policy.model_dump_json().encode())
    for item in policy.acceptances:
        seen.update(b"x" if item.expires is not None and item.expires < today else b"-")
    for rule in rules:
        seen.update(f"{rule.code} {rule.severity} ".encode())
    for path in files:
        seen.update(path.read_bytes())
    return Project(policy, rules, today, seen.hexdigest()[:16])


def _rules_of(path: Path) -> tuple[Rule, ...]:
    # Most projects have none, and what reads YAML takes longer to load than all rules take.
    from designer.rule_files import read_rules

    return read_rules(path)


@cache
def installed_rules() -> tuple[Rule, ...]:
    """Return the rules of installed packages that name them under the entry point `designer.rules`.

    Each entry point is a rule, or a sequence of rules. One that cannot be loaded is an error that names it.

    Raises:
        InputError: an entry point is broken.
    """
    found: list[Rule] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            loaded = point.load()
        except Exception as error:
            fix = "update or uninstall the package"
            raise InputError(f"the rules of {point.name!r} cannot be loaded: {error}", where=GROUP, fix=fix) from error
        found += [loaded] if isinstance(loaded, Rule) else list(loaded)
    return tuple(found)


def load_policy(folder: Path | None = None) -> tuple[Policy, tuple[Path, ...]]:
    """Return a project's decisions about findings, and its own rule files, from the `[rules]` of designer.toml.

        [rules]
        files = ["architecture-rules.yaml"]
        severity = {REL003 = "error", STR008 = "off"}
        [[rules.override]]
        rule = "REL003"
        severity = "info"
        tag = "prototype"
        [[rules.accept]]
        rule = "SEC002"
        subjects = ["gateway"]
        reason = "limited by the carrier"
        author = "Ada"
        expires = 2027-01-31

    Raises:
        SettingsError: the file or the table is broken; all problems at once.
    """
    path = (folder or Path()) / FILE_NAME
    data, text = read_toml(path)
    table = data.get(RULES)
    if table is None:
        return Policy(), ()
    where = line_of(RULES, text)
    if not isinstance(table, Mapping):
        raise SettingsError("it takes a table", where=where, fix="write [rules]")
    unknown = sorted(set(table) - {"files", "severity", "override", "accept"})
    if unknown:
        fix = "use files, severity, override, accept"
        raise SettingsError(f"unknown key {unknown[0]!r} in [rules]", where=line_of(unknown[0], text), fix=fix)
    levels = table.get("severity", {})
    overrides = (
        [{"rule": rule, "severity": level} for rule, level in levels.items()] if isinstance(levels, dict) else []
    )
    try:
        policy = Policy.model_validate(
            {"overrides": [*overrides, *table.get("override", ())], "acceptances": table.get("accept", ())}
        )
        files = tuple((folder or Path()) / to_path(item) for item in texts(table.get("files", ())))
    except ValidationError as error:
        problems = [
            Problem(f"{'.'.join(map(str, item['loc']))}: {item['msg']}", where, "correct the value")
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        raise SettingsError(problems=problems) from error
    except (TypeError, ValueError) as error:
        raise SettingsError(f"[rules] does not fit: {error}", where=where, fix="see `designer rules --help`") from error
    return policy, files
