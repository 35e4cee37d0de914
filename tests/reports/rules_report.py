"""`make rules-report`: recall, false alarms and time of every rule, over all blueprints and some composed designs."""

from __future__ import annotations

import sys
import time
from collections import Counter

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.registry import ALL, run_rules
from tests.support.seeded import beside, hosts, is_named, seeds


def main() -> int:
    """Print the report; 1 when a seeded weakness is missed, or a sound design gets an error or many warnings."""
    recall: dict[str, tuple[int, int]] = {}
    for seeded in seeds():
        named = sum(is_named(seeded, beside(host, seeded.fragment)) for _, host in hosts())
        recall[seeded.rule.code] = (named, len(hosts()))
    alarms: Counter[str] = Counter()
    spent: dict[str, float] = {}
    warned: list[str] = []
    errors = 0
    for name, host in hosts():
        found = run_rules(host)
        alarms.update(finding.rule for finding in found)
        errors += sum(finding.severity is Severity.ERROR for finding in found)
        warnings = sum(finding.severity is Severity.WARNING for finding in found)
        if warnings > len(host.graph.components) / 10:
            warned.append(f"{name}: {warnings} warnings on {len(host.graph.components)} parts")
        facts = Facts(host)
        for rule in ALL:
            begin = time.perf_counter()
            list(rule.findings(facts))
            spent[rule.code] = spent.get(rule.code, 0.0) + time.perf_counter() - begin
    parts = sum(len(host.graph.components) for _, host in hosts())
    print(f"{'rule':<8}{'recall':>9}{'alarms':>8}{'per 100 parts':>15}{'µs a design':>13}  name")
    for rule in ALL:
        named, of = recall.get(rule.code, (0, 0))
        shown = f"{named}/{of}" if of else "brief"
        count = alarms[rule.code]
        micro = 1e6 * spent[rule.code] / len(hosts())
        print(f"{rule.code:<8}{shown:>9}{count:>8}{100 * count / parts:>15.2f}{micro:>13.0f}  {rule.name}")
    missed = [code for code, (named, of) in recall.items() if named < of]
    total = sum(named for named, _ in recall.values())
    print(f"\n{len(ALL)} rules; {total} of {sum(of for _, of in recall.values())} seeded weaknesses named; ", end="")
    print(f"{errors} errors and {sum(alarms.values())} findings on {len(hosts())} sound designs of {parts} parts")
    for line in (*(f"missed: {code}" for code in missed), *warned):
        print(line)
    return 1 if missed or errors or warned else 0


if __name__ == "__main__":
    sys.exit(main())
