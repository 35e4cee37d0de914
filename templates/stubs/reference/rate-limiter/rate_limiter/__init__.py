"""A distributed rate limiter: many copies of a service decide together, over one shared store, whether a caller has budget.

`rules` says what a limit is, `algorithms` how four kinds of limit count, `limiter` decides, and goes on without the
store when it must. `embedded` keeps the counts in SQLite or memory, `redis` in Redis; `face` answers over HTTP.
"""

from .limiter import Ask, Decision, Limiter
from .rules import Algorithm, OnStoreDown, Rule, RuleBook

__all__ = ["Algorithm", "Ask", "Decision", "Limiter", "OnStoreDown", "Rule", "RuleBook"]
