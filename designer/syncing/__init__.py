"""A document that people edited, read back into its design: tables become typed edits, everything else is refused."""

from designer.syncing.sync import Synced, sync

__all__ = ["Synced", "sync"]
