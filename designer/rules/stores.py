"""Who keeps data, who changes it, which copy is the true one, and what must not get out."""

from __future__ import annotations

from functools import cached_property

from designer.model.component import Component
from designer.model.connection import Connection, Mode
from designer.model.kinds import Family, Kind
from designer.rules.messages import NOT_A_PARTY, Messages
from designer.rules.wording import ON_DEVICE_WORDS, READ_WORDS, WRITE_WORDS, is_vendor_replicated, says

SENSITIVE = ("health", "payment", "secret", "personal")
"""Classes of data that must not get out, the worst first."""

PRIMARY_KINDS = frozenset(
    {
        Kind.RELATIONAL_DB,
        Kind.DOCUMENT_DB,
        Kind.WIDE_COLUMN_DB,
        Kind.KEY_VALUE_STORE,
        Kind.GRAPH_DB,
        Kind.TIME_SERIES_DB,
        Kind.OBJECT_STORE,
    }
)
DERIVED_KINDS = frozenset({Kind.SEARCH_INDEX, Kind.VECTOR_INDEX, Kind.FEATURE_STORE, Kind.DATA_WAREHOUSE})
"""Kinds that usually hold a copy of what another store or a stream says."""


class Stores(Messages):
    """The data stores of a design."""

    def keeps_copies(self, component: Component) -> bool:
        """Return whether another copy is there when one is lost; unknown for what exists already."""
        # A primary of one copy that replicates to a standby has its other copy there.
        is_replicated = any(link.mode is Mode.REPLICATION for link in self.outgoing[component.id])
        return (
            component.replicas > 1 or component.existing or is_replicated or is_vendor_replicated(component.technology)
        )

    @cached_property
    def stores(self) -> tuple[Component, ...]:
        """The parts that keep data, caches included."""
        return tuple(one for one in self.components if one.is_datastore)

    def is_on_device(self, store: Component) -> bool:
        """Return whether a store is part of a client: only clients use it, and its name or product says so."""
        only_clients = all(one.family is Family.CLIENT for one in self.neighbours_of(store))
        return only_clients and says(f"{store.name} {store.technology}", ON_DEVICE_WORDS)

    def may_write(self, link: Connection) -> bool:
        """Return whether a connection changes its target, as far as anybody said."""
        if link.prop("writes") is not None:
            return link.prop("writes") is True
        if link.mode is Mode.REPLICATION or says(link.label, WRITE_WORDS):
            return True
        only_reads = self.source(link).kind is Kind.CDN or link.prop("reads") is True
        return not only_reads and not says(link.label, READ_WORDS)

    def surely_writes(self, link: Connection) -> bool:
        """Return whether somebody said that a connection changes its target."""
        if link.prop("writes") is not None:
            return link.prop("writes") is True
        return says(link.label, WRITE_WORDS)

    def writers(self, store: Component) -> list[Component]:
        """Return the components that may change a store, in order of name."""
        ids = {link.source for link in self.incoming[store.id] if self._feeds(link) and self.may_write(link)}
        return [self.component(one) for one in self.ordered(ids)]

    def _feeds(self, link: Connection) -> bool:
        return self.source(link).kind not in (*NOT_A_PARTY, Kind.OBSERVABILITY)

    @cached_property
    def authoritative_stores(self) -> tuple[Component, ...]:
        """The stores that hold the only true copy: stated so, or of a fitting kind and not said to be anything else."""
        return tuple(store for store in self.stores if self._is_authoritative(store))

    @cached_property
    def authoritative(self) -> frozenset[str]:
        """Ids of the authoritative stores."""
        return frozenset(store.id for store in self.authoritative_stores)

    @cached_property
    def single_stores(self) -> tuple[Component, ...]:
        """The authoritative stores that are written and keep one copy; an unnamed object store is a vendor's."""
        return tuple(
            store
            for store in self.authoritative_stores
            if not self.keeps_copies(store)
            and self.writers(store)
            and (store.kind is not Kind.OBJECT_STORE or store.technology)
        )

    def _is_authoritative(self, store: Component) -> bool:
        if store.prop("source_of_truth") is not None:
            return store.prop("source_of_truth") is True and not self.is_on_device(store)
        if store.kind not in PRIMARY_KINDS or store.prop("rebuildable") or store.prop("ttl_s") is not None:
            return False
        return not self.is_on_device(store)

    @cached_property
    def sensitive(self) -> dict[str, str]:
        """The most sensitive class of data of each store or broker that keeps any, by id."""
        found: dict[str, set[str]] = {}
        for entity in self.sized.entities:
            if entity.store is not None:
                found.setdefault(entity.store, set()).update(field.data_class for field in entity.fields)
        for one in self.components:
            found.setdefault(one.id, set()).add(str(one.prop("data_class")))
        worst = {one: next((word for word in SENSITIVE if word in found[one]), "") for one in self.ordered(found)}
        return {one: word for one, word in worst.items() if word and self._keeps_data(one)}

    def _keeps_data(self, component_id: str) -> bool:
        component = self.component(component_id)
        return component.is_datastore or component.is_broker
