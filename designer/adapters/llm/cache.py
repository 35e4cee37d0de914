"""Answers kept in a SQLite file, so that the same question to the same model costs nothing twice.

What is kept is plain JSON, read back through the type that was asked for: nothing in the file is ever run.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from pydantic import ValidationError

from designer.agent.talking import Reply, TalkingModel, ToolSpec, Turn, no_tools
from designer.ports import Answer, AnswerT, ChatMessage, LanguageModel

FILE = "answers-1.sqlite"
_MOST_KEPT = 5_000
_BUSY_S = 5.0


class CachedModel:
    """A language model that is asked the same thing once.

    The key is a digest of the model, of where and how it is asked (`settings`), of the schema and of every word of the
    conversation; prompts carry their version, so a new prompt is a new question. A cache that cannot be used is none.
    """

    def __init__(self, model: LanguageModel, folder: Path, *, settings: str = "") -> None:
        self._model = model
        self._path = folder / FILE
        self._settings = settings

    @property
    def name(self) -> str:
        """The model's own name."""
        return self._model.name

    def answer(self, messages: Sequence[ChatMessage], *, into: type[AnswerT]) -> Answer[AnswerT]:
        """Return the answer that is kept, with no requests and no tokens, or the model's.

        Raises:
            LanguageModelError: the model failed.
            SettingsError: the key or the model's name is wrong.
        """
        key = self._key(messages, into)
        if (kept := self._read(key)) is not None:
            try:
                return Answer(into.model_validate_json(kept), requests=0)
            except ValidationError:
                pass  # kept by another version: asked again
        answer = self._model.answer(messages, into=into)
        self._write(key, json.dumps(answer.value.model_dump(mode="python"), default=str))
        return answer

    def talk(self, turns: Sequence[Turn], *, tools: Sequence[ToolSpec]) -> Reply:
        """Return the next turn of a conversation with tools: the one that is kept, or the model's.

        Raises:
            NoToolsError: the model cannot be given tools.
            LanguageModelError: the model failed.
            SettingsError: the key or the model's name is wrong.
        """
        if not isinstance(self._model, TalkingModel):
            raise no_tools(self.name)
        said = [
            [turn.model_dump(mode="json") for turn in turns],
            [[*tool[:2], dict(tool.parameters)] for tool in tools],
        ]
        key = self._digest(["talk", self._model.name, self._settings, *said])
        if (kept := self._read(key)) is not None:
            try:
                return Reply(Turn.model_validate_json(kept), requests=0)
            except ValidationError:
                pass  # kept by another version: asked again
        reply = self._model.talk(turns, tools=tools)
        self._write(key, reply.turn.model_dump_json())
        return reply

    def _key(self, messages: Sequence[ChatMessage], into: type[AnswerT]) -> str:
        said: list[object] = [
            self._model.name,
            self._settings,
            into.model_json_schema(),
            [list(message) for message in messages],
        ]
        return self._digest(said)

    def _digest(self, said: list[object]) -> str:
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def _read(self, key: str) -> str | None:
        if not self._path.is_file():
            return None
        try:
            with closing(self._open()) as file:
                row = file.execute("SELECT answer FROM answers WHERE key = ?", (key,)).fetchone()
        except (sqlite3.Error, OSError):
            return None
        return str(row[0]) if row else None

    def _write(self, key: str, answer: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as file, file:
                file.execute("INSERT OR REPLACE INTO answers (key, answer) VALUES (?, ?)", (key, answer))
                file.execute(
                    "DELETE FROM answers WHERE rowid NOT IN (SELECT rowid FROM answers ORDER BY rowid DESC LIMIT ?)",
                    (_MOST_KEPT,),
                )
        except (sqlite3.Error, OSError):
            return  # costs money at the next run, not this design

    def _open(self) -> sqlite3.Connection:
        file = sqlite3.connect(self._path, timeout=_BUSY_S)
        file.execute("CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")
        return file
