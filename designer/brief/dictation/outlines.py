"""Outlines: lines that belong to the line above them by their indentation, and items that leave out their verb."""

from __future__ import annotations

from collections.abc import Sequence

from designer.brief.dictation.event import Event
from designer.brief.dictation.relations import relation_of
from designer.brief.dictation.tagging.tags import Tag
from designer.brief.phrases import StemmedText

_LONGEST_HEAD = 7
_FEWEST_ITEMS = 2
_VERB_OF = {"to": "puts", "at": "keeps", "from": "gets", "via": "sends"}
"""The verb that a preposition alone stands for: "run record into Redis", "labels from S3"."""


def outlined(text: StemmedText) -> frozenset[int]:
    """Return the first tokens of lines that are indented below a short line which names whom they speak of."""
    tokens = text.tokens
    starts = [
        index
        for index in range(len(tokens))
        if not index or "\n" in text.text[tokens[index - 1].end : tokens[index].start]
    ]
    found: set[int] = set()
    heads: list[tuple[int, bool]] = []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(tokens)
        begin = tokens[start].start
        indent = begin - (text.text.rfind("\n", 0, begin) + 1)
        while heads and heads[-1][0] >= indent:
            heads.pop()
        if heads and heads[-1][1] and tokens[start].is_word:
            found.add(start)
        is_head = tokens[start].is_word and end - start <= _LONGEST_HEAD and tokens[end - 1].text not in {".", ","}
        heads.append((indent, is_head))
    return frozenset(found) if len(found) >= _FEWEST_ITEMS else frozenset()


def spelt_out(events: list[Event], starts: int) -> list[Event]:
    """Return the events of an item with the verb that it leaves out: "run record into Redis", "result: calls the API".

    `starts` is the token of its first word.
    """
    kinds = [event.type for event in events]
    first = events[0].nominal if events else None
    if first is None or first.is_explicit or events[0].index != starts:
        return events
    if first.is_payload and kinds[1:3] == ["colon", "verb"] and events[2].tag == Tag.VERB:
        return events[2:]
    place = next((at for at, event in enumerate(events) if event.type == "preposition"), 0)
    led = events[place + 1].nominal if place + 1 < len(events) else None
    word = _VERB_OF.get(events[place].word, "")
    if not word or led is None or led.is_payload or not _is_bare(events[:place]):
        return events
    verb = Event("verb", events[0].index, events[0].index, word, relation=relation_of(word), tag=Tag.VERB)
    return [verb, *events]


def _is_bare(events: Sequence[Event]) -> bool:
    """Tell whether nothing stands in some events but things that are no parts."""
    return all(
        (event.nominal is not None and not event.nominal.is_explicit) or event.type == "join" for event in events
    )
