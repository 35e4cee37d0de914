"""An existing design changed by one plain-English instruction: typed edits where a small grammar understands it.

What is not understood is said, with the nearest forms that are; nothing is guessed. A language model may take the
place of the grammar (`with_model`).
"""

from designer.refining.change import Refined
from designer.refining.refine import refine

__all__ = ["Refined", "refine"]
