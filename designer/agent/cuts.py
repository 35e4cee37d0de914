"""What a prompt can do without, in the order in which it is left out when there is no room."""

from __future__ import annotations

from enum import Enum


class Cut(Enum):
    """A detail of a prompt, in the words in which its lack is told; the first is left out first."""

    RIVALS = "blueprints that the draft does not rest on"
    ROLES = "roles of blueprints that the draft does not have"
    FIELDS = "fields of entities"
    TEXTS = "long texts of properties"
    PARAMETERS = "parameters of blueprints"
    OPTIONS = "options of blueprints"
    DECISIONS = "decisions and open questions"
    LINK_PROPERTIES = "properties of connections"
    FLOWS = "steps of flows"
    FINDINGS = "all but the gravest findings"
    PROPERTIES = "properties of components"
