"""From text to parts and links, one clause after the other, left to right."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from designer.brief.dictation.arrows import ArrowReader
from designer.brief.dictation.clauses import arrows_in, clauses_of
from designer.brief.dictation.corrections import corrected
from designer.brief.dictation.event import Event
from designer.brief.dictation.events import EventReader
from designer.brief.dictation.hedges import hedged_tokens, said_instead
from designer.brief.dictation.judge import pruned
from designer.brief.dictation.known.memory import Memory
from designer.brief.dictation.known.names import unnumbered
from designer.brief.dictation.links.acts import Ref
from designer.brief.dictation.links.book import LinkBook
from designer.brief.dictation.markup import without_markup
from designer.brief.dictation.model import Dictation, Link, Manner, Part
from designer.brief.dictation.nouns.marking import Marked, mark
from designer.brief.dictation.nouns.nominal import is_people, names_a_part
from designer.brief.dictation.outlines import outlined, spelt_out
from designer.brief.dictation.reading.reader import Reader
from designer.brief.dictation.relations import Frame
from designer.brief.dictation.retractions import retractions_in, swapped_in
from designer.brief.dictation.tables import TableReader, tables_in
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.verdict import evidence_of, is_architecture, states_a_link
from designer.brief.lexer import Token
from designer.brief.negation import negated_tokens
from designer.brief.phrases import StemmedText
from designer.catalog.catalog import Catalog
from designer.model.kinds import BROKER_KINDS

_BULLETS = frozenset("-*•–·▪◦+")
_FEWEST_WORDS = 4
_FEWEST_LINKS = 2
_MOSTLY = 0.6
_WORDS_A_LINK = 22


def dictation_in(text: StemmedText, catalog: Catalog) -> Dictation:
    """Return the parts and links that a text dictates; negated ones are left out."""
    written = without_markup(text)
    mended = corrected(written, catalog)
    marked = _mark(mended, catalog)
    taken_back = retractions_in(marked)
    said = {index for swap in taken_back.swaps for index in range(swap.first, swap.after)}
    given_up, gone, origins = taken_back.gone, taken_back.skipped, tuple(range(len(mended.tokens)))
    if taken_back.swaps and (swapped := swapped_in(mended, taken_back.swaps)) is not None:
        mended, marked, origins = swapped.text, _mark(swapped.text, catalog), swapped.origins
        said, given_up, gone = set(swapped.moved(said)), swapped.moved(given_up), swapped.moved(gone)
    clauses = marked.clauses
    refused = (marked.negated - said_instead(mended.tokens, clauses)) | hedged_tokens(mended, clauses)
    marked = marked._replace(negated=(refused - said) | given_up | gone, gone=gone)
    spans = list(_spans(clauses))
    where = _Spans(mended.tokens, [written.tokens[origin] for origin in origins])
    return _read(marked, spans, _drawn(mended, spans), where, outlined(mended))


def _mark(text: StemmedText, catalog: Catalog) -> Marked:
    clauses = clauses_of(text)
    marked = mark(text, clauses, catalog, verbless=_drawn(text, _spans(clauses)))
    # Lines that stand for themselves end a refusal, too.
    return marked._replace(negated=negated_tokens(text.tokens, clauses, text.text))


def _drawn(text: StemmedText, spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    """Return the clauses that are drawn with arrows, by the number of the clause."""
    return frozenset(number for number, (start, end) in enumerate(spans) if arrows_in(text.tokens, start, end))


def _spans(clauses: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(clauses) + 1):
        if index == len(clauses) or clauses[index] != clauses[start]:
            yield start, index
            start = index


def _read(
    marked: Marked,
    spans: Sequence[tuple[int, int]],
    drawn: frozenset[int],
    where: _Spans,
    items: frozenset[int],
) -> Dictation:
    memory, book = Memory(marked), LinkBook()
    events, reader = EventReader(marked), Reader(memory, book)
    arrows = ArrowReader(marked, memory, book)
    tables = tables_in(marked.tokens, marked.text)
    reads = TableReader(marked, memory, book, arrows)
    for table in tables:
        reads.read(table)
    inside = {index for table in tables for index in range(table.first, table.after)}
    head: list[Ref] = []
    levels: list[tuple[int, list[Ref]]] = []
    section: list[Ref] = []
    defined: list[Ref] = []
    counted: list[bool] = []
    for start, end in spans:
        if start in inside:
            continue
        before, found = len(book.links), []
        if marked.clauses[start] in drawn:
            cut = _drawn_until(marked, start, end)
            arrows.clause(start, cut)
            if cut < end:
                reader.clause(events.of_clause(cut + 1, end), head=[])
        else:
            found = events.of_clause(start, end)
            if not found:
                continue
            is_item = marked.tokens[start].text in _BULLETS or start in items
            indent = _indent(marked, start)
            levels = [level for level in levels if level[0] < indent] if is_item else levels
            over = levels[-1][1] if is_item and levels else head
            if start in items and over:
                found = spelt_out(found, start)
            if is_item and (ends := _from_to(found)) is not None:
                arrows.pair(ends, found[-1].after)
                counted.append(True)
                continue
            if is_item and over:
                found = spelt_out(found, start + (start not in items))
            if _is_question(marked, found, end):
                reader.ask(found)
                continue
            if answer := reader.answer(found):
                reader.clause(answer)
            told = _told_of(found, is_item=is_item, head=over, section=section, defined=defined)
            reader.clause(found, head=told)
            if is_item and not _starts_with_verb(found) and (
                any(event.type == "verb" for event in found) or [event.type for event in found] == ["nominal"]
            ):  # fmt: skip
                levels.append((indent, reader.last_subject()))
            levels = levels if is_item else []
            head = _head(found, reader) if not is_item else head
            section = (
                head
                if head and marked.tokens[start].text == "#"
                else section
                if marked.tokens[start].text != "#"
                else []
            )
            line_goes_on = not _ends_line(marked, end)
            defined = (reader.defined() or _named(found, reader) or (told if defined else [])) if line_goes_on else []
        _set_beside(marked, memory, book, start, end)
        words = sum(1 for item in range(start, end) if marked.tokens[item].is_word)
        if (dictates := _dictates(found, len(book.links) - before, words, is_line=_is_broken(marked, end))) is not None:
            counted.append(dictates)
    words = sum(token.is_word for token in marked.tokens)
    speaks_of_parts = (
        len(book.links) >= _FEWEST_LINKS
        and sum(counted) >= _MOSTLY * len(counted)
        and len(book.links) * _WORDS_A_LINK >= words
    )
    book.settle()
    evidence = evidence_of(memory.parts.values(), book.links.values(), marked.tokens, marked.text)
    verdict = is_architecture(evidence) and states_a_link(memory.parts.values(), book.links.values())
    parts, links = pruned(
        memory.parts.values(), book.links.values(), speaks_of_parts=speaks_of_parts, is_architecture=verdict
    )
    parts = _told_apart(parts)
    return Dictation(
        parts=tuple(part.model_copy(update={"span": where.of(part.span)}) for part in parts),
        links=tuple(link.model_copy(update={"span": where.of(link.span)}) for link in links),
        is_architecture=verdict and bool(links),
        evidence=tuple(evidence),
    )


def _set_beside(marked: Marked, memory: Memory, book: LinkBook, start: int, end: int) -> None:
    """Note who acts right before a store, queue or outside product in one clause: "rings whoever is on call by Opsgenie"."""
    for source, target, first, place in memory.beside(start, end):
        manner: Manner = "send" if memory.parts[target].kind in BROKER_KINDS else "call"
        span = (marked.tokens[first].start, marked.tokens[place].end)
        book.set_beside(Link(source=source, target=target, label="", manner=manner, span=span))


def _is_question(marked: Marked, events: Sequence[Event], end: int) -> bool:
    """Tell "who reads Cassandra?", "and what does it need?", "Passengers?", which state nothing."""
    asks = [event.type for event in events if event.type != "join"][:1] in (["which"], ["where"])
    only = events[0].nominal if len(events) == 1 else None
    return (asks or (only is not None and is_people(only))) and marked.tokens[end - 1].text == "?"


def _drawn_until(marked: Marked, start: int, end: int) -> int:
    """Return where a drawing ends and goes on in words: "A -> B -> C, with Grafana reading C"."""
    last = arrows_in(marked.tokens, start, end)[-1].after
    for index in range(last, end - 2):
        if marked.tokens[index].text == "," and marked.tokens[index + 1].lower in {"with", "while", "where"}:
            return index if any(marked.tags[item] in VERBAL for item in range(index + 2, end)) else end
    return end


def _told_apart(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts under names of their own: two of one name go by the places where they stand."""
    times = Counter(unnumbered(part.name).casefold() for part in parts)
    return tuple(
        part.model_copy(update={"name": f"{unnumbered(part.name)} ({part.place})"})
        if part.place
        and times[unnumbered(part.name).casefold()] > 1
        and part.place.casefold() not in part.name.casefold()
        else part
        for part in parts
    )


def _ends_line(marked: Marked, end: int) -> bool:
    """Tell whether a clause ends its line, or the text."""
    return end >= len(marked.tokens) or _is_broken(marked, end)


def _is_broken(marked: Marked, end: int) -> bool:
    """Tell whether a line break follows a clause."""
    return end < len(marked.tokens) and "\n" in marked.text[marked.tokens[end - 1].end : marked.tokens[end].start]


def _dictates(events: Sequence[Event], made: int, words: int, *, is_line: bool) -> bool | None:
    """Tell whether a clause states links or only names parts; None for headings, greetings, refusals and titles."""
    if made:
        return True
    if any(event.type == "refused" for event in events) or words < _FEWEST_WORDS:
        return (
            True
            if any(event.nominal is not None and event.nominal.is_strong for event in events) and words < 6
            else None
        )
    explicit = sum(event.nominal is not None and event.nominal.is_explicit for event in events)
    if is_line and not explicit and not any(event.type in {"verb", "be"} for event in events):
        return None
    named = explicit > 1 or any(event.nominal is not None and event.nominal.is_strong for event in events)
    acts = any(event.relation is not None and event.relation.frame not in {Frame.HAVE, Frame.BUILD} for event in events)
    if acts and any(event.nominal is not None and event.nominal.technology is not None for event in events):
        return None
    return named and not acts


def _told_of(
    events: Sequence[Event], *, is_item: bool, head: list[Ref], section: list[Ref], defined: list[Ref]
) -> list[Ref]:
    """Return whom a clause without a subject speaks of: the line above its list, the heading, or what was defined."""
    if not _starts_with_verb(events):
        return []
    if is_item:
        return head
    verb = events[0]
    says = verb.tag == Tag.PASSIVE or verb.word.endswith("s")
    return (defined or section) if says else []


def _starts_with_verb(events: Sequence[Event]) -> bool:
    return bool(events) and events[0].type == "verb"


def _head(events: Sequence[Event], reader: Reader) -> list[Ref]:
    """Return who a line without a verb names: the items below it belong to him."""
    kinds = [event.type for event in events]
    if kinds in (["nominal"], ["nominal", "colon"]) and (subject := reader.last_subject()):
        return subject
    return []


def _from_to(events: Sequence[Event]) -> tuple[Event, Event] | None:
    """Return the ends of an item like "bag scanner to sort controller: tag number", which has no verb before its label."""
    before = _with_verbs_as_names(itertools.takewhile(lambda event: event.type != "colon", events))
    kinds = [(event.type, event.word if event.type == "preposition" else "") for event in before]
    if kinds != [("nominal", ""), ("preposition", "to"), ("nominal", "")]:
        return None
    one, two = before[0], before[2]
    if any(event.nominal is None or not names_a_part(event.nominal) for event in (one, two)):
        return None
    return one, two


def _with_verbs_as_names(events: Iterable[Event]) -> list[Event]:
    """Return events in which "sort" belongs to "sort controller", as in a list that has no verbs."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        is_name = last is not None and last.type == "verb" and not last.word.endswith("s") and last.after == event.index
        if last is not None and is_name and event.nominal is not None:
            found[-1] = event._replace(index=last.index)
        else:
            found.append(event)
    return found


def _named(events: Sequence[Event], reader: Reader) -> list[Ref]:
    """Return whom a sentence of a name alone brings in, as in "New: edge collector. Reads the meters"."""
    kinds = [event.type for event in events]
    return reader.last_subject() if kinds in (["nominal"], ["nominal", "colon", "nominal"]) else []


def _indent(marked: Marked, start: int) -> int:
    """Return how far from the start of its line a clause begins."""
    begin = marked.tokens[start].start
    return begin - (marked.text.rfind("\n", 0, begin) + 1)


class _Spans:
    """Where the words of a mended text stand in the text as it was written."""

    def __init__(self, mended: Sequence[Token], written: Sequence[Token]) -> None:
        self._starts = {one.start: two.start for one, two in zip(mended, written, strict=True)}
        self._ends = {one.end: two.end for one, two in zip(mended, written, strict=True)}

    def of(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return a span of the mended text in the written one."""
        return self._starts[span[0]], self._ends[span[1]]
