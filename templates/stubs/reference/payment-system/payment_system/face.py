"""Payments over HTTP."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Header, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from mechanism_kit.web import plain_app, problem

from .charging import Charger, InFlight, KeyReused
from .payments import Intent, Payment
from .ports import PaymentStore, ProviderTimeout
from .reconciliation import Reconciler

Key = Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
After = Annotated[str, Query(max_length=200)]
Most = Annotated[int, Query(ge=1, le=200)]
_SOON = {"Retry-After": "1"}


class ChargeRequest(BaseModel):
    """What a caller sends."""

    model_config = ConfigDict(extra="forbid")

    merchant: str = Field(min_length=1, max_length=100)
    amount_minor: int = Field(ge=1, le=10**12, strict=True)
    currency: str = Field(pattern="^[A-Z]{3}$")
    card_token: str = Field(min_length=1, max_length=200)


def make_app(
    charger: Charger | None = None,
    *,
    ledger: PaymentStore | None = None,
    reconciler: Reconciler | None = None,
    most_bytes: int = 16_384,
) -> FastAPI:
    """Return the application of what is given: payments, accounts, reconciliations."""
    app = plain_app("Payments", most_bytes=most_bytes)
    if charger is not None:
        _payments(app, charger)
    if ledger is not None:
        _accounts(app, ledger)
    if reconciler is not None:
        _reconciliations(app, reconciler)
    return app


def _payments(app: FastAPI, charger: Charger) -> None:
    @app.post("/payments", response_model=None)
    async def pay(asked: ChargeRequest, key: Key) -> JSONResponse:
        # A merchant's keys are its own: another merchant's equal key is another payment.
        own_key = f"{asked.merchant}/{key}"
        try:
            payment = await charger.charge(own_key, Intent(**asked.model_dump()))
        except KeyReused:
            return problem(422, "the key was used with another request")
        except InFlight as error:
            return problem(
                409, "the first request with this key is still processed", headers=_SOON, id=error.payment.id
            )
        except ProviderTimeout:
            return problem(503, "the provider did not answer; ask again with the same key", headers=_SOON)
        return JSONResponse(_shown(payment), 201 if payment.status == "captured" else 402)

    @app.get("/payments/{id}", response_model=None)
    async def look_up(id: str) -> JSONResponse:
        payment = await charger.store.payment(id)
        return problem(404, "no such payment") if payment is None else JSONResponse(_shown(payment))


def _accounts(app: FastAPI, ledger: PaymentStore) -> None:
    @app.get("/accounts/{id}/balance", response_model=None)
    async def balance(id: str) -> JSONResponse:
        balances = await ledger.balances()
        if id not in balances:
            return problem(404, "no entry names this account")
        return JSONResponse({"account": id, "balance_minor": balances[id]})

    @app.get("/accounts/{id}/entries", response_model=None)
    async def entries(id: str, after: After = "", limit: Most = 50) -> JSONResponse:
        found = [
            {"payment": booking.payment_id, "amount_minor": entry.amount_minor, "currency": booking.currency}
            for booking in await ledger.bookings()
            for entry in booking.entries
            if entry.account == id and booking.payment_id > after
        ]
        if not found and not after:
            return problem(404, "no entry names this account")
        is_more = len(found) > limit
        return JSONResponse({"items": found[:limit], "next": found[limit - 1]["payment"] if is_more else None})


def _reconciliations(app: FastAPI, reconciler: Reconciler) -> None:
    @app.post("/reconciliations", status_code=201)
    async def reconcile() -> dict[str, Any]:
        return asdict(await reconciler.run())


def _shown(payment: Payment) -> dict[str, Any]:
    intent = payment.intent
    return {
        "id": payment.id,
        "status": payment.status,
        "merchant": intent.merchant,
        "amount_minor": intent.amount_minor,
        "currency": intent.currency,
        "reference": payment.reference,
    }
