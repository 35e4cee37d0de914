"""BRF001: the design has what the brief rules out."""

from collections.abc import Iterator

from designer.model.brief import Mention
from designer.model.finding import Severity
from designer.model.kinds import Kind
from designer.rules.facts import Facts
from designer.rules.mending import parts_go
from designer.rules.mentions import asked_for, is_forbidden
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name


@rule("BRF001", "forbidden-part-present", severity=Severity.ERROR, mend=parts_go)
def forbidden_part_present(facts: Facts) -> Iterator[Found]:
    """The design has a part that the brief rules out.

    Why: the brief says that this must not be there; whatever the reason is, the design breaks it.
    Fix: replace the part by one that does the same work in another way, or change the brief.
    Source: SWEBOK Guide V3.0, chapter 1, section 7.4 Requirements Tracing.
    """
    wanted = {_what(asked.first) for asked in asked_for(facts.brief.mentions)}
    for asked in asked_for(facts.brief.mentions, negated=True):
        if _what(asked.first) not in wanted:  # asked for in one place and ruled out in another: only meant there
            for component in facts.components:
                if is_forbidden(component, asked.first):
                    name = tidy_name(asked.first.text)
                    yield Found.at(f'The brief rules out "{name}", and {facts.name(component)} is one', component)


def _what(mention: Mention) -> tuple[str | None, Kind | None]:
    return (mention.technology, mention.kind)
