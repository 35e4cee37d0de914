"""A model as a run asks it: opened, cached, counted; and which one `auto` stands for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from designer.adapters.llm.cache import CachedModel
from designer.adapters.llm.credentials import KEY_VARIABLE
from designer.adapters.llm.meter import MeteredModel
from designer.adapters.llm.open import URL_VARIABLE, open_model
from designer.adapters.llm.replay import RecordingModel
from designer.adapters.llm.settings import ModelSettings
from designer.model.base import Frozen
from designer.model.spending import Budget

AUTO = "auto"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
NAME_VARIABLE = "OPENAI_MODEL"


class Probe(Frozen):
    """What a model is asked for to see whether it can answer."""

    works: bool


class Chosen(NamedTuple):
    """What `auto` comes to: a model, or none and why."""

    model: str | None
    why: str = ""


def choose(environ: Mapping[str, str] = os.environ) -> Chosen:
    """Return the model that the environment names for `auto`."""
    name = environ.get(NAME_VARIABLE, "").strip()
    if not name:
        return Chosen(None, f"no model is named: set {NAME_VARIABLE}")
    if not environ.get(KEY_VARIABLE, "").strip() and not environ.get(URL_VARIABLE, "").strip():
        return Chosen(None, f"there is no key: set {KEY_VARIABLE}")
    return Chosen(f"openai:{name}")


def metered(
    spec: str,
    *,
    budget: Budget,
    cache: Path | None,
    caches_local: bool = False,
    record: Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> MeteredModel:
    """Return the model that `spec` names, its answers cached below the folder `cache`, its use counted.

    A server on this machine costs nothing to ask again, and its model may be another one tomorrow under the same name:
    its answers are cached only with `caches_local`. With `record`, answers are kept in that file of transcripts.

    Raises:
        SettingsError: the provider, name, address, key or price cannot be used.
    """
    model = open_model(spec, environ=environ)
    # A script answers by turn, not by question, and costs nothing.
    address = str(getattr(model, "base_url", ""))
    is_kept = caches_local or urlsplit(address).hostname not in LOCAL
    if cache is not None and is_kept and not spec.strip().startswith(("scripted:", "replay:")):
        asked = getattr(model, "settings", ModelSettings()).model_dump_json()
        model = CachedModel(model, cache, settings=f"{address} {asked}")
    if record is not None:
        model = RecordingModel(model, record)
    return MeteredModel(model, budget)
