"""Findings mended by the rules that found them: typed edits, tried one rule at a time and kept when nothing gets worse."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from designer.catalog.catalog import Catalog
from designer.catalog.conformance import conformance
from designer.edits import Edit, apply_edits
from designer.edits.apply import as_draft
from designer.edits.edits import AddComponent
from designer.edits.restoring import restoring
from designer.edits.words import in_words
from designer.model.base import Frozen
from designer.model.design import Design, Draft
from designer.model.finding import Finding, Severity
from designer.model.origin import Origin
from designer.pipeline import recheck
from designer.rules.facts import Facts
from designer.rules.registry import ALL
from designer.rules.rule import Category, Rule

_MOST_ROUNDS = 12
_MOST_FOLLOWING = 4
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


Judge = Callable[[Design], Design]
"""Gives a checked design its findings as a project has them."""


class _Bench(NamedTuple):
    """What every attempt is tried with."""

    catalog: Catalog
    judge: Judge
    rules: Mapping[str, Rule]


class _Attempt(NamedTuple):
    """What may mend a finding; `roles` are those of the parts it brings back, by id."""

    finding: Finding
    edits: tuple[Edit, ...]
    roles: tuple[tuple[str, str], ...] = ()


class _Better(NamedTuple):
    """A design in which nothing is worse, and the edits that this took besides those of the attempts."""

    design: Design
    more: tuple[Edit, ...]


def _as_found(design: Design) -> Design:
    return design


def fix(
    design: Design,
    catalog: Catalog,
    *,
    rules: Sequence[Rule] = ALL,
    only: Collection[str] = (),
    judge: Judge = _as_found,
) -> Fixed:
    """Return the design with the fixes of its findings applied, worst first, until none is left that helps.

    A fix is kept only when its finding is gone, no error or warning is there that was not there before, and no
    blueprint loses conformance. Where the structure is broken and the design rests on a blueprint, what the blueprint
    has there comes back. A second run changes nothing.

    Args:
        design: a checked design.
        catalog: where its blueprints are looked up.
        rules: the rules that were run on it.
        only: codes or names of the rules whose findings are mended; all when empty.
        judge: what makes of the rules' findings those that count; findings that are not open are left alone.
    """
    wanted = {item.casefold() for item in only}
    menders = {
        rule.code: rule
        for rule in rules
        if rule.mend is not None and (not wanted or {rule.code.casefold(), rule.name} & wanted)
    }
    bench = _Bench(catalog, judge, {rule.code: rule for rule in rules})
    mended: list[Mended] = []
    given = design
    # A file that somebody edited by hand still says how well it conformed before.
    design = design.model_copy(update={"blueprints": _conforming(design, catalog).blueprints})
    for _ in range(_MOST_ROUNDS):
        # What did not help before may help now that other things are mended.
        given_up: set[_Key] = set()
        before = len(mended)
        for code in _order((item for item in design.findings if item.is_open), menders):
            design, done = _mend_rule(design, menders[code], bench, given_up)
            mended += done
        if len(mended) == before:
            break
    return Fixed(design if mended else given, tuple(mended))


def _order(findings: Iterable[Finding], menders: Collection[str]) -> list[str]:
    """Return the codes of the rules to mend, those of the worst findings first."""
    return list(dict.fromkeys(item.rule for item in findings if item.rule in menders))


def _mend_rule(design: Design, rule: Rule, bench: _Bench, given_up: set[_Key]) -> tuple[Design, list[Mended]]:
    """Mend all findings of a rule at once; where that makes anything worse, one after the other."""
    facts = Facts(design)
    attempts = [
        attempt
        for finding in design.findings
        if finding.rule == rule.code
        and finding.is_open
        and _key(finding) not in given_up
        and (attempt := _attempt(rule, facts, finding, bench.catalog)).edits
    ]
    if not attempts:
        return design, []
    if (better := _tried(design, rule, attempts, bench)) is not None:
        first, *others = attempts
        done = [_mended(rule, first, design, better.more), *(_mended(rule, attempt, design) for attempt in others)]
        return better.design, done
    done = []
    for attempt in attempts if len(attempts) > 1 else ():
        if (better := _tried(design, rule, [attempt], bench)) is None:
            given_up.add(_key(attempt.finding))
            continue
        done.append(_mended(rule, attempt, design, better.more))
        design = better.design
    if len(attempts) == 1:
        given_up.add(_key(attempts[0].finding))
    return design, done


def _attempt(rule: Rule, facts: Facts, finding: Finding, catalog: Catalog) -> _Attempt:
    """Return what may mend a finding: the rule's own edits, save where the design lost a part of its blueprint."""
    if rule.severity is Severity.ERROR and rule.category is Category.STRUCTURE:
        # What the pattern has there is surer than a new part that only the rule can justify.
        design = facts.sized
        for match in design.blueprints:
            pattern = catalog.by_id.get(match.id)
            parts = [key for key in finding.subjects if key in design.graph.by_id]
            if pattern and (back := tuple(edit for part in parts for edit in restoring(design.graph, part, pattern))):
                new = (edit.id for edit in back if isinstance(edit, AddComponent))
                return _Attempt(finding, back, tuple((role, f"{pattern.id}/{role}") for role in new))
    return _Attempt(finding, rule.edits_for(facts, finding))


def _tried(design: Design, rule: Rule, attempts: Sequence[_Attempt], bench: _Bench) -> _Better | None:
    """Return the design with the attempts' edits, or None when they do not apply or make anything worse.

    A part that an error calls for comes with what the rules ask of such a part.
    """
    known = {_key(attempt.finding) for attempt in attempts}
    roles = {key: role for attempt in attempts for key, role in attempt.roles}
    after = _edited(design, _joined(attempts), rule, bench, roles)
    more: list[Edit] = []
    for _ in range(_MOST_FOLLOWING):
        if after is None or any(_key(finding) in known for finding in after.findings):
            return None
        if not (worse := _worse(design, after, rule)):
            return _Better(after, tuple(more)) if _conforms(design, after) else None
        following = _following(after, worse, bench) if rule.severity is Severity.ERROR else ()
        more += following
        after = _edited(after, following, rule, bench)
    return None


def _edited(
    design: Design, edits: Sequence[Edit], rule: Rule, bench: _Bench, roles: Mapping[str, str] = MappingProxyType({})
) -> Design | None:
    """Return the design with edits, checked again; None when one is refused or nothing changes."""
    applied = apply_edits(as_draft(design), edits, origin=Origin(by="rule", ref=rule.code))
    if applied.refused or applied.draft == as_draft(design):
        return None
    draft = _conforming(_with_roles(applied.draft, roles), bench.catalog)
    return bench.judge(recheck(draft, design.capacity.parameters, bench.catalog))


def _with_roles(draft: Draft, roles: Mapping[str, str]) -> Draft:
    parts = tuple(
        part.model_copy(update={"role": roles[part.id]}) if part.id in roles else part
        for part in draft.graph.components
    )
    return draft.model_copy(update={"graph": draft.graph.model_copy(update={"components": parts})}) if roles else draft


def _worse(before: Design, after: Design, rule: Rule) -> list[Finding]:
    """Return the errors and warnings of other rules that were not there before."""
    known = {(finding.rule, subject) for finding in before.findings for subject in (finding.subjects or ("",))}
    return [
        finding
        for finding in after.findings
        if finding.severity != Severity.INFO
        and finding.rule != rule.code
        and not {(finding.rule, subject) for subject in (finding.subjects or ("",))} <= known
    ]


def _following(design: Design, worse: Iterable[Finding], bench: _Bench) -> tuple[Edit, ...]:
    """Return what the rules behind findings would change."""
    facts = Facts(design)
    attempts = (
        _Attempt(finding, bench.rules[finding.rule].edits_for(facts, finding))
        for finding in worse
        if finding.rule in bench.rules
    )
    return _joined(attempts)


def _conforms(before: Design, after: Design) -> bool:
    scores = {match.id: match.conformance for match in before.blueprints}
    return all(match.conformance >= scores.get(match.id, 0) for match in after.blueprints)


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


def _mended(rule: Rule, attempt: _Attempt, before: Design, more: tuple[Edit, ...] = ()) -> Mended:
    edits = (*attempt.edits, *more)
    return Mended(
        rule=rule.code,
        name=rule.name,
        message=attempt.finding.message,
        changes=tuple(in_words(edit, before) for edit in edits),
        edits=edits,
    )


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.subjects
