"""SEC020: a letter that gives orders."""

from collections.abc import Iterator

from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule

_HANDS = frozenset({Kind.FUNCTION, Kind.EXTERNAL_SYSTEM, Kind.WORKER})


@rule(
    "SEC020",
    "model-acts-on-strangers-words",
    severity=Severity.WARNING,
)
def model_acts_on_strangers_words(facts: Facts) -> Iterator[Found]:
    """Text of strangers reaches a language model through a part that also acts for the model, and nothing stands between.

    Why: an instruction hidden in a mail, page or file makes the model send, delete or read what the stranger wants.
    Fix: let the part ask a person or a policy before it acts, give it the caller's rights only, and state `authorises: true`.
    Source: OWASP Top 10 for LLM Applications 2025, LLM01 Prompt Injection and LLM06 Excessive Agency.
    """
    for part in facts.of_family(Family.COMPUTE):
        if part.prop("untrusted_input") is not True or part.prop("authorises") is True:
            continue
        targets = [facts.target(link) for link in facts.outgoing[part.id] if link.prop("reads") is not True]
        asks = any(one.kind is Kind.MODEL_SERVER for one in targets)
        acts = [one for one in targets if one.kind in _HANDS or one.prop("admin") is True]
        if asks and acts:
            yield Found.at(
                f"{facts.name(part)} gives strangers' text to a model and acts through {facts.names(one.id for one in acts)}",
                part,
                *acts,
            )
