"""Whether a text is an architecture rather than the description of a product: a weighed verdict on what was read in it.

The weights are those of a logistic regression over the open part of the evaluation set, by
`python -m tests.reports.dictation_weights`, which also says how often it errs on sets that it has not seen.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import NamedTuple

from designer.brief.dictation.model import Link, Part
from designer.brief.lexer import Token
from designer.brief.wordlists import word_list
from designer.model.kinds import Kind

_WISHES = word_list(
    "want wants need needs must should would can able allow allows let lets have has users customers people we platform"
)
"""Words of who describes what a product is to do, and for whom."""
_RUN_BY_US = frozenset({Kind.SERVICE, Kind.WORKER, Kind.WEB_CLIENT, Kind.MOBILE_CLIENT, Kind.FUNCTION, Kind.BATCH_JOB})
_PER_WORDS = 20
_MOST_LINKS = 8
_MOST_COMPARED = 200
_OPENING_WORDS = 250


class Evidence(NamedTuple):
    """What speaks for an architecture, and against it. Shares are from 0 to 1, densities a score of words.

    Attributes:
        covered: words that name a part or say a link, of all.
        figures: numbers.
        between: links between parts that a product or a word for a kind names.
        products: different products of linked parts.
        named: linked parts that a product or a word for a kind names.
        strong: linked parts whose words mean a system and nothing else.
        repeated: linked parts whose names come again.
        definite: linked parts first named with "the", of all linked ones.
        compound: linked parts with names of several words, of all linked ones.
        wishes: words of who wants a product.
        links: links up to eight, as a share of eight.
        own: linked services, apps and jobs, named as such and by no product.
    """

    covered: float
    figures: float
    between: float
    products: float
    named: float
    strong: float
    repeated: float
    definite: float
    compound: float
    wishes: float
    links: float
    own: float


WEIGHTS = Evidence(
    covered=0.62, figures=-1.70, between=1.59, products=2.02, named=0.93, strong=0.94, repeated=2.82, definite=1.01,
    compound=0.70, wishes=-2.64, links=2.58, own=1.51,
)  # fmt: skip
BIAS = -2.96
BAR = 0.55
"""A description that is taken for an architecture loses all that its words demand, so even odds are not enough."""


def evidence_of(parts: Collection[Part], links: Collection[Link], tokens: Sequence[Token], text: str) -> Evidence:
    """Return what was read in a text as evidence: in the whole of it, or in its opening where that says more.

    A long text names the same parts again and again, so that its first page says best what it is.

    Args:
        parts: all parts that were read, before any is left out.
        links: all links between them.
        tokens: the tokens of the text.
        text: the text; the spans of parts and links are places in it.
    """
    whole = _evidence(parts, links, tokens, text)
    words = [token for token in tokens if token.is_word]
    if len(words) <= _OPENING_WORDS:
        return whole
    end = words[_OPENING_WORDS].start
    first = [part for part in parts if part.span[0] < end]
    said = [link for link in links if link.span[0] < end]
    return max(
        _evidence(first, said, [token for token in tokens if token.start < end], text[:end]), whole, key=likelihood
    )


def _evidence(parts: Collection[Part], links: Collection[Link], tokens: Sequence[Token], text: str) -> Evidence:
    known = {part.key: part for part in parts}
    kept = [link for link in links if link.source in known and link.target in known]
    linked = [known[key] for key in dict.fromkeys(end for link in kept for end in (link.source, link.target))]
    words = [token for token in tokens if token.is_word]
    lower = text.lower()
    score = _PER_WORDS / max(len(words), 8)
    some = max(1, len(linked))
    compared = linked[:_MOST_COMPARED]
    return Evidence(
        covered=_covered(linked, kept, words),
        figures=min(_figures(tokens) * score, 4.0),
        between=min(
            sum(known[link.source].is_explicit and known[link.target].is_explicit for link in kept) * score, 2.0
        ),
        products=min(len({part.technology for part in linked} - {None}) * score, 2.0),
        named=min(sum(part.is_explicit for part in linked) * score, 3.0),
        strong=min(sum(part.is_strong for part in linked) * score, 2.0),
        repeated=min(sum(_comes_again(part, lower) for part in compared) * score, 2.0),
        definite=sum(lower[max(0, part.span[0] - 4) : part.span[0]] == "the " for part in linked) / some,
        compound=sum(" " in part.name or "-" in part.name for part in linked) / some,
        wishes=min(sum(word.lower in _WISHES for word in words) * score, 4.0),
        links=min(len(kept), _MOST_LINKS) / _MOST_LINKS,
        own=min(
            sum(part.is_explicit and part.technology is None and part.kind in _RUN_BY_US for part in linked) * score,
            2.0,
        ),
    )


def is_architecture(evidence: Evidence) -> bool:
    """Tell whether a text dictates an architecture."""
    return likelihood(evidence) >= BAR


def states_a_link(parts: Collection[Part], links: Collection[Link]) -> bool:
    """Tell an architecture from a wish with products in it: "chat app with Redis and Postgres" says only what to use.

    Where no verb, arrow or protocol says a link, what is named must at least be built in a stated way ("a Django monolith
    with Postgres") or be more than one app.
    """
    if any(link.label or link.protocol or link.manner == "unknown" for link in links):
        return True
    known = {part.key: part for part in parts}
    sources = {link.source for link in links}
    return len(sources) > 1 or any(known[key].technology for key in sources if key in known)


def likelihood(evidence: Evidence) -> float:
    """Return how likely a text is an architecture, from 0 to 1."""
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, evidence, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, total))))


def _covered(parts: Collection[Part], links: Collection[Link], words: Sequence[Token]) -> float:
    """Return the share of the words that name a part or say a link."""
    spans = sorted([part.span for part in parts] + [link.span for link in links])
    inside = index = 0
    end = -1
    for word in words:
        while index < len(spans) and spans[index][0] <= word.start:
            end = max(end, spans[index][1])
            index += 1
        inside += word.start < end
    return inside / max(1, len(words))


def _figures(tokens: Sequence[Token]) -> int:
    """Return how many figures stand in a text; the numbers of a list are none."""
    return sum(
        1
        for index, token in enumerate(tokens)
        if token.is_number and not (index + 1 < len(tokens) and tokens[index + 1].text in {".", ")"})
    )


def _comes_again(part: Part, lower: str) -> bool:
    name = part.name.lower()
    first = lower.find(name)
    return first >= 0 and lower.find(name, first + len(name)) >= 0
