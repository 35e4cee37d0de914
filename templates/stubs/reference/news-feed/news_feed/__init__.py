"""The newest posts of those one follows: pushed by most authors, pulled from the very popular, one order for both.

`publishing.py` writes and fans out, `feed.py` reads and merges; both work over the ports of `ports.py`.
"""

from .feed import Feed, Page
from .ids import PostIds
from .ports import Author, Graph, Post, Posts, StoreDown, Timelines
from .publishing import FanOut, Publisher, follow, unfollow

__all__ = [
    "Author",
    "FanOut",
    "Feed",
    "Graph",
    "Page",
    "Post",
    "PostIds",
    "Posts",
    "Publisher",
    "StoreDown",
    "Timelines",
    "follow",
    "unfollow",
]
