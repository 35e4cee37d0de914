"""How the four kinds of limit count: pure functions from (rule, state, now, cost) to what would happen.

Times are whole milliseconds and counts whole numbers, so that Python and a Redis script agree to the last bit.
A state is a tuple of whole numbers; the empty one belongs to a caller who was not seen before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .rules import Algorithm, Rule

State = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a limit says to a request: it may pass now (`wait_ms` 0), or after a wait.

    `left` is the budget before the request takes its part, `after` the state once it has.
    """

    wait_ms: int
    left: int
    after: State


def token_bucket(rule: Rule, state: State, now: int, cost: int) -> Look:
    """Take tokens from a bucket that refills at `limit` a window and holds `burst`.

    The level counts tokens times `window_ms`: a refill of `limit` tokens a window is then exactly `limit` a millisecond.
    """
    full = rule.most * rule.window_ms
    level, at = state or (full, now)
    now = max(now, at)
    level = min(full, level + (now - at) * rule.limit)
    missing = cost * rule.window_ms - level
    wait = _ceil(missing, rule.limit) if missing > 0 else 0
    return Look(wait, level // rule.window_ms, (-missing, now))


def fixed_window(rule: Rule, state: State, now: int, cost: int) -> Look:
    """Count from one full window of the clock to the next."""
    window, count = state or (0, 0)
    current = max(now // rule.window_ms, window)
    count = count if current == window else 0
    end = (current + 1) * rule.window_ms
    return Look(end - now if count + cost > rule.limit else 0, max(0, rule.limit - count), (current, count + cost))


def sliding_log(rule: Rule, state: State, now: int, cost: int) -> Look:
    """Remember when each request passed; what is older than a window counts no more."""
    now = max(now, state[-1]) if state else now
    log = tuple(at for at in state if at > now - rule.window_ms)
    over = len(log) + cost - rule.limit
    wait = log[over - 1] + rule.window_ms - now if over > 0 else 0
    return Look(wait, max(0, rule.limit - len(log)), (*log, *[now] * cost))


def sliding_counter(rule: Rule, state: State, now: int, cost: int) -> Look:
    """Count this window, and the one before by the part of it that a sliding window still covers."""
    window, count, before = state or (0, 0, 0)
    current = max(now // rule.window_ms, window)
    if current > window:
        count, before = 0, count if current == window + 1 else 0
    to_end = min((current + 1) * rule.window_ms - now, rule.window_ms)
    # Everything times the window, to stay with whole numbers.
    left = (rule.limit - count) * rule.window_ms - before * to_end
    wait = 0
    if left < cost * rule.window_ms:
        wait = _until_room(rule, count, before, to_end, cost)
    return Look(wait, max(0, left // rule.window_ms), (current, count + cost, before))


def _until_room(rule: Rule, count: int, before: int, to_end: int, cost: int) -> int:
    free = rule.limit - cost
    if count <= free:
        # The window before fades: room comes once its covered part is small enough.
        return to_end - (free - count) * rule.window_ms // before
    # This window has to fade first, and it begins to when it has become the one before.
    return to_end + rule.window_ms - free * rule.window_ms // count


def _ceil(part: int, whole: int) -> int:
    return -(-part // whole)


ALGORITHMS: Mapping[Algorithm, Callable[[Rule, State, int, int], Look]] = {
    Algorithm.TOKEN_BUCKET: token_bucket,
    Algorithm.FIXED_WINDOW: fixed_window,
    Algorithm.SLIDING_LOG: sliding_log,
    Algorithm.SLIDING_COUNTER: sliding_counter,
}


def keep_ms(rule: Rule) -> int:
    """Return how long a state matters: after that a caller counts as not seen before."""
    if rule.algorithm is Algorithm.TOKEN_BUCKET:
        return _ceil(rule.most * rule.window_ms, rule.limit)
    return 2 * rule.window_ms
