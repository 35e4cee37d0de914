"""Print, for each blueprint, how many mutations are noticed, false alarms, ranks and facts of its examples."""

from __future__ import annotations

import sys

from designer.brief.phrases import StemmedText
from designer.catalog.conformance import conformance, named
from designer.model.finding import Severity
from designer.planner.match import make_ranker, rank
from designer.planner.plan import choose
from designer.rules.registry import run_rules
from tests.support.catalogs import shipped
from tests.support.planning import facts_missed
from tests.support.references import mutations, reference


def main() -> int:
    """Print the report; return 1 when a required item goes unnoticed or a reference has an error."""
    catalog = shipped()
    print(
        f"{'blueprint':34} {'roles':>5} {'links':>5} {'score':>5} {'noticed':>9} {'errors':>6} {'warn':>4} {'first':>5} {'facts':>7}"
    )
    noticed = total = errors = first = asked = missed_all = 0
    details: list[str] = []
    for blueprint in catalog.blueprints:
        design = reference(blueprint, catalog)
        findings = run_rules(design)
        bad = [item for item in findings if item.severity == Severity.ERROR]
        found = [
            mutation.subject in named(conformance(mutation.graph, blueprint))
            for mutation in mutations(blueprint, design.graph)
        ]
        top = 0
        lost: list[str] = []
        for number, example in enumerate(blueprint.examples):
            ranked = rank(StemmedText(example.brief), make_ranker(catalog, without=(blueprint.id, number)), catalog)
            if ranked and ranked[0].id == blueprint.id:
                top += 1
            else:
                details.append(
                    f"{blueprint.id}[{number}] ranks {[(fit.id, round(fit.score, 1)) for fit in ranked[:2]]}"
                )
            lost += [f"{blueprint.id}[{number}] {line}" for line in facts_missed(blueprint, example, catalog, choose)]
        details += [*lost, *(f"{blueprint.id}: {item.rule} {item.message}" for item in bad)]
        warnings = sum(1 for item in findings if item.severity == Severity.WARNING)
        score = conformance(design.graph, blueprint).score
        print(
            f"{blueprint.id:34} {len(blueprint.roles):5} {len(blueprint.connections):5} {score:5} "
            f"{sum(found):4}/{len(found):4} {len(bad):6} {warnings:4} {top:3}/{len(blueprint.examples)} {len(lost):7}"
        )
        noticed, total, errors = noticed + sum(found), total + len(found), errors + len(bad)
        first, asked, missed_all = first + top, asked + len(blueprint.examples), missed_all + len(lost)
    print(
        f"\n{len(catalog.blueprints)} blueprints: {noticed} of {total} mutations noticed, {errors} false errors, "
        f"{first} of {asked} examples first, {missed_all} facts missed"
    )
    print("\n".join(details))
    return 0 if noticed == total and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
