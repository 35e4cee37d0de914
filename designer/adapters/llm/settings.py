"""How a model is asked: time limits, tries and sampling."""

from __future__ import annotations

from pydantic import Field

from designer.model.base import Frozen


class ModelSettings(Frozen):
    """How a model is asked.

    `timeout_s` is for one request, `deadline_s` for one answer with all its tries and waits. Sampling
    options that are None are left to the server; some models refuse any but their own.
    """

    timeout_s: float = Field(default=60.0, gt=0, le=3600)
    deadline_s: float = Field(default=180.0, gt=0, le=7200)
    max_tries: int = Field(default=3, ge=1, le=10)
    temperature: float | None = Field(default=None, ge=0, le=2)
    max_output_tokens: int | None = Field(default=None, ge=1)
