"""Views whose names try to become syntax in the formats of other tools."""

from __future__ import annotations

import random

from designer.model import AnyView, SequenceView, View
from tests.unit.render_text.sample_views import (
    HOSTILE,
    MARKS,
    every_kind,
    sample_sequence,
    sample_view,
    sequence_named,
    view_named,
)

TRICKS = (
    "!include /etc/passwd",
    "!includeurl http://localhost/x",
    "@enduml",
    "%getenv('HOME') %date() %load_json('/etc/passwd')",
    "{{ 7 * 7 }} {% include 'x' %} ${7*7}",
    "<img:/etc/passwd> <&person> <:smile:> [[http://localhost x]]",
    "&#60;b&#62;bold&#60;/b&#62; &lt;i&gt; <U+003C>u<U+003E> and some more words so that the line wraps",
    "e_label TECHN_FONT_SIZE LAYOUT_TOP_DOWN Container(a, b, c) Rel(n0, n1, x)",
    "<TABLE><TR><TD>x</TD></TR></TABLE>",
    "\\N \\G \\E \\n \\l \\\\",
    "a' b\" c''' d\"\"\" \\' \\\"",
    "'); import os; os.system('x') #",
    "%name% %label% placeholders=1;link=data:x",
    "]]><!-- --><![CDATA[ <?x ?> <!DOCTYPE x>",
    "java" + "script:alert(1) https://example.org/?a=1&b=2",
    "== -- ** // __ ~~ \"\" ;; || --> <|-- as n0",
    "class", "def", "actor", "queue", "title", "note left", "True",
    "\u05e9\u05dc\u05d5\u05dd \u202eabc\u2066 \u0645\u0631\u062d\u0628\u0627",
    "👩‍👩‍👧 🏳️‍🌈 e\u0301",
    "\x00\x01\x0b\ufffe\uffff \x85\u2028\u2029 end",
)  # fmt: skip


def fuzzed(count: int) -> tuple[str, ...]:
    """Return names of marks and words that mean something to one of the tools, the same for every run."""
    pieces = [*MARKS, *MARKS, *HOSTILE[:-2], *TRICKS, " ", "\n", "é", "x", "0", "🙂"]
    chance = random.Random(7)
    return tuple("".join(chance.choices(pieces, k=chance.randint(1, 5)))[:200] for _ in range(count))


HOSTILE_VIEWS: dict[str, View] = {
    "hostile": view_named(*HOSTILE),
    "tricks": view_named(*TRICKS),
    "marks": view_named(*MARKS),
    "fuzzed": view_named(*fuzzed(60)),
}
HOSTILE_SEQUENCES: dict[str, SequenceView] = {
    "hostile": sequence_named(*HOSTILE),
    "tricks": sequence_named(*TRICKS),
    "marks": sequence_named(*MARKS),
    "fuzzed": sequence_named(*fuzzed(60)),
}
OWN_VIEWS: dict[str, AnyView] = {
    "sample": sample_view(),
    "sample sequence": sample_sequence(),
    "every kind": every_kind(),
    **HOSTILE_VIEWS,
    **{f"{name} sequence": view for name, view in HOSTILE_SEQUENCES.items()},
}
