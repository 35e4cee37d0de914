"""Counts what a language model is asked, and halts before a ceiling is passed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from designer.agent.talking import Reply, TalkingModel, ToolSpec, Turn, no_tools
from designer.errors import LanguageModelError, SettingsError
from designer.model.spending import Budget, Spent
from designer.ports import Answer, AnswerT, ChatMessage, LanguageModel, Usage

_CHARACTERS_PER_TOKEN = 3
"""Fewer than English takes, so that what a question will cost is rather thought too high."""


class MeteredModel:
    """A language model whose use is counted; it is not asked when the question alone would pass a ceiling."""

    def __init__(self, model: LanguageModel, budget: Budget | None = None) -> None:
        self._model = model
        self._budget = budget or Budget()
        self.spent = Spent(usd=0.0 if self._budget.price is not None else None)
        if self._budget.max_usd is not None and self._budget.price is None:
            raise SettingsError(
                "a ceiling in dollars needs the price of a token",
                where="model_price",
                fix='set DESIGNER_MODEL_PRICE to "INPUT/OUTPUT", in dollars for a million tokens, like 0.25/2',
            )

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the model's answer, and count it.

        Raises:
            LanguageModelError: the budget is used up, or the model failed.
            SettingsError: the key or the model's name is wrong.
        """
        self._refuse_over_budget(sum(len(message.text) for message in messages))
        with self._counting_failures():
            answer = self._model.answer(messages, into=into)
        self._count(answer.usage, answer.requests)
        return answer

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the model's next turn in a conversation with tools, and count it.

        Raises:
            NoToolsError: the model cannot be given tools.
            LanguageModelError: the budget is used up, or the model failed.
            SettingsError: the key or the model's name is wrong.
        """
        if not isinstance(self._model, TalkingModel):
            raise no_tools(self.name)
        said = sum(len(turn.text) + sum(len(call.arguments) for call in turn.calls) for turn in turns)
        offered = sum(len(tool.description) + len(json.dumps(dict(tool.parameters))) for tool in tools)
        self._refuse_over_budget(said + offered)
        with self._counting_failures():
            reply = self._model.talk(turns, tools=tools)
        self._count(reply.usage, reply.requests)
        return reply

    @contextmanager
    def _counting_failures(self) -> Iterator[None]:
        """Count requests that came to nothing as well: what a server wrote is paid for, usable or not."""
        try:
            yield
        except LanguageModelError as error:
            if error.requests:
                self._count(error.usage or Usage(), error.requests)
            raise

    def _count(self, usage: Usage, requests: int) -> None:
        spent, price = self.spent, self._budget.price
        cost = price.of(usage.input_tokens, usage.output_tokens) if price else 0.0
        self.spent = Spent(
            calls=spent.calls + 1,
            cached=spent.cached + (requests == 0),
            requests=spent.requests + requests,
            input_tokens=spent.input_tokens + usage.input_tokens,
            output_tokens=spent.output_tokens + usage.output_tokens,
            usd=None if spent.usd is None else spent.usd + cost,
            is_estimated=spent.is_estimated or usage.is_estimated,
        )

    def _refuse_over_budget(self, characters: int) -> None:
        budget = self._budget
        question = characters // _CHARACTERS_PER_TOKEN
        if budget.max_tokens is not None and self.spent.tokens + question > budget.max_tokens:
            words = f"{self.spent.tokens} tokens are used, and the next question takes about {question}"
            raise _over(f"the budget of {budget.max_tokens} tokens would be passed: {words}", "model_max_tokens")
        if budget.max_usd is not None and budget.price is not None:
            coming = budget.price.of(question, 0)
            if (self.spent.usd or 0.0) + coming > budget.max_usd:
                words = f"{self.spent.usd or 0:.4f} are spent, and the next question costs about {coming:.4f}"
                raise _over(f"the budget of {budget.max_usd:g} dollars would be passed: {words}", "model_max_usd")


def _over(what: str, where: str) -> LanguageModelError:
    return LanguageModelError(what, where=where, fix="raise the ceiling, shorten the brief, or work offline")
