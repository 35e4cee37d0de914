"""Answers of a language model recorded by brief, and played again without a network.

    {"schema_version": "1", "briefs": {"<tag>": {"brief": "its first words", "replies": [{"start": "draft", "edits": []}]}}}

The tag is the digest by which a prompt fences the brief, so that the same brief finds its answers whatever else of the
prompt has changed: that is what a replay is for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from designer.adapters.llm.reading import UnreadableAnswerError, read_answer
from designer.errors import InputError, LanguageModelError, OutputError, SettingsError
from designer.model.base import Frozen, canonical_json
from designer.ports import Answer, AnswerT, ChatMessage, LanguageModel, Usage

_BRIEF = re.compile(r"^BEGIN BRIEF ([0-9a-f]{16})\n(.{0,80})", re.MULTILINE)
_CHARACTERS_PER_TOKEN = 4


class Transcript(Frozen):
    """What a model answered about one brief, in the order of the questions: objects as they were, or texts."""

    brief: str = ""
    replies: tuple[dict[str, Any] | str, ...] = ()


class Transcripts(Frozen):
    """Transcripts by the tag of their brief."""

    schema_version: str = Field(default="1", pattern="^1$")
    briefs: dict[str, Transcript] = {}


class ReplayModel:
    """Gives the recorded answers: the first to the first question about a brief, the next to its repair."""

    def __init__(self, transcripts: Transcripts, *, name: str) -> None:
        self._transcripts = transcripts
        self._name = name

    @property
    def name(self) -> str:
        """The model as `replay:name`."""
        return self._name

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the answer that was recorded.

        Raises:
            LanguageModelError: none was, or it does not fit.
        """
        tag, _ = brief_in(messages)
        turn = sum(message.role == "assistant" for message in messages)
        known = self._transcripts.briefs.get(tag, Transcript()).replies
        if turn >= len(known):
            fix = "record it with `designer eval --record`"
            raise LanguageModelError(f"no answer {turn + 1} is recorded for this brief", where=self._name, fix=fix)
        text = known[turn] if isinstance(known[turn], str) else json.dumps(known[turn])
        try:
            value = read_answer(str(text), into)
        except UnreadableAnswerError as error:
            raise LanguageModelError(
                f"the recorded answer cannot be used: {error}", where=self._name, fix="correct or record it again"
            ) from error
        spoken = sum(len(message.text) for message in messages)
        usage = Usage(input_tokens=spoken // _CHARACTERS_PER_TOKEN, output_tokens=len(text) // _CHARACTERS_PER_TOKEN)
        return Answer(value, usage=usage)


class RecordingModel:
    """A language model whose answers are kept in a file of transcripts, each at once."""

    def __init__(self, model: LanguageModel, path: Path) -> None:
        self._model = model
        self._path = path

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the model's answer, and record it.

        Raises:
            LanguageModelError: the model failed.
            SettingsError: the key or the model's name is wrong.
            OutputError: the file cannot be written.
        """
        answer = self._model.answer(messages, into=into)
        tag, brief = brief_in(messages)
        turn = sum(message.role == "assistant" for message in messages)
        known = read_transcripts(self._path) if self._path.exists() else Transcripts()
        before = known.briefs.get(tag, Transcript()).replies[:turn]
        entry = Transcript(brief=brief, replies=(*before, answer.value.model_dump(mode="python")))
        text = canonical_json(Transcripts(briefs={**known.briefs, tag: entry}).model_dump(mode="json"))
        try:
            self._path.write_text(text, encoding="utf-8")
        except OSError as error:
            fix = "check the path and its rights"
            raise OutputError(f"cannot be written: {error.strerror}", where=str(self._path), fix=fix) from error
        return answer


def brief_in(messages: Sequence[ChatMessage]) -> tuple[str, str]:
    """Return the tag and the first words of the brief that a conversation is about; "" where there is none."""
    for message in messages:
        if message.role == "user" and (found := _BRIEF.search(message.text)):
            return found.group(1), found.group(2)
    return "", ""


def read_transcripts(path: Path) -> Transcripts:
    """Return the transcripts of a file.

    Raises:
        SettingsError: the file cannot be read.
        InputError: it holds no transcripts.
    """
    try:
        return Transcripts.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsError("the transcripts cannot be read", where=str(path), fix="name a file of JSON") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = "/".join(map(str, first["loc"]))
        raise InputError(
            f"no transcripts: {first['msg']}",
            where=f"{path}: /{place}",
            fix="record them with `designer eval --record`",
        ) from error
