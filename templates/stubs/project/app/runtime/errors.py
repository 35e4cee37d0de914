"""What can go wrong between components."""

from __future__ import annotations


class Unavailable(Exception):
    """A component does not answer now; the same call may work later."""

    def __init__(self, component: str, why: str, retry_after_s: float = 1.0) -> None:
        super().__init__(f"{component}: {why}")
        self.component = component
        self.retry_after_s = retry_after_s


class Refused(Exception):
    """A component answered, and the answer is no: trying again changes nothing."""

    def __init__(self, status: int, title: str, detail: str = "") -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
