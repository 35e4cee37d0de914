"""What proves who asks: kept out of every repr, message and log."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from pydantic import SecretStr

from designer.errors import SettingsError

KEY_VARIABLE = "OPENAI_API_KEY"
OPENAI_URL = "https://api.openai.com/v1"
_HIDDEN = "***"
SHORTEST_SECRET = 12
"""Characters from which a secret is taken out of answers; a shorter one may be an ordinary word."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key, or the user and password that stood in a base URL."""

    key: SecretStr | None = field(default=None, repr=False)
    user: SecretStr | None = field(default=None, repr=False)
    password: SecretStr | None = field(default=None, repr=False)

    def headers(self) -> dict[str, str]:
        """Return the header for a user and password; a key is the client's own business."""
        if self.user is None:
            return {}
        return {"Authorization": f"Basic {self._basic()}"}

    def scrub(self, text: str, *, shortest: int = 1) -> str:
        """Return `text` without any of the secrets of at least some length, should a server have echoed one."""
        secrets = [one.get_secret_value() for one in (self.key, self.password) if one is not None]
        if self.user is not None:
            secrets.append(self._basic())
        for secret in sorted(filter(None, secrets), key=len, reverse=True):
            if len(secret) < shortest:
                continue  # "none" or "x", as for a server of one's own, are words as well
            text = text.replace(secret, _HIDDEN)
        return text

    def scrub_answer(self, text: str) -> str:
        """Return what a model wrote without the secrets."""
        return self.scrub(text, shortest=SHORTEST_SECRET)

    def _basic(self) -> str:
        user, password = (one.get_secret_value() if one else "" for one in (self.user, self.password))
        return base64.b64encode(f"{user}:{password}".encode()).decode()


def read_key(environ: Mapping[str, str]) -> SecretStr | None:
    """Return the key of the environment, or None.

    Raises:
        SettingsError: it holds characters that a key cannot have.
    """
    secret = SecretStr(environ.get(KEY_VARIABLE, "").strip())
    if not secret:
        return None
    if any(not "!" <= letter <= "~" for letter in secret.get_secret_value()):
        raise SettingsError(
            "the key holds spaces or characters that are not plain ASCII",
            where=KEY_VARIABLE,
            fix="copy the key again, without quotes and line ends",
        )
    return secret


def split_base_url(url: str) -> tuple[str, SecretStr | None, SecretStr | None]:
    """Return a base URL without user and password, and those two.

    Raises:
        SettingsError: it is not an http(s) URL with a host, or has a query. The message does not repeat it.
    """
    try:
        parts = urlsplit(url.strip())
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or parts.query or parts.fragment or any(letter.isspace() for letter in parts.netloc):
        raise SettingsError(
            "the address of the model's server is not a base URL",
            where="base URL of the model",
            fix="write it like http://localhost:8000/v1, without a query",
        )
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
    if not parts.username and not parts.password:
        return bare, None, None
    return bare, SecretStr(unquote(parts.username or "")), SecretStr(unquote(parts.password or ""))
