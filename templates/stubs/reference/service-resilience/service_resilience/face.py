"""The order service over HTTP: orders, the state of its guards, and policies that change while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import add_problems, problem

from .deadlines import HEADER, Deadline
from .dependency import Dependency, Policy
from .errors import Unanswered
from .orders import Orders, SoldOut
from .ports import KeyReused, StoreDown

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
Told = Annotated[str | None, Header(alias=HEADER, max_length=20)]
Seconds = Annotated[float, Field(gt=0, le=60)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Wanted(_Body):
    """What is ordered."""

    item: Annotated[str, Field(min_length=1, max_length=200)]


class Wish(_Body):
    """How a dependency is to be treated from now on."""

    try_s: Seconds = 0.25
    most_tries: Annotated[int, Field(ge=1, le=10)] = 3
    first_wait_s: Seconds = 0.02
    longest_wait_s: Seconds = 0.5


def make_app(
    orders: Orders,
    dependencies: Mapping[str, Dependency],
    *,
    deadline_s: float = 1.0,
    most_bytes: int = 65_536,
    **more: Any,
) -> FastAPI:
    """Return an application that takes orders within a deadline; `more` goes to FastAPI."""
    app = FastAPI(title="Orders", **more)
    add_problems(app, most_bytes=most_bytes)
    app.add_exception_handler(Unanswered, _on_unanswered)
    app.add_exception_handler(StoreDown, _on_store_down)
    _add_orders(app, orders, deadline_s)
    _add_policies(app, dependencies)
    return app


def _add_orders(app: FastAPI, orders: Orders, deadline_s: float) -> None:
    @app.post("/orders", tags=["orders"], status_code=201, responses={409: {}, 422: {}, 503: {}})
    async def place(wanted: Wanted, key: Key, told: Told = None) -> dict[str, object]:
        try:
            placed = await orders.place(key, wanted.item, Deadline.after(deadline_s).sooner(told))
        except SoldOut as error:
            raise HTTPException(409, "the item is sold out") from error
        except KeyReused as error:
            raise HTTPException(422, "this key was used for another order") from error
        beside = {"items": placed.beside.value, "age_s": round(placed.beside.age_s, 1)}
        return {**asdict(placed.order), "is_new": placed.is_new, "beside": beside}

    @app.get("/orders/{id}", tags=["orders"], responses={404: {}, 503: {}})
    async def show(id: str) -> dict[str, object]:
        order = await orders.store.get(id)
        if order is None:
            raise HTTPException(404, "there is no such order")
        return asdict(order)


def _add_policies(app: FastAPI, dependencies: Mapping[str, Dependency]) -> None:
    @app.get("/policies", tags=["policies"])
    async def listed() -> dict[str, object]:
        return {name: _shown(one) for name, one in dependencies.items()}

    @app.put("/policies/{dependency}", tags=["policies"], responses={404: {}})
    async def change(dependency: str, wish: Wish) -> dict[str, object]:
        if (found := dependencies.get(dependency)) is None:
            raise HTTPException(404, "there is no such dependency")
        found.policy = Policy(**wish.model_dump())
        return _shown(found)


def _shown(dependency: Dependency) -> dict[str, object]:
    return {
        "policy": asdict(dependency.policy),
        "breaker": dependency.breaker.state,
        "opened": dependency.breaker.opened,
        "under_way": dependency.bulkhead.inside,
        "refused_by_bulkhead": dependency.bulkhead.refused,
        "calls": dependency.calls,
        "tries": dependency.tries,
        "retries_saved": round(dependency.budget.saved, 2),
    }


async def _on_unanswered(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Unanswered)
    after = max(1, round(error.retry_after_s))
    return problem(503, f"{error.name} does not answer now; nothing was kept", retry_after_s=after)


async def _on_store_down(request: Request, error: Exception) -> JSONResponse:
    return problem(503, "the store does not answer; send the same call again", retry_after_s=1)
