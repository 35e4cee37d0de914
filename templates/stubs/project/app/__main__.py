"""`python -m app`: the whole system in one process."""

from __future__ import annotations

import sys

import uvicorn

from app.runtime.logs import configure_logs
from app.runtime.settings import Settings, SettingsProblem
from app.wiring import TITLE, build


def main() -> int:
    """Serve until a signal says stop; requests under way are finished first."""
    try:
        settings = Settings.from_environment()
    except SettingsProblem as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    configure_logs(settings.log_level)
    uvicorn.run(
        build(settings).application(TITLE),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=int(settings.drain_s),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
