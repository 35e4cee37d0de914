"""The look of the page where Streamlit's theme settings end: widths, rhythm, and quiet chrome."""

from __future__ import annotations

import streamlit as st

_CSS = """
<style>
.block-container { max-width: 1240px; padding-top: 2.25rem; padding-bottom: 5rem; }
h1, h2, h3 { letter-spacing: -0.015em; }
h1 { font-size: 1.9rem !important; font-weight: 700 !important; padding-bottom: .2rem !important; }
h2 { font-size: 1.3rem !important; font-weight: 650 !important; }
h3 { font-size: 1.05rem !important; font-weight: 650 !important; }
.st-key-masthead p { opacity: .72; }
.st-key-brief textarea { line-height: 1.55; }
.st-key-examples button { border-radius: 999px; min-height: 2rem; padding: .1rem .8rem; }
.st-key-examples button p { font-size: .85rem; }
.st-key-figures [data-testid="stMetric"] { padding: .7rem .9rem; }
.st-key-figures [data-testid="stMetricLabel"] p { font-size: .78rem; opacity: .75; }
.st-key-figures [data-testid="stMetricValue"] { font-size: 1.25rem; font-weight: 650; }
.st-key-picture { padding: .75rem; }
.st-key-picture img { display: block; margin: 0 auto; max-height: 78vh; object-fit: contain; }
.st-key-document { max-width: 820px; margin: 0 auto; line-height: 1.65; }
.st-key-document table { font-size: .9rem; }
button[data-baseweb="tab"] p { font-size: .95rem; font-weight: 550; }
</style>
"""


def apply_style() -> None:
    """Add the page's own style sheet, which holds nothing of users or models."""
    st.html(_CSS)
