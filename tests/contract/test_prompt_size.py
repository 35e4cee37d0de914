"""What a model is asked about a system of the catalog takes under 6,000 tokens, its schema or its tools included."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import designer
from designer.adapters.llm import ScriptedModel
from designer.agent.loop import Limits
from designer.agent.reply import EditReply
from designer.agent.strict_schema import schema_of, schema_text
from designer.agent.talking import Reply, ToolSpec, Turn
from designer.agent.tokens import tokens_of
from designer.errors import DesignerError
from designer.pipeline_with_model import design_with_model
from designer.refining.with_agent import refine_with_agent
from tests.support.catalogs import shipped

BLUEPRINTS = sorted(item.id for item in shipped().blueprints)


def tokens_in(brief: str) -> int:
    """Return the tokens of the first question about a brief, as we estimate them."""
    model = ScriptedModel([{"edits": []}])
    design_with_model(brief, shipped(), model)
    return tokens_of(schema_text(schema_of(EditReply))) + sum(tokens_of(message.text) for message in model.seen[0])


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_the_question_about_a_blueprints_own_brief_is_short(name: str) -> None:
    assert tokens_in(shipped().blueprint(name).examples[0].brief) < 6000


@pytest.mark.slow
@pytest.mark.parametrize("name", BLUEPRINTS)
def test_the_question_about_any_of_its_briefs_is_short(name: str) -> None:
    sizes = [tokens_in(example.brief) for example in shipped().blueprint(name).examples]
    assert max(sizes) < 6000


class Offered(ScriptedModel):
    """Counts what it is told and offered first, and has nothing to say."""

    tokens = 0

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        told = [turn.text for turn in turns]
        offered = [f"{tool.description} {dict(tool.parameters)}" for tool in tools]
        self.tokens = self.tokens or sum(map(tokens_of, [*told, *offered]))
        return super().talk(turns, tools=tools)


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_what_an_agent_is_told_first_is_short(name: str) -> None:
    model = Offered(["I have nothing to say"] * 5)
    design = designer.design(shipped().blueprint(name).examples[0].brief)
    with pytest.raises(DesignerError):
        refine_with_agent(design, "halve the cost", shipped(), model, judge=lambda made: made, limits=Limits())
    assert 0 < model.tokens < 6000
