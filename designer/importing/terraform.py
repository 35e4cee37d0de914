"""Terraform plans as JSON: the resources of AWS's main services become parts, references between them connections.

Source: Terraform, "JSON Output Format", https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from designer.catalog.catalog import Catalog
from designer.errors import DesignError
from designer.importing.assembly import Assembly, Nature
from designer.importing.imported import Imported
from designer.importing.source import Source
from designer.model.base import Scalar
from designer.model.component import Component
from designer.model.kinds import BROKER_KINDS, Kind


class _Type(NamedTuple):
    """What a resource type becomes."""

    kind: Kind
    technology: str


_TYPES: Mapping[str, _Type] = {
    "aws_lb": _Type(Kind.LOAD_BALANCER, "AWS Elastic Load Balancing"),
    "aws_alb": _Type(Kind.LOAD_BALANCER, "AWS Elastic Load Balancing"),
    "aws_elb": _Type(Kind.LOAD_BALANCER, "AWS Elastic Load Balancing"),
    "aws_cloudfront_distribution": _Type(Kind.CDN, "Amazon CloudFront"),
    "aws_route53_zone": _Type(Kind.DNS, "Amazon Route 53"),
    "aws_wafv2_web_acl": _Type(Kind.WAF, "AWS WAF"),
    "aws_api_gateway_rest_api": _Type(Kind.API_GATEWAY, "Amazon API Gateway"),
    "aws_apigatewayv2_api": _Type(Kind.API_GATEWAY, "Amazon API Gateway"),
    "aws_appsync_graphql_api": _Type(Kind.API_GATEWAY, "AWS AppSync"),
    "aws_ecs_service": _Type(Kind.SERVICE, "Amazon ECS"),
    "aws_eks_cluster": _Type(Kind.SERVICE, "Amazon EKS"),
    "aws_instance": _Type(Kind.SERVICE, "Amazon EC2"),
    "aws_autoscaling_group": _Type(Kind.SERVICE, "Amazon EC2"),
    "aws_apprunner_service": _Type(Kind.SERVICE, "AWS App Runner"),
    "aws_elastic_beanstalk_environment": _Type(Kind.SERVICE, "AWS Elastic Beanstalk"),
    "aws_lambda_function": _Type(Kind.FUNCTION, "AWS Lambda"),
    "aws_batch_job_definition": _Type(Kind.BATCH_JOB, "AWS Batch"),
    "aws_glue_job": _Type(Kind.BATCH_JOB, "AWS Glue"),
    "aws_sfn_state_machine": _Type(Kind.WORKFLOW_ENGINE, "AWS Step Functions"),
    "aws_scheduler_schedule": _Type(Kind.SCHEDULER, "Amazon EventBridge Scheduler"),
    "aws_cloudwatch_event_bus": _Type(Kind.QUEUE, "Amazon EventBridge"),
    "aws_db_instance": _Type(Kind.RELATIONAL_DB, "Amazon RDS"),
    "aws_rds_cluster": _Type(Kind.RELATIONAL_DB, "Amazon Aurora"),
    "aws_dynamodb_table": _Type(Kind.KEY_VALUE_STORE, "Amazon DynamoDB"),
    "aws_docdb_cluster": _Type(Kind.DOCUMENT_DB, "Amazon DocumentDB"),
    "aws_neptune_cluster": _Type(Kind.GRAPH_DB, "Amazon Neptune"),
    "aws_keyspaces_table": _Type(Kind.WIDE_COLUMN_DB, "Amazon Keyspaces"),
    "aws_timestreamwrite_database": _Type(Kind.TIME_SERIES_DB, "Amazon Timestream"),
    "aws_elasticache_cluster": _Type(Kind.CACHE, "Amazon ElastiCache"),
    "aws_elasticache_replication_group": _Type(Kind.CACHE, "Amazon ElastiCache"),
    "aws_memorydb_cluster": _Type(Kind.CACHE, "Amazon MemoryDB"),
    "aws_opensearch_domain": _Type(Kind.SEARCH_INDEX, "Amazon OpenSearch Service"),
    "aws_elasticsearch_domain": _Type(Kind.SEARCH_INDEX, "Amazon OpenSearch Service"),
    "aws_redshift_cluster": _Type(Kind.DATA_WAREHOUSE, "Amazon Redshift"),
    "aws_redshiftserverless_workgroup": _Type(Kind.DATA_WAREHOUSE, "Amazon Redshift"),
    "aws_athena_workgroup": _Type(Kind.DATA_WAREHOUSE, "Amazon Athena"),
    "aws_s3_bucket": _Type(Kind.OBJECT_STORE, "Amazon S3"),
    "aws_efs_file_system": _Type(Kind.OBJECT_STORE, "Amazon EFS"),
    "aws_sqs_queue": _Type(Kind.QUEUE, "Amazon SQS"),
    "aws_sns_topic": _Type(Kind.QUEUE, "Amazon SNS"),
    "aws_mq_broker": _Type(Kind.QUEUE, "Amazon MQ"),
    "aws_kinesis_stream": _Type(Kind.EVENT_LOG, "Amazon Kinesis Data Streams"),
    "aws_kinesis_firehose_delivery_stream": _Type(Kind.STREAM_PROCESSOR, "Amazon Data Firehose"),
    "aws_msk_cluster": _Type(Kind.EVENT_LOG, "Amazon MSK"),
    "aws_cognito_user_pool": _Type(Kind.IDENTITY_PROVIDER, "Amazon Cognito"),
    "aws_secretsmanager_secret": _Type(Kind.SECRET_STORE, "AWS Secrets Manager"),
    "aws_kms_key": _Type(Kind.SECRET_STORE, "AWS KMS"),
    "aws_sagemaker_endpoint": _Type(Kind.MODEL_SERVER, "Amazon SageMaker"),
    "aws_iot_topic_rule": _Type(Kind.STREAM_PROCESSOR, "AWS IoT Core"),
}
# Resources that only join others: what they name is connected.
_JOINS: Mapping[str, tuple[str, str, str]] = {
    "aws_lambda_event_source_mapping": ("event_source_arn", "function_name", "consumes"),
    "aws_sns_topic_subscription": ("topic_arn", "endpoint", "delivers"),
    "aws_lambda_permission": ("source_arn", "function_name", "invokes"),
    "aws_cloudwatch_event_target": ("rule", "arn", "triggers"),
    "aws_api_gateway_integration": ("rest_api_id", "uri", "forwards"),
    "aws_apigatewayv2_integration": ("api_id", "integration_uri", "forwards"),
    "aws_lb_target_group_attachment": ("target_group_arn", "target_id", "forwards"),
    "aws_s3_bucket_notification": ("bucket", "", "notifies"),
}
_SILENT = (
    "aws_iam_", "aws_security_group", "aws_subnet", "aws_vpc", "aws_route", "aws_internet_gateway", "aws_nat_gateway", "aws_eip",
    "aws_cloudwatch_log", "aws_cloudwatch_metric", "aws_acm_", "aws_s3_bucket_", "aws_db_subnet", "aws_db_parameter",
    "aws_lb_", "aws_alb_", "aws_ecs_cluster", "aws_ecs_task", "aws_ecr_", "aws_api_gateway_", "aws_apigatewayv2_", "aws_appautoscaling",
    "aws_kms_alias", "aws_secretsmanager_secret_version", "aws_elasticache_subnet", "aws_elasticache_parameter", "aws_rds_cluster_",
    "aws_launch_", "aws_key_pair", "aws_network", "aws_default_", "aws_cognito_user_pool_", "aws_ssm_", "aws_lambda_", "aws_sqs_queue_",
    "aws_sns_", "aws_cloudwatch_event_", "aws_eks_", "random_", "null_", "local_", "tls_", "time_", "template_", "archive_",
)  # fmt: skip
_MOST_RESOURCES = 20_000


def is_terraform(source: Source) -> bool:
    """Tell whether a file is a plan or state as `terraform show -json` prints it."""
    head = source.text[:4000]
    return source.text.lstrip().startswith("{") and '"format_version"' in head and '"terraform_version"' in head


def read_terraform(source: Source, catalog: Catalog) -> Imported:
    """Return what a plan describes.

    Raises:
        DesignError: it is no JSON, or plans no resource that is known.
    """
    try:
        data = json.loads(source.text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        where = f"{source.main}:{line}:{column}"
        raise DesignError(
            f"not valid JSON: {error}", where=where, fix="write it with `terraform show -json`"
        ) from error
    return _Reader(source, data, catalog).read()


class _Resource(NamedTuple):
    address: str
    type: str
    name: str
    values: Mapping[str, Any]


class _Reader:
    def __init__(self, source: Source, data: Any, catalog: Catalog) -> None:
        self.source = source
        self.assembly = Assembly("Terraform", catalog, title="", text="")
        values = data.get("planned_values") or data.get("values") or {}
        self.resources = list(_resources(values.get("root_module")))[:_MOST_RESOURCES]
        self.references = dict(_references(_dig(data, "configuration", "root_module"), ""))

    def read(self) -> Imported:
        for item in self.resources:
            if item.type in _TYPES:
                self._add(item)
            elif item.type not in _JOINS and not item.type.startswith(_SILENT):
                self.assembly.leave(self.source.main, 0, f"{item.address} is not understood")
        for item in self.resources:
            if item.type in _JOINS:
                self._join(item)
        for item in self.resources:
            if item.type in _TYPES:
                self._refer(item)
        found = self.assembly.done()
        if not found.draft.graph.components:
            fix = "plan resources of AWS's main services; others are not read yet"
            raise DesignError("the plan holds no resource that is known", where=self.source.main, fix=fix)
        return found

    def _add(self, item: _Resource) -> None:
        kind, technology = _TYPES[item.type]
        self.assembly.add(
            item.address,
            str(_dig(item.values, "tags", "Name") or item.values.get("name") or item.name),
            Nature(kind, technology),
            where=f"{self.source.main}#{item.address}",
            id=item.name,
            replicas=_copies(item),
            properties=dict(_properties(item)),
            existing=False,
        )

    def _join(self, item: _Resource) -> None:
        source_field, target_field, label = _JOINS[item.type]
        sources = self._named(item.address, source_field)
        targets = self._named(item.address, target_field) if target_field else self._all_named(item.address)
        for source in sources:
            for target in targets:
                if source != target:
                    self._connect(source, target, label, item.address)

    def _refer(self, item: _Resource) -> None:
        """Connect a part to the parts that its arguments name: a variable with an address, a target, an origin."""
        for target in self._all_named(item.address):
            if target == item.address:
                continue
            start, end = self.assembly.part(item.address), self.assembly.part(target)
            if start.kind in BROKER_KINDS and end.kind in BROKER_KINDS:
                # A queue that names another one sends what fails there.
                self.assembly.change(item.address, properties={**start.properties, "dead_letter": True})
                continue
            if end.kind is Kind.LOAD_BALANCER:
                # A service names the balancer that stands in front of it.
                self._connect(target, item.address, "forwards", item.address)
                continue
            self._connect(item.address, target, _label(end), item.address)

    def _connect(self, source: str, target: str, label: str, address: str) -> None:
        self.assembly.connect(source, target, where=f"{self.source.main}#{address}", label=label)

    def _named(self, address: str, field: str) -> list[str]:
        found = self.references.get((_plain(address), field), ())
        return list(self._parts(found))

    def _all_named(self, address: str) -> list[str]:
        plain = _plain(address)
        names = [name for (owner, field), values in self.references.items() if owner == plain for name in values]
        return list(dict.fromkeys(self._parts(names)))

    def _parts(self, names: Any) -> Iterator[str]:
        """Yield the parts behind references ("aws_sqs_queue.jobs.arn"), also through resources that only join."""
        for name in names:
            for item in self.resources:
                plain = _plain(item.address)
                if item.type in _TYPES and (name == plain or name.startswith(f"{plain}.")):
                    yield item.address


def _label(end: Component) -> str:
    return "publishes" if end.is_broker else "reads, writes" if end.is_datastore else "calls"


def _resources(module: Any) -> Iterator[_Resource]:
    if not isinstance(module, Mapping):
        return
    for item in module.get("resources") or []:
        if isinstance(item, Mapping) and item.get("mode", "managed") == "managed":
            values = item.get("values")
            yield _Resource(
                str(item.get("address")),
                str(item.get("type")),
                str(item.get("name")),
                values if isinstance(values, Mapping) else {},
            )
    for child in module.get("child_modules") or []:
        yield from _resources(child)


def _references(module: Any, prefix: str) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield ((address, argument), references) of every resource in the configuration, modules included."""
    if not isinstance(module, Mapping):
        return
    for item in module.get("resources") or []:
        address = f"{prefix}{item.get('address')}"
        for field, expression in (item.get("expressions") or {}).items():
            names = tuple(f"{prefix}{name}" for name in _names(expression))
            if names:
                yield (address, str(field)), names
    for key, call in (module.get("module_calls") or {}).items():
        yield from _references(_dig(call, "module"), f"{prefix}module.{key}.")


def _names(expression: Any) -> Iterator[str]:
    if isinstance(expression, Mapping):
        for name in expression.get("references") or []:
            yield str(name)
        for value in expression.values():
            if isinstance(value, Mapping | list):
                yield from _names(value)
    elif isinstance(expression, list):
        for item in expression:
            yield from _names(item)


def _plain(address: str) -> str:
    """Return an address without the index of a copy ("aws_instance.web[0]")."""
    return address.partition("[")[0]


def _copies(item: _Resource) -> int:
    for field in (
        "desired_count",
        "desired_capacity",
        "number_cache_clusters",
        "num_cache_clusters",
        "number_of_broker_nodes",
    ):
        value = item.values.get(field)
        if isinstance(value, int) and value > 0:
            return value
    nodes = _dig(item.values, "cluster_config")
    first = nodes[0] if isinstance(nodes, list) and nodes else {}
    count = first.get("instance_count") if isinstance(first, Mapping) else None
    if isinstance(count, int) and count > 0:
        return count
    return 2 if item.values.get("multi_az") is True else 1


def _properties(item: _Resource) -> Iterator[tuple[str, Scalar]]:
    values = item.values
    kind = _TYPES[item.type].kind
    if kind in (Kind.LOAD_BALANCER,) and values.get("internal") is False:
        yield "public", True
    if values.get("publicly_accessible") is True:
        yield "public", True
    for field in ("storage_encrypted", "at_rest_encryption_enabled", "encrypted", "sqs_managed_sse_enabled"):
        if isinstance(values.get(field), bool):
            yield "encrypted_at_rest", values[field]
            break
    if isinstance(days := values.get("backup_retention_period"), int):
        yield "backup", days > 0
    if values.get("multi_az") is True or values.get("automatic_failover_enabled") is True:
        yield "failover", "automatic"
        yield "multi_zone", True
    if isinstance(seconds := values.get("message_retention_seconds"), int):
        yield "retention_s", seconds
    if isinstance(seconds := values.get("visibility_timeout_seconds"), int):
        yield "visibility_timeout_s", seconds
    if values.get("redrive_policy"):
        yield "dead_letter", True


def _dig(data: Any, *path: str) -> Any:
    for key in path:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data
