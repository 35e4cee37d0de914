"""Rates: requests, messages, events a second, an hour, a shift; and whether they are a mean or a peak."""

from __future__ import annotations

from designer.brief.figures.nouns import noun_at
from designer.brief.figures.owners import per_thing
from designer.brief.figures.scan import Reading, Scan, Seen
from designer.brief.numbers import Number, number_at
from designer.brief.units import ADVERBS, PERIODS, RATE_UNITS, STOCK_UNITS
from designer.brief.vocabulary import PEAK_CUES, RUSHES, USUAL
from designer.model.base import slugify
from designer.model.quantity import Quantity

_SCALES = {**ADVERBS, **PERIODS}
_MEAN = frozenset({"average", "mean", "avg", "averages", "normally", "usually", "typical", "typically", "steady"})
_AFTER_PEAK = frozenset({"of", "is", "at", "about", "around", "to", ":", "up", "~", "=", "≈", "load", "traffic", "and",
                         "are", "reach", "reaches", "hit", "hits", "can", "a", "factor"})  # fmt: skip


_BETWEEN_LABEL_AND_FIGURE = _MEAN | frozenset(
    {":", "=", "≈", "~", "of", "is", "about", "around", "-", "–", "|", "peak"}
)


def rate(scan: Scan, index: int, after: int, thing: str, value: float, size: float) -> tuple[Quantity, int]:
    """Return a rate of a thing: so many in so many seconds."""
    head = slugify(thing.rsplit(" ", 1)[-1], fallback="things")
    name = f"{slugify(thing).replace('-', '_')}_rate"
    return scan.quantity(index, after, name=name, value=value / size, unit=f"{head}/s", role="load", subject=thing,
                         stat=stat_of(scan, index, after))  # fmt: skip


def stat_of(scan: Scan, index: int, after: int) -> str:
    """Return "peak" when the words beside a figure, up to the next comma or figure, say so."""
    # "Clicks at peak: 7,500 per second": a label belongs to its figure.
    first = index - 1 - (scan.lower(index - 1) in {":", "=", "|"})
    before = scan.until_mark(range(first, max(-1, first - 6), -1))
    behind = scan.until_mark(range(after, min(len(scan.tokens), after + 5)))
    for distance, word in enumerate(behind):
        if word in PEAK_CUES and _leads_to_a_number(scan, after + distance + 1):
            behind = behind[:distance]
            break
    for distance, word in enumerate(before):
        if number_at(scan.tokens, first - distance) is not None and word not in {"a", "an"}:
            before = before[:distance]
            break
    is_instead = behind[:2] in (["rather", "than"], ["instead", "of"])
    if is_instead or (behind[:1] in (["when"], ["whenever"], ["if"]) and _is_otherwise(scan, after)):
        return "peak"
    near = [word for word in (*behind, *before) if word in PEAK_CUES | _MEAN | {"times"}]
    return "peak" if near and near[0] in PEAK_CUES and "times" not in near else "mean"


def _is_otherwise(scan: Scan, after: int) -> bool:
    """Tell whether the same clause says what is usual: "3,000 a second when it rains, 90 otherwise"."""
    window = scan.window(after, before=0, after=18)
    return bool({"otherwise", "normally", "usually", "else"} & set(window))


def _leads_to_a_number(scan: Scan, position: int) -> bool:
    for item in range(position, min(position + 4, len(scan.tokens))):
        if number_at(scan.tokens, item) is not None and scan.lower(item) not in {"a", "an"}:
            return True
        if scan.lower(item) not in _AFTER_PEAK:
            return False
    return False


def rate_unit(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "10k rps", "500k DAU", "8k req/s peak"."""
    word = scan.lower(number.after)
    if word in STOCK_UNITS:
        noun, stat = STOCK_UNITS[word]
        return scan.quantity(index, number.after + 1, name=f"{stat}_{noun}", value=number.value, unit="count",
                             role="stock", subject=noun, stat=stat)  # fmt: skip
    if word not in RATE_UNITS or (word == "ops" and scan.lower(number.after + 1) in {"per", "/"}):
        return None
    noun, size = RATE_UNITS[word]
    named, end = noun_at(scan, number.after + 1)
    chosen = named if named and end == number.after + 2 else noun
    per, last = per_thing(scan, number.after + 1, seen)
    if not per and noun == "samples" and scan.clause(index) == scan.clause(max(seen.counted_end, seen.factor_end) - 1):
        many = seen.factor.subject if seen.factor is not None and seen.factor_end > seen.counted_end else seen.counted
        per, last = many, number.after + 1  # "400 signals at 1 Hz": each of them
    return scan.quantity(index, last if per else number.after + 1, name=f"{chosen}_rate", value=number.value / size,
                         unit=f"{noun}/s", role="load", subject=chosen, per=per,
                         stat=stat_of(scan, index, number.after + 1))  # fmt: skip


def at_a_rush(scan: Scan, quantity: Quantity, after: int, seen: Seen) -> Quantity:
    """Return a rate as a peak where it is the higher one of two and the words behind name a rush: "9k/h at Easter"."""
    load = seen.load
    is_higher = load is not None and load.unit == quantity.unit and quantity.value > load.value
    said = RUSHES & set(scan.until_mark(range(after, after + 4)))
    return quantity.model_copy(update={"stat": "peak"}) if is_higher and said else quantity


def labelled_unit(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read "RPS: 5000", "DAU = 12M", "peak QPS of 40k", "messages/day: 3M", "requests per second: 200"."""
    position = index - 1
    while position > 0 and scan.lower(position) in _BETWEEN_LABEL_AND_FIGURE:
        position -= 1
    word = scan.lower(position)
    if position < 0 or not _ends_here(scan, number.after):
        return None
    if position == index - 1 and word not in {*STOCK_UNITS, *RATE_UNITS}:
        return None
    if word in {"s", "sec"} and scan.lower(position - 1) != "/":
        return None
    if word in STOCK_UNITS:
        noun, stat = STOCK_UNITS[word]
        return scan.quantity(position, number.after, name=f"{stat}_{noun}", value=number.value, unit="count",
                             role="stock", subject=noun, stat=stat)  # fmt: skip
    if word in RATE_UNITS:
        noun, size = RATE_UNITS[word]
        return rate(scan, position, number.after, noun, number.value, size)
    if word in PERIODS and scan.lower(position - 1) in {"per", "/", "a", "each", "every"} and position >= 2:
        thing = scan.lower(position - 2)
        if scan.tokens[position - 2].is_word and len(thing) > 2:
            return rate(scan, position - 2, number.after, thing, number.value, PERIODS[word])
    return None


def _ends_here(scan: Scan, index: int) -> bool:
    token = scan.token(index)
    return token is None or token.kind == "symbol" or scan.clause(index) != scan.clause(index - 1)


_MOST_BEHIND_FROM = 3
_MOMENTS = frozenset({"at", "on", "during", "when", "and", "in", "for", "around", "before", "near"})


def bare(scan: Scan, index: int, number: Number, seen: Seen) -> Reading | None:
    """Read a second value of the rate before: "6,000 rps with a peak of 20,000", "90 a second, 1.5 k at a goal"."""
    load = seen.load
    if load is None or load.unit == "bytes/s" or scan.clause(index) - seen.load_clause not in {0, 1}:
        return None
    before = scan.until_mark(range(index - 1, max(-1, index - 6), -1))
    behind = scan.until_mark(range(number.after, number.after + 4))
    is_peak = bool(PEAK_CUES & {*before, *behind[:2]})
    is_same = scan.clause(index) == seen.load_clause
    if (
        is_same
        and behind[:1] == ["the"]
        and behind[1:2]
        and behind[1] in PERIODS
        and scan.text[scan.tokens[index - 1].start] in ",;("
    ):
        return _as_before(scan, index, number.after, load, number.value / PERIODS[behind[1]])
    if _is_of_others(scan, index, number.after, before, behind, is_same=is_same):
        return _of_others(scan, index, number, load)
    is_rush = behind[:1] in (["around"], ["before"], ["near"]) and bool((PEAK_CUES | RUSHES) & {*behind[1:]})
    is_usual = bool(before) and before[0] in USUAL and is_same and _ends_here(scan, number.after)
    if is_usual and number.value / scale_of(load) < load.value:
        return scan.quantity(index, number.after, name=f"usual_{load.name}", value=number.value / scale_of(load),
                             unit=load.unit, role="load", subject=load.subject, stat="mean", per=load.per)  # fmt: skip
    is_moment = is_same and (behind[:1] in (["at"], ["on"], ["during"], ["when"]) or is_rush)
    leads = _MOMENTS if is_rush else _MOMENTS - {"around", "before", "near"}
    if behind and behind[0] not in leads and not is_peak:
        return None
    if behind and behind[0] not in leads | PEAK_CUES:
        return None
    if not (is_peak or is_moment):
        return None
    return _as_before(scan, index, number.after, load, number.value / scale_of(load))


def _is_of_others(scan: Scan, index: int, after: int, before: list[str], behind: list[str], *, is_same: bool) -> bool:
    """Tell "paid ones 5,000", "600 from outside" and "together it is 2,000" from numbers that stand for something else."""
    is_last = not behind or _ends_here(scan, after)
    if is_same and is_last and before[:1] == ["ones"]:
        return True
    if (
        is_same
        and is_last
        and "together" in before[:3]
        and scan.lower(index - 1) in {"together", "is", "are", "it", "about"}
    ):
        return True
    return behind[:1] == ["from"] and len(behind) <= _MOST_BEHIND_FROM and not scan.tokens[after + 1].is_number


def _of_others(scan: Scan, index: int, number: Number, load: Quantity) -> Reading:
    """Return the rate of the same thing for others, or for all of them."""
    before = scan.until_mark(range(index - 1, max(-1, index - 4), -1))
    lead = "total" if "together" in before else before[1] if before[:1] == ["ones"] and len(before) > 1 else "other"
    if scan.lower(number.after) == "from":
        lead = scan.lower(number.after + 1)
    name = f"{slugify(lead).replace('-', '_')}_{load.name}"
    return scan.quantity(index, number.after, name=name, value=number.value / scale_of(load), unit=load.unit, role="load",
                         subject=f"{lead} {load.subject}".strip(), stat=load.stat)  # fmt: skip


def _as_before(scan: Scan, index: int, after: int, load: Quantity, value: float) -> Reading | None:
    """Return a second, higher value of a rate: its peak."""
    if value <= load.value:
        return None
    return scan.quantity(index, after, name=f"peak_{load.name}", value=value, unit=load.unit, role="load",
                         subject=load.subject, stat="peak", per=load.per)  # fmt: skip


def scale_of(load: Quantity) -> float:
    """Return the seconds of the period that a rate was stated in, by its words."""
    words = load.text.casefold().replace("/", " ").split()
    sizes = [_SCALES.get(word) or RATE_UNITS[word][1] for word in words if word in _SCALES or word in RATE_UNITS]
    return sizes[-1] if sizes else 1.0
