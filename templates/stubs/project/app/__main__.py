"""`python -m app`: the whole system in one process."""

from __future__ import annotations

import sys
import threading
from types import FrameType

import uvicorn

from app.runtime.logs import configure_logs, log
from app.runtime.settings import Settings, SettingsProblem
from app.runtime.spans import export_spans
from app.runtime.system import System
from app.wiring import TITLE, build


class Server(uvicorn.Server):
    """Tells by /readyz that it is about to stop, waits so that nothing more is sent here, and then stops."""

    def __init__(self, config: uvicorn.Config, system: System) -> None:
        super().__init__(config)
        self.system = system

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to drain at the first signal; a second one stops at once."""
        wait = self.system.around.settings.drain_wait_s
        if self.system.is_draining or not wait:
            super().handle_exit(sig, frame)
            return
        self.system.is_draining = True
        log.info("draining", extra={"wait_s": wait})
        threading.Timer(wait, super().handle_exit, (sig, frame)).start()


def main() -> int:
    """Serve until a signal says stop; requests under way are finished first, then messages that wait."""
    flush = None
    try:
        settings = Settings.from_environment()
        flush = export_spans(settings.otlp_url, TITLE) if settings.otlp_url else None
    except (SettingsProblem, RuntimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    configure_logs(settings.log_level)
    system = build(settings)
    config = uvicorn.Config(
        system.application(TITLE),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(settings.drain_s),
    )
    server = Server(config, system)
    try:
        server.run()
    finally:
        if flush is not None:
            flush()
    return 0 if server.started else 3


if __name__ == "__main__":
    sys.exit(main())
