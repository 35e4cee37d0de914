"""BRF002: the brief names a part, and the design has none."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mentions import asked_for, carries
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name

# A language, framework or platform says how a part is made, not that there is one more.
_HOW = frozenset({Kind.SERVICE, Kind.WORKER, Kind.FUNCTION, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT})


@rule("BRF002", "named-part-missing", severity=Severity.WARNING)
def named_part_missing(facts: Facts) -> Iterator[Found]:
    """The brief names a product or a kind of part, and no component is one.

    Why: what the brief names is usually given: bought, known to the team, or needed by somebody else.
    Fix: let a component play it, or say in a decision why another one does.
    Source: SWEBOK Guide V3.0, chapter 1, section 7.4 Requirements Tracing.
    """
    for asked in asked_for(facts.brief.mentions):
        if asked.first.technology is not None and asked.first.kind in _HOW:
            continue
        if not any(carries(component, asked) for component in facts.components):
            yield Found.at(f'The brief names "{tidy_name(asked.first.text)}", and no component is one')
