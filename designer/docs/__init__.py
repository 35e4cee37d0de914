"""The design document and the decision records, computed from the checked model through templates."""

from designer.docs.decisions import write_decisions
from designer.docs.document import write_document
from designer.docs.templates import load_templates

__all__ = ["load_templates", "write_decisions", "write_document"]
