"""The limiter over HTTP: decisions, the rules, and a middleware that puts it in front of any application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp, Receive, Scope, Send

from mechanism_kit.web import add_problems, problem

from .embedded import SqliteCounters
from .limiter import Ask, Decision, Limiter, following
from .ports import CounterStore, RuleStore, StoreDown
from .redis import RedisCounters
from .rules import Algorithm, OnStoreDown, Rule, RuleBook

Name = Annotated[str, Field(max_length=200)]
Caller = Annotated[str, Field(min_length=1, max_length=200)]


class Question(BaseModel):
    """What `POST /decisions` is asked."""

    model_config = ConfigDict(extra="forbid")
    caller: Caller
    plan: Name = ""
    path: Annotated[str, Field(max_length=2_000)] = "/"
    cost: Annotated[int, Field(ge=1, le=1_000_000)] = 1


class Limit(BaseModel):
    """What `PUT /limits/{rule_id}` is given."""

    model_config = ConfigDict(extra="forbid")
    limit: Annotated[int, Field(ge=1, le=1_000_000)]
    window_s: Annotated[float, Field(ge=0.001, le=400 * 86_400)]
    algorithm: Algorithm = Algorithm.TOKEN_BUCKET
    burst: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    plan: Name = "*"
    path: Name = "*"
    on_store_down: OnStoreDown = OnStoreDown.LOCAL_SHARE


def make_app(limiter: Limiter, rules: RuleStore, *, most_bytes: int = 65_536, **more: Any) -> FastAPI:
    """Return an application that decides, and lets the rules be read and changed; `more` goes to FastAPI."""
    app = FastAPI(title="Rate limiter", **more)
    add_problems(app, most_bytes=most_bytes)
    app.add_exception_handler(StoreDown, _on_store_down)
    add_decisions(app, limiter)
    add_limits(app, limiter, rules)
    return app


def add_decisions(app: FastAPI, limiter: Limiter) -> None:
    """Let an application answer whether a request may pass: 200, or 429 with Retry-After."""

    @app.post("/decisions", tags=["decisions"], responses={429: {}, 422: {}})
    async def decide(question: Question) -> Response:
        try:
            decision = await limiter.decide(Ask(question.caller, question.plan, question.path, question.cost))
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        if not decision.is_admitted:
            return refusal(decision)
        content = {"admitted": True, "remaining": decision.remaining, "local": decision.is_local}
        return JSONResponse(content, headers=_told(decision))


def add_limits(app: FastAPI, limiter: Limiter, rules: RuleStore) -> None:
    """Let an application list and change the rules."""

    @app.get("/limits", tags=["limits"])
    async def listed() -> dict[str, object]:
        book = await rules.load()
        return {"version": book.version, "limits": [_shown(rule) for rule in book.rules]}

    @app.get("/callers/{caller}/budget", tags=["limits"])
    async def budget(caller: Caller, plan: Name = "") -> dict[str, object]:
        return {"caller": caller, "left": await limiter.budget(caller, plan)}

    @app.put("/limits/{rule_id}", tags=["limits"], responses={409: {}, 422: {}})
    async def put(rule_id: str, limit: Limit) -> dict[str, object]:
        try:
            rule = _rule(rule_id, limit)
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
        await _change(limiter, rules, lambda book: book.with_rule(rule))
        return _shown(rule)

    @app.delete("/limits/{rule_id}", tags=["limits"], status_code=204, responses={404: {}, 409: {}})
    async def delete(rule_id: str) -> None:
        if (await rules.load()).get(rule_id) is None:
            raise HTTPException(404, "there is no limit with this id")
        await _change(limiter, rules, lambda book: book.without(rule_id))


async def _change(limiter: Limiter, rules: RuleStore, change: Callable[[RuleBook], RuleBook]) -> None:
    if not await rules.replace(change(await rules.load())):
        raise HTTPException(409, "somebody else changed the limits at the same time; look at them and try again")
    await limiter.refresh(rules)


def refusal(decision: Decision) -> JSONResponse:
    """Return 429 with the whole seconds after which the caller may come back."""
    after = max(1, -(-decision.retry_after_ms // 1000))
    answer = problem(429, f"the limit {decision.refused_by!r} is used up", retry_after_s=after)
    answer.headers.update(_told(decision))
    return answer


class Limited:
    """Middleware: passes on what has budget, answers 429 to the rest.

    `who` tells the caller and plan of a request; callers it returns None for are not limited.
    """

    def __init__(self, app: ASGIApp, limiter: Limiter, who: Callable[[Request], tuple[str, str] | None]) -> None:
        self.app = app
        self.limiter = limiter
        self.who = who

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before anything behind has heard of it."""
        who = self.who(Request(scope)) if scope["type"] == "http" else None
        if who is not None:
            decision = await self.limiter.decide(Ask(who[0], who[1], scope["path"]))
            if not decision.is_admitted:
                await refusal(decision)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def by_address(request: Request) -> tuple[str, str] | None:
    """Tell callers apart by network address."""
    return (request.client.host, "") if request.client else None


def open_counters(where: str) -> CounterStore:
    """Return the counters at a Redis address, or in a SQLite file."""
    return (
        RedisCounters(where) if where.startswith(("redis://", "rediss://", "unix://")) else SqliteCounters(Path(where))
    )


def from_environment() -> FastAPI:
    """Return an application set up by LIMITER_STORE, LIMITER_RULES and LIMITER_COPIES.

    `uvicorn --factory rate_limiter.face:from_environment` runs it.
    """
    rules = SqliteCounters(Path(os.environ.get("LIMITER_RULES", "data/rate-limiter.sqlite")))
    store = open_counters(os.environ.get("LIMITER_STORE", str(rules.path)))
    limiter = Limiter(
        store,
        copies=int(os.environ.get("LIMITER_COPIES", "1")),
        deadline_s=float(os.environ.get("LIMITER_DEADLINE_S", "0.05")),
    )

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        async with following(limiter, rules):
            yield
        await store.close()
        await rules.close()

    return make_app(limiter, rules, lifespan=running)


def _rule(id: str, limit: Limit) -> Rule:
    window_ms = round(limit.window_s * 1000)
    return Rule(id, limit.limit, window_ms, limit.algorithm, limit.burst, limit.plan, limit.path, limit.on_store_down)


def _shown(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "limit": rule.limit,
        "window_s": rule.window_ms / 1000,
        "algorithm": rule.algorithm,
        "burst": rule.burst,
        "plan": rule.plan,
        "path": rule.path,
        "on_store_down": rule.on_store_down,
    }


def _told(decision: Decision) -> dict[str, str]:
    left = {} if decision.remaining is None else {"X-RateLimit-Remaining": str(decision.remaining)}
    return {**left, **({"X-RateLimit-Local": "1"} if decision.is_local else {})}


async def _on_store_down(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "the store of limits does not answer; nothing was changed", retry_after_s=1)
