"""Whether a server runs on this machine: tests of real adapters ask before they use one."""

from __future__ import annotations

import socket


def is_there(port: int) -> bool:
    """Return whether something on this machine listens on a port."""
    try:
        socket.create_connection(("127.0.0.1", port), 0.5).close()
    except OSError:
        return False
    return True
