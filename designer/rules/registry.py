"""All rules, and the run of them over a design."""

from __future__ import annotations

from collections.abc import Iterable

from designer.errors import InputError
from designer.model.design import SizedDraft
from designer.model.finding import Finding
from designer.rules.brief.availability_contradicted import availability_contradicted
from designer.rules.brief.fewer_copies_than_stated import fewer_copies_than_stated
from designer.rules.brief.forbidden_part_present import forbidden_part_present
from designer.rules.brief.impossible_figure import impossible_figure
from designer.rules.brief.latencies_out_of_order import latencies_out_of_order
from designer.rules.brief.loss_beyond_retention import loss_beyond_retention
from designer.rules.brief.more_at_once_than_in_all import more_at_once_than_in_all
from designer.rules.brief.named_part_missing import named_part_missing
from designer.rules.brief.parts_off_the_total import parts_off_the_total
from designer.rules.brief.peak_below_average import peak_below_average
from designer.rules.brief.two_values_for_one_figure import two_values_for_one_figure
from designer.rules.data.cache_that_never_forgets import cache_that_never_forgets
from designer.rules.data.cache_without_source_of_truth import cache_without_source_of_truth
from designer.rules.data.consumer_not_idempotent import consumer_not_idempotent
from designer.rules.data.dual_write_without_outbox import dual_write_without_outbox
from designer.rules.data.exactly_once_without_idempotency import exactly_once_without_idempotency
from designer.rules.data.growth_without_retention import growth_without_retention
from designer.rules.data.order_not_kept import order_not_kept
from designer.rules.data.read_model_without_feed import read_model_without_feed
from designer.rules.data.rebuilt_from_a_short_log import rebuilt_from_a_short_log
from designer.rules.data.shared_database import shared_database
from designer.rules.data.source_of_truth_without_backup import source_of_truth_without_backup
from designer.rules.data.truth_that_expires import truth_that_expires
from designer.rules.facts import Facts
from designer.rules.operations.change_without_record import change_without_record
from designer.rules.operations.critical_flow_unobserved import critical_flow_unobserved
from designer.rules.operations.trace_ends_at_broker import trace_ends_at_broker
from designer.rules.reliability.all_copies_in_one_zone import all_copies_in_one_zone
from designer.rules.reliability.balanced_without_health_check import balanced_without_health_check
from designer.rules.reliability.even_quorum import even_quorum
from designer.rules.reliability.external_call_without_timeout import external_call_without_timeout
from designer.rules.reliability.leader_without_fencing import leader_without_fencing
from designer.rules.reliability.message_returns_while_at_work import message_returns_while_at_work
from designer.rules.reliability.open_connection_without_heartbeat import open_connection_without_heartbeat
from designer.rules.reliability.outside_call_without_way_out import outside_call_without_way_out
from designer.rules.reliability.queue_without_dead_letter import queue_without_dead_letter
from designer.rules.reliability.retried_write_without_key import retried_write_without_key
from designer.rules.reliability.retries_at_every_layer import retries_at_every_layer
from designer.rules.reliability.retry_without_backoff import retry_without_backoff
from designer.rules.reliability.single_point_of_failure import single_point_of_failure
from designer.rules.reliability.single_replica_broker import single_replica_broker
from designer.rules.reliability.single_replica_datastore import single_replica_datastore
from designer.rules.reliability.timeout_shorter_than_callee import timeout_shorter_than_callee
from designer.rules.rule import Rule
from designer.rules.scale.load_beyond_capacity import load_beyond_capacity
from designer.rules.scale.popular_key_on_one_shard import popular_key_on_one_shard
from designer.rules.scale.slow_work_on_request_path import slow_work_on_request_path
from designer.rules.scale.state_behind_balancer import state_behind_balancer
from designer.rules.scale.wide_synchronous_fan_out import wide_synchronous_fan_out
from designer.rules.security.admin_on_users_path import admin_on_users_path
from designer.rules.security.audit_log_that_can_change import audit_log_that_can_change
from designer.rules.security.backup_in_the_clear import backup_in_the_clear
from designer.rules.security.card_data_beyond_tokenisation import card_data_beyond_tokenisation
from designer.rules.security.data_class_lost_on_the_way import data_class_lost_on_the_way
from designer.rules.security.data_outside_its_region import data_outside_its_region
from designer.rules.security.exposed_datastore import exposed_datastore
from designer.rules.security.model_acts_on_strangers_words import model_acts_on_strangers_words
from designer.rules.security.model_output_executed import model_output_executed
from designer.rules.security.objects_without_authorisation import objects_without_authorisation
from designer.rules.security.one_credential_for_many import one_credential_for_many
from designer.rules.security.outsider_writes_into_store import outsider_writes_into_store
from designer.rules.security.personal_data_without_end import personal_data_without_end
from designer.rules.security.plain_text_across_boundary import plain_text_across_boundary
from designer.rules.security.private_files_in_the_open import private_files_in_the_open
from designer.rules.security.public_admin import public_admin
from designer.rules.security.public_broker import public_broker
from designer.rules.security.public_entry_without_authentication import public_entry_without_authentication
from designer.rules.security.public_entry_without_rate_limit import public_entry_without_rate_limit
from designer.rules.security.public_inner_part import public_inner_part
from designer.rules.security.secret_in_configuration import secret_in_configuration
from designer.rules.security.sensitive_data_in_telemetry import sensitive_data_in_telemetry
from designer.rules.security.sensitive_data_to_outside import sensitive_data_to_outside
from designer.rules.security.sensitive_data_unencrypted import sensitive_data_unencrypted
from designer.rules.security.sensitive_messages_unencrypted import sensitive_messages_unencrypted
from designer.rules.security.staff_entrance_without_login import staff_entrance_without_login
from designer.rules.security.staff_with_a_password_only import staff_with_a_password_only
from designer.rules.security.store_in_several_zones import store_in_several_zones
from designer.rules.security.tenants_not_kept_apart import tenants_not_kept_apart
from designer.rules.security.token_nobody_verifies import token_nobody_verifies
from designer.rules.security.token_that_cannot_be_revoked import token_that_cannot_be_revoked
from designer.rules.security.unauthenticated_across_boundary import unauthenticated_across_boundary
from designer.rules.security.unfiltered_egress import unfiltered_egress
from designer.rules.security.unknown_device import unknown_device
from designer.rules.security.unsigned_update import unsigned_update
from designer.rules.security.unsigned_webhook import unsigned_webhook
from designer.rules.security.upload_without_size_limit import upload_without_size_limit
from designer.rules.security.upload_without_validation import upload_without_validation
from designer.rules.security.webhook_into_the_core import webhook_into_the_core
from designer.rules.security.webhook_that_can_be_replayed import webhook_that_can_be_replayed
from designer.rules.structure.client_called_synchronously import client_called_synchronously
from designer.rules.structure.client_talks_to_store import client_talks_to_store
from designer.rules.structure.consumer_without_source import consumer_without_source
from designer.rules.structure.duplicate_connection import duplicate_connection
from designer.rules.structure.duplicate_part import duplicate_part
from designer.rules.structure.flow_off_the_graph import flow_off_the_graph
from designer.rules.structure.isolated_component import isolated_component
from designer.rules.structure.log_without_reader import log_without_reader
from designer.rules.structure.long_synchronous_chain import long_synchronous_chain
from designer.rules.structure.queue_without_consumer import queue_without_consumer
from designer.rules.structure.queue_without_producer import queue_without_producer
from designer.rules.structure.self_connection import self_connection
from designer.rules.structure.synchronous_cycle import synchronous_cycle
from designer.rules.structure.unreachable_component import unreachable_component
from designer.rules.triage import ABOUT_ACCEPTANCES

ALL: tuple[Rule, ...] = (
    forbidden_part_present,
    named_part_missing,
    availability_contradicted,
    fewer_copies_than_stated,
    impossible_figure,
    peak_below_average,
    latencies_out_of_order,
    loss_beyond_retention,
    parts_off_the_total,
    two_values_for_one_figure,
    more_at_once_than_in_all,
    cache_without_source_of_truth,
    read_model_without_feed,
    shared_database,
    consumer_not_idempotent,
    dual_write_without_outbox,
    growth_without_retention,
    source_of_truth_without_backup,
    order_not_kept,
    cache_that_never_forgets,
    exactly_once_without_idempotency,
    truth_that_expires,
    rebuilt_from_a_short_log,
    critical_flow_unobserved,
    trace_ends_at_broker,
    change_without_record,
    single_point_of_failure,
    queue_without_dead_letter,
    single_replica_datastore,
    external_call_without_timeout,
    retry_without_backoff,
    leader_without_fencing,
    balanced_without_health_check,
    single_replica_broker,
    retried_write_without_key,
    retries_at_every_layer,
    timeout_shorter_than_callee,
    open_connection_without_heartbeat,
    outside_call_without_way_out,
    message_returns_while_at_work,
    even_quorum,
    all_copies_in_one_zone,
    load_beyond_capacity,
    popular_key_on_one_shard,
    state_behind_balancer,
    wide_synchronous_fan_out,
    slow_work_on_request_path,
    public_entry_without_authentication,
    public_entry_without_rate_limit,
    exposed_datastore,
    plain_text_across_boundary,
    unsigned_webhook,
    sensitive_data_unencrypted,
    upload_without_validation,
    public_admin,
    unfiltered_egress,
    objects_without_authorisation,
    secret_in_configuration,
    admin_on_users_path,
    unknown_device,
    public_broker,
    public_inner_part,
    audit_log_that_can_change,
    sensitive_data_in_telemetry,
    data_class_lost_on_the_way,
    sensitive_messages_unencrypted,
    model_acts_on_strangers_words,
    sensitive_data_to_outside,
    upload_without_size_limit,
    staff_entrance_without_login,
    unauthenticated_across_boundary,
    token_nobody_verifies,
    outsider_writes_into_store,
    webhook_into_the_core,
    one_credential_for_many,
    private_files_in_the_open,
    unsigned_update,
    card_data_beyond_tokenisation,
    personal_data_without_end,
    data_outside_its_region,
    backup_in_the_clear,
    webhook_that_can_be_replayed,
    tenants_not_kept_apart,
    staff_with_a_password_only,
    token_that_cannot_be_revoked,
    store_in_several_zones,
    model_output_executed,
    self_connection,
    isolated_component,
    unreachable_component,
    queue_without_consumer,
    consumer_without_source,
    client_talks_to_store,
    synchronous_cycle,
    long_synchronous_chain,
    client_called_synchronously,
    duplicate_connection,
    log_without_reader,
    queue_without_producer,
    duplicate_part,
    flow_off_the_graph,
)
"""Every rule, sorted by code."""


def rule_named(code_or_name: str) -> Rule:
    """Return a rule by its code or its name, in any case.

    Raises:
        InputError: there is none.
    """
    wanted = code_or_name.strip().casefold()
    for rule in (*ALL, *ABOUT_ACCEPTANCES):
        if wanted in (rule.code.casefold(), rule.name):
            return rule
    known = ", ".join(rule.code for rule in ALL)
    raise InputError(f"there is no rule {code_or_name[:60]!r}", where="rules", fix=f"use one of {known}, or a name")


def run_rules(sized: SizedDraft, rules: Iterable[Rule] = ALL) -> tuple[Finding, ...]:
    """Return what the rules find in a design: worst first, then by rule, subjects and message; nothing twice."""
    facts = Facts(sized)
    found = {finding for rule in rules for finding in rule.findings(facts)}
    return tuple(sorted(found, key=Finding.sort_key))
