"""Findings under a team's decisions: severities changed, accepted ones marked, decisions that no longer hold reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from designer.model.design import SizedDraft
from designer.model.finding import Finding, Severity
from designer.model.triage import Acceptance, Override, Policy
from designer.rules.facts import Facts
from designer.rules.rule import Found, Rule, rule


@rule("ACC001", "stale-acceptance", severity=Severity.WARNING)
def stale_acceptance(facts: Facts) -> Iterator[Found]:
    """An acceptance fits no finding.

    Why: the weakness is gone, or the part has another name; the next finding of the kind would be silenced unseen.
    Fix: remove the acceptance, or correct its rule and subjects.
    Source: SARIF 2.1.0, section 3.35, suppression object.
    """
    yield from ()


@rule("ACC002", "expired-acceptance", severity=Severity.WARNING)
def expired_acceptance(facts: Facts) -> Iterator[Found]:
    """An acceptance has expired, and what it accepted counts again.

    Why: somebody promised to look again by that day.
    Fix: mend the finding, or accept it anew with a reason and a later day.
    Source: NIST SP 800-37 Rev. 2, task R-4, Authorization Decision: risks are accepted for a time.
    """
    yield from ()


ABOUT_ACCEPTANCES: tuple[Rule, ...] = (stale_acceptance, expired_acceptance)
"""What is reported about decisions rather than about the design; they see no graph and find nothing by themselves."""


def triaged(
    findings: Iterable[Finding], design: SizedDraft, policy: Policy, names: Mapping[str, str], *, today: date | None
) -> tuple[Finding, ...]:
    """Return findings as a project's decisions have them, worst first.

    Args:
        findings: what the rules found.
        design: the design they are about; its own acceptances count as well.
        policy: the project's decisions.
        names: the code of each rule by its name.
        today: the day of the check; None when nobody knows, then nothing expires.
    """
    kept = [changed for one in findings if (changed := _weighted(one, design, policy.overrides, names)) is not None]
    result: list[Finding] = []
    decisions = (*design.acceptances, *policy.acceptances)
    for finding in kept:
        state = next(
            (item for item in reversed(decisions) if _fits(item, finding, names) and _holds(item, today)), None
        )
        if state is None:
            result.append(finding)
        else:
            result.append(
                finding.model_copy(update={"state": state.state, "reason": f"{state.reason} ({state.author})"})
            )
    for item in decisions:
        fitting = [finding for finding in kept if _fits(item, finding, names)]
        if not fitting:
            result.append(_told(stale_acceptance, f"Nothing is found that this accepts: {_about(item)}", item))
        elif not _holds(item, today):
            until = item.expires.isoformat() if item.expires else ""
            result.append(_told(expired_acceptance, f"Accepted until {until} only: {_about(item)}", item))
    return tuple(sorted(result, key=Finding.sort_key))


def _weighted(
    finding: Finding, design: SizedDraft, overrides: Iterable[Override], names: Mapping[str, str]
) -> Finding | None:
    """Return a finding with the severity that the project gives it; None when it is switched off."""
    tags = {part.id: set(part.tags) for part in design.graph.components}
    for item in reversed(tuple(overrides)):
        if _code(item.rule, names) != finding.rule:
            continue
        at_element = not item.element or item.element in finding.subjects
        at_tag = not item.tag or any(item.tag in tags.get(subject, ()) for subject in finding.subjects)
        if at_element and at_tag:
            if item.severity == "off":
                return None
            return finding.model_copy(update={"severity": Severity(item.severity)})
    return finding


def _fits(item: Acceptance, finding: Finding, names: Mapping[str, str]) -> bool:
    return _code(item.rule, names) == finding.rule and set(item.subjects) <= set(finding.subjects)


def _holds(item: Acceptance, today: date | None) -> bool:
    return item.expires is None or today is None or today <= item.expires


def _code(rule: str, names: Mapping[str, str]) -> str:
    return names.get(rule.casefold(), rule.upper())


def _about(item: Acceptance) -> str:
    at = f" at {', '.join(item.subjects)}" if item.subjects else ""
    return f"{item.rule}{at}, {item.state} by {item.author}"


def _told(about: Rule, message: str, item: Acceptance) -> Finding:
    return Finding(
        rule=about.code,
        severity=about.severity,
        message=message,
        subjects=tuple(sorted(item.subjects)),
        why=about.why,
        fix=about.fix,
        source=about.source,
    )
