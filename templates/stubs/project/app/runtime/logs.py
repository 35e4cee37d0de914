"""Structured logs: one JSON object a line, with the trace it belongs to."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

from app.runtime.tracing import current_trace

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
log = logging.getLogger("app")


class JsonLines(logging.Formatter):
    """Writes a record and its extra fields as JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        trace = current_trace()
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **({"trace_id": trace.trace_id} if trace else {}),
            **{name: value for name, value in vars(record).items() if name not in _OWN},
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=True)


def configure_logs(level: str) -> None:
    """Send all logs to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # One line a call is written by ourselves; the client's own line would double it.
    logging.getLogger("httpx").setLevel(logging.WARNING)
