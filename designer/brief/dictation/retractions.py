"""What a text says and takes back: "Redis. Scrap that: it's Memcached", "sorry, Kafka", "Postgres, not Firestore"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from designer.brief.dictation.nouns.marking import Marked
from designer.brief.dictation.relations import relation_of
from designer.brief.dictation.tagging.tags import VERBAL, Tag
from designer.brief.dictation.words import ARTICLES, COPULA
from designer.brief.lexer import Token
from designer.brief.phrases import StemmedText, stem, stemmed
from designer.brief.verdicts import TAKES_BACK
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS
from designer.model.technology import Technology

_SLIPS = frozenset("sorry correction oops wait actually nope".split())
_MEANING = frozenset("mean meant".split())
_CHOOSING = frozenset(
    "is are was be use uses using used take takes have has want wanted need needs should make run went go going decided agreed "
    "say said mean meant switched chose picked moved changed replaced".split()
)
_ITS = frozenset(
    {("it", "is"), ("we", "use"), ("we", "take"), ("we", "have"), ("use", "the"), ("make", "it"), ("make", "that")}
)
_MOST_BACK = 400
_LONGEST_SUBJECT = 7
_LONGEST_DENIAL = 10
_NEAR = 4


class Swap(NamedTuple):
    """A product said by mistake, tokens `first` to `after`, and how the right one is written."""

    first: int
    after: int
    written: str


class Retraction(NamedTuple):
    """Products to be read as others, tokens that are refused, and tokens to read on without: a false start."""

    swaps: tuple[Swap, ...]
    gone: frozenset[int]
    skipped: frozenset[int]


class _Product(NamedTuple):
    first: int
    after: int
    technology: Technology


def retractions_in(marked: Marked) -> Retraction:
    """Return what a text takes back: where it names the right product, that one is read in the wrong one's place."""
    swaps: list[Swap] = []
    gone: set[int] = set()
    skipped: set[int] = set()
    for start, end in _cues(marked):
        said, meant = _before(marked, start), range(end, _clause_end(marked, end))
        if false_start := _false_start(marked, said, meant):
            skipped.update(false_start)
        else:
            _take_back(marked, range(start, end), said, meant, swaps, gone)
    for wrong, right in _renamed(marked):
        written = marked.text[marked.tokens[right.start].start : marked.tokens[right.stop - 1].end]
        words = [token.text for token in marked.tokens[wrong.start : wrong.stop]]
        swaps += [
            Swap(item, item + len(words), written)
            for item in range(max(0, wrong.start - _MOST_BACK), wrong.start - 1)
            if [token.text for token in marked.tokens[item : item + len(words)]] == words
        ]
        skipped.update(range(wrong.start - 1, right.stop))
    return Retraction(tuple(dict.fromkeys(swaps)), frozenset(gone), frozenset(skipped))


class Swapped(NamedTuple):
    """A text with products swapped, and for each of its tokens the one that stood there."""

    text: StemmedText
    origins: tuple[int, ...]

    def moved(self, indices: Collection[int]) -> frozenset[int]:
        """Return where tokens of the text before stand now."""
        return frozenset(index for index, origin in enumerate(self.origins) if origin in indices)


def swapped_in(text: StemmedText, swaps: Sequence[Swap]) -> Swapped | None:
    """Return a text with products swapped, or None where its other words would not be what they were."""
    pieces: list[str] = []
    end = size = 0
    stretches: list[tuple[int, Swap]] = []
    for swap in sorted(swaps):
        if text.tokens[swap.first].start < end:
            return None
        pieces += [text.text[end : text.tokens[swap.first].start], swap.written]
        size += len(pieces[-2])
        stretches.append((size, swap))
        size += len(swap.written)
        end = text.tokens[swap.after - 1].end
    swapped = stemmed("".join([*pieces, text.text[end:]]))
    origins = _origins(text, swapped, stretches)
    return Swapped(swapped, origins) if origins is not None else None


def _origins(text: StemmedText, swapped: StemmedText, stretches: Sequence[tuple[int, Swap]]) -> tuple[int, ...] | None:
    """Return for each token of a swapped text the one of the text before that stood at its place."""
    found: list[int] = []
    pending, old = list(stretches), 0
    for token in swapped.tokens:
        while pending and token.start >= pending[0][0] + len(pending[0][1].written):
            old = pending.pop(0)[1].after
        if pending and token.start >= pending[0][0]:
            start, swap = pending[0]
            found.append(swap.after - 1 if token.end == start + len(swap.written) else swap.first)
            continue
        if old >= len(text.tokens) or text.tokens[old].text != token.text:
            return None
        found.append(old)
        old += 1
    return tuple(found)


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


def _renamed(marked: Marked) -> Iterator[tuple[range, range]]:
    """Yield a name that is taken back, and the one to be read for it: "scratch Twilio, it's Sinch"."""
    tokens = marked.tokens
    for index in range(len(tokens) - 1):
        if tokens[index].lower not in TAKES_BACK or not tokens[index + 1].text[:1].isupper():
            continue
        gone = range(index + 1, _name_end(marked, index + 1))
        starts = gone.stop + 1
        if starts >= len(tokens) or tokens[gone.stop].text not in {",", ":", ".", ";", "-", "—", "–"}:
            continue
        words = [token.lower.replace("’", "'") for token in tokens[starts : starts + 2]]
        size = 1 if words[:1] == ["it's"] else 2 if tuple(words) in _ITS else 0
        if size and starts + size < len(tokens) and tokens[starts + size].text[:1].isupper():
            yield gone, range(starts + size, _name_end(marked, starts + size))


def _name_end(marked: Marked, index: int) -> int:
    """Return where a name ends that starts at a token: words with a capital, one behind the other."""
    after = index + 1
    while after < len(marked.tokens) and marked.tokens[after].is_word and marked.tokens[after].text[:1].isupper():
        after += 1
    return after


def _cue_end(tokens: Sequence[Token], index: int) -> int:
    word = tokens[index].lower
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if word in TAKES_BACK and following in {"that", "this", "it"}:
        return index + 2
    if word == "no" and following in {"wait", ",", "sorry", "hang"}:
        return index + 1
    if word in {"hang", "hold"} and following == "on":
        return index + 2
    if word == "i" and following in _MEANING:
        return index + 2
    return index + 1 if word in _SLIPS else index


def _false_start(marked: Marked, said: range, meant: range) -> range:
    """Return what a correction says anew, with the words that announce it: "A uses Mongo, correction, A uses Postgres"."""
    if (again := _said_again(marked, said, meant)) >= 0:
        return range(again, meant.start)
    if (denied_until := _denies_first(marked, meant)) and (verb := _same_verb(marked, said, meant)) >= 0:
        return range(verb, denied_until)
    return range(0)


def _take_back(marked: Marked, cue: range, said: range, meant: range, swaps: list[Swap], gone: set[int]) -> None:
    """Read one correction: the product that it names is what was meant, else what was said right before is gone."""
    start, end = cue.start, cue.stop
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
    elif marked.tokens[start].lower in TAKES_BACK:
        gone.update(range(start, end))
        gone.update(_thought(marked, said, meant))


def _said_again(marked: Marked, said: range, meant: range) -> int:
    """Return where what was said begins that a correction begins anew, or -1: "A uses Mongo, correction, A uses Postgres"."""
    subject: list[str] = []
    for index in meant[:_LONGEST_SUBJECT]:
        word = marked.tokens[index].lower
        if marked.tags[index] in VERBAL or (subject and _acts(marked, index)):
            break
        if not marked.tokens[index].is_word or index in marked.negated:
            return -1
        if word not in ARTICLES:
            subject.append(word)
    else:
        return -1
    size = len(subject)
    places = (
        item for item in range(said.stop - size - 1, said.start - 1, -1)
        if size and [token.lower for token in marked.tokens[item : item + size]] == subject and _acts(marked, item + size)
    )  # fmt: skip
    if (place := next(places, -1)) < 0:
        return -1
    verbs = [item for item in range(place + size, said.stop) if marked.tags[item] == Tag.VERB]
    alike = [item for item in verbs if marked.tokens[item].lower == marked.tokens[index].lower]
    # "reads A and writes B - sorry, writes C" takes back its last verb alone.
    return alike[-1] if alike and alike[-1] != verbs[0] else place


def _acts(marked: Marked, index: int) -> bool:
    """Tell a word that may be the verb of a sentence."""
    word = marked.tokens[index].lower
    return marked.tags[index] == Tag.VERB or word in COPULA or (word.endswith("s") and _is_finite(word))


def _denies_first(marked: Marked, meant: range) -> int:
    """Return where "it calls" begins in "no wait, it doesn't mail any more, it calls", which only then says what is so, or 0."""
    comma = next((item for item in meant[:_LONGEST_DENIAL] if marked.tokens[item].text in {",", ";"}), 0)
    starts = comma + 1
    goes_on = comma and starts + 1 < meant.stop and marked.tags[starts + 1] == Tag.VERB
    is_same = goes_on and marked.tokens[starts].lower == marked.tokens[meant.start].lower in {"it", "they", "he", "she"}
    return starts if is_same and any(item in marked.negated for item in range(meant.start, comma)) else 0


def _same_verb(marked: Marked, said: range, meant: range) -> int:
    """Return where the verb stands that a correction denies: "mails" before "no, it doesn't mail any more"."""
    denied = {stem(marked.tokens[item].lower) for item in meant[1:_NEAR]}
    return next((item for item in reversed(said) if stem(marked.tokens[item].lower) in denied), -1)


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
    while first and not marked.tokens[first].is_word and not marked.tokens[first - 1].is_word:
        # "the portal mails... no wait"
        first -= 1
    start = first + 1
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
    if "," in words:
        # "not Kafka, RabbitMQ" denies the first alone.
        words = words[words.index(",") + 1 :]
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
