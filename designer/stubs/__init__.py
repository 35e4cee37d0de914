"""Step 4d: a design to a runnable project; pure, its templates come in loaded."""

from __future__ import annotations

from designer.stubs.project import refuse_errors, write_project
from designer.stubs.templates import load_templates

__all__ = ["load_templates", "refuse_errors", "write_project"]
