"""Ask a language model for a few sentences about one section of a document; what it may say is checked elsewhere."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from designer.agent.prompts import render_prompt
from designer.edits.text import clip_line, clip_middle, fence
from designer.model.base import Frozen
from designer.ports import Answer, ChatMessage, LanguageModel

MOST_SENTENCES = 4
MOST_FACTS = 12_000
"""The most characters of a section that a model is shown."""


class ProseReply(Frozen):
    """The sentences of a reply, not yet checked."""

    model_config = ConfigDict(extra="ignore")

    sentences: list[Any]


def ask_for_prose(heading: str, facts: str, model: LanguageModel) -> Answer[ProseReply]:
    """Return what a model says about a section.

    Args:
        heading: of the section.
        facts: the section as it is computed.
        model: whom to ask.

    Raises:
        LanguageModelError: the server failed after its retries.
        SettingsError: the model's key or name is wrong.
    """
    request = render_prompt(
        "prose_request.md.j2",
        heading=fence("HEADING", clip_line(heading, 120)),
        facts=fence("SECTION", clip_middle(facts, MOST_FACTS)),
    )
    system = render_prompt("prose_system.md.j2", most=MOST_SENTENCES)
    return model.answer((ChatMessage("system", system), ChatMessage("user", request)), into=ProseReply)


def sentences_of(reply: ProseReply) -> tuple[str, ...]:
    """Return the sentences of a reply, as many as may be."""
    said = (" ".join(item.split()) for item in reply.sentences if isinstance(item, str))
    return tuple(item for item in said if item)[:MOST_SENTENCES]
