"""What the mechanism needs from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Protocol

from mechanism_kit.errors import StoreDown as StoreDown


@dataclass(frozen=True, slots=True)
class Post:
    """What an author published; ids grow with time."""

    id: int
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Author:
    """How an author's posts travel. `last_pulled` is the newest post that was not pushed, 0 when all were."""

    name: str
    followers: int = 0
    is_popular: bool = False
    last_pulled: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """A post that is being pushed: up to which follower (by name) that is done."""

    post: int
    author: str
    done_to: str = ""


class Graph(Protocol):
    """Who follows whom, by both ends."""

    async def follow(self, reader: str, author: str, *, popular_from: int, popular_until: int) -> bool:
        """Note it, count the follower, and mark the author as popular or not; False when nothing changed.

        From `popular_from` followers an author is popular, below `popular_until` not any more.
        """
        ...

    async def unfollow(self, reader: str, author: str, *, popular_from: int, popular_until: int) -> bool:
        """Take it back, in the same way."""
        ...

    async def followers(self, author: str, *, after: str, limit: int) -> Sequence[str]:
        """Return followers by name, those after `after`."""
        ...

    async def following(self, reader: str) -> Sequence[Author]:
        """Return the authors that a reader follows."""
        ...

    async def pulled(self, reader: str, *, since: int) -> Sequence[str]:
        """Return those of them who have posts that were not pushed, the newest not older than `since`."""
        ...

    async def still(self, reader: str, authors: Sequence[str]) -> Set[str]:
        """Return which of these authors the reader follows."""
        ...


class Posts(Protocol):
    """The posts, and those of them that are still to be pushed."""

    async def add(self, post: Post) -> bool:
        """Keep a post; in the same transaction either note that it is pulled, or queue it to be pushed.

        Return whether it will be pushed, which is so unless the author is popular.
        """
        ...

    async def delete(self, post_id: int, author: str) -> bool:
        """Take a post back; False when the author has none with this id."""
        ...

    async def of(self, authors: Sequence[str], *, before: int, limit: int) -> Sequence[tuple[int, str]]:
        """Return id and author of the newest posts of some authors that are older than `before`, newest first."""
        ...

    async def bodies(self, ids: Sequence[int]) -> Mapping[int, Post]:
        """Return those of the posts that are not deleted."""
        ...

    async def next_job(self) -> Job | None:
        """Return the oldest post that is to be pushed, or None."""
        ...

    async def job_done(self, job: Job, *, done_to: str | None) -> None:
        """Note how far a push got; None when it is finished."""
        ...


class Timelines(Protocol):
    """Prepared feeds: for each active reader the newest ids, and a floor. Above the floor nothing pushed is missing."""

    async def floor(self, reader: str) -> int | None:
        """Return the reader's floor, or None when there is no timeline (any more)."""
        ...

    async def newest(self, reader: str, *, before: int, limit: int) -> Sequence[tuple[int, str]]:
        """Return id and author of entries older than `before`, newest first."""
        ...

    async def push(self, readers: Sequence[str], entries: Sequence[tuple[int, str]]) -> None:
        """Add entries to the timelines that exist; one that gets too long is cut, and its floor rises."""
        ...

    async def replace(self, reader: str, entries: Sequence[tuple[int, str]], floor: int) -> None:
        """Make a timeline anew."""
        ...

    async def drop(self, reader: str) -> None:
        """Forget a timeline: it is a cache."""
        ...
