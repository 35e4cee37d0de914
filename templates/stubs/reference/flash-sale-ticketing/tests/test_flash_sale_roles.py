from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from app.runtime.component import Around, Spec
from app.runtime.nodes import Job, Service
from app.runtime.settings import Settings
from app.runtime.tracing import Recorder
from flash_sale_ticketing.roles import ROLES

pytestmark = pytest.mark.anyio


async def test_roles_sell_together(tmp_path: Path) -> None:
    around = Around(Settings(data_dir=tmp_path, sqlite_sync="OFF"), Recorder())
    room, stock, orders = (Service(Spec(name, name, "service"), around) for name in ("room", "stock", "orders"))
    admission, sweeper = Job(Spec("admission", "A", "scheduler"), around), Job(Spec("sweeper", "S", "worker"), around)
    roles = ("waiting-room", "inventory-service", "order-service", "admission-control", "hold-sweeper")
    for role, component in zip(roles, (room, stock, orders, admission, sweeper), strict=True):
        ROLES[role](component)
        await component.start()

    async def post(component: Service, path: str, body: dict[str, str] | None = None) -> dict[str, str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(component.app), base_url="http://sale") as client:
            answer = await client.post(path, json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    place = await post(room, "/sales/first/queue", {"buyer": "ann"})
    assert (await admission.perform())["let_in"] == 1
    entry = await post(room, "/sales/first/admission", {"ticket": place["ticket"]})
    hold = await post(stock, "/holds", {"sale": "first", **entry})
    assert (await post(orders, "/orders", {"hold": hold["id"]}))["state"] == "sold"
    swept = await sweeper.run_once()
    assert (swept["returned"], swept["settled"]) == (0, 0)
    for component in (room, stock, orders, admission, sweeper):
        await component.stop()
