"""`python -m designer`: the executable without its script."""

from __future__ import annotations

import sys

from designer.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
