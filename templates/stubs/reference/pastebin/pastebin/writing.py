"""Taking a text in and removing it: bounded while it is read, body before metadata, metadata removed before body."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import AsyncIterable, Callable
from contextlib import suppress

from .errors import Missing, NotText, NotYours, StoreDown, TooLarge
from .ports import Bodies, Cache, Mark, Paste, Pastes

MOST_BYTES = 1_048_576
LONGEST_S = 365 * 86_400.0
VISIBILITIES = ("public", "unlisted")
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Eight characters are 218 trillion keys; those of unlisted pastes must not be found by trying.
_LENGTHS = {"public": 8, "unlisted": 22}


async def read_bounded(chunks: AsyncIterable[bytes], most: int, stated: int | None = None) -> bytes:
    """Return a body that comes in chunks, at most `most` bytes of it.

    A stated length above the limit is refused before the first chunk is asked for; a body that lies about its length,
    or states none, at the chunk that passes the limit. So no more than the limit and one chunk is ever held.

    Raises:
        TooLarge: there is more.
    """
    if stated is not None and stated > most:
        raise TooLarge(f"at most {most} bytes are accepted")
    held = bytearray()
    async for chunk in chunks:
        if len(held) + len(chunk) > most:
            raise TooLarge(f"at most {most} bytes are accepted")
        held += chunk
    return bytes(held)


def new_key(visibility: str) -> str:
    """Return a random key; one of an unlisted paste has 131 random bits."""
    return "".join(secrets.choice(_DIGITS) for _ in range(_LENGTHS[visibility]))


class Writer:
    """Keeps and removes pastes.

    The body is kept before the metadata that names it, so no key leads to nothing; when the process dies in between,
    the mark made first leads the sweeper to the body that nobody names.
    """

    def __init__(
        self,
        pastes: Pastes,
        bodies: Bodies,
        cache: Cache,
        *,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.pastes = pastes
        self.bodies = bodies
        self.cache = cache
        self.most_bytes = most_bytes
        self.clock = clock

    async def create(
        self,
        chunks: AsyncIterable[bytes],
        *,
        stated: int | None = None,
        life_s: float | None = None,
        visibility: str = "unlisted",
        reads: int | None = None,
    ) -> tuple[Paste, str]:
        """Keep a text and return what is known of it, and the key that deletes it.

        Raises:
            TooLarge: it passes the limit.
            NotText: it is empty or no UTF-8, or what was said about it cannot be.
            StoreDown: nothing can be found of it.
        """
        self._check(life_s, visibility, reads)
        data = await read_bounded(chunks, self.most_bytes, stated)
        _check_text(data)
        now, delete_key, body_key = self.clock(), secrets.token_urlsafe(24), secrets.token_hex(16)
        while True:
            paste = Paste(
                key=new_key(visibility),
                body_key=body_key,
                size=len(data),
                checksum=hashlib.sha256(data).hexdigest(),
                delete_key_hash=_hash(delete_key),
                created_at=now,
                expires_at=None if life_s is None else now + life_s,
                visibility=visibility,
                reads=reads,
            )
            await self.pastes.mark(Mark(body_key, paste.key, now))
            await self.bodies.put(body_key, data)
            if await self.pastes.insert(paste):
                return paste, delete_key

    async def remove(self, key: str, delete_key: str) -> None:
        """Remove a paste: nobody finds it from here on, then its body goes.

        Raises:
            Missing: there is none.
            NotYours: the delete key is another's.
        """
        paste = await self.pastes.get(key)
        if paste is None or paste.is_over(self.clock()):
            raise Missing("there is no such paste")
        if not hmac.compare_digest(_hash(delete_key), paste.delete_key_hash):
            raise NotYours("the delete key is not that of this paste")
        await self.pastes.remove(paste, self.clock())
        with suppress(StoreDown):
            await self.cache.drop(key)
        # What fails from here on is the sweeper's to finish: the mark is there.
        with suppress(StoreDown):
            await self.bodies.drop(paste.body_key)
            await self.pastes.unmark(paste.body_key)

    def _check(self, life_s: float | None, visibility: str, reads: int | None) -> None:
        if life_s is not None and not 1 <= life_s <= LONGEST_S:
            raise NotText(f"a life time is from 1 to {LONGEST_S:.0f} seconds")
        if visibility not in VISIBILITIES:
            raise NotText(f"a visibility is one of {', '.join(VISIBILITIES)}")
        if reads is not None and not 1 <= reads <= 1_000:
            raise NotText("a number of reads is from 1 to 1000")


def _check_text(data: bytes) -> None:
    if not data:
        raise NotText("there is no text")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText("the text is no UTF-8") from error


def _hash(delete_key: str) -> str:
    return hashlib.sha256(delete_key.encode()).hexdigest()
