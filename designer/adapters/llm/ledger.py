"""What the briefs of a batch have spent, in a file that all worker processes add to."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from designer.errors import LanguageModelError, OutputError
from designer.model.spending import Spent

FILE = ".model-use.jsonl"


class Ledger:
    """One line for each design; a line is written at once, so that processes do not mix theirs."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def add(self, spent: Spent) -> None:
        """Note what a design took.

        Raises:
            OutputError: the file cannot be written.
        """
        if spent.calls == 0:
            return
        line = f"{spent.model_dump_json()}\n".encode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                os.write(handle, line)
            finally:
                os.close(handle)
        except OSError as error:
            raise OutputError(
                f"what the model costs cannot be noted: {error.strerror}", where=str(self._path), fix="check its rights"
            ) from error

    def total(self) -> Spent:
        """Return the sum of all lines; a torn last line counts for nothing."""
        calls = tokens_in = tokens_out = requests = cached = 0
        usd: float | None = None
        is_estimated = False
        for item in self._lines():
            calls, cached, requests = calls + item.calls, cached + item.cached, requests + item.requests
            tokens_in, tokens_out = tokens_in + item.input_tokens, tokens_out + item.output_tokens
            usd = usd if item.usd is None else (usd or 0.0) + item.usd
            is_estimated |= item.is_estimated
        return Spent(
            calls=calls,
            cached=cached,
            requests=requests,
            input_tokens=tokens_in,
            output_tokens=tokens_out,
            usd=usd,
            is_estimated=is_estimated,
        )

    def halt_at(self, *, max_tokens: int | None, max_usd: float | None) -> None:
        """Refuse another design when a ceiling is reached.

        Raises:
            LanguageModelError: it is.
        """
        if max_tokens is None and max_usd is None:
            return
        spent = self.total()
        if max_tokens is not None and spent.tokens >= max_tokens:
            raise _reached(f"{spent.tokens} of {max_tokens} tokens", "batch_max_tokens")
        if max_usd is not None and (spent.usd or 0.0) >= max_usd:
            raise _reached(f"{spent.usd or 0:.4f} of {max_usd:g} dollars", "batch_max_usd")

    def _lines(self) -> list[Spent]:
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return []
        found = []
        for line in lines:
            try:
                found.append(Spent.model_validate_json(line))
            except ValidationError:
                continue
        return found


def _reached(what: str, where: str) -> LanguageModelError:
    return LanguageModelError(
        f"the budget of the batch is used up: {what}", where=where, fix="raise the ceiling and run the batch again"
    )
