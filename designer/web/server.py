"""How the app is started."""

from __future__ import annotations

from designer.resources import app_script


def command(*, port: int, opens_browser: bool) -> list[str]:
    """Return the arguments with which Python serves the app on this machine.

    The rest of the settings stand in .streamlit/config.toml beside the script. The address is said here as well,
    so that a file in the working folder cannot open the app to a network.
    """
    return [
        *("-m", "streamlit", "run", str(app_script())),
        "--server.address=127.0.0.1",
        f"--server.port={port}",
        f"--server.headless={str(not opens_browser).lower()}",
    ]
