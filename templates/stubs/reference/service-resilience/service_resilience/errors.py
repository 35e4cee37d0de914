"""Why a call has no answer.

Unanswered
├── DependencyFailed   it was asked and failed, as often as was allowed
├── DeadlineOver       there was no time left
├── BreakerOpen        it failed so often lately that it is left alone
└── BulkheadFull       too many calls to it are under way
"""

from __future__ import annotations


class Unanswered(Exception):
    """A dependency gave no answer; `retry_after_s` is when asking again may help."""

    def __init__(self, name: str, why: str, retry_after_s: float = 1.0) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.retry_after_s = retry_after_s


class DependencyFailed(Unanswered):
    """It was asked and failed, as often as was allowed."""


class DeadlineOver(Unanswered):
    """There was no time left."""


class BreakerOpen(Unanswered):
    """It failed so often lately that it is left alone."""


class BulkheadFull(Unanswered):
    """Too many calls to it are under way."""
