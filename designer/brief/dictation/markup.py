"""What a text holds that is no language: tags, template braces and marks that steer how text is shown."""

from __future__ import annotations

import re

from designer.brief.phrases import StemmedText

_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|kbd|li|mark|ol|p|pre|s|script|small|"
    "span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul"
)
_MARKUP = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,200}})?/?>|\{{\{{|\}}\}}|\{{%|%\}}|\*\*|`", re.IGNORECASE)
# Marks that set the direction of text or join letters, and show nothing themselves.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")


def without_markup(text: StemmedText) -> StemmedText:
    """Return a text with blanks where markup stood, every other letter at its place; the same text if it has none."""
    plain = _UNSEEN.sub(" ", _MARKUP.sub(lambda found: " " * len(found.group()), text.text))
    return text if plain == text.text else StemmedText(plain)
