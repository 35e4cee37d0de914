"""The look of the page where Streamlit's theme settings end: widths, rhythm, and quiet chrome."""

from __future__ import annotations

import streamlit as st

# Drawn here, since an icon by name would be fetched from the internet.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#1D5FD1"/>'
    '<path d="M9 12v8h14v-8" fill="none" stroke="#fff" stroke-width="2"/>'
    '<g fill="#fff"><rect x="5" y="7" width="8" height="6" rx="2"/><rect x="19" y="7" width="8" height="6" rx="2"/>'
    '<rect x="12" y="17" width="8" height="6" rx="2"/></g></svg>'
)

_CSS = """
<style>
.block-container { padding-top: 2.25rem; padding-bottom: 5rem; }
h1, h2, h3 { letter-spacing: -0.015em; }
h1 { font-size: 1.9rem !important; font-weight: 700 !important; padding-bottom: .2rem !important; }
h2 { font-size: 1.3rem !important; font-weight: 650 !important; }
h3 { font-size: 1.05rem !important; font-weight: 650 !important; }
.st-key-masthead p { opacity: .72; }
.st-key-brief textarea { line-height: 1.55; }
.st-key-examples button { border-radius: 999px; min-height: 2rem; padding: .1rem .8rem; }
.st-key-examples button p { font-size: .85rem; }
.st-key-figures [data-testid="stMetric"] { padding: .8rem 1rem !important; }
.st-key-figures [data-testid="stMetricLabel"] p { font-size: .78rem; opacity: .75; }
.st-key-figures [data-testid="stMetricValue"] { font-size: 1.15rem; font-weight: 650; }
.st-key-figures [data-testid="stMetricValue"] * { white-space: normal; overflow: visible; text-overflow: clip; }
.st-key-picture { padding: .75rem; }
.st-key-picture [data-testid="stImage"], .st-key-document [data-testid="stImage"] { margin: 0 auto; }
.st-key-document { max-width: 820px; margin: 0 auto; line-height: 1.65; }
.st-key-document table { font-size: .9rem; }
button[data-baseweb="tab"] p { font-size: .95rem; font-weight: 550; }
</style>
"""


# On the light blue of the dark theme, white could not be read.
_DARK_CSS = "[data-testid='stBaseButton-primary'] { color: #0E141B !important; }"


def apply_style(*, is_start: bool, theme: str) -> None:
    """Add the page's own style sheet, which holds nothing of users or models; the first page is narrow."""
    width = 860 if is_start else 1240
    more = _DARK_CSS if theme == "dark" else ""
    st.html(f"{_CSS}<style>.block-container {{ max-width: {width}px; }} {more}</style>")
