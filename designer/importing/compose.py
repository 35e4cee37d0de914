"""Docker Compose files: services become parts, what one names of another becomes a connection.

Source: the Compose Specification, https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of, product_of_image
from designer.importing.imported import Imported
from designer.importing.loose_yaml import Tree, load_trees
from designer.importing.source import Source
from designer.model.base import Scalar
from designer.model.component import Component
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_NAME = re.compile(r"(?:docker-)?compose(?:[.\-][\w.\-]+)?\.ya?ml\Z")
_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{0,20}://)?(?:[^\s@/:]{1,100}(?::[^\s@/]{0,200})?@)?([A-Za-z0-9][\w.\-]{0,100})(?::\d{1,5})?"
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{0,20})://")
_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w{0,80})(?::?[-?+]([^{}]{0,300}))?\}|\$([A-Za-z_]\w{0,80})")
_UNDERSTOOD = frozenset(
    "image build depends_on links external_links environment env_file ports expose deploy scale replicas networks "
    "healthcheck container_name labels command entrypoint restart profiles extends volumes secrets configs hostname "
    "logging user working_dir init tty stdin_open stop_grace_period platform pull_policy mem_limit cpus ulimits "
    "cap_add cap_drop security_opt privileged read_only tmpfs shm_size sysctls extra_hosts dns network_mode domainname "
    "volumes_from group_add devices pid ipc stop_signal mem_reservation cpu_shares annotations attach develop "
    "mac_address memswap_limit oom_kill_disable cgroup_parent provider models post_start pre_stop gpus runtime".split()
)
_WORKERS = ("worker", "consumer", "celery", "sidekiq", "processor", "rq", "subscriber")
_SCHEDULERS = ("cron", "scheduler", "beat", "cronjob")
_ENTRIES = frozenset({80, 443, 8080, 8443, 3000, 5000, 8000})
_INNER = DATASTORE_KINDS | BROKER_KINDS


def is_compose(source: Source) -> bool:
    """Tell whether a file is a Compose file: by its name, or by services that have an image or a build."""
    if _NAME.search(PurePosixPath(source.main).name):
        return True
    if not source.main.endswith((".yml", ".yaml")):
        return False
    return bool(re.search(r"^services:\s*(?:#.*)?$", source.text, re.MULTILINE)) and bool(
        re.search(r"^\s+(?:image|build):", source.text, re.MULTILINE)
    )


def read_compose(source: Source, catalog: Catalog) -> Imported:
    """Return what a Compose file describes.

    Raises:
        DesignError: it is no YAML, or has no services.
    """
    trees = load_trees(source.text, name=source.main)
    tree = trees[0] if trees else Tree(None, {})
    services = tree.data.get("services") if isinstance(tree.data, Mapping) else None
    if not isinstance(services, Mapping) or not services:
        raise DesignError("the file has no services", where=source.main, fix="name a Compose file with `services:`")
    return _Reader(source, tree, services, catalog).read()


class _Reader:
    """One Compose file with the variables of the `.env` beside it."""

    def __init__(self, source: Source, tree: Tree, services: Mapping[str, Any], catalog: Catalog) -> None:
        self.source, self.tree, self.catalog = source, tree, catalog
        self.variables = dict(_env_lines(source.files.get(".env", "")))
        self.services = {str(key): self._extended(str(key), value) for key, value in services.items()}
        title = tree.data.get("name") if isinstance(tree.data.get("name"), str) else ""
        self.assembly = Assembly("Docker Compose", catalog, title=title or _title_of(source.main), text=source.text)

    def read(self) -> Imported:
        for name, service in self.services.items():
            self._add(name, service)
        self._entrance()
        for name, service in self.services.items():
            self._connect(name, service)
        self._leave_unknown()
        return self.assembly.done()

    def _extended(self, name: str, value: Any, depth: int = 0) -> dict[str, Any]:
        """Return a service with what it extends in the same file; another file's service is not known."""
        if not isinstance(value, Mapping):
            return {}
        base = value.get("extends")
        ref = base.get("service") if isinstance(base, Mapping) and not base.get("file") else base
        services = self.tree.data.get("services", {})
        if isinstance(ref, str) and isinstance(services.get(ref), Mapping) and depth < 10 and ref != name:
            inherited = self._extended(ref, services[ref], depth + 1)
            return {**{key: item for key, item in inherited.items() if key != "depends_on"}, **value}
        return dict(value)

    def _where(self, *path: str | int) -> str:
        return f"{self.source.main}:{self.tree.line('services', *path)}"

    def _add(self, name: str, service: Mapping[str, Any]) -> None:
        nature = self._nature(name, service)
        self.assembly.add(
            name,
            str(service.get("container_name") or name),
            nature,
            where=self._where(name),
            id=name,
            description=self._described(service),
            replicas=self._copies(service),
            properties=dict(self._properties(service, nature)),
            existing=False,
        )

    def _nature(self, name: str, service: Mapping[str, Any]) -> Nature:
        image = self._filled(service.get("image"))
        words = " ".join(_words(service.get("command")) + _words(service.get("entrypoint"))).casefold()
        product = product_of_image(image, self.catalog) if image else None
        own = name.casefold().replace("_", "-")
        if product is not None:
            return Nature(usual_kind(product.kinds, own), product.name)
        if any(word in own.split("-") or word in words.split() for word in _SCHEDULERS):
            return Nature(Kind.SCHEDULER, "")
        if any(word in own.split("-") or word in words.split() for word in _WORKERS):
            return Nature(Kind.WORKER, "")
        build = service.get("build")
        context = build.get("context") if isinstance(build, Mapping) else build
        named = nature_of([own], self.catalog)
        return (
            named if named.kind is not Kind.SERVICE or context is None else nature_of([own, str(context)], self.catalog)
        )

    def _described(self, service: Mapping[str, Any]) -> str:
        image = self._filled(service.get("image"))
        if image:
            return f"Runs the image {image}."
        build = service.get("build")
        context = build.get("context") if isinstance(build, Mapping) else build
        return f"Built from {context}." if context else ""

    def _copies(self, service: Mapping[str, Any]) -> int:
        deploy = service.get("deploy")
        value = service.get("scale") or (deploy.get("replicas") if isinstance(deploy, Mapping) else None)
        return int(self._filled(value)) if self._filled(value).isdigit() else 1

    def _properties(self, service: Mapping[str, Any], nature: Nature) -> Iterator[tuple[str, Scalar]]:
        check = service.get("healthcheck")
        if isinstance(check, Mapping) and not check.get("disable"):
            yield "health_check", True
        if service.get("secrets"):
            yield "secrets_from", "Compose secrets"
        published = list(self._published(service))
        # A store or broker is open to others by any port, an application by those that people use.
        if published and (nature.kind in _INNER or any(port in _ENTRIES for port in published)):
            yield "public", True

    def _published(self, service: Mapping[str, Any]) -> Iterator[int]:
        """Yield the ports of the container that can be reached from other machines."""
        for item in _items(service.get("ports")):
            if isinstance(item, Mapping):
                if str(item.get("host_ip", "")).startswith("127.") or not str(item.get("target", "")).isdigit():
                    continue
                yield int(item["target"])
                continue
            text = self._filled(item).partition("/")[0]
            parts = text.rsplit(":", 2)
            if len(parts) > 1 and not parts[0].startswith("127.") and parts[0] != "localhost":
                port = parts[-1].partition("-")[0]
                if port.isdigit():
                    yield int(port)

    def _entrance(self) -> None:
        """Add who uses the published parts, when any is."""
        parts = ((name, self.assembly.part(name)) for name in self.services)
        public = [name for name, part in parts if part.prop("public") is True and part.kind not in _INNER]
        if public:
            self.assembly.add(
                " users", "Users", Nature(Kind.WEB_CLIENT, ""), where=self._where(public[0], "ports"), id="users"
            )
            for name in public:
                self.assembly.connect(" users", name, where=self._where(name, "ports"), label="published port")

    def _connect(self, name: str, service: Mapping[str, Any]) -> None:
        named: dict[str, tuple[str, str]] = {}
        for path, text in _texts(service.get("environment"), ("environment",)):
            for target, scheme in self._hosts(name, self._filled(text)):
                named.setdefault(target, (self._where(name, *path), scheme))
        for path, text in _texts(service.get("command"), ("command",)):
            for target, scheme in self._hosts(name, self._filled(text)):
                named.setdefault(target, (self._where(name, *path), scheme))
        for file in _items(service.get("env_file")):
            path_of = file.get("path") if isinstance(file, Mapping) else file
            for _, text in _env_lines(self.source.files.get(str(path_of).removeprefix("./"), "")):
                for target, scheme in self._hosts(name, text):
                    named.setdefault(target, (self._where(name, "env_file"), scheme))
        for key in ("links", "depends_on"):
            for other in _items(service.get(key)):
                target = str(other).partition(":")[0]
                if target in self.services and target != name:
                    named.setdefault(target, (self._where(name, key), ""))
                elif target not in self.services:
                    line = self.tree.line("services", name, key)
                    self.assembly.leave(
                        self.source.main, line, f"{name} depends on {target!r}, which is no service here"
                    )
        for target, (where, scheme) in named.items():
            self._link(name, target, where, scheme)

    def _link(self, name: str, target: str, where: str, scheme: str) -> None:
        start, end = self.assembly.part(name), self.assembly.part(target)
        protocol = _PROTOCOLS.get(scheme, "")
        if end.is_broker and start.kind in (Kind.WORKER, Kind.STREAM_PROCESSOR):
            self.assembly.connect(target, name, where=where, label="consumes", protocol=protocol)
        else:
            self.assembly.connect(name, target, where=where, label=_label(start, end), protocol=protocol)

    def _hosts(self, own: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield the services that a value names as a host ("postgres://db:5432/app", "redis:6379", "db")."""
        for word in re.split(r"[\s,;]+", text[:4000]):
            match = _HOST.match(word.strip("'\"[]"))
            if match and match.group(1) in self.services and match.group(1) != own:
                scheme = _SCHEME.match(word.strip("'\"["))
                yield match.group(1), scheme.group(1) if scheme else ""

    def _leave_unknown(self) -> None:
        for name, service in self.services.items():
            for key in service:
                if key not in _UNDERSTOOD and not str(key).startswith("x-"):
                    line = self.tree.line("services", name, key)
                    self.assembly.leave(self.source.main, line, f"{name}: the key {key!r} is not known")
            extends = service.get("extends")
            if isinstance(extends, Mapping) and extends.get("file"):
                line = self.tree.line("services", name, "extends")
                self.assembly.leave(
                    self.source.main, line, f"{name} extends a service of {extends['file']!r}, which was not read"
                )
        for key in ("include",):
            if key in self.tree.data:
                self.assembly.leave(self.source.main, self.tree.line(key), f"{key!r}: other files were not read")

    def _filled(self, value: Any) -> str:
        """Return text with variables replaced by the `.env` beside the file or their defaults; others stay empty."""

        def fill(match: re.Match[str]) -> str:
            return self.variables.get(match.group(1) or match.group(3), match.group(2) or "")

        return _VARIABLE.sub(fill, "" if value is None else str(value))


_PROTOCOLS = {
    "postgres": "SQL", "postgresql": "SQL", "mysql": "SQL", "redis": "RESP", "rediss": "RESP", "amqp": "AMQP",
    "amqps": "AMQP", "mongodb": "MongoDB", "nats": "NATS", "mqtt": "MQTT", "http": "HTTP", "https": "HTTPS", "grpc": "gRPC",
}  # fmt: skip


def _label(start: Component, end: Component) -> str:
    if end.is_broker:
        return "publishes"
    if end.is_datastore:
        return "reads, writes"
    return "forwards" if start.kind in (Kind.LOAD_BALANCER, Kind.API_GATEWAY) else "calls"


def usual_kind(kinds: Iterable[Kind], name: str) -> Kind:
    """Return the first kind of a product, or the one that the service's own name says ("cache", "queue")."""
    known = tuple(kinds)
    wanted = {"cache": Kind.CACHE, "queue": Kind.QUEUE, "broker": Kind.QUEUE, "gateway": Kind.API_GATEWAY}
    for word in name.split("-"):
        if wanted.get(word) in known:
            return wanted[word]
    return known[0]


def _items(value: Any) -> list[Any]:
    """Return the items of a list, the keys of a mapping, or the one value."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | Mapping) else [value]


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(value).split() if value is not None else []


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the values of environment variables, written as a mapping or as a list, with their paths."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield (*path, key), "" if item is None else str(item)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield (*path, number), str(item).partition("=")[2] or str(item)
    elif value is not None:
        yield path, str(value)


def _env_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines()[:5000]:
        key, mark, value = line.strip().removeprefix("export ").partition("=")
        if mark and not key.startswith("#"):
            yield key.strip(), value.strip().strip("'\"")


def _title_of(path: str) -> str:
    folder = PurePosixPath(path).parent.name
    return folder.replace("-", " ").replace("_", " ").capitalize() if folder not in ("", ".") else "Imported system"
