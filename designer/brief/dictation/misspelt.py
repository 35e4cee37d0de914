"""Frequent words as people misspell them, which say how a sentence goes on and where its parts stand."""

from __future__ import annotations

from designer.brief.dictation.words import TOWNS
from designer.brief.wordlists import word_list

SHORT = {
    "evry": "every", "evrey": "every", "eveyr": "every", "hav": "have", "haev": "have", "ahve": "have", "aswell": "too", "aslo": "also",
    "allso": "also", "whne": "when", "wehn": "when", "whre": "where", "thier": "their", "theri": "their",
    "tehn": "then", "shoud": "should", "shoudl": "should", "woud": "would", "woudl": "would", "iwth": "with", "wtih": "with",
    "whith": "with", "fomr": "from", "befor": "before", "afer": "after", "aftre": "after", "thsi": "this", "taht": "that",
    "thta": "that", "itno": "into", "inot": "into", "onyl": "only", "jsut": "just", "olny": "only",
    "goess": "goes", "gose": "goes", "sned": "send", "sneds": "sends", "cals": "calls", "clals": "calls", "redas": "reads",
    "raeds": "reads", "wirtes": "writes", "writs": "writes", "wrties": "writes", "dosnt": "doesn't", "dosen't": "doesn't", "becuz": "because",
}  # fmt: skip
"""Words too short, or too near to others, for a distance to tell what was meant."""
FREQUENT = word_list(
    "through between because behind before without against another instead neither already whenever together directly "
    "switched replaced dropped removed needed wanted triggered forwarded"
)
"""Words that one slip never turns into another one."""
NEIGHBOURS = word_list(
    "though thorough trough throughs nether betwixt behinds bedroom beefier befoul winkered switcher switches stitched twitched "
    "wantes planted needled kneaded heeded seeded weeded canted panted ranted wasted wafted headed noted cropped dripped drooped "
    "replayed replicated remover removes removal forwarder drapped draped doped"
)
"""Words of their own that lie a slip away from those."""
_LONG_TOWN = 8
PLACES = frozenset(town for town in TOWNS if len(town) >= _LONG_TOWN and town.isalpha())
"""Places long enough that a slip leaves no doubt."""
