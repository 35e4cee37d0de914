"""BRF004: the brief says how many, and the design has fewer."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.rules.facts import Facts
from designer.rules.mentions import asked_for, carries
from designer.rules.rule import Found, rule
from designer.rules.wording import tidy_name


@rule("BRF004", "fewer-copies-than-stated", severity=Severity.WARNING)
def fewer_copies_than_stated(facts: Facts) -> Iterator[Found]:
    """The brief says how many copies of a part there are, and the design has fewer.

    Why: the number was given for load, for safety or because the machines are there; each reason is now broken.
    Fix: set `replicas` to the number in the brief, or say in a decision why fewer do.
    Source: SWEBOK Guide V3.0, chapter 1, section 7.4 Requirements Tracing.
    """
    for asked in asked_for(facts.brief.mentions):
        wanted = asked.copies
        playing = [part for part in facts.components if wanted and carries(part, asked)]
        copies = sum(part.replicas for part in playing)
        if playing and copies < wanted:
            name = tidy_name(asked.first.text)
            yield Found.at(f'The brief says {wanted} of "{name}", and the design has {copies}', *playing)
