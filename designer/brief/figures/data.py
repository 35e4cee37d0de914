"""Bytes: sizes, stored amounts and bandwidth; bits become bytes."""

from __future__ import annotations

from itertools import pairwise

from designer.brief.figures.load import stat_of
from designer.brief.figures.nouns import (
    is_plural,
    is_subject,
    noun_at,
    noun_behind,
    plural_before,
    singular,
    subject_before,
)
from designer.brief.figures.owners import each_before, per_thing, whose
from designer.brief.figures.periods import every_number, nearby_period, period_at
from designer.brief.figures.recurring import is_deed, recurring
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.figures.senders import sender
from designer.brief.numbers import Number, number_at
from designer.brief.units import BYTE_RATES, BYTES, BYTES_BY_CASE
from designer.brief.vocabulary import MOST_CUES, NO_FILES, SIZE_CUES, WHOLES
from designer.model.base import slugify

_ONE_EACH = frozenset({"one", "each", "every", "per"})
_FEW_WORDS = 8
_GROWING = {
    **dict.fromkeys(("add", "adds", "adding", "added"), "added_"),
    **dict.fromkeys(("grow", "grows", "growing", "gain", "gains"), "growth_of_"),
    **dict.fromkeys(("ingest", "ingests", "collect", "collects", "receive", "receives"), "ingested_"),
}
"""How the amount of data is said to change, where nothing else names it."""
_BESIDE = frozenset({"by", "with", "from", "in", "on", "at", "to", "into", "through", "over"})
_ONE_FILE = 1e8
_ONE_PIECE = 1e9
_ONE_SMALL = 1e6
"""Up to here an amount is that of one piece: nobody's data are 200 bytes in all."""
_ONE_OF_MANY = 1e11
"""Above this many bytes an amount is taken for all of the data rather than for one piece of it."""


def data(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "1.5 TB/day", "10 Gbps", "4 GB each", "2 KB messages", "3 TB of meshes"."""
    token = scan.token(number.after)
    if token is None:
        return None
    start = number.after + (token.text == "-" and scan.is_glued(number.after))
    token = scan.token(start) or token
    if token.lower in BYTE_RATES:
        return _bandwidth(scan, index, start + 1, number.value * BYTE_RATES[token.lower], seen)
    size = BYTES_BY_CASE.get(token.text, BYTES.get(token.lower))
    if size is None or (token.text in {"Go", "To", "B"} and not _is_unit_here(scan, start)):
        return None
    value, after = number.value * size, start + 1
    if scan.lower(after) == "/" and scan.lower(after + 1) in {"s", "sec", "second"}:
        return _bandwidth(scan, index, after + 2, value, seen)
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    of_one = scan.lower(index - 1) == "of" and is_plural(scan.lower(index - 2))
    period = nearby_period(scan, end) if period_at(scan, after) is None else period_at(scan, after)
    if of_one and (period_at(scan, after) is None or index - seen.load_end in {0, 1}):
        period = None  # "two photos of 3 MB a week": the week is theirs
    if (every := every_number(scan, end)) is not None and scan.lower(index - 1) != "of":
        period = every
    if period is not None and (one := _one_so_large(scan, index, after, value, seen)) is not None:
        return one
    if period is not None:
        return _data_rate(scan, index, period, value, noun, seen)
    return _size(scan, index, after, value, seen) or _stored(scan, index, end, value, noun, seen)


def _one_so_large(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Read the size in "each camera takes a 3 MB still every minute"; the time and who sends are read behind it."""
    noun, end = _named_one(scan, index, after)
    is_again = bool(noun) and (period_at(scan, end) is not None or every_number(scan, end) is not None)
    if not is_again or value > _ONE_PIECE or not sender(scan, index, seen):
        return None
    return scan.quantity(index, end, name=f"{slugify(noun).replace('-', '_')}_size", value=value, unit="bytes",
                         role="size", subject=noun, stat="mean")  # fmt: skip


def _named_one(scan: Scan, index: int, after: int) -> tuple[str, int]:
    """Return the noun of "a 2 MB photo" and "one 3 MB still each minute", and the index behind it."""
    if scan.lower(index - 1) not in {"a", "an", "one"}:
        return "", after
    noun, end = noun_at(scan, after)
    word = scan.token(after)
    if not noun and word is not None and word.is_word and scan.lower(after + 1) in {"each", "every", "per"}:
        return word.lower, after + 1  # whatever else the word means elsewhere
    return ("", after) if is_plural(noun) or noun.rsplit(" ", 1)[-1] in NO_FILES else (noun, end)


def _is_unit_here(scan: Scan, index: int) -> bool:
    """Tell "1.5 To par jour" from "10 To 20": French units are short words."""
    following = scan.token(index + 1)
    is_last = following is None or following.kind == "symbol" or following.lower in {"par", "de", "per", "d"}
    return scan.is_glued(index) or scan.tokens[index].text == "B" or is_last


def _bandwidth(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading:
    per, end = per_thing(scan, after, seen)
    per = per or each_before(scan, index, seen) or (plural_before(scan, index) if scan.lower(after) == "each" else "")
    return scan.quantity(index, max(after, end), name="bandwidth", value=value, unit="bytes/s", role="load",
                         subject=subject_before(scan, index), stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _data_rate(scan: Scan, index: int, period: tuple[float, int], value: float, noun: str, seen: Seen) -> Reading:
    divisor, after = period
    if not noun and scan.lower(after) == "of":
        noun, after = noun_behind(scan, after + 1)
    per, end = per_thing(scan, after, seen)
    is_sent = every_number(scan, index + 2) is not None and seen.actor_clause == scan.clause(index)
    if scan.lower(index + 2) in {"each", "apiece"} and not per:
        per = whose(scan, index + 2, seen)
    per = per or each_before(scan, index, seen) or (whose(scan, index, seen) if is_sent else "")
    noun = noun or subject_before(scan, index) or _whole_before(scan, index)
    words = scan.until_mark(range(index - 1, max(-1, index - 5), -1)) if not noun else []
    grown = next((_GROWING[word] for word in words if word in _GROWING), "")
    return scan.quantity(index, max(after, end), name=f"{noun or f'{grown}data'}_bytes_rate", value=value / divisor,
                         unit="bytes/s", role="load", subject=noun, stat=stat_of(scan, index, after), per=per)  # fmt: skip


def _size(scan: Scan, index: int, after: int, value: float, seen: Seen) -> Reading | None:
    """Return the size of one thing, where the words say that it is one."""
    noun, end = noun_behind(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    is_of_many = (
        scan.lower(index - 1) == "of" and is_plural(scan.lower(index - 2)) and scan.lower(end) in {"for", "per"}
    )
    per, per_end = ("", end) if is_of_many else per_thing(scan, end, seen)
    if not per and not noun and _is_the_one(scan, end):
        per, per_end = scan.lower(end + 1), end + 2  # "8 bytes the sample"
    if not per and not is_of_many and (one := each_before(scan, index, seen)) and not is_plural(one):
        is_sent = seen.rated_clause == scan.clause(index) and singular(seen.rated.rsplit(" ", 1)[-1]) != singular(one)
        named, named_end = _named_one(scan, index, after)
        # "every minute each logger sends 96 bytes", "each bus sends a 2 MB photo"
        sent, end = (named, named_end) if named else (seen.rated if is_sent else one, end)
        return scan.quantity(index, end, name=f"{slugify(sent).replace('-', '_')}_size", value=value, unit="bytes",
                             role="size", subject=sent, per=one, stat="mean")  # fmt: skip
    # "size: 2 MB" is said in full: what begins the next line is another thing
    is_labelled = scan.lower(index - 1) == ":" and after < len(scan.tokens) and "\n" in scan.text[
        scan.tokens[after - 1].end : scan.tokens[after].start
    ]  # fmt: skip
    is_labelled |= number_at(scan.tokens, after) is not None  # "3 kB ten times a second"
    named, named_end = ("", after) if is_labelled else noun_at(scan, after)
    piece = scan.lower(end) == "a" and scan.lower(end + 1) == "piece"
    is_each = (scan.lower(end) in {"each", "apiece"} and bool(seen.subject)) or piece
    if is_each and per in {"", *_last_things(seen)}:
        per, per_end = "", end + 1 + piece
        beside = scan.lower(index - 2) if piece and scan.lower(index - 1) in {",", "("} else ""
        is_beside = beside != "" and is_subject(scan, index - 2)  # "raw footage, 60 GB a piece"
        named, named_end = beside if is_beside else _each_of(scan, index, seen), end + 1 + piece
    is_named = bool(named) and named.rsplit(" ", 1)[-1] not in NO_FILES and value <= _ONE_OF_MANY
    around = set(scan.part(index, before=10, after=4, end=end))
    if around & {"size"} and around & WHOLES and not per:
        return None
    is_copula = _is_at(scan, index, seen) or scan.lower(index - 1) in {
        "is",
        "are",
        "of",
        "was",
        "~",
        "about",
        "around",
        "≈",
        "averages",
    }
    if noun and not per and value > _ONE_OF_MANY / 100 and not around & (SIZE_CUES - {"large", "big", "long"}):
        return None
    is_limit = bool(around & MOST_CUES) and value <= _ONE_OF_MANY
    is_one = _is_label_of_one(scan, index, seen) or _is_one(
        scan, index, leads=_ONE_EACH if value > _ONE_OF_MANY else _ONE_EACH | {"a", "an"}
    )
    if not (
        per
        or _beside_what_comes(scan, index, end, value, seen)
        or around & SIZE_CUES
        or is_copula
        or is_named
        or is_limit
        or is_one
        or (noun and value <= _ONE_OF_MANY / 100)
    ):
        return None
    beside = "" if noun or per or is_named else _beside_what_comes(scan, index, end, value, seen)
    part = (
        scan.lower(index - 2) if scan.lower(index - 1) == "of" and scan.lower(index - 3) in {"a", "an", "one"} else ""
    )
    thing = (
        part
        if part and per and is_subject(scan, index - 2)
        else per or noun or beside or (named if is_named else "") or subject_before(scan, index) or seen.subject
    )
    if named and is_named and not per:
        end = named_end
    name = f"{slugify(thing).replace('-', '_')}_size" if thing else "size"
    return scan.quantity(index, per_end if per else end, name=name, value=value, unit="bytes", role="size",
                         subject=thing, per=per, stat="max" if around & MOST_CUES else "mean")  # fmt: skip


def _is_of_one_named(scan: Scan, index: int) -> bool:
    """Tell "uploads a road photo, 350 kB, every day": an aside says how large one thing is."""
    lead = {scan.lower(index - step) for step in (3, 4)}
    return scan.lower(index - 1) == "," and is_subject(scan, index - 2) and bool(lead & {"a", "an", "one"})


def _is_the_one(scan: Scan, end: int) -> bool:
    """Tell whether "the" leads to one thing that ends a part of a sentence: "at 8 bytes the sample, 30 days of it"."""
    follows = scan.token(end + 2)
    is_end = follows is None or follows.kind == "symbol" or scan.clause(end + 2) != scan.clause(end)
    return scan.lower(end) == "the" and is_end and is_subject(scan, end + 1) and not is_plural(scan.lower(end + 1))


def _each_of(scan: Scan, index: int, seen: Seen) -> str:
    """Return what "each" behind a size means: a plural named since the last count ("boot logs (up to 2 MB each)"), else what was counted last."""
    near = plural_before(scan, index)
    last = max(seen.counted_end, seen.load_end, seen.factor_end)
    places = [place for place in range(max(last, index - _FEW_WORDS), index) if scan.lower(place) == near]
    is_led = bool(places) and bool(_BESIDE & {scan.lower(places[-1] - step) for step in (1, 2, 3)})
    return near if near and places and not is_led else seen.subject or subject_before(scan, index)


def _last_things(seen: Seen) -> set[str]:
    """Return what a bare "each" behind a size may mean: who acts, what was counted, what came."""
    return {seen.actor, seen.counted, seen.load.subject if seen.load is not None else ""}


def _is_at(scan: Scan, index: int, seen: Seen) -> bool:
    """Tell "2,500 messages a second at 120 B" and "90 million maps at 1.5 MB": the size of what was counted last."""
    return scan.lower(index - 1) in {"at", "@", "×", "x", "*"} and index - 1 in {seen.load_end, seen.counted_end}


def _beside_what_comes(scan: Scan, index: int, end: int, value: float, seen: Seen) -> str:
    """Return what comes so often in "one position every 10 seconds, 150 bytes": it is that large."""
    word, before = scan.lower(index - 2), scan.lower(index - 1)
    if (
        before == "("
        and scan.lower(end) == ")"
        and value <= _ONE_FILE
        and (is_plural(word) or word in _words_of_last(seen))
    ):
        return word if is_subject(scan, index - 2) else ""
    is_next = before == ";" and scan.clause(index) - seen.rated_clause == 1 and scan.lower(end) in {"", ".", ";"}
    is_beside = is_next or (scan.clause(index) == seen.rated_clause and before in {",", "("})
    return seen.rated if is_beside and value <= _ONE_PIECE else ""


def _is_label_of_one(scan: Scan, index: int, seen: Seen) -> bool:
    """Tell "60 dumps a minute. Dump: 18 MB" from "Backup: 2 TB": the label is one of what comes or was counted."""
    word = scan.lower(index - 2)
    known = {
        *seen.known,
        singular(seen.rated.rsplit(" ", 1)[-1]),
        singular(seen.load.subject.rsplit(" ", 1)[-1] if seen.load is not None else ""),
    }
    return scan.lower(index - 1) in {":", "="} and not is_plural(word) and word in known


def _words_of_last(seen: Seen) -> set[str]:
    """Return the words of what came last in a rate or every so often."""
    return {*seen.rated.split(), *(seen.load.subject.split() if seen.load is not None else ())}


def _is_one(scan: Scan, index: int, *, leads: frozenset[str]) -> bool:
    """Tell "a scan comes in at 1.2 GB", "one record: 200 B": the clause speaks of one of them."""
    last = index - 1 - (scan.lower(index - 1) in {":", "="})
    before = scan.until_mark(range(last, max(-1, last - 8), -1))
    thing = subject_before(scan, index)
    return bool(thing) and any(word == thing and behind in leads for word, behind in pairwise(before))


def _whole_before(scan: Scan, index: int) -> str:
    """Return what holds the data in the words before a figure: "archive", "database"."""
    last = index - 1 - (scan.lower(index - 1) in {":", "="})
    before = scan.until_mark(range(last, max(-1, last - 5), -1))
    return next((word for word in before if word in WHOLES), "")


def _stored(scan: Scan, index: int, end: int, value: float, noun: str, seen: Seen) -> Reading:
    named, named_end = noun_at(scan, end) if not noun else ("", end)
    thing = noun or subject_before(scan, index) or named or _whole_before(scan, index)
    name = f"{slugify(thing).replace('-', '_')}_bytes" if thing else "data_bytes"
    last = named_end if named and thing == named else end
    sent = recurring(scan, index) if scan.lower(index - 1) == "with" and not noun else ""
    come = seen.load.subject if seen.load is not None else ""
    is_known = bool(thing) and singular(thing) in {singular(word.rsplit(" ", 1)[-1]) for word in (come, seen.rated)}
    if value <= _ONE_SMALL and (is_known or is_deed(sent) or _is_of_one_named(scan, index)):
        if is_deed(sent):
            name, thing = slugify(sent).replace("-", "_"), sent  # "call in over LoRa with 24 bytes"
        name = name.removesuffix("_bytes")
        return scan.quantity(index, last, name=f"{name}_size", value=value, unit="bytes", role="size", subject=thing,
                             stat="mean")  # fmt: skip
    return scan.quantity(index, last, name=name, value=value, unit="bytes", role="stock", subject=thing)
