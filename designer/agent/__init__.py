"""The language model's part: prompts, typed edits of a draft, and one turn of repair.

Nothing here speaks to a server; a `LanguageModel` comes in as an argument.
"""

from designer.agent.prompts import build_messages
from designer.agent.propose import Proposal, propose
from designer.agent.reply import EditReply, read_edits
from designer.edits.apply import Applied, apply_edits
from designer.edits.edits import Edit
from designer.edits.refusal import Refusal

__all__ = [
    "Applied",
    "Edit",
    "EditReply",
    "Proposal",
    "Refusal",
    "apply_edits",
    "build_messages",
    "propose",
    "read_edits",
]
