"""Writing: a post, its way into the prepared feeds, and what following changes."""

from __future__ import annotations

from collections.abc import Callable

from .ids import NEWEST
from .ports import Graph, Post, Posts, Timelines


class Publisher:
    """Publishes posts; whether one is pushed or pulled is settled with it, in one transaction."""

    def __init__(self, posts: Posts, *, next_id: Callable[[], int]) -> None:
        self._posts = posts
        self._next_id = next_id

    async def publish(self, author: str, text: str) -> Post:
        """Return the post."""
        post = Post(self._next_id(), author, text)
        await self._posts.add(post)
        return post


class FanOut:
    """Pushes posts to the followers who have a timeline, a batch at a time.

    A worker that dies leaves its job with the last batch noted; doing a batch again changes nothing.
    """

    def __init__(self, posts: Posts, graph: Graph, timelines: Timelines, *, batch: int = 500) -> None:
        self._posts = posts
        self._graph = graph
        self._timelines = timelines
        self._batch = batch
        self.entries_written = 0

    async def step(self) -> bool:
        """Push one batch; False when nothing waits."""
        if (job := await self._posts.next_job()) is None:
            return False
        readers = await self._graph.followers(job.author, after=job.done_to, limit=self._batch)
        if readers:
            await self._timelines.push(readers, [(job.post, job.author)])
            self.entries_written += len(readers)
        is_last = len(readers) < self._batch
        await self._posts.job_done(job, done_to=None if is_last else readers[-1])
        return True

    async def drain(self) -> None:
        """Push all that waits."""
        while await self.step():
            pass


async def follow(
    reader: str, author: str, *, graph: Graph, posts: Posts, timelines: Timelines, threshold: int, length: int
) -> bool:
    """Let a reader follow an author; what the author posted before appears in the feed too."""
    is_new = await graph.follow(reader, author, popular_from=threshold, popular_until=threshold * 4 // 5)
    if is_new and await timelines.floor(reader) is not None:
        # One more than fits: then the cut raises the floor above what was left out.
        await timelines.push([reader], await posts.of([author], before=NEWEST, limit=length + 1))
    return is_new


async def unfollow(reader: str, author: str, *, graph: Graph, threshold: int) -> bool:
    """Let a reader unfollow; the feed leaves the author's entries out from then on.

    An author near the threshold does not go to and fro: popular from it, ordinary again below four fifths of it.
    """
    return await graph.unfollow(reader, author, popular_from=threshold, popular_until=threshold * 4 // 5)
