"""Create, read, update, delete and list, over HTTP: validated, idempotent, in pages."""

import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import FastAPI, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from app.runtime.component import Link
from app.runtime.errors import Refused
from app.runtime.ports import Answer, Idempotency

Act = Literal["create", "list", "read", "replace", "change", "remove", "note"]
Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
Id = Annotated[str, Path(min_length=1, max_length=500)]
_MOST_PER_PAGE = 200
# Numbers that grow and that a restart does not give again; below 2**53, so that JavaScript reads them right.
_NUMBERS = count(time.time_ns() // 1000)


class Record(BaseModel):
    """Base of what a service keeps: unknown fields are refused, names on the wire are the design's."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, protected_namespaces=())


@dataclass(frozen=True, slots=True)
class Resource:
    """A kind of record: its model, the path of its collection, and the fields (by name on the wire) that identify it.

    A key of one text, uuid or integer field may be left out when a record is created. `stamps` are set by us.
    """

    name: str
    path: str
    model: type[Record]
    keys: tuple[str, ...]
    key_type: Literal["string", "uuid", "integer", "other"] = "string"
    unique: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()
    location: str | None = None
    store: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: `act` on a resource, or a note kept under its path when there is none."""

    method: str
    path: str
    act: Act
    resource: Resource | None = None
    status: int = 200
    summary: str = ""
    id: str = ""


class Repository:
    """The records of one service in one store."""

    def __init__(self, owner: str, link: Link) -> None:
        self.owner = owner
        self.link = link

    async def create(
        self, name: str, id: str, body: Mapping[str, Any], unique: Mapping[str, str], once: Idempotency | None
    ) -> Answer:
        """Keep a new record; see `RecordStore.create`."""
        own = None if once is None else Idempotency(f"{self.owner}/{once.key}", once.fingerprint)
        answer: Answer = await self._use(lambda store: store.create(name, id, body, unique=unique, once=own))
        return answer

    async def get(self, name: str, id: str) -> dict[str, Any]:
        """Return a record.

        Raises:
            Refused: 404 when there is none.
        """
        found = await self._use(lambda store: store.get(name, id))
        if found is None:
            raise Refused(404, "Not found", "there is no record with this key")
        return dict(found)

    async def put(self, name: str, id: str, body: Mapping[str, Any], unique: Mapping[str, str] | None = None) -> None:
        """Keep a record in place of what is there."""
        await self._use(lambda store: store.put(name, id, body, unique=unique))

    async def delete(self, name: str, id: str) -> bool:
        """Remove a record."""
        return bool(await self._use(lambda store: store.delete(name, id)))

    async def page(self, name: str, after: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
        """Return records by id."""
        return list(await self._use(lambda store: store.page(name, after=after, limit=limit)))

    async def count(self, name: str) -> int:
        """Return how many records there are."""
        return int(await self._use(lambda store: store.count(name)))

    async def _use(self, work: Callable[[Any], Any]) -> Any:
        return await self.link.run(lambda target: target.use(work))


Repositories = Callable[[str | None], Repository]


def add_routes(app: FastAPI, routes: tuple[Route, ...], repositories: Repositories) -> None:
    """Give an application its operations."""
    for number, route in enumerate(routes):
        make = _noted if route.resource is None else _MAKERS[route.act]
        app.add_api_route(
            route.path,
            make(route, repositories),
            methods=[route.method],
            status_code=route.status,
            response_model=None,
            summary=route.summary or None,
            operation_id=route.id or f"{route.act}_{number}",
        )


def record_id(resource: Resource, body: Mapping[str, Any]) -> str:
    """Return the id under which a record is kept: its key, or the parts of its key joined by `~`."""
    if len(resource.keys) == 1:
        return str(body[resource.keys[0]])
    return "~".join(quote(str(body[key]), safe="") for key in resource.keys)


def _stored(resource: Resource, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as it is kept, validated and complete.

    Raises:
        Refused: 422 with what is wrong.
    """
    try:
        return resource.model.model_validate(given).model_dump(mode="json", by_alias=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Refused(422, "Invalid request", f"{'/'.join(map(str, first['loc']))}: {first['msg']}") from None


def _unique(resource: Resource, body: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(body[name]) for name in resource.unique if body.get(name) is not None}


def _key_of(route: Route, request: Request) -> str:
    """Return the record's id: the last parameter of the path."""
    return str(list(request.path_params.values())[-1])


def _new_key(resource: Resource) -> Any:
    if resource.key_type == "integer":
        return next(_NUMBERS)
    return str(uuid.uuid4()) if resource.key_type == "uuid" else uuid.uuid4().hex


def _fingerprint(request: Request, body: bytes) -> str:
    return hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body).hexdigest()


def _create(route: Route, repositories: Repositories) -> Callable[..., Any]:
    resource = _of(route)

    async def create(request: Request, body: dict[str, JsonValue], key: Key = None) -> Response:
        repository = repositories(resource.store)
        given: dict[str, Any] = dict(body)
        if len(resource.keys) == 1 and resource.keys[0] not in given and resource.key_type != "other":
            given[resource.keys[0]] = _new_key(resource)
        now = datetime.now(UTC).isoformat()
        given.update(dict.fromkeys(resource.stamps, now))
        record = _stored(resource, given)
        id = record_id(resource, record)
        once = Idempotency(key, _fingerprint(request, await request.body())) if key else None
        answer = await repository.create(resource.name, id, record, _unique(resource, record), once)
        id = quote(record_id(resource, answer.body), safe="~")
        place = f"{request.scope.get('root_path', '')}{resource.path}/{id}"
        headers = {"Location": place, **({"Idempotency-Replayed": "true"} if answer.is_replay else {})}
        return JSONResponse(answer.body, route.status, headers)

    return create


def _list(route: Route, repositories: Repositories) -> Callable[..., Any]:
    resource = _of(route)

    async def list_(
        limit: Annotated[int, Query(ge=1, le=_MOST_PER_PAGE)] = 50,
        after: Annotated[str, Query(max_length=500)] = "",
    ) -> dict[str, Any]:
        found = await repositories(resource.store).page(resource.name, after, limit + 1)
        more = found[limit - 1][0] if len(found) > limit else None
        return {"items": [body for _, body in found[:limit]], "next": more}

    return list_


def _read(route: Route, repositories: Repositories) -> Callable[..., Any]:
    resource = _of(route)

    async def read(request: Request) -> Response:
        found = await repositories(resource.store).get(resource.name, _key_of(route, request))
        if 300 <= route.status < 400 and resource.location and found.get(resource.location):
            place = quote(str(found[resource.location]), safe=":/?#[]@!$&'()*+,;=%")
            return Response(status_code=route.status, headers={"Location": place})
        return JSONResponse(found, 200 if route.status >= 300 else route.status)

    return read


def _write(route: Route, repositories: Repositories) -> Callable[..., Any]:
    resource = _of(route)

    async def write(request: Request, body: dict[str, JsonValue]) -> Response:
        repository = repositories(resource.store)
        id = _key_of(route, request)
        found = await repository.get(resource.name, id)
        kept = found if route.act == "change" else {name: found[name] for name in (*resource.keys, *resource.stamps)}
        record = _stored(resource, {**kept, **body})
        if record_id(resource, record) != id:
            raise Refused(422, "Invalid request", "the key of a record cannot change")
        await repository.put(resource.name, id, record, _unique(resource, record))
        return Response(status_code=204) if route.status == 204 else JSONResponse(record, route.status)

    return write


def _remove(route: Route, repositories: Repositories) -> Callable[..., Any]:
    resource = _of(route)

    async def remove(request: Request) -> Response:
        if not await repositories(resource.store).delete(resource.name, _key_of(route, request)):
            raise Refused(404, "Not found", "there is no record with this key")
        return Response(status_code=route.status)

    return remove


def _noted(route: Route, repositories: Repositories) -> Callable[..., Any]:
    """Return an operation that the design names without saying what it works on: its bodies are kept by path."""

    async def note(request: Request, body: dict[str, JsonValue], key: Key = None) -> Response:
        repository, place = repositories(None), _place_of(route, request)
        if route.method == "POST":
            once = Idempotency(key, _fingerprint(request, await request.body())) if key else None
            record = {"id": uuid.uuid4().hex, **body}
            answer = await repository.create("notes", f"{place}#{uuid.uuid4().hex}", record, {}, once)
            kept = answer.body
        else:
            kept = dict(body)
        await repository.put("latest", place, kept)
        return Response(status_code=204) if route.status == 204 else JSONResponse(kept, route.status)

    async def latest(request: Request) -> dict[str, Any]:
        return await repositories(None).get("latest", _place_of(route, request))

    async def forget(request: Request) -> Response:
        if not await repositories(None).delete("latest", _place_of(route, request)):
            raise Refused(404, "Not found", "nothing was kept under this path")
        return Response(status_code=route.status)

    return {"GET": latest, "HEAD": latest, "DELETE": forget}.get(route.method, note)


def _place_of(route: Route, request: Request) -> str:
    values = {name: quote(str(value), safe="") for name, value in request.path_params.items()}
    return route.path.format(**values)


def _of(route: Route) -> Resource:
    assert route.resource is not None
    return route.resource


_MAKERS: dict[str, Callable[[Route, Repositories], Callable[..., Any]]] = {
    "create": _create,
    "list": _list,
    "read": _read,
    "replace": _write,
    "change": _write,
    "remove": _remove,
}
