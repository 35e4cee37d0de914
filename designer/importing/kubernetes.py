"""Kubernetes manifests: workloads become parts; services, ingresses and what containers are told become connections.

Source: Kubernetes API reference, https://kubernetes.io/docs/reference/kubernetes-api/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature, nature_of, product_of_image
from designer.importing.compose import usual_kind
from designer.importing.imported import Imported
from designer.importing.loose_yaml import Tree, load_trees
from designer.importing.source import Source
from designer.model.base import Scalar
from designer.model.component import Component
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_WORKLOADS = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job", "CronJob", "Rollout", "DeploymentConfig"}
)
_BATCH = {"Job": Kind.BATCH_JOB, "CronJob": Kind.SCHEDULER}
_SILENT = frozenset(
    "Namespace ServiceAccount Role RoleBinding ClusterRole ClusterRoleBinding PersistentVolume PersistentVolumeClaim "
    "StorageClass ResourceQuota LimitRange PriorityClass Kustomization CustomResourceDefinition IngressClass "
    "PodSecurityPolicy Endpoints EndpointSlice Certificate Issuer ClusterIssuer ServiceMonitor PodMonitor".split()
)
_READ = frozenset(
    {"Service", "Ingress", "ConfigMap", "Secret", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"}
)
_HOST = re.compile(
    r"(?:([a-z][a-z0-9+.\-]{0,20})://)?(?:[^\s@/]{1,200}@)?([a-z0-9][a-z0-9\-]{0,62})((?:\.[a-z0-9\-]{1,62}){0,5})(?::\d{1,5})?"
)
_WORKERS = ("worker", "consumer", "processor", "subscriber", "celery", "sidekiq")
_HELM = re.compile(r"\{\{")


class _Resource(NamedTuple):
    """One document: its kind, name and namespace, with the file and the lines it came from."""

    kind: str
    name: str
    namespace: str
    data: Mapping[str, Any]
    file: str
    tree: Tree
    path: tuple[str | int, ...] = ()

    def where(self, *path: str | int) -> str:
        """Return file and line of a value."""
        return f"{self.file}:{self.tree.line(*self.path, *path)}"

    @property
    def key(self) -> str:
        """The key of the resource among all."""
        return f"{self.namespace}/{self.kind}/{self.name}"


def is_kubernetes(source: Source) -> bool:
    """Tell whether any file is a manifest: `apiVersion` and `kind` at the start of a line."""
    texts = [text for name, text in source.files.items() if name.endswith((".yml", ".yaml", ".json"))]
    return any(
        re.search(r"^[\s{]{0,4}\"?apiVersion\"?:", text, re.MULTILINE)
        and re.search(r"^[\s{]{0,4}\"?kind\"?:", text, re.MULTILINE)
        for text in texts
    )


def read_kubernetes(source: Source, catalog: Catalog) -> Imported:
    """Return what the manifests of a file or folder describe.

    Raises:
        DesignError: a file is no YAML, or there is no workload.
    """
    return _Reader(source, catalog).read()


class _Reader:
    def __init__(self, source: Source, catalog: Catalog) -> None:
        self.source, self.catalog = source, catalog
        self.assembly = Assembly("Kubernetes", catalog, title="", text="\n---\n".join(source.files.values())[:900_000])
        self.resources: list[_Resource] = []
        self.hosts: dict[tuple[str, str], str] = {}
        self.maps: dict[tuple[str, str], _Resource] = {}

    def read(self) -> Imported:
        for name, text in self.source.files.items():
            if not name.endswith((".yml", ".yaml", ".json")):
                continue
            if _HELM.search(text) and "kind:" in text:
                self.assembly.leave(name, 1, "a template that must be rendered first (`helm template`)")
                continue
            self._collect(name, text)
        workloads = [item for item in self.resources if item.kind in _WORKLOADS]
        if not workloads:
            fix = "name a folder or file with Deployments, StatefulSets or Jobs"
            raise DesignError("the manifests describe no workload", where=self.source.main, fix=fix)
        for item in self.resources:
            if item.namespace and not self.assembly.has_boundary(item.namespace):
                self.assembly.bound(item.namespace, item.namespace, where=item.where())
        for item in workloads:
            self._add(item)
        for item in self.resources:
            self._support(item)
        for item in workloads:
            self._connect(item)
        for item in self.resources:
            if item.kind == "Ingress":
                self._enter(item)
        return self.assembly.done()

    def _collect(self, name: str, text: str) -> None:
        for tree in load_trees(text, name=name):
            data = tree.data
            if isinstance(data, Mapping) and data.get("kind") == "List":
                for number, item in enumerate(data.get("items") or []):
                    self._take(item, name, tree, ("items", number))
            else:
                self._take(data, name, tree, ())

    def _take(self, data: Any, name: str, tree: Tree, path: tuple[str | int, ...]) -> None:
        if not isinstance(data, Mapping) or "kind" not in data:
            return
        about = data.get("metadata")
        meta = about if isinstance(about, Mapping) else {}
        kind = str(data["kind"])
        item = _Resource(kind, str(meta.get("name") or kind), str(meta.get("namespace") or ""), data, name, tree, path)
        self.resources.append(item)
        if kind in ("ConfigMap", "Secret"):
            self.maps[item.namespace, item.name] = item
        if kind not in _WORKLOADS | _READ | _SILENT:
            self.assembly.leave(name, tree.line(*path), f"{kind} {item.name} is not understood")

    def _add(self, item: _Resource) -> None:
        pod = _pod(item)
        containers = _containers(pod)
        nature = self._nature(item, containers)
        self.assembly.add(
            item.key,
            item.name,
            nature,
            where=item.where(),
            id=item.name,
            description=f"{item.kind}; runs {', '.join(str(one.get('image', '?')) for one in containers) or 'no container'}.",
            boundary=item.namespace or None,
            replicas=_number(_dig(item.data, "spec", "replicas"), 1),
            properties=dict(self._properties(item, containers)),
            existing=False,
        )

    def _nature(self, item: _Resource, containers: list[Mapping[str, Any]]) -> Nature:
        for one in containers:
            product = product_of_image(str(one.get("image", "")), self.catalog)
            if product is not None and item.kind not in _BATCH:
                return Nature(usual_kind(product.kinds, item.name.casefold()), product.name)
        if item.kind in _BATCH:
            return Nature(_BATCH[item.kind], "")
        words = item.name.casefold().split("-")
        if any(word in words for word in _WORKERS):
            return Nature(Kind.WORKER, "")
        if item.kind == "DaemonSet":
            return nature_of([item.name], self.catalog, default=Kind.OBSERVABILITY)
        return nature_of([item.name], self.catalog)

    def _properties(self, item: _Resource, containers: list[Mapping[str, Any]]) -> Iterator[tuple[str, Scalar]]:
        if any(one.get("livenessProbe") or one.get("readinessProbe") for one in containers):
            yield "health_check", True
        if item.kind == "CronJob" and (when := _dig(item.data, "spec", "schedule")):
            yield "schedule", str(when)[:80]
        if item.kind in ("Deployment", "Rollout"):
            strategy = _dig(item.data, "spec", "strategy", "type")
            yield "deploy", "rolling" if strategy in (None, "RollingUpdate") else "blue-green"

    def _support(self, item: _Resource) -> None:
        if item.kind == "Service":
            self._serve(item)
        elif item.kind == "HorizontalPodAutoscaler":
            ref = _dig(item.data, "spec", "scaleTargetRef") or {}
            key = f"{item.namespace}/{ref.get('kind')}/{ref.get('name')}" if isinstance(ref, Mapping) else ""
            if key in self.assembly:
                part = self.assembly.part(key)
                least = _number(_dig(item.data, "spec", "minReplicas"), part.replicas)
                self.assembly.change(
                    key, replicas=max(part.replicas, least), properties={**part.properties, "autoscaled": True}
                )

    def _serve(self, item: _Resource) -> None:
        selector = _dig(item.data, "spec", "selector")
        external = _dig(item.data, "spec", "externalName")
        if external:
            key = item.key
            self.assembly.add(key, str(external), Nature(Kind.EXTERNAL_SYSTEM, ""), where=item.where(), id=item.name)
            self.hosts[item.namespace, item.name] = key
            return
        targets = list(self._selected(item.namespace, selector)) if isinstance(selector, Mapping) else []
        if not targets:
            self.assembly.leave(item.file, item.tree.line(*item.path), f"Service {item.name} selects no workload here")
            return
        self.hosts[item.namespace, item.name] = targets[0].key
        if _dig(item.data, "spec", "type") in ("LoadBalancer", "NodePort"):
            self._publish(targets[0].key, item, f"{_dig(item.data, 'spec', 'type')} service")

    def _selected(self, namespace: str, selector: Mapping[str, Any]) -> Iterator[_Resource]:
        for item in self.resources:
            if item.kind in _WORKLOADS and item.namespace == namespace:
                labels = _dig(_template(item), "metadata", "labels") or {}
                if isinstance(labels, Mapping) and all(labels.get(key) == value for key, value in selector.items()):
                    yield item

    def _publish(self, key: str, item: _Resource, label: str) -> None:
        part = self.assembly.part(key)
        if part.kind not in DATASTORE_KINDS | BROKER_KINDS or part.kind is Kind.OBJECT_STORE:
            self.assembly.change(key, properties={**part.properties, "public": True})
        if " users" not in self.assembly:
            self.assembly.add(" users", "Users", Nature(Kind.WEB_CLIENT, ""), where=item.where(), id="users")
        self.assembly.connect(" users", key, where=item.where(), label=label)

    def _enter(self, item: _Resource) -> None:
        key = " ingress"
        if key not in self.assembly:
            name = str(_dig(item.data, "spec", "ingressClassName") or "ingress")
            found = nature_of([name], self.catalog)
            nature = Nature(Kind.LOAD_BALANCER, found.technology)
            self.assembly.add(key, "Ingress", nature, where=item.where(), id="ingress", properties={"public": True})
            if " users" not in self.assembly:
                self.assembly.add(" users", "Users", Nature(Kind.WEB_CLIENT, ""), where=item.where(), id="users")
            tls: dict[str, Scalar] = {"encrypted": True} if _dig(item.data, "spec", "tls") else {}
            self.assembly.connect(" users", key, where=item.where(), label="requests", properties=tls)
        for name, path in _backends(item):
            target = self.hosts.get((item.namespace, name))
            if target is None:
                self.assembly.leave(
                    item.file, item.tree.line(*item.path, *path), f"Ingress to {name!r}, which is not here"
                )
            else:
                self.assembly.connect(key, target, where=item.where(*path), label="forwards", protocol="HTTP")

    def _connect(self, item: _Resource) -> None:
        for number, one in enumerate(_containers(_pod(item))):
            for text, path in self._told(one, item, number):
                for target, scheme in self._named(text, item):
                    self._link(item, target, item.where(*path), scheme)

    def _told(
        self, one: Mapping[str, Any], item: _Resource, number: int
    ) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Yield what a container is told: variables, arguments, and the maps that it takes them from."""
        base: tuple[str | int, ...] = (*_pod_path(item), "containers", number)
        for index, variable in enumerate(one.get("env") or []):
            if not isinstance(variable, Mapping):
                continue
            yield str(variable.get("value") or ""), (*base, "env", index)
            for kind in ("configMapKeyRef", "secretKeyRef"):
                ref = _dig(variable, "valueFrom", kind)
                if isinstance(ref, Mapping):
                    yield self._mapped(item.namespace, ref.get("name"), ref.get("key")), (*base, "env", index)
        for index, source in enumerate(one.get("envFrom") or []):
            for kind in ("configMapRef", "secretRef"):
                name = _dig(source, kind, "name") if isinstance(source, Mapping) else None
                if name:
                    yield self._mapped(item.namespace, name, None), (*base, "envFrom", index)
        for field in ("args", "command"):
            for text in one.get(field) or []:
                yield str(text), (*base, field)

    def _mapped(self, namespace: str, name: Any, key: Any) -> str:
        found = self.maps.get((namespace, str(name)))
        if found is None:
            return ""
        values = {**(found.data.get("data") or {}), **(found.data.get("stringData") or {})}
        chosen = [values.get(str(key))] if key is not None else list(values.values())
        return " ".join(str(value) for value in chosen if value is not None)

    def _named(self, text: str, item: _Resource) -> Iterator[tuple[str, str]]:
        for word in re.split(r"[\s,;=\"']+", text[:20_000]):
            match = _HOST.match(word)
            if match is None:
                continue
            parts = match.group(3).strip(".").split(".") if match.group(3) else []
            namespace = (
                parts[0] if parts and parts[0] not in ("svc", "cluster", "com", "org", "io", "net") else item.namespace
            )
            target = self.hosts.get((namespace, match.group(2))) or self.hosts.get((item.namespace, match.group(2)))
            if target is not None and target != item.key and match.end() >= len(word.partition("/")[0]):
                yield target, match.group(1) or ""

    def _link(self, item: _Resource, target: str, where: str, scheme: str) -> None:
        start, end = self.assembly.part(item.key), self.assembly.part(target)
        if end.is_broker and start.kind in (Kind.WORKER, Kind.STREAM_PROCESSOR):
            self.assembly.connect(target, item.key, where=where, label="consumes")
        else:
            self.assembly.connect(item.key, target, where=where, label=_label(end))


def _label(end: Component) -> str:
    return "publishes" if end.is_broker else "reads, writes" if end.is_datastore else "calls"


def _dig(data: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def _template(item: _Resource) -> Any:
    """Return what a workload makes its pods of; a Pod is its own."""
    if item.kind == "Pod":
        return item.data
    if item.kind == "CronJob":
        return _dig(item.data, "spec", "jobTemplate", "spec", "template")
    return _dig(item.data, "spec", "template")


def _pod(item: _Resource) -> Any:
    return _dig(_template(item), "spec")


def _pod_path(item: _Resource) -> tuple[str, ...]:
    if item.kind == "Pod":
        return ("spec",)
    if item.kind == "CronJob":
        return ("spec", "jobTemplate", "spec", "template", "spec")
    return ("spec", "template", "spec")


def _containers(pod: Any) -> list[Mapping[str, Any]]:
    found = _dig(pod, "containers")
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def _number(value: Any, default: int) -> int:
    return value if isinstance(value, int) and value > 0 else default


def _backends(item: _Resource) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield the services that an ingress leads to, with their paths in the file; both API versions."""
    default = _dig(item.data, "spec", "defaultBackend") or _dig(item.data, "spec", "backend")
    if (name := _dig(default, "service", "name") or _dig(default, "serviceName")) is not None:
        yield str(name), ("spec",)
    for number, rule in enumerate(_dig(item.data, "spec", "rules") or []):
        for index, path in enumerate(_dig(rule, "http", "paths") or []):
            backend = _dig(path, "backend")
            if (name := _dig(backend, "service", "name") or _dig(backend, "serviceName")) is not None:
                yield str(name), ("spec", "rules", number, "http", "paths", index)
