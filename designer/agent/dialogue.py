"""The questions about one draft and their answers, in one conversation with a language model."""

from __future__ import annotations

import json

from designer.agent.hearing import heard_by, proposals_of
from designer.agent.prompts import Shown, build_prompt, left_out
from designer.agent.reply import EditReply
from designer.agent.room import PromptTooLongError
from designer.agent.tokens import tokens_of
from designer.edits.text import clean_text
from designer.ports import Answer, ChatMessage, LanguageModel, Usage


class Dialogue:
    """What was asked and answered so far, and what it took.

    A prompt that does not fit into the model's context is shortened, and asked again, once; `notices` say what was left
    out. `calls` is how often the model was asked.
    """

    def __init__(self, shown: Shown, model: LanguageModel) -> None:
        self._shown = shown
        self._model = model
        self._prompt = build_prompt(shown)
        self._more: tuple[ChatMessage, ...] = ()
        self._is_shortened = False
        self.usage = Usage()
        self.calls = 0
        self.notices: tuple[str, ...] = ()

    def ask(self, words: ChatMessage | None = None) -> EditReply:
        """Return the next answer: to the first question, or to `words` about the answer before.

        Raises:
            LanguageModelError: the server failed.
            SettingsError: the model's key or name is wrong.
        """
        if words is not None:
            self._more = (*self._more, words)
        try:
            answer = self._asked()
        except PromptTooLongError as error:
            self._shorten(error)
            answer = self._asked()
        self.usage += answer.usage
        self._more = (*self._more, _as_message(answer))
        return answer.value

    def _asked(self) -> Answer[EditReply]:
        self.calls += 1
        with heard_by(proposals_of(self._shown.draft)):
            return self._model.answer((*self._prompt.messages, *self._more), into=EditReply)

    def _shorten(self, error: PromptTooLongError) -> None:
        """Leave out what does not fit; raise `error` where nothing more can be left out, or it would not be enough."""
        said = sum(tokens_of(message.text) for message in self._more)
        asked = self._prompt.tokens + said
        prompt = build_prompt(self._shown, room=error.room_for(asked) - said)
        # How much has to go is a guess where the server did not say: the shortest is worth a try.
        fits = error.taken is None or prompt.tokens + said <= error.room_for(asked, answer=False)
        if self._is_shortened or not fits or prompt.tokens >= self._prompt.tokens:
            raise error
        lacks = ", ".join(left_out(self._shown, before=self._prompt, now=prompt))
        self.notices = (f"{self._model.name}: its context is short, and it was not shown {lacks}",)
        self._prompt, self._is_shortened = prompt, True


def _as_message(answer: Answer[EditReply]) -> ChatMessage:
    # Not pydantic's own JSON: a reply may hold lone surrogates, which that cannot write.
    said = {"start": answer.value.start, "edits": answer.value.edits}
    return ChatMessage("assistant", clean_text(json.dumps(said, ensure_ascii=False)))
