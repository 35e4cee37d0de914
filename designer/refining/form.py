"""A form of instruction, and the patterns that forms share."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from designer.refining.change import Bench, Change

ADD = r"(?:add|insert|put|place|introduce|create|have|include|deploy|i(?:'d| would) like|give (?:me|us|it))"
NEED = r"(?:add|enable|turn on|switch on|introduce|have|include|implement|set up|use|put in|require|needs?|it needs|we need|there (?:must|should) be|activate|configure|provide|support|do)"
EXPECT = (
    r"(?:(?:we|they|you|it|there|the system|let's|please)? ?(?:now |will |also |should |must |may |might |have to |has to |need to |needs to |could |can )*"
    r"(?:expect|expects|plan for|plan|get|gets|see|have|has|serve|serves|handle|handles|support|supports|be|is|are|make it|prepare for|design for|size for|size it for|scale to|scale for|assume|"
    r"be ready for|cope with|take|survive|grow to|grow by|with)(?: (?:about|around|roughly|up to|at least|to|for|it))* )?"
)
CALLS = (
    r"(?:(?:directly )?(?:calls?|uses?|talks? (?:to|with)|speaks? to|writes?(?: (?:in)?to)?|reads? from|publish(?:es)? to|sends? (?:\w+ )?to|posts? to|quer(?:y|ies)|"
    r"consumes? from|subscribes? to|listens? to|depends? on|asks?|notif(?:y|ies)|invokes?|connects? to|reads?|stores? (?:\w+ )?in|works? off|polls?))"
)
COPIES = r"(?:replicas?|copies|copy|instances?|nodes?|pods?|servers?|machines?|containers?|workers?)"
REPLICA = r"(?:a |an |another |one |(?P<n>two|three|four|five|\d+) )?(?:more )?(?:hot |warm |second )?(?:(?:read(?:[- ]only)?|standby|stand-by|follower|secondary)[- ]?)?(?:replica|follower|standby|secondary|read cop(?:y|ie))s?"
WHOLE = r"(?:it|we|this|that|everything|us|the (?:\w+ )?(?:design|system|whole thing|app|service|platform|architecture|site|product))"
REGION = r"in (?:a|an|the|another)? ?(?:second|other|another|different|2nd)? ?region"
MODE = r"(?P<mode>async(?:hronous(?:ly)?)?|sync(?:hronous(?:ly)?)?)"
LINK = r"(?:(?:connection|link|calls?|requests?|messages?|traffic|path|way|arrow|edge)s? )?"
LOST = (
    r"(?:die[sd]?|fail(?:s|ed)?|crash(?:es|ed)?|breaks?|goes (?:down|away|offline)|went down|is (?:down|lost|gone|dead|unavailable|offline)|"
    r"disappears|stops|was (?:lost|gone)|were (?:lost|gone)|vanishes|are (?:down|lost|gone))"
)


class Form(NamedTuple):
    """One form of instruction: an example, what it looks like, and what it comes to.

    `run` returns None where the words only look like the form; the next ones are tried.
    """

    example: str
    pattern: re.Pattern[str]
    run: Callable[[Bench, re.Match[str]], Change | None]


def form(example: str, pattern: str, run: Callable[[Bench, re.Match[str]], Change | None]) -> Form:
    """Return a form; case makes no difference."""
    return Form(example, re.compile(pattern, re.IGNORECASE), run)


UNDO = re.compile(
    r"(?:please |can you |could you )?(?:undo(?: (?:that|this|it|everything you just did|(?:the |my )?(?:last|previous|latest) (?:change|one|step|refinement|edit|instruction)|the change))?|(?:revert|restore|bring back|go back to|return to|back to|reset to)(?: (?:that|this|it|to))?"
    r"(?: ?(?:to )?(?:the |my )?(?:last|previous|earlier|former|prior)(?: (?:change|version|one|state|design))?| ?(?:to )?the version before| ?(?:to )?how it was(?: before)?)?"
    r"|take (?:that|it) back|go back(?: (?:one|a) (?:step|version))?|roll(?: it| that)? back|rollback|never ?mind|forget (?:that|it))[.! ]*(?:please)?[.! ]*",
    re.IGNORECASE,
)
"""What asks for the version before; a folder knows it, a design alone does not."""

REDO = re.compile(
    r"(?:please |can you |could you )?(?:redo(?: (?:that|this|it|(?:the |my )?(?:last |undone )?(?:change|one|step|refinement|edit|instruction)))?"
    r"|undo (?:the |that |my )?(?:last )?undo|(?:do|apply) it again|go forward(?: (?:one|a) (?:step|version))?|bring it back again)[.! ]*(?:please)?[.! ]*",
    re.IGNORECASE,
)
"""What asks for the version that was undone."""
