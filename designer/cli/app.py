"""`designer app`: the web app, on this machine only."""

from __future__ import annotations

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from designer.cli.console import Console
from designer.errors import InputError, SettingsError

_PORTS = range(1, 65_536)


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--port", type=int, default=8501, metavar="N", help="8501 by default")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")


def run(options: Namespace, console: Console) -> int:
    """Serve the app until Ctrl-C."""
    if options.port not in _PORTS:
        raise InputError(f"{options.port} is no port", where="--port", fix="use a number from 1 to 65535")
    if find_spec("streamlit") is None:
        raise SettingsError("streamlit is not installed", where="designer app", fix="pip install streamlit")

    from designer.web.server import command

    console.tell(f"the app is at http://127.0.0.1:{options.port}; Ctrl-C ends it")
    arguments = command(port=options.port, opens_browser=not options.no_browser)
    return subprocess.run([sys.executable, *arguments], check=False).returncode
