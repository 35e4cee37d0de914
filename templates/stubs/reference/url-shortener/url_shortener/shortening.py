"""Making, changing and withdrawing links."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from .errors import BadAlias, BadTarget, StoreDown, Unknown
from .ports import Cache, Link, Links, Once

MOST_TARGET = 2_000
_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,31}")
# An alias is a path of the redirects' face, so it must not be one that means something else there.
RESERVED = frozenset({"healthz", "readyz", "docs", "redoc", "links", "metrics", "openapi", "favicon", "robots"})

NewCode = Callable[[], Awaitable[str]]


class Shortener:
    """Makes links: one insert that fails when the code is taken; the first visitor already hits the cache."""

    def __init__(
        self,
        links: Links,
        cache: Cache,
        new_code: NewCode,
        *,
        own_hosts: Iterable[str] = (),
        ttl_s: float = 86_400.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.links = links
        self.cache = cache
        self.new_code = new_code
        self.own_hosts = frozenset(host.lower() for host in own_hosts)
        self.ttl_s = ttl_s
        self.clock = clock

    async def create(
        self,
        target_url: str,
        *,
        alias: str | None = None,
        expires_at: float | None = None,
        is_permanent: bool = False,
        once: Once | None = None,
    ) -> Link:
        """Make a link and return it.

        Raises:
            BadTarget: the address is not absolute http or https, too long, or leads back here.
            BadAlias: the wished code is not spelt as codes are.
            Taken: another link has the wished code; it stays as it was.
            KeyReused: the idempotency key came before with another request.
            StoreDown: nothing was made.
        """
        self.check(target_url)
        if alias is not None and (not _ALIAS.fullmatch(alias) or alias.lower() in RESERVED):
            raise BadAlias(
                "use 3 to 32 letters, digits, - and _, beginning with a letter or digit, and no word of ours"
            )
        code = alias if alias is not None else await self.new_code()
        wanted = Link(code, target_url, self.clock(), expires_at, alias is not None, is_permanent)
        made = await self.links.insert(wanted, once)
        with suppress(StoreDown):
            await self.cache.put(made.code, made, self.ttl_s)
        return made

    async def change(
        self, code: str, *, target_url: str | None = None, expires_at: float | None = None, status: str | None = None
    ) -> Link:
        """Change a link and return it; the cache forgets it before this returns, if it answers.

        Raises:
            Unknown: there is no such link.
        """
        if target_url is not None:
            self.check(target_url)
        link = await self.read(code)
        link = replace(
            link,
            target_url=target_url or link.target_url,
            expires_at=link.expires_at if expires_at is None else expires_at,
            status=status or link.status,
        )
        await self.links.replace(link)
        with suppress(StoreDown):
            await self.cache.drop(code)
        return link

    async def read(self, code: str) -> Link:
        """Return a link.

        Raises:
            Unknown: there is no such link.
        """
        if (link := await self.links.get(code)) is None:
            raise Unknown("no link has this code")
        return link

    def check(self, target_url: str) -> None:
        """Refuse an address that no link may lead to.

        Raises:
            BadTarget: it is not absolute http or https, too long, holds what no address holds, or leads back here.
        """
        if len(target_url) > MOST_TARGET or any(ord(sign) <= 32 or ord(sign) == 127 for sign in target_url):
            raise BadTarget(f"use an address of at most {MOST_TARGET} characters, without spaces")
        try:
            parts = urlsplit(target_url)
            host = (parts.hostname or "").lower().rstrip(".")
            parts.port  # noqa: B018 - a port that is no number raises here
        except ValueError as error:
            raise BadTarget(str(error)) from error
        if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
            raise BadTarget("use an absolute http or https address, without a user name")
        if host in self.own_hosts:
            raise BadTarget("a short link must not lead to a short link")
