"""Instructions that have findings mended as their rules know how."""

from __future__ import annotations

import re

from designer.errors import InputError
from designer.fixing import fix
from designer.refining.change import Bench, Change, unclear
from designer.rules.registry import ALL, rule_named

_CODE = re.compile(r"[A-Z]{3}\d{3}", re.I)


def mend(bench: Bench, found: re.Match[str]) -> Change:
    """Mend all findings, those of a severity, or those of the rules that are named, where it makes nothing worse.

    Raises:
        InputError: there is no such rule.
    """
    said = found.group()
    try:
        codes = [rule_named(code).code for code in _CODE.findall(said)]
    except InputError as error:
        raise unclear(error.problems[0].what, error.problems[0].fix) from error
    severity = re.search(r"error|warning", said, re.I)
    if severity and not codes:
        wanted = {item.rule for item in bench.design.findings if item.severity.value == severity.group().casefold()}
        codes = [rule.code for rule in ALL if rule.code in wanted]
        if not codes:
            return Change(says=(f"there is no {severity.group().casefold()}; nothing changed",))
    fixed = fix(bench.design, bench.catalog, only=codes)
    if not fixed.mended:
        return Change(says=("no open finding can be mended without making something worse; nothing changed",))
    return Change(tuple(edit for item in fixed.mended for edit in item.edits))
