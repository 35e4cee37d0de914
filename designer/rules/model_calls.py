"""Who asks a language model: itself, through a gateway for models, or at another company."""

from __future__ import annotations

from designer.model.component import Component
from designer.model.kinds import Family, Kind
from designer.rules.facts import Facts
from designer.rules.wording import says

_OUTSIDE = frozenset(
    "anthropic bedrock chatgpt claude cohere deepseek gemini gpt llama llm llms mistral openai".split()
)
_WAYS = frozenset("gateway inference llm model models proxy router".split())


def is_model(part: Component) -> bool:
    """Return whether a part is a model: a server of ours, or a system outside that is named like one.

    >>> is_model(Component(id="m", name="OpenAI", kind=Kind.EXTERNAL_SYSTEM))
    True
    """
    outside = part.kind is Kind.EXTERNAL_SYSTEM and says(f"{part.name} {part.technology}", _OUTSIDE)
    return part.kind is Kind.MODEL_SERVER or outside


def askers(facts: Facts) -> frozenset[str]:
    """Return the ids of the models, and of the parts that ask one: themselves or through a gateway for models."""
    models = {part.id for part in facts.components if is_model(part)}
    direct = {link.source for link in facts.links if link.target in models}
    ways = {one for one in direct if _is_way(facts.component(one))}
    through = {link.source for link in facts.links if link.target in ways}
    servers = {part.id for part in facts.of_kind(Kind.MODEL_SERVER)}
    return frozenset(direct | through | servers)


def _is_way(part: Component) -> bool:
    return part.family is Family.EDGE or (part.family is Family.COMPUTE and says(part.name, _WAYS))
