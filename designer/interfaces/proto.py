"""The Protocol Buffers file of one component that speaks gRPC: its service, its calls, and what they carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from designer.interfaces.names import camel, identifier, unique
from designer.interfaces.offers import with_key
from designer.interfaces.payload import Part, Payload, Vocabulary
from designer.interfaces.text import plain
from designer.model.base import slugify
from designer.model.component import Component
from designer.model.design import Design
from designer.model.entity import Entity, EntityField
from designer.model.interface import Interface, Operation

_TYPES: Mapping[str, str] = {
    "string": "string", "text": "string", "integer": "int64", "number": "double", "decimal": "string", "boolean": "bool",
    "timestamp": "google.protobuf.Timestamp", "date": "string", "uuid": "string", "bytes": "bytes",
    "json": "google.protobuf.Value", "vector": "double", "list": "google.protobuf.Value", "geo": "Geo", "enum": "string",
}  # fmt: skip
_REPEATED = frozenset({"vector", "list"})
_IMPORTS = {"google.protobuf.Timestamp": "timestamp", "google.protobuf.Value": "struct"}
_UNTYPED = "google.protobuf.Value"


def proto_text(design: Design, component: Component) -> str | None:
    """Return the .proto file of a component; None when it has no gRPC operation."""
    stated = [item for item in design.interfaces if item.component == component.id and item.protocol == "grpc"]
    stated = [item for item in stated if item.operations]
    return _Writer(design, component, stated).text() if stated else None


class _Writer:
    """Collects the messages that the calls of one component need."""

    def __init__(self, design: Design, component: Component, interfaces: list[Interface]) -> None:
        self.design = design
        self.component = component
        self.interfaces = interfaces
        self.words = Vocabulary(design.entities)
        # Packages, services and messages share one space of names.
        self.taken = {"Geo"}
        self.entities = {entity.id: unique(camel(entity.id), self.taken) for entity in design.entities}
        self.messages: dict[str, list[str]] = {}
        self.used: set[str] = set()

    def text(self) -> str:
        services = [line for interface in self.interfaces for line in self._service(interface)]
        if "Geo" in self.used:
            fields = ["  double latitude = 1;", "  double longitude = 2;"]
            self.messages["Geo"] = ["// A place on earth, in degrees.", "message Geo {", *fields, "}"]
        imports = sorted({f"google/protobuf/{_IMPORTS[name]}.proto" for name in self.used if name in _IMPORTS})
        lines = [
            f"// {_comment(self.component.name)}, {_comment(self.design.title)}: what it offers over gRPC.",
            "// Computed from the interfaces of the design.",
            'syntax = "proto3";',
            "",
            f"package {self._package()};",
        ]
        if imports:
            lines += ["", *(f'import "{name}";' for name in imports)]
        lines += services
        for message in self.messages.values():
            lines += ["", *message]
        return "\n".join(lines) + "\n"

    def _package(self) -> str:
        first = identifier(self.design.title, prefix="p_")
        return f"{first}.{identifier(self.component.id, prefix='p_')}"

    def _service(self, interface: Interface) -> list[str]:
        name = unique(camel(interface.component if len(self.interfaces) == 1 else interface.id), self.taken)
        lines, calls = ["", f"// {_comment(interface.name)}.", f"service {name} {{"], set[str]()
        for operation in interface.operations:
            call = unique(camel(operation.name, fallback="Call"), calls)
            request = self._message(f"{call}Request", operation.request, operation.response, is_sent=True)
            response = self._message(f"{call}Response", operation.response, operation.request)
            takes, gives = _streams(operation)
            lines += [f"  // {line}" for line in _told(operation)]
            lines.append(f"  rpc {call}({takes}{request}) returns ({gives}{response});")
        return [*lines, "}"]

    def _message(self, wanted: str, words: str, other: str, *, is_sent: bool = False) -> str:
        """Return the name of the message that carries some words, after it was written."""
        answer = self.words.payload(other)
        payload = self.words.payload(words, near=answer.entity if answer else None, is_sent=is_sent)
        name = unique(wanted, self.taken)
        lines = [f"// {_comment(words)}." if words else "// It carries nothing.", f"message {name} {{"]
        self.messages[name] = [*lines, *self._carried(payload), "}"]
        return name

    def _carried(self, payload: Payload | None) -> list[str]:
        if payload is None:
            return []
        if payload.entity is not None:
            many = "repeated " if payload.is_many else ""
            field = identifier(payload.entity.id, prefix="f_")
            return [f"  {many}{self._entity(payload.entity)} {field} = 1;"]
        if payload.parts:
            return self._fields((self._part(part), part.name, "") for part in payload.parts)
        self.used.add(_UNTYPED)
        return ["  // The design says it in words only.", f"  {_UNTYPED} content = 1;"]

    def _part(self, part: Part) -> str:
        if part.entity is not None:
            return ("repeated " if part.is_many else "") + self._entity(part.entity)
        if part.field is None:
            self.used.add(_UNTYPED)
            return _UNTYPED
        return self._type(part.field.model_copy(update={"optional": part.is_optional, "key": False}))

    def _entity(self, entity: Entity) -> str:
        name = self.entities[entity.id]
        if name not in self.messages:
            told = [f"// {_comment(entity.description)}"] if entity.description else []
            fields = self._fields((self._type(field), field.name, _values(field)) for field in with_key(entity).fields)
            self.messages[name] = [*told, f"message {name} {{", *fields, "}"]
        return name

    def _fields(self, rows: Iterable[tuple[str, str, str]]) -> list[str]:
        """Return fields, numbered in their order; names that would be one in JSON get numbers."""
        taken: set[str] = set()
        lines = []
        for number, (type_, wire, note) in enumerate(rows, start=1):
            base = identifier(wire, prefix="f_").rstrip("_")
            name, again = base, 2
            while name.replace("_", "") in taken:
                name, again = f"{base}_{again}", again + 1
            taken.add(name.replace("_", ""))
            lines.append(f"  {type_} {name} = {_number(number)};{note}")
        return lines

    def _type(self, field: EntityField) -> str:
        name = _TYPES[field.type]
        self.used.add(name)
        if field.type in _REPEATED:
            return f"repeated {name}"
        return f"optional {name}" if field.optional and not field.key and "." not in name and name != "Geo" else name


def _number(number: int) -> int:
    """Return the number of a field; 19000 to 19999 belong to Protocol Buffers itself."""
    return number if number < 19_000 else number + 1_000


def _values(field: EntityField) -> str:
    """Return the values of a choice as a comment: the design's own words go over the wire."""
    return f"  // one of {_comment(', '.join(field.values), 200)}" if field.type == "enum" and field.values else ""


def _streams(operation: Operation) -> tuple[str, str]:
    said = operation.summary.lower()
    gives = operation.direction == "subscribe" or "server stream" in said or "bidirectional stream" in said
    takes = "client stream" in said or "bidirectional stream" in said
    return "stream " if takes else "", "stream " if gives else ""


def _told(operation: Operation) -> list[str]:
    named = (
        ""
        if camel(operation.name, fallback="Call") == operation.name
        else f"In the design: {_comment(operation.name)}."
    )
    once = "Doing it twice has the effect of doing it once." if operation.idempotent else ""
    return [line for line in (f"{_comment(operation.summary)}." if operation.summary else "", named, once) if line]


def _comment(text: str, limit: int = 200) -> str:
    """Return text for a comment that ends with its line."""
    return plain(text, limit).rstrip(".\\") or slugify(text, fallback="-")
