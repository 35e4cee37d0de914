"""Spans: every request and call belongs to a trace; with APP_OTLP_URL they are exported by OpenTelemetry as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from app.runtime.tracing import Trace

_start: Callable[[str, Trace | None, str], AbstractContextManager[Trace]] | None = None


@contextmanager
def span(name: str, parent: Trace | None, kind: str = "internal") -> Iterator[Trace]:
    """Give the trace context of a piece of work; `kind` is server, client or internal."""
    if _start is None:
        yield parent.child() if parent is not None else Trace.new()
        return
    with _start(name, parent, kind) as trace:
        yield trace


def export_spans(url: str, service: str) -> Callable[[], None]:
    """Send spans to a collector that speaks OTLP over HTTP; return what flushes them at the end.

    Raises:
        RuntimeError: OpenTelemetry is not installed.
    """
    global _start
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise RuntimeError("APP_OTLP_URL needs OpenTelemetry: pip install -e '.[otel]'") from None
    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=url)))
    _start = _starter(provider.get_tracer("app"))
    flush: Callable[[], None] = provider.shutdown
    return flush


def _starter(tracer: Any) -> Callable[[str, Trace | None, str], AbstractContextManager[Trace]]:
    from opentelemetry import trace as otel

    @contextmanager
    def start(name: str, parent: Trace | None, kind: str) -> Iterator[Trace]:
        around = None
        if parent is not None:
            ids = int(parent.trace_id, 16), int(parent.span_id, 16)
            heard = otel.SpanContext(*ids, is_remote=True, trace_flags=otel.TraceFlags(1))
            around = otel.set_span_in_context(otel.NonRecordingSpan(heard))
        with tracer.start_as_current_span(name, context=around, kind=otel.SpanKind[kind.upper()]) as made:
            own = made.get_span_context()
            yield Trace(f"{own.trace_id:032x}", f"{own.span_id:016x}")

    return start
