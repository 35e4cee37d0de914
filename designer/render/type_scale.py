"""The sizes of letters in pictures: a heading, names, and one size for all that is small, so that nothing is smaller."""

from __future__ import annotations

HEADING = 18.0
NAME = 13.0
SMALL = 12.0
"""Second lines, words beside lines, titles of boundaries, counts of copies, the legend."""
