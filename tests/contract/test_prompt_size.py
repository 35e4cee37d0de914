"""What a model is asked about a system of the catalog takes under 6,000 tokens, its schema included."""

from __future__ import annotations

import pytest

from designer.adapters.llm import ScriptedModel
from designer.agent.reply import EditReply
from designer.agent.strict_schema import schema_of, schema_text
from designer.agent.tokens import tokens_of
from designer.pipeline_with_model import design_with_model
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
