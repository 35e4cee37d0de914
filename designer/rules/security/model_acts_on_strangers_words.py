"""SEC020: a letter that gives orders."""

from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.dataflow import ways_of_data
from designer.rules.facts import Facts
from designer.rules.model_calls import askers, is_model
from designer.rules.paths import first_to_reach
from designer.rules.rule import Found, rule
from designer.rules.wording import FETCH_WORDS, says

_HANDS = frozenset({Kind.FUNCTION, Kind.EXTERNAL_SYSTEM, Kind.WORKER})
_ONLY_ANSWERS = frozenset(
    "classify complete convert describe detect embed judge moderate rank rate rerank score summarise summarize transcribe "
    "translate".split()
)
_FOR_TOOLS = frozenset("action actions command commands tool tools".split())


@rule(
    "SEC020",
    "model-acts-on-strangers-words",
    severity=Severity.WARNING,
)
def model_acts_on_strangers_words(facts: Facts) -> Iterator[Found]:
    """Text of strangers reaches a language model, however far round, and a part acts for the model with nothing between.

    Why: an instruction hidden in a mail, page or file makes the model send, delete or read what the stranger wants; it
        works as well after a day in a queue, a store or an index.
    Fix: let the part ask a person or a policy before it acts, give it the caller's rights only, and state `authorises: true`.
    Source: OWASP Top 10 for LLM Applications 2025, LLM01 Prompt Injection and LLM06 Excessive Agency.
    """
    strangers = [part.id for part in facts.components if part.prop("untrusted_input") is True]
    asking = askers(facts)
    origin_of = first_to_reach(strangers, ways_of_data(facts)) if strangers and asking else {}
    for part in facts.of_family(Family.COMPUTE):
        if part.id not in origin_of or part.prop("authorises") is True or part.id not in asking:
            continue
        acts = _hands(facts, part)
        origin = facts.component(origin_of[part.id])
        if acts and origin is part:
            message = f"{facts.name(part)} gives strangers' text to a model and acts through {facts.names(acts)}"
            yield Found.at(message, part, *acts)
        elif acts:
            start = f"Strangers' text gets from {facts.name(origin)} to {facts.name(part)}"
            message = f"{start}, which asks a model and acts through {facts.names(acts)}"
            yield Found.at(message, origin, part, *acts)


def _hands(facts: Facts, part: Component) -> list[Component]:
    """Return what a part does something with: tools, systems outside, parts for staff; what it only asks is none."""
    found = [facts.target(link) for link in facts.outgoing[part.id] if _does_something(facts, part, link)]
    told = [taker for one in found if one.is_broker and says(one.name, _FOR_TOOLS) for taker in facts.consumers(one)]
    hands = [one for one in (*found, *told) if one.kind in _HANDS or one.prop("admin") is True]
    return [one for one in hands if not is_model(one) and one.prop("authorises") is not True]


def _does_something(facts: Facts, part: Component, link: Connection) -> bool:
    """Return whether a call may change something, and is not only a question that text answers."""
    loads = part.kind is Kind.MODEL_SERVER and says(link.label, FETCH_WORDS | {"load"})
    answers = facts.target(link).kind is Kind.EXTERNAL_SYSTEM and says(link.label, _ONLY_ANSWERS)
    return link.prop("reads") is not True and not loads and not (answers and link.prop("writes") is not True)
