"""What a text says and takes back: "Redis. Scrap that: it's Memcached", "sorry, Kafka", "Postgres, not Firestore"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.relations import relation_of
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText, stem, stemmed
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS
from designer.model.technology import Technology

_TAKING_BACK = frozenset("scrap scratch forget strike ignore discard".split())
_SLIPS = frozenset("sorry correction oops wait actually nope".split())
_MEANING = frozenset("mean meant".split())
_CHOOSING = frozenset(
    "is are was be use uses using used take takes have has want wanted need needs should make run went go going decided agreed "
    "say said mean meant switched chose picked moved changed replaced".split()
)
_MOST_BACK = 400
_NEAR = 6


class Swap(NamedTuple):
    """A product said by mistake, tokens `first` to `after`, and how the right one is written."""

    first: int
    after: int
    written: str


class Retraction(NamedTuple):
    """Products to be read as others, and tokens that no longer count."""

    swaps: tuple[Swap, ...]
    gone: frozenset[int]


class _Product(NamedTuple):
    first: int
    after: int
    technology: Technology


def retractions_in(marked: Marked) -> Retraction:
    """Return what a text takes back: where it names the right product, that one is read in the wrong one's place."""
    swaps: list[Swap] = []
    gone: set[int] = set()
    for start, end in _cues(marked):
        _take_back(marked, start, end, swaps, gone)
    return Retraction(tuple(dict.fromkeys(swaps)), frozenset(gone))


def swapped_in(text: StemmedText, swaps: Sequence[Swap]) -> StemmedText | None:
    """Return a text with products swapped, or None where another number of words would shift what was read."""
    pieces: list[str] = []
    end = 0
    for swap in sorted(swaps):
        pieces += [text.text[end : text.tokens[swap.first].start], swap.written]
        end = text.tokens[swap.after - 1].end
    swapped = stemmed("".join([*pieces, text.text[end:]]))
    return swapped if len(swapped.tokens) == len(text.tokens) else None


def _cues(marked: Marked) -> Iterator[tuple[int, int]]:
    """Return where "scrap that", "no wait", "sorry" and their like stand: first token and the token after."""
    tokens = marked.tokens
    index = 0
    while index < len(tokens):
        after = _cue_end(tokens, index)
        if after > index:
            while after < len(tokens) and (
                tokens[after].text in {",", ":", "-", "—", "."} or _cue_end(tokens, after) > after
            ):
                after = max(after + 1, _cue_end(tokens, after))
            yield index, after
            index = after
        index += 1


def _cue_end(tokens: Sequence[Token], index: int) -> int:
    word = tokens[index].lower
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if word in _TAKING_BACK and following in {"that", "this", "it"}:
        return index + 2
    if word == "no" and following in {"wait", ",", "sorry", "hang"}:
        return index + 1
    if word in {"hang", "hold"} and following == "on":
        return index + 2
    if word == "i" and following in _MEANING:
        return index + 2
    return index + 1 if word in _SLIPS else index


def _take_back(marked: Marked, start: int, end: int, swaps: list[Swap], gone: set[int]) -> None:
    """Read one correction: the product that it names is what was meant, else what was said right before is gone."""
    meant = range(end, _clause_end(marked, end))
    said = _before(marked, start)
    products = [item for item in _products(marked, meant) if not _is_denied(marked, item.first)]
    denied = [item for item in _products(marked, meant) if _is_denied(marked, item.first)]
    pair = _pair(marked, products, denied, said)
    at_once = bool(products) and products[0].first == end and marked.tokens[start].lower in _SLIPS
    if pair is not None and (denied or at_once or _only_chooses(marked, meant)):
        wrong, right = pair
        swaps += [
            Swap(item.first, item.after, _written(marked, right))
            for item in _products(marked, range(max(0, start - _MOST_BACK), start))
            if item.technology == wrong.technology and item.first not in marked.negated
        ]
        gone.update(range(start, products[0].after if at_once else meant.stop))
    elif marked.tokens[start].lower in _TAKING_BACK:
        gone.update(range(start, end))
        gone.update(_thought(marked, said, meant))


def _clause_end(marked: Marked, index: int) -> int:
    end = index
    while end < len(marked.tokens) and marked.clauses[end] == marked.clauses[index]:
        end += 1
    return end


def _before(marked: Marked, start: int) -> range:
    """Return what was said before a correction: in its clause, else in the one before."""
    if not start:
        return range(0)
    first = start - 1
    while first and marked.clauses[first - 1] == marked.clauses[start - 1]:
        first -= 1
    return range(first, start)


def _products(marked: Marked, among: range) -> list[_Product]:
    found: list[_Product] = []
    index = among.start
    while index < among.stop:
        hit = marked.hits[index]
        after = index + 1
        while after < among.stop and hit is not None and marked.hits[after] is hit:
            after += 1
        if hit is not None and hit.word.technology is not None:
            found.append(_Product(index, after, hit.word.technology))
        index = after
    return found


def _is_denied(marked: Marked, index: int) -> bool:
    """Tell the second of "Postgres, not Firestore", "Kafka instead of RabbitMQ"."""
    words = [token.lower for token in marked.tokens[max(0, index - 3) : index]]
    return "not" in words or words[-2:] in (["instead", "of"], ["rather", "than"])


def _pair(
    marked: Marked, products: Sequence[_Product], denied: Sequence[_Product], said: range
) -> tuple[_Product, _Product] | None:
    """Return the wrong product and the right one, where they are of one sort."""
    before = [item for item in _products(marked, said) if item.first not in marked.negated]
    for right in products:
        for wrong in [*denied, *reversed(before)]:
            if wrong.technology != right.technology and _are_alike(wrong.technology, right.technology):
                return wrong, right
    return None


def _are_alike(one: Technology, two: Technology) -> bool:
    kinds, others = set(one.kinds), set(two.kinds)
    if kinds & others:
        return True
    return any(kinds & family and others & family for family in (DATASTORE_KINDS, BROKER_KINDS))


def _only_chooses(marked: Marked, meant: range) -> bool:
    """Tell "it's Memcached we use" from "reservations go to Postgres", which says something of its own."""
    for index in meant:
        word = marked.tokens[index].lower
        if marked.tags[index] in VERBAL and word not in _CHOOSING:
            return False
        is_somebody = index == meant.start and marked.tokens[index].text[:1].isupper()
        if (
            marked.tags[index] == Tag.NOUN
            and word not in _CHOOSING
            and marked.tokens[index].is_word
            and not is_somebody
        ):
            return False
    return True


def _written(marked: Marked, product: _Product) -> str:
    return marked.text[marked.tokens[product.first].start : marked.tokens[product.after - 1].end]


def _thought(marked: Marked, said: range, meant: range) -> range | set[int]:
    """Return the words taken back: of "stores A in B and sends C via D" those that the correction speaks of too."""
    verbs = [index for index in said if index > said.start + 1 and _is_finite(marked.tokens[index].lower)]
    if not verbs:
        return said
    pieces = [range(one, two) for one, two in zip(verbs, [*verbs[1:], said.stop], strict=True)]
    again = {stem(marked.tokens[index].lower) for index in meant if marked.tags[index] == Tag.NOUN}
    shared = [
        index
        for piece in pieces
        if any(marked.tags[item] == Tag.NOUN and stem(marked.tokens[item].lower) in again for item in piece)
        for index in piece
    ]
    return set(shared) or range(verbs[0], said.stop)


def _is_finite(word: str) -> bool:
    return relation_of(word) is not None and not word.endswith("ing")
