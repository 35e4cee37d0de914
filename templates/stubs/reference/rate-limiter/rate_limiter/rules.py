"""What a limit is, and which limits a request has to pass."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase

# Counts are kept as whole numbers; above this a double, which is what Redis scripts count with, would round them.
_MOST_EXACT = 2**50


class Algorithm(StrEnum):
    """How a limit counts."""

    TOKEN_BUCKET = "token-bucket"
    FIXED_WINDOW = "fixed-window"
    SLIDING_LOG = "sliding-log"
    SLIDING_COUNTER = "sliding-counter"


class OnStoreDown(StrEnum):
    """What a limit does while the shared counts cannot be reached."""

    LOCAL_SHARE = "local-share"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rule:
    """At most `limit` in `window_ms` for each caller of a plan, on paths that match.

    `burst` is the size of a token bucket, 0 for `limit`; `plan` and `path` are patterns as in a shell.

    Raises:
        ValueError: a number is out of its range.
    """

    id: str
    limit: int
    window_ms: int
    algorithm: Algorithm = Algorithm.TOKEN_BUCKET
    burst: int = 0
    plan: str = "*"
    path: str = "*"
    on_store_down: OnStoreDown = OnStoreDown.LOCAL_SHARE

    def __post_init__(self) -> None:
        if self.limit < 1 or self.window_ms < 1 or self.burst < 0:
            raise ValueError("limit and window must be at least 1, burst at least 0")
        if self.most * self.window_ms > _MOST_EXACT:
            raise ValueError(f"limit times window must stay under {_MOST_EXACT}")

    @property
    def most(self) -> int:
        """The most that may pass at one moment."""
        return self.burst or self.limit if self.algorithm is Algorithm.TOKEN_BUCKET else self.limit

    def fits(self, plan: str, path: str) -> bool:
        """Whether a request has to pass this limit."""
        return fnmatchcase(plan, self.plan) and fnmatchcase(path, self.path)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of one version. It is replaced as a whole, between two requests, and never changed."""

    version: int = 0
    rules: tuple[Rule, ...] = ()

    def for_request(self, plan: str, path: str) -> tuple[Rule, ...]:
        """Return the rules that a request has to pass, sorted by id."""
        return tuple(rule for rule in self.rules if rule.fits(plan, path))

    def get(self, id: str) -> Rule | None:
        """Return a rule, or None."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def with_rule(self, rule: Rule) -> RuleBook:
        """Return the next version, in which `rule` stands."""
        others = [one for one in self.rules if one.id != rule.id]
        return RuleBook(self.version + 1, tuple(sorted((*others, rule), key=lambda one: one.id)))

    def without(self, id: str) -> RuleBook:
        """Return the next version, in which no rule has this id."""
        return RuleBook(self.version + 1, tuple(rule for rule in self.rules if rule.id != id))
