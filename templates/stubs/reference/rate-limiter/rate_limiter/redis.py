"""The counts in Redis, changed by one script: the server runs it alone, so no two copies decide on the same count.

Needs Redis 5 or newer. On a cluster all keys of a caller lie on one shard (the braces in the key see to that).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .algorithms import keep_ms
from .ports import StoreDown, Taken
from .rules import Rule

if TYPE_CHECKING:
    from redis.asyncio import Redis

# The functions are those of `algorithms`, line by line; a test drives both with the same requests.
_SCRIPT = """
local now, cost = tonumber(ARGV[1]), tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function whole(number) return string.format('%.0f', number) end
local function read(key)
  local state = {}
  for word in string.gmatch(redis.call('GET', key) or '', '%S+') do state[#state + 1] = tonumber(word) end
  return state
end
local function writer(key, keep, ...)
  local words = {}
  for index, number in ipairs({...}) do words[index] = whole(number) end
  return function() redis.call('SET', key, table.concat(words, ' '), 'PX', keep) end
end

local look = {}

look['token-bucket'] = function(key, limit, window, most, keep)
  local full, state = most * window, read(key)
  local level, at = state[1] or full, state[2] or now
  local now = math.max(now, at)
  level = math.min(full, level + (now - at) * limit)
  local missing = cost * window - level
  local wait = missing > 0 and math.ceil(missing / limit) or 0
  return wait, math.floor(level / window), writer(key, keep, -missing, now)
end

look['fixed-window'] = function(key, limit, window, most, keep)
  local state = read(key)
  local seen, count = state[1] or 0, state[2] or 0
  local current = math.max(math.floor(now / window), seen)
  if current ~= seen then count = 0 end
  local wait = count + cost > limit and (current + 1) * window - now or 0
  return wait, math.max(0, limit - count), writer(key, keep, current, count + cost)
end

look['sliding-log'] = function(key, limit, window, most, keep)
  local now = math.max(now, tonumber(redis.call('LINDEX', key, -1) or now))
  while tonumber(redis.call('LINDEX', key, 0) or now) <= now - window do redis.call('LPOP', key) end
  local length = redis.call('LLEN', key)
  local over, wait = length + cost - limit, 0
  if over > 0 then wait = tonumber(redis.call('LINDEX', key, over - 1)) + window - now end
  return wait, math.max(0, limit - length), function()
    for _ = 1, cost do redis.call('RPUSH', key, whole(now)) end
    redis.call('PEXPIRE', key, keep)
  end
end

look['sliding-counter'] = function(key, limit, window, most, keep)
  local state = read(key)
  local seen, count, before = state[1] or 0, state[2] or 0, state[3] or 0
  local current = math.max(math.floor(now / window), seen)
  if current > seen then
    before = current == seen + 1 and count or 0
    count = 0
  end
  local to_end = math.min((current + 1) * window - now, window)
  local left, free, wait = (limit - count) * window - before * to_end, limit - cost, 0
  if left < cost * window then
    if count <= free then
      wait = to_end - math.floor((free - count) * window / before)
    else
      wait = to_end + window - math.floor(free * window / count)
    end
  end
  return wait, math.max(0, math.floor(left / window)), writer(key, keep, current, count + cost, before)
end

local answer, commits, refused = {}, {}, false
for index, key in ipairs(KEYS) do
  local first = 3 + (index - 1) * 5
  local numbers = {}
  for offset = 1, 4 do numbers[offset] = tonumber(ARGV[first + offset]) end
  local wait, left, commit = look[ARGV[first]](key, unpack(numbers))
  refused = refused or wait > 0
  answer[#answer + 1], answer[#answer + 2], commits[index] = wait, left, commit
end
if not refused then
  for _, commit in ipairs(commits) do commit() end
end
return answer
"""


class RedisCounters:
    """Counts in Redis. The time is the server's, the same for all copies, unless a clock is given."""

    def __init__(self, url: str, *, prefix: str = "limit", now_ms: Callable[[], int] | None = None) -> None:
        self.url = url
        self.prefix = prefix
        self.now_ms = now_ms
        self._client: Redis | None = None

    async def take(self, caller: str, rules: Sequence[Rule], cost: int) -> list[Taken]:
        """Take from all rules or none, in one run of the script."""
        from redis.exceptions import RedisError

        keys = [f"{self.prefix}:{{{caller}}}:{rule.id}:{rule.algorithm}" for rule in rules]
        given: list[str | int] = [self.now_ms() if self.now_ms else "", cost]
        for rule in rules:
            given += [rule.algorithm.value, rule.limit, rule.window_ms, rule.most, keep_ms(rule)]
        try:
            answer = await self._run(keys, given)
        except (RedisError, OSError) as error:
            raise StoreDown(str(error)) from error
        return [Taken(wait, left) for wait, left in zip(answer[::2], answer[1::2], strict=True)]

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _run(self, keys: list[str], given: list[str | int]) -> list[int]:
        if self._client is None:
            self._client = _connect(self.url)
            self._script = self._client.register_script(_SCRIPT)
        answer: list[int] = await self._script(keys=keys, args=given)
        return answer


def _connect(url: str) -> Redis:
    from redis.asyncio import Redis
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff

    # No retries: the limiter has a deadline of milliseconds, and a rule for what happens without an answer.
    return Redis.from_url(url, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
