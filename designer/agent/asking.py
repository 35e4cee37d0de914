"""Ask a language model that has no tools one question about a design: it answers in one reply."""

from __future__ import annotations

from pydantic import ConfigDict

from designer.agent.prompts import render_prompt
from designer.model.base import Frozen
from designer.ports import ChatMessage, LanguageModel


class AnswerReply(Frozen):
    """What a model says, with its citations in square brackets, not yet checked."""

    model_config = ConfigDict(extra="ignore")

    answer: str


def ask_once(request: str, model: LanguageModel) -> str:
    """Return what a model answers to a question.

    Args:
        request: the design and the question, fenced as an agent gets them.
        model: whom to ask.

    Raises:
        LanguageModelError: the server failed after its retries.
        SettingsError: the model's key or name is wrong.
    """
    messages = (ChatMessage("system", render_prompt("answer_system.md.j2")), ChatMessage("user", request))
    return model.answer(messages, into=AnswerReply).value.answer
