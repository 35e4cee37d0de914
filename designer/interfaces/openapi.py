"""The OpenAPI 3.1 file of one component: what it offers over HTTP, and nothing that the design does not say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from designer.interfaces.access import Access, access_to, security_of, servers_of, speaks_http, title_of
from designer.interfaces.names import camel, plural, unique
from designer.interfaces.offers import Offer, Resource, Route
from designer.interfaces.payload import Payload, Vocabulary
from designer.interfaces.schemas import (
    Schema,
    entity_schema,
    field_schema,
    input_schema,
    page_schema,
    patch_schema,
    payload_schema,
    sample,
    sample_payload,
    sample_value,
)
from designer.interfaces.text import plain, prose, sentence
from designer.model.base import canonical_json, slugify
from designer.model.component import Component
from designer.model.design import Design
from designer.model.entity import Entity, EntityField

VERSION = "3.1.0"
_JSON, _PROBLEM, _ANY = "application/json", "application/problem+json", "*/*"
_PARAMETER = re.compile(r"\{([^}]*)\}")
_WITH_BODY = frozenset({"POST", "PUT", "PATCH"})
_SOURCES = {
    "stated": "the interfaces of the design",
    "flow": "the flows of the design, which name these operations",
    "records": "the records that the component keeps; the design names no operation",
}
# As RFC 9110 has them; the table of the standard library says something else in each version of Python.
_PHRASES = {
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 205: "Reset Content", 206: "Partial Content",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict",
    410: "Gone", 411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large",
    415: "Unsupported Media Type", 416: "Range Not Satisfiable", 422: "Unprocessable Content", 423: "Locked",
    428: "Precondition Required", 429: "Too Many Requests", 451: "Unavailable For Legal Reasons",
    500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
}  # fmt: skip
_PROBLEM_SCHEMA: Schema = {
    "type": "object",
    "title": "Problem details",
    "description": "What went wrong, as RFC 9457 has it.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "default": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 100, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}
_KEY_PARAMETER: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A call that is repeated with the same key and body has one effect and gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
_LIMIT: Schema = {
    "name": "limit",
    "in": "query",
    "description": "The most items of a page.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
}
_AFTER: Schema = {
    "name": "after",
    "in": "query",
    "description": "The cursor that the page before gave as `next`; left out for the first page.",
    "schema": {"type": "string", "maxLength": 500},
}


def http_routes(design: Design, component: Component, offer: Offer) -> tuple[Route, ...]:
    """Return the routes that the design gives grounds for: stated ones, else those of flows, else those of records.

    Records alone give routes only where something speaks HTTP to the component.
    """
    for source in ("stated", "flow"):
        if found := tuple(route for route in offer.routes if route.source == source):
            return found
    spoken = any(item.component == component.id and item.operations for item in design.interfaces)
    known = {entity.id for entity in design.entities}
    if spoken or not any(speaks_http(link) for link in design.graph.incoming[component.id]):
        return ()
    kept = {item.entity.id: item for item in offer.resources if item.entity.id in known}
    return tuple(route for route in offer.routes if route.resource in kept and _is_done(design, route, kept, component))


def _is_done(design: Design, route: Route, kept: Mapping[str, Resource], component: Component) -> bool:
    """Return whether a component may do to its store what a route wants, as far as the design says."""
    store = kept[route.resource or ""].entity.store
    link = next((link for link in design.graph.outgoing[component.id] if link.target == store), None)
    wanted = "reads" if route.method == "GET" else "writes"
    return link is None or link.prop(wanted) is not False


def openapi_document(design: Design, component: Component, offer: Offer) -> dict[str, Any] | None:
    """Return the OpenAPI description of a component; None when the design gives no grounds for one."""
    routes = http_routes(design, component, offer)
    if not routes:
        return None
    return _Writer(design, component, offer).document(routes)


class _Writer:
    """Collects what the operations of one component refer to."""

    def __init__(self, design: Design, component: Component, offer: Offer) -> None:
        self.design = design
        self.component = component
        self.access: Access = access_to(design, component)
        self.words = Vocabulary(design.entities)
        self.resources = {item.entity.id: item for item in offer.resources}
        self.schemas: dict[str, Schema] = {}
        self.responses: dict[str, Any] = {}
        self.schemes: dict[str, Any] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._taken = {"Problem"}
        for entity in design.entities:
            self._names[entity.id, ""] = unique(camel(entity.id), self._taken)

    def document(self, routes: tuple[Route, ...]) -> dict[str, Any]:
        paths: dict[str, Any] = {}
        for route in routes:
            item = paths.setdefault(route.path, {})
            if not item and (parameters := self._path_parameters(route)):
                item["parameters"] = parameters
            item[route.method.lower()] = self._operation(route)
        self.schemas["Problem"] = _PROBLEM_SCHEMA
        parts: dict[str, Any] = {"schemas": dict(sorted(self.schemas.items()))}
        if self.responses:
            parts["responses"] = dict(sorted(self.responses.items()))
        if self.schemes:
            parts["securitySchemes"] = dict(sorted(self.schemes.items()))
        return {
            "openapi": VERSION,
            "info": {
                "title": title_of(self.design, self.component),
                # It changes when, and only when, what is offered changes.
                "version": f"sha256-{hashlib.sha256(canonical_json([paths, parts]).encode()).hexdigest()[:12]}",
                "description": sentence(
                    prose(self.component.description), f"Computed from {_SOURCES[routes[0].source]}"
                ),
                "x-component": self.component.id,
            },
            "servers": servers_of(self.design, self.component, self.access),
            "paths": paths,
            "components": parts,
        }

    # Operations

    def _operation(self, route: Route) -> dict[str, Any]:
        made: dict[str, Any] = {
            "operationId": route.id,
            "summary": plain(route.summary or self._usual_words(route), 120),
        }
        if route.operation is not None and (told := self._told(route)):
            made["description"] = told
        if parameters := self._query_parameters(route):
            made["parameters"] = parameters
        if (body := self._body(route)) is not None:
            made["requestBody"] = body
        made["responses"] = self._responses(route)
        if (security := security_of(route.operation, self.access)) is not None:
            scheme, definition = security
            if scheme:
                self.schemes[scheme] = definition
            made["security"] = [{scheme: []}] if scheme else []
        return made

    def _usual_words(self, route: Route) -> str:
        resource = self.resources.get(route.resource or "")
        name = resource.entity.name.lower() if resource is not None else "record"
        words = {
            "create": f"Keep a new {name}",
            "list": f"List every {name}, in pages",
            "read": f"Read one {name}",
            "replace": f"Put one {name} in place of what is there",
            "change": f"Change fields of one {name}",
            "remove": f"Remove one {name}",
        }
        return words.get(route.act, f"{route.method} {route.path}")

    def _told(self, route: Route) -> str:
        operation = route.operation
        assert operation is not None
        named = "" if f"{route.method} {route.path}" == operation.name.strip() else prose(operation.name, 200)
        return sentence(
            f"Takes: {prose(operation.request)}" if operation.request else "",
            f"Gives: {prose(operation.response)}" if operation.response else "",
            "Doing it twice has the effect of doing it once" if operation.idempotent else "",
            f"In the design: {named}" if named else "",
        )

    def _path_parameters(self, route: Route) -> list[Schema]:
        resource = self.resources.get(route.resource or "")
        names = _PARAMETER.findall(route.path)
        return [self._path_parameter(name, resource if name == names[-1] else None) for name in names]

    def _path_parameter(self, name: str, resource: Resource | None) -> Schema:
        field = self._field_named(name, resource)
        made: Schema = {"name": name, "in": "path", "required": True}
        if resource is not None:
            joined = " Its parts are joined by `~`." if len(resource.keys) > 1 else ""
            made["description"] = f"The key of one {prose(resource.entity.name.lower(), 80)}.{joined}"
        if field is None or field.type not in ("uuid", "integer", "string", "date", "timestamp"):
            return {**made, "schema": {"type": "string"}}
        bare = field.model_copy(
            update={"optional": False, "key": False, "unique": False, "note": "", "references": None}
        )
        return {**made, "schema": field_schema(bare), "example": sample_value(bare)}

    def _field_named(self, name: str, resource: Resource | None) -> EntityField | None:
        """Return the field that a parameter is the value of: the resource's key, else a key of that name."""
        if resource is not None:
            keys = [field for field in resource.entity.fields if field.key]
            return keys[0] if len(keys) == 1 else None
        keyed = [
            f for entity in self.design.entities for f in entity.fields if f.key and f.name == name and name != "id"
        ]
        return keyed[0] if keyed and len({field.type for field in keyed}) == 1 else None

    def _query_parameters(self, route: Route) -> list[Schema]:
        if route.method == "GET" and self._is_page(route):
            return [_LIMIT, _AFTER]
        if not self._takes_key(route):
            return []
        told = route.operation.summary.lower() if route.operation else ""
        is_needed = "idempotency-key" in told and "required" in told
        return [{**_KEY_PARAMETER, "required": True} if is_needed else _KEY_PARAMETER]

    def _takes_key(self, route: Route) -> bool:
        """Return whether a call makes something and the design says that a second one makes nothing."""
        operation = route.operation
        makes = route.act == "create" or (operation is not None and bool({201, 202} & set(operation.status)))
        if route.method != "POST" or not makes:
            return False
        carries = operation is not None and "idempotency" in slugify(operation.request)
        return not carries and (self.access.is_keyed or (operation is not None and operation.idempotent is True))

    # Bodies

    def _body(self, route: Route) -> dict[str, Any] | None:
        if route.method not in _WITH_BODY:
            return None
        near = self._near(route)
        words = route.operation.request if route.operation else ""
        payload = self.words.payload(words, near=near, is_sent=True)
        if payload is None and route.source == "records" and near is not None:
            payload = Payload("", near)
        if payload is None:
            return None
        if payload.entity is not None and not payload.is_many and not payload.is_more:
            return self._record_body(route, payload.entity)
        if route.method == "PATCH":
            # What is left out stays as it is.
            optional = tuple(replace(part, is_optional=True) for part in payload.parts)
            payload = replace(payload, parts=optional)
        return {"required": True, "content": self._content(payload)}

    def _record_body(self, route: Route, entity: Entity) -> dict[str, Any]:
        resource = self.resources.get(entity.id)
        makes_key = route.method == "PUT" or (resource is not None and resource.key_type != "other")
        left_out = {*(resource.stamps if resource else ()), *(resource.keys if resource and makes_key else ())}
        if route.method == "PATCH":
            schema = self._refer(entity, "Patch", patch_schema(entity))
        elif makes_key:
            schema = self._refer(entity, "Input", input_schema(entity, makes_key=True))
        else:
            schema = self._refer(entity, "Whole", input_schema(entity, makes_key=False))
        if route.method == "PATCH" and resource is not None:
            left_out |= set(resource.keys)
        example = sample(entity, leave_out=left_out)
        return {"required": True, "content": {_JSON: {"schema": schema, "example": example}}}

    def _content(self, payload: Payload) -> dict[str, Any]:
        if not payload.is_known:
            # The design says what is carried, and not in which form.
            return {_ANY: {"schema": payload_schema(payload, self._entity)}}
        media: dict[str, Any] = {"schema": payload_schema(payload, self._entity)}
        if (example := sample_payload(payload)) is not None:
            media["example"] = example
        return {_JSON: media}

    def _refer(self, entity: Entity, suffix: str, schema: Schema) -> Schema:
        key = (entity.id, suffix)
        if key not in self._names:
            base = self._names.get((entity.id, "")) or camel(entity.id)
            self._names[key] = unique(f"{base}{suffix}", self._taken)
        self.schemas.setdefault(self._names[key], schema)
        return {"$ref": f"#/components/schemas/{self._names[key]}"}

    def _entity(self, entity: Entity) -> Schema:
        return self._refer(entity, "", entity_schema(entity))

    # Answers

    def _responses(self, route: Route) -> dict[str, Any]:
        stated = route.operation.status if route.operation else ()
        statuses = [code for code in dict.fromkeys(stated) if 200 <= code < 600]
        if not any(code < 400 for code in statuses):
            statuses.insert(0, route.status)
        if route.source == "records":
            statuses += _usual_errors(route)
        made = {str(code): self._answer(route, code) for code in sorted(set(statuses))}
        return {**made, "default": self._problem("Any other error", "Problem")}

    def _answer(self, route: Route, code: int) -> dict[str, Any]:
        phrase = _phrase(code)
        if code >= 400:
            return self._problem(phrase, camel(phrase), retry=code in (429, 503))
        made: dict[str, Any] = {"description": phrase}
        if code in (201, 301, 302, 303, 307, 308):
            made["headers"] = {"Location": _location("Where it is." if code == 201 else "Where to go.")}
        if code not in (204, 205, 304) and code < 300 and route.method != "HEAD" and (content := self._given(route)):
            made["content"] = content
        return made

    def _problem(self, phrase: str, name: str, *, retry: bool = False) -> dict[str, Any]:
        made: dict[str, Any] = {"description": phrase}
        if retry:
            seconds = {"type": "integer", "minimum": 0}
            made["headers"] = {"Retry-After": {"description": "Seconds until a new try.", "schema": seconds}}
        made["content"] = {_PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        self.responses[name] = made
        return {"$ref": f"#/components/responses/{name}"}

    def _given(self, route: Route) -> dict[str, Any] | None:
        payload = self._response(route)
        if payload is None:
            return None
        if payload.entity is not None and self._is_page(route):
            page = page_schema(self._entity(payload.entity))
            example = {"items": [sample(payload.entity)], "next": None}
            return {_JSON: {"schema": page, "example": example}}
        return self._content(payload)

    def _response(self, route: Route) -> Payload | None:
        near = self._near(route)
        if route.operation is not None:
            return self.words.payload(route.operation.response, near=near)
        return Payload("", near) if near is not None and route.act != "remove" else None

    def _is_page(self, route: Route) -> bool:
        """Return whether a call is answered with a list: by its words, or because its path names a collection."""
        payload = self._response(route)
        if route.method != "GET" or payload is None or payload.entity is None:
            return False
        last = route.path.rstrip("/").rsplit("/", 1)[-1]
        names = {plural(payload.entity.id), plural(slugify(payload.entity.name))}
        return route.act == "list" or payload.is_many or (not last.startswith("{") and last in names)

    def _near(self, route: Route) -> Entity | None:
        if route.resource in self.resources:
            return self.resources[route.resource].entity
        if route.operation is None:
            return None
        answer = self.words.payload(route.operation.response)
        return answer.entity if answer is not None else None


def _location(told: str) -> dict[str, Any]:
    return {"description": told, "schema": {"type": "string", "format": "uri-reference"}}


def _usual_errors(route: Route) -> list[int]:
    """Return how an operation on records may fail."""
    errors = {"create": [409, 422], "list": [], "read": [404], "replace": [404, 422], "change": [404, 422]}
    return errors.get(route.act, [404])


def _phrase(code: int) -> str:
    return _PHRASES.get(code, f"Status {code}")
