"""The retry budget: retries are a share of the calls, so that trouble is not answered with more load."""

from __future__ import annotations


class RetryBudget:
    """Each call puts `share` of a retry in, each retry takes one out; `most` is what may be saved up.

    However often calls fail, retries are at most `share` of the calls plus `most`.
    """

    def __init__(self, share: float = 0.1, most: float = 10.0) -> None:
        self.share = share
        self.most = most
        self.saved = most

    def called(self) -> None:
        """Count a first try."""
        self.saved = min(self.most, self.saved + self.share)

    def may_retry(self) -> bool:
        """Take one retry out of the budget, when there is one."""
        # A little less than 1, because ten times a tenth is less than one.
        if self.saved < 1 - 1e-9:
            return False
        self.saved -= 1
        return True
