"""Write the schema file; run after a change of the model."""

from __future__ import annotations

from designer.schema import FILE, design_schema

FILE.write_text(design_schema(), encoding="utf-8")
