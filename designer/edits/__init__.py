"""Typed edits of a design, by a rule's fix, a person or a language model, and how they are applied."""

from designer.edits.apply import Applied, apply_edits
from designer.edits.edits import Edit
from designer.edits.refusal import Refusal

__all__ = ["Applied", "Edit", "Refusal", "apply_edits"]
