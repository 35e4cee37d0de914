"""BRF001: the design has what the brief rules out."""

from collections.abc import Iterator

from designer.model.brief import Mention
from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mentions import is_forbidden
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name


@rule("BRF001", "forbidden-part-present", severity=Severity.ERROR)
def forbidden_part_present(facts: Facts) -> Iterator[Found]:
    """The design has a part that the brief rules out.

    Why: the brief says that this must not be there; whatever the reason is, the design breaks it.
    Fix: replace the part by one that does the same work in another way, or change the brief.
    Source: SWEBOK Guide V3.0, chapter 1, section 7.4 Requirements Tracing.
    """
    wanted = [mention for mention in facts.brief.mentions if not mention.negated]
    for mention in facts.brief.mentions:
        if mention.negated and not any(_same(mention, other) for other in wanted):
            for component in facts.components:
                if is_forbidden(component, mention):
                    message = f'The brief rules out "{tidy_name(mention.text)}", and {facts.name(component)} is one'
                    yield Found.at(message, component)


def _same(one: Mention, other: Mention) -> bool:
    """A brief that asks for a part in one place and rules it out in another means it for that place."""
    return (one.technology, one.kind) == (other.technology, other.kind)
