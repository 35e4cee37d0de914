"""Findings mended by the rules that found them: typed edits, tried one rule at a time and kept when nothing gets worse."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance
from designer.edits import Edit, apply_edits
from designer.edits.apply import as_draft
from designer.edits.words import in_words
from designer.model.base import Frozen
from designer.model.design import Design, Draft
from designer.model.finding import Finding, Severity
from designer.model.origin import Origin
from designer.pipeline import recheck
from designer.rules.facts import Facts
from designer.rules.registry import ALL
from designer.rules.rule import Rule

_MOST_ROUNDS = 12
_Key = tuple[str, tuple[str, ...]]


class Mended(Frozen):
    """One finding that is gone: the rule behind it, and what was changed for it, in words and as edits."""

    rule: str
    name: str
    message: str
    changes: tuple[str, ...]
    edits: tuple[Edit, ...]


class Fixed(NamedTuple):
    """A design with what the rules could mend, in order, and the findings for which only a person can tell."""

    design: Design
    mended: tuple[Mended, ...]


class _Attempt(NamedTuple):
    finding: Finding
    edits: tuple[Edit, ...]


def fix(design: Design, catalog: Catalog, *, rules: Sequence[Rule] = ALL, only: Collection[str] = ()) -> Fixed:
    """Return the design with the fixes of its findings applied, worst first, until none is left that helps.

    A fix is kept only when its finding is gone, no error or warning is there that was not there before, and no
    blueprint loses conformance. A second run changes nothing.

    Args:
        design: a checked design.
        catalog: where its blueprints are looked up.
        rules: the rules that were run on it.
        only: codes or names of the rules whose findings are mended; all when empty.
    """
    wanted = {item.casefold() for item in only}
    menders = {
        rule.code: rule
        for rule in rules
        if rule.mend is not None and (not wanted or {rule.code.casefold(), rule.name} & wanted)
    }
    mended: list[Mended] = []
    for _ in range(_MOST_ROUNDS):
        # What did not help before may help now that other things are mended.
        given_up: set[_Key] = set()
        before = len(mended)
        for code in _order(design.findings, menders):
            design, done = _mend_rule(design, menders[code], catalog, given_up)
            mended += done
        if len(mended) == before:
            break
    return Fixed(design, tuple(mended))


def _order(findings: Iterable[Finding], menders: Collection[str]) -> list[str]:
    """Return the codes of the rules to mend, those of the worst findings first."""
    return list(dict.fromkeys(item.rule for item in findings if item.rule in menders))


def _mend_rule(design: Design, rule: Rule, catalog: Catalog, given_up: set[_Key]) -> tuple[Design, list[Mended]]:
    """Mend all findings of a rule at once; where that makes anything worse, one after the other."""
    facts = Facts(design)
    attempts = [
        _Attempt(finding, edits)
        for finding in design.findings
        if finding.rule == rule.code and _key(finding) not in given_up and (edits := rule.edits_for(facts, finding))
    ]
    if not attempts:
        return design, []
    if (better := _tried(design, rule, attempts, catalog)) is not None:
        return better, [_mended(rule, attempt, design) for attempt in attempts]
    done: list[Mended] = []
    for attempt in attempts if len(attempts) > 1 else ():
        if (better := _tried(design, rule, [attempt], catalog)) is None:
            given_up.add(_key(attempt.finding))
            continue
        done.append(_mended(rule, attempt, design))
        design = better
    if len(attempts) == 1:
        given_up.add(_key(attempts[0].finding))
    return design, done


def _tried(design: Design, rule: Rule, attempts: Sequence[_Attempt], catalog: Catalog) -> Design | None:
    """Return the design with the attempts' edits, or None when they do not apply or make anything worse."""
    edits = _joined(attempts)
    applied = apply_edits(as_draft(design), edits, origin=Origin(by="rule", ref=rule.code))
    if applied.refused or applied.draft == as_draft(design):
        return None
    after = recheck(_conforming(applied.draft, catalog), design.capacity.parameters, catalog)
    keys = {_key(finding) for finding in after.findings}
    if any(_key(attempt.finding) in keys for attempt in attempts):
        return None
    known = {(finding.rule, subject) for finding in design.findings for subject in (finding.subjects or ("",))}
    for finding in after.findings:
        told = {(finding.rule, subject) for subject in (finding.subjects or ("",))}
        if finding.severity != Severity.INFO and finding.rule != rule.code and not told <= known:
            return None
    scores = {match.id: match.conformance for match in design.blueprints}
    return None if any(match.conformance < scores.get(match.id, 0) for match in after.blueprints) else after


def _joined(attempts: Iterable[_Attempt]) -> tuple[Edit, ...]:
    """Return all edits, the same edit once."""
    found: dict[str, Edit] = {}
    for attempt in attempts:
        for edit in attempt.edits:
            found.setdefault(edit.model_dump_json(), edit)
    return tuple(found.values())


def _conforming(draft: Draft, catalog: Catalog) -> Draft:
    """Return the draft with the conformance of its blueprints computed anew."""
    matches = tuple(
        match.model_copy(update={"conformance": conformance(draft.graph, catalog.by_id[match.id]).score})
        if match.id in catalog.by_id
        else match
        for match in draft.blueprints
    )
    return draft.model_copy(update={"blueprints": matches})


def _mended(rule: Rule, attempt: _Attempt, before: Design) -> Mended:
    return Mended(
        rule=rule.code,
        name=rule.name,
        message=attempt.finding.message,
        changes=tuple(in_words(edit, before) for edit in attempt.edits),
        edits=attempt.edits,
    )


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.subjects
