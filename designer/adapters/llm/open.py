"""Turn `provider:model` into a language model."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from designer.adapters.llm.credentials import KEY_VARIABLE, OPENAI_URL, Credentials, read_key, split_base_url
from designer.adapters.llm.openai_model import OpenAIModel
from designer.adapters.llm.pace import Pace
from designer.adapters.llm.providers import PROVIDERS, open_provider
from designer.adapters.llm.replay import ReplayModel, read_transcripts
from designer.adapters.llm.scripted import load_script
from designer.adapters.llm.settings import ModelSettings
from designer.errors import SettingsError
from designer.ports import LanguageModel

URL_VARIABLE = "OPENAI_BASE_URL"
_HOW = "write openai:NAME, openai:NAME@http://host:port/v1, another provider's name such as anthropic:NAME, scripted:FILE or replay:FILE"
_MODEL_NAME = re.compile(r"[\w.:/@+-]{1,200}", re.ASCII)


def open_model(
    spec: str,
    *,
    base_url: str | None = None,
    settings: ModelSettings | None = None,
    environ: Mapping[str, str] = os.environ,
    pace: Pace | None = None,
) -> LanguageModel:
    """Return the language model that `spec` names; nothing is sent yet.

    `openai:NAME` is any OpenAI-compatible server: at the address in `spec`, else `base_url`, else
    OPENAI_BASE_URL, else OpenAI's own. The key comes from OPENAI_API_KEY and nowhere else; a server at
    another address may do without. `anthropic:NAME`, `azure_openai:NAME` and the like need that provider's langchain
    package and its own variables. `scripted:FILE` answers from a JSON list of replies,
    `replay:FILE` from transcripts by brief.

    Raises:
        SettingsError: the provider, name, address or key cannot be used, or the file cannot be read.
    """
    provider, _, rest = spec.strip().partition(":")
    if provider == "scripted" and rest:
        return load_script(rest)
    if provider == "replay" and rest:
        return ReplayModel(read_transcripts(Path(rest)), name=f"replay:{Path(rest).stem}")
    if provider in PROVIDERS:
        if not _MODEL_NAME.fullmatch(rest):
            raise SettingsError("the model's name is missing or cannot be a name", where="model", fix=_HOW)
        return open_provider(provider, rest, settings=settings or ModelSettings(), pace=pace or Pace())
    if provider != "openai":
        shown = provider[:30] if provider.isalnum() else ""
        raise SettingsError(f"there is no model provider {shown!r}", where="model", fix=_HOW)
    name, address = _split_name(rest)
    url = address or base_url or environ.get(URL_VARIABLE, "").strip() or OPENAI_URL
    bare, user, password = split_base_url(url)
    key = read_key(environ)
    if key is None and user is None and bare == OPENAI_URL:
        raise SettingsError(
            "there is no key for the language model",
            where=KEY_VARIABLE,
            fix=f"set the environment variable {KEY_VARIABLE}, or work offline",
        )
    return OpenAIModel(
        model=name,
        base_url=bare,
        credentials=Credentials(key=key, user=user, password=password),
        settings=settings or ModelSettings(),
        pace=pace or Pace(),
    )


def _split_name(rest: str) -> tuple[str, str]:
    """Return the model's name and the address behind its last `@`, which may be missing."""
    found = re.search(r"@(?=https?://)", rest, re.IGNORECASE)
    name, address = (rest[: found.start()], rest[found.end() :]) if found else (rest, "")
    if not _MODEL_NAME.fullmatch(name) or "://" in name:
        raise SettingsError("the model's name is missing or cannot be a name", where="model", fix=_HOW)
    return name, address
