"""Figures of a brief: number, unit, what is counted, over which time, and what role the figure plays.

One pass over the tokens. Each figure ends in base units with the span of its words; derived figures are not
made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designer.brief.lexer import Token, clause_bounds, tokens_of
from designer.brief.numbers import Number, is_scale, number_at
from designer.brief.units import (
    ABBREVIATED_NOUNS,
    ADVERBS,
    BYTE_RATES,
    BYTES,
    BYTES_BY_CASE,
    COPIES,
    DAY,
    MONEY,
    MONTH,
    PEOPLE,
    PER_WORDS,
    PERIODS,
    RATE_UNITS,
    STOCK_UNITS,
    TIMES,
)
from designer.brief.vocabulary import (
    AVAILABILITY_CUES,
    GROWTH_CUES,
    LATENCY_CUES,
    LEAD_ADJECTIVES,
    NOT_NOUN,
    PEAK_CUES,
    RECOVERY_CUES,
    RETENTION_CUES,
    SIZE_CUES,
    VERBS,
)
from designer.model.base import slugify
from designer.model.quantity import Quantity

_PERCENTILES = {"p50": "p50", "median": "p50", "p90": "p90", "p95": "p95", "p99": "p99", "p999": "p999"}


class _Scan(NamedTuple):
    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[int, ...]

    def token(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def lower(self, index: int) -> str:
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def window(self, index: int, *, before: int, after: int) -> list[str]:
        """Return the words around a token, inside its clause."""
        here = self.clauses[min(index, len(self.clauses) - 1)]
        span = range(max(0, index - before), min(len(self.tokens), index + after))
        return [self.tokens[item].lower for item in span if self.clauses[item] == here]


def quantities_in(text: str) -> tuple[Quantity, ...]:
    """Return every figure of a text, in order of appearance.

    >>> [(q.value, q.unit, q.subject) for q in quantities_in("8.64 million clicks a day, 2 KB each")]
    [(100.0, 'clicks/s', 'clicks'), (2000.0, 'bytes', 'clicks')]
    """
    tokens = tokens_of(text)
    scan = _Scan(text, tokens, clause_bounds(text, tokens))
    found: list[Quantity] = []
    taken: set[str] = set()
    for draft in _scan(scan):
        name = slugify(draft.name).replace("-", "_")[:56]
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name}_{number}", number + 1
        taken.add(unique)
        found.append(draft.model_copy(update={"name": unique}))
    return tuple(found)


def _scan(scan: _Scan) -> Iterator[Quantity]:
    index = 0
    subject = ""
    while index < len(scan.tokens):
        found = _quantity_at(scan, index, subject)
        if found is None:
            index += 1
            continue
        quantity, index = found
        if quantity is not None:
            subject = quantity.subject or subject
            yield quantity


def _quantity_at(scan: _Scan, index: int, subject: str) -> tuple[Quantity | None, int] | None:
    """Return the figure that starts at a token and the index behind it, or None where no number starts."""
    if (worded := _worded(scan, index)) is not None:
        return worded
    number = number_at(scan.tokens, index)
    if number is None or number.is_vague or _is_part_of_a_name(scan, index, number):
        # "tens of millions" is no figure: a number made of it would be invented
        return None if number is None else (None, number.after)
    for reader in (_nines, _money, _percent, _ratio, _reads_per_write, _factor, _rate_unit, _bytes, _time, _counted):
        found = reader(scan, index, number, subject)
        if found is not None:
            return found
    return None, number.after


def _is_part_of_a_name(scan: _Scan, index: int, number: Number) -> bool:
    """Leave out "24/7", "H.264", "2FA", "1080p", "24x7", years, dates and version numbers."""
    token, after = scan.tokens[index], scan.token(number.after)
    if not token.is_number:
        return False
    before = scan.token(index - 1)
    if before is not None and before.end == token.start and before.text not in "$€£(~<>≤≥=\"'“-–:/[+≈*":
        return True
    if after is not None and after.end - after.start and after.start == scan.tokens[number.after - 1].end:
        following = scan.token(number.after + 1)
        if after.text == "/" and following is not None and following.is_number:
            return True
        if after.is_word and after.lower in {"p", "fa", "d", "g", "k"} and after.text != "d":
            return True
        if after.text in {"-", "–"} and following is not None and following.is_number and len(token.text) == 4:
            return True
        if after.text == "." and following is not None and following.is_number:
            return True
    return (
        len(token.text) == 4
        and token.text.isdigit()
        and scan.lower(index - 1) in {"in", "since", "by", "of"}
        and (1900 <= int(token.text) <= 2100)
    )


def _make(
    scan: _Scan, first: int, after: int, *, name: str, value: float, unit: str, **fields: object
) -> tuple[Quantity, int]:
    span = (scan.tokens[first].start, scan.tokens[after - 1].end)
    words = scan.text[span[0] : span[1]]
    return Quantity.model_validate(
        {"name": name, "value": value, "unit": unit, "span": span, "text": words, **fields}
    ), after


def _worded(scan: _Scan, index: int) -> tuple[Quantity, int] | None:
    """Read rates without a number: "once a minute", "twice a day", "every second"; single copies are not figures."""
    word = scan.lower(index)
    if word == "every" and scan.lower(index + 1) in PERIODS and index and not _number_ahead(scan, index):
        size = PERIODS[scan.lower(index + 1)]
        return _make(scan, index, index + 2, name="period", value=size, unit="s", role="period",
                     subject=subject_before(scan, index))  # fmt: skip
    if word in {"once", "twice"} and (period := _period(scan, index + 1)) is not None:
        size, after = period
        value = (1 if word == "once" else 2) / size
        return _make(scan, index, after, name="times", value=value, unit="times/s", subject="times", role="period")
    return None


def _number_ahead(scan: _Scan, index: int) -> bool:
    """Tell "Every day 5 million photos arrive", where the period belongs to the figure behind it."""
    for position in range(index + 2, min(index + 7, len(scan.tokens))):
        if scan.clauses[position] != scan.clauses[index]:
            return False
        if number_at(scan.tokens, position) is not None and scan.lower(position) not in {"a", "an", "one"}:
            return True
    return False


def _nines(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    after = number.after + (scan.lower(number.after) == "-")
    if scan.lower(after) != "nines" or not 1 <= number.value <= 12:
        return None
    value = 1 - 10**-number.value
    if scan.lower(after + 1) == "five" and scan.lower(after + 2) != "nines":
        value -= 5 * 10 ** -(number.value + 1)
    return _make(scan, index, after + 1, name="availability", value=value, unit="ratio", role="availability")


def _money(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    before, after = scan.token(index - 1), number.after
    is_money = before is not None and before.text == "$" and before.end == scan.tokens[index].start
    first = index - 1 if is_money else index
    if scan.lower(after) in MONEY:
        is_money, after = True, after + 1
    if not is_money:
        return None
    period = _period(scan, after)
    if period is None and any(word in {"monthly", "month"} for word in scan.window(index, before=4, after=6)):
        period = (MONTH, after)
    size, after = period if period is not None else (0.0, after)
    around = scan.window(index, before=8, after=8)
    is_budget = period is not None and bool({"budget", "cost", "costs", "spend", "bill", "costing"} & set(around))
    if size and (is_budget or size >= DAY):
        value = number.value * MONTH / size
        return _make(scan, first, after, name="budget", value=value, unit="usd/month", role="budget", subject="cost")
    return _make(scan, first, after, name="amount", value=number.value, unit="usd", role="other", subject="amount")


def _percent(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    after = number.after
    if scan.lower(after) not in {"%", "percent", "pct", "％", "prozent"} and not (
        scan.lower(after) == "per" and scan.lower(after + 1) == "cent"
    ):
        if not number.is_share:
            return None
        noun, end = _noun(scan, after + 1)
        name = f"share_of_{noun}" if noun else "share"
        return _make(
            scan, index, end if noun else after, name=name, value=number.value, unit="ratio", role="share",
            subject=noun,
        )  # fmt: skip
    after += 2 if scan.lower(after) == "per" else 1
    around = set(scan.window(index, before=10, after=10))
    value = number.value / 100
    if value <= 1 and ((around & AVAILABILITY_CUES and value >= 0.9) or (number.value >= 99 and number.value < 100)):
        return _make(scan, index, after, name="availability", value=value, unit="ratio", role="availability")
    if around & GROWTH_CUES:
        return _make(scan, index, after, name="growth", value=value, unit="ratio", role="growth")
    noun, end = _noun(scan, after + 1) if scan.lower(after) == "of" else _noun(scan, after)
    name = f"share_of_{noun}" if noun else "share"
    return _make(scan, index, end if noun else after, name=name, value=value, unit="ratio", role="share", subject=noun)


def _ratio(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    """Read "100:1", "ten to one", "a 50 to 1 read ratio"."""
    if scan.lower(number.after) not in {":", "to"}:
        return None
    second = number_at(scan.tokens, number.after + 1)
    if second is None or second.value == 0 or number.value == 0:
        return None
    around = set(scan.window(index, before=8, after=10))
    cues = {
        "ratio",
        "read",
        "reads",
        "write",
        "writes",
        "heavy",
        "outnumber",
        "reader",
        "readers",
        "versus",
        "vs",
    }
    if scan.lower(number.after) == "to" and not (around & cues and second.value == 1):
        return None
    if not around & cues and 1 not in (second.value, number.value):
        return None
    high, low = max(number.value, second.value), min(number.value, second.value)
    name = "read_write_ratio" if around & {"read", "reads", "readers", "reader", "write", "writes"} else "ratio"
    noun = "reads" if name == "read_write_ratio" else ""
    return _make(scan, index, second.after, name=name, value=high / low, unit="ratio", role="factor", subject=noun)


def _reads_per_write(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    """Read "fifty reads to one write", "10 reads for every write", "20 reads per write"."""
    if scan.lower(number.after) not in {"reads", "read", "readers"}:
        return None
    for position in range(number.after + 1, min(number.after + 5, len(scan.tokens))):
        if scan.lower(position) in {"write", "writes", "writer"}:
            linked = {scan.lower(item) for item in range(number.after + 1, position)}
            if not linked & {"for", "to", "per", "each", "every"}:
                return None
            return _make(
                scan, index, position + 1, name="read_write_ratio", value=number.value, unit="ratio", role="factor",
                subject="reads",
            )  # fmt: skip
    return None


def _factor(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    """Read "five times the average", "10x", "3-fold", "a factor of 8"."""
    after = number.after
    word = scan.lower(after)
    glued = scan.token(after) is not None and scan.tokens[after].start == scan.tokens[after - 1].end
    if word in {"-", "–"} and scan.lower(after + 1) == "fold":
        after += 2
    elif (
        (word in {"x", "×"} and (glued or word == "×"))
        or word == "fold"
        or (word == "times" and _period(scan, after + 1) is None)
    ):
        after += 1
    elif not (scan.lower(index - 1) == "of" and scan.lower(index - 2) in {"factor", "ratio"}):
        return None
    around = set(scan.window(index, before=8, after=10))
    if around & PEAK_CUES:
        return _make(
            scan,
            index,
            after,
            name="peak_factor",
            value=number.value,
            unit="ratio",
            role="factor",
            stat="peak",
        )
    if around & GROWTH_CUES:
        return _make(scan, index, after, name="growth", value=number.value, unit="ratio", role="growth")
    name = "read_write_ratio" if around & {"reads", "read", "readers"} else "factor"
    noun = "reads" if name == "read_write_ratio" else ""
    return _make(scan, index, after, name=name, value=number.value, unit="ratio", role="factor", subject=noun)


def _rate_unit(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    word = scan.lower(number.after)
    if word in STOCK_UNITS:
        noun, stat = STOCK_UNITS[word]
        return _make(
            scan, index, number.after + 1, name=f"{stat}_{noun}", value=number.value, unit="count", role="stock",
            subject=noun, stat=stat,
        )  # fmt: skip
    if word not in RATE_UNITS or (word == "ops" and scan.lower(number.after + 1) in {"per", "/"}):
        return None
    noun, size = RATE_UNITS[word]
    stat = _stat(scan, index, number.after + 1)
    named, end = _noun(scan, number.after + 1)
    chosen = named if named and end == number.after + 2 else noun
    return _make(
        scan, index, number.after + 1, name=f"{chosen}_rate", value=number.value / size, unit=f"{noun}/s", role="load",
        subject=chosen, stat=stat,
    )  # fmt: skip


def _bytes(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    token = scan.token(number.after)
    if token is None:
        return None
    if token.lower in BYTE_RATES:
        value = number.value * BYTE_RATES[token.lower]
        return _make(
            scan, index, number.after + 1, name="bandwidth", value=value, unit="bytes/s", role="load",
            subject=subject_before(scan, index),
            stat=_stat(scan, index, number.after + 1),
        )  # fmt: skip
    size = BYTES_BY_CASE.get(token.text, BYTES.get(token.lower))
    if size is None or (token.text in {"Go", "To", "Mo", "Ko"} and token.start != scan.tokens[number.after - 1].end):
        return None
    value, after = number.value * size, number.after + 1
    noun, end = _noun(scan, after + 1) if scan.lower(after) == "of" else ("", after)
    if scan.lower(after) == "/" and scan.lower(after + 1) in {"s", "sec", "second"}:
        return _make(
            scan, index, after + 2, name="bandwidth", value=value, unit="bytes/s", role="load",
            subject=subject_before(scan, index), stat=_stat(scan, index, after),
        )  # fmt: skip
    period = _nearby_period(scan, end)
    if period is not None:
        divisor, after = period
        return _make(
            scan, index, after, name=f"{noun or 'data'}_bytes_rate", value=value / divisor, unit="bytes/s", role="load",
            subject=noun, stat=_stat(scan, index, after),
        )  # fmt: skip
    per, per_end = _per_thing(scan, end)
    around = set(scan.window(index, before=10, after=6))
    if per or around & SIZE_CUES or scan.lower(index - 1) in {"is", "are", "of", "was", "~", "about", "around"}:
        thing = per or noun or subject_before(scan, index) or subject
        stat = "max" if around & {"most", "max", "maximum", "limit", "cap", "up"} else "mean"
        name = f"{slugify(thing).replace('-', '_')}_size" if thing else "size"
        return _make(
            scan, index, per_end if per else end, name=name, value=value, unit="bytes", role="size", subject=thing,
            per=per, stat=stat,
        )  # fmt: skip
    thing = noun or subject_before(scan, index)
    name = f"{slugify(thing).replace('-', '_')}_bytes" if thing else "data_bytes"
    return _make(scan, index, end, name=name, value=value, unit="bytes", role="stock", subject=thing)


def _time(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    token = scan.token(number.after)
    after = number.after
    if token is not None and token.text == "-" and scan.lower(after + 1) in TIMES:
        after += 1
        token = scan.token(after)
    if token is None:
        return None
    glued_minutes = token.text == "m" and token.start == scan.tokens[after - 1].end
    size = 60.0 if glued_minutes else TIMES.get(token.lower)
    if size is None or (len(token.text) == 1 and token.text.isupper()) or token.lower in {"an", "ans", "quarters"}:
        return None
    value = number.value * size
    after += 1
    around = scan.window(index, before=9, after=5)
    near = set(around)
    previous = scan.lower(index - 1)
    if previous in {"every", "cada", "alle"}:
        return _make(scan, index - 1, after, name="period", value=value, unit="s", role="period",
                     subject=subject_before(scan, index) or subject)  # fmt: skip
    stat = next((_PERCENTILES[word] for word in around if word in _PERCENTILES), "")
    if previous in {"of", "is", "=", ":", "<", "≤", "under", "below", "within", "to"}:
        previous = next((word for word in reversed(scan.window(index, before=3, after=0)) if word in {"rpo", "rto"}),
                        previous)  # fmt: skip
    role, name = _time_role(near, value, previous)
    thing = subject_before(scan, index)
    if name == "retention" and thing:
        name = f"{slugify(thing).replace('-', '_')}_retention"
    fields = {"role": role, "subject": thing, "stat": stat if role == "latency" else ""}
    return _make(scan, index, after, name=f"{stat}_{name}" if stat and role == "latency" else name, value=value,
                 unit="s", **fields)  # fmt: skip


def _time_role(near: set[str], value: float, previous: str) -> tuple[str, str]:
    if previous in {"rpo", "rto"}:
        return "recovery", previous
    if ("rpo" in near and "rto" not in near) or (near & {"lose", "loses", "lost"} and near & {"data", "most", "than"}):
        return "recovery", "rpo"
    if near & {"rto", "failover", "takeover", "recover", "recovers", "recovery", "restore", "restored"}:
        return "recovery", "rto"
    if (previous == "for" and value >= 3600) or (
        near & RETENTION_CUES and value >= 60 and not near & {"p99", "latency"}
    ):
        return "retention", "retention"
    if (near & LATENCY_CUES and value <= 86400) or value < 1:
        return "latency", "latency"
    if value >= DAY:
        return "retention", "retention"
    return "other", "duration"


def _counted(scan: _Scan, index: int, number: Number, subject: str) -> tuple[Quantity, int] | None:
    """Read a counted thing, with or without a period: "100 million new links a month", "two million players"."""
    noun, end = _noun(scan, number.after)
    if not noun and scan.lower(number.after) == "of":
        noun, end = _noun(scan, number.after + 1)
    if not noun or noun == "times":
        # "100 million a month", "1.2M created/day", "opened 500,000 times a day": the thing counted was named before
        period = _period(scan, number.after) or _nearby_period(scan, number.after)
        if period is None:
            return None
        size, after = period
        if number.value <= 1 and not number.is_vague and scan.tokens[index].lower in {"one", "a"}:
            return None
        thing = subject_before(scan, index) or subject or "requests"
        return _rate(scan, index, after, thing, number.value, size)
    if scan.tokens[index].lower == "one" and number.after == index + 1 and not _is_one_of_a_kind(scan, end, noun):
        return None
    head = ABBREVIATED_NOUNS.get(noun.rsplit(" ", 1)[-1], noun.rsplit(" ", 1)[-1])
    phrase = " ".join([*noun.split()[:-1], head])
    if scan.lower(end) == "/" and scan.lower(end + 1) in PERIODS:
        quantity, after = _rate(scan, index, end + 2, phrase, number.value, PERIODS[scan.lower(end + 1)])
        per, per_end = _per_thing(scan, after)
        return (quantity.model_copy(update={"per": per}), per_end) if per else (quantity, after)
    lead = {scan.lower(item) for item in range(number.after, end)}
    every = _every_number(scan, end)
    if every is not None:
        size, after = every
        quantity, after = _rate(scan, index, after, phrase, number.value, size)
        return quantity.model_copy(update={"per": _each_before(scan, index)}), after
    per, per_end = _per_thing(scan, end)
    period = _nearby_period(scan, per_end if per else end)
    each = _each_before(scan, index)
    per = per or ("" if each.rstrip("s") == head.rstrip("s") else each)
    if period is not None:
        size, after = period
        rate, after = _rate(scan, index, after, phrase, number.value, size)
        behind, behind_end = _per_thing(scan, after)
        if behind and not per:
            per, after = behind, behind_end
        return rate.model_copy(update={"per": per}), after
    if lead & ADVERBS.keys() and head not in PEOPLE:
        size = next(ADVERBS[word] for word in sorted(lead) if word in ADVERBS)
        return _rate(scan, index, end, phrase, number.value, size)
    if per and (per_end > end or _counts_people(per)):
        per_end = max(per_end, end)
        name = f"{slugify(head).replace('-', '_')}_per_{slugify(per).replace('-', '_')}"
        return _make(scan, index, per_end, name=name, value=number.value, unit="ratio", role="factor", subject=phrase,
                     per=per)  # fmt: skip
    size_before = _period_before(scan, index)
    if size_before is not None and head not in PEOPLE | COPIES:
        return _rate(scan, index, end, phrase, number.value, size_before)
    around = set(scan.window(index, before=4, after=end - index + 3))
    stat = next((word for word in ("daily", "monthly", "weekly") if word in around), "")
    stated = set(phrase.split())
    if around & {
        "concurrent",
        "concurrently",
        "simultaneous",
        "simultaneously",
        "once",
        "online",
        "connected",
    }:
        stat = "concurrent"
    role = "copies" if head in COPIES and number.value <= 10_000 and head not in PEOPLE - {"machines"} else "stock"
    prefix = "" if stat in stated else stat
    name = "_".join(part for part in (prefix, slugify(phrase).replace("-", "_")) if part)
    return _make(scan, index, end, name=name, value=number.value, unit="count", role=role, subject=phrase, stat=stat)


def _rate(scan: _Scan, index: int, after: int, thing: str, value: float, size: float) -> tuple[Quantity, int]:
    head = slugify(thing.rsplit(" ", 1)[-1], fallback="things")
    name = f"{slugify(thing).replace('-', '_')}_rate"
    return _make(scan, index, after, name=name, value=value / size, unit=f"{head}/s", role="load", subject=thing,
                 stat=_stat(scan, index, after))  # fmt: skip


def _stat(scan: _Scan, index: int, after: int) -> str:
    """Return "peak" when the words beside a figure, up to the next comma or factor, say so."""
    before = _until_comma(scan, range(index - 1, max(-1, index - 7), -1))
    behind = _until_comma(scan, range(after, min(len(scan.tokens), after + 4)))
    around = {*before, *behind}
    return "peak" if around & PEAK_CUES and not around & {"times", "average", "mean", "avg"} else "mean"


def _until_comma(scan: _Scan, positions: Iterable[int]) -> list[str]:
    words: list[str] = []
    for position in positions:
        if scan.tokens[position].text in {",", ";", "(", ")", "\n", "."}:
            break
        words.append(scan.tokens[position].lower)
    return words


def _noun(scan: _Scan, index: int) -> tuple[str, int]:
    """Return the noun phrase that starts at a token (at most four words) and the index behind it."""
    words: list[str] = []
    after = index
    while after < len(scan.tokens) and len(words) < 4:
        token = scan.tokens[after]
        glue = token.text in {"-", "–"} and words and scan.tokens[after - 1].end == token.start
        if glue:
            after += 1
            continue
        is_noun = token.lower not in NOT_NOUN or (not words and token.lower in VERBS and token.lower.endswith("s"))
        if not token.is_word or not is_noun or scan.clauses[after] != scan.clauses[index]:
            break
        if words and token.lower not in LEAD_ADJECTIVES and (token.lower in PERIODS or token.lower in ADVERBS):
            break
        if not words and (token.lower in PERIODS or token.lower in TIMES):
            break
        words.append(token.lower)
        after += 1
    while (
        words and words[-1].endswith(("ed", "ing")) and words[-1] not in {"feed", "seed", "bed", "listing", "booking"}
    ):
        words.pop()
        after -= 1
    return " ".join(words), after


def _period(scan: _Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of a period such as "a month", "/day", "per second", "daily", and the index behind it."""
    word = scan.lower(index)
    if word in ADVERBS:
        return ADVERBS[word], index + 1
    if word in PER_WORDS and scan.lower(index + 1) in PERIODS:
        if word in {"a", "an"} and scan.lower(index - 1) in {"for", "in", "within", "after", "over", "than"}:
            return None
        return PERIODS[scan.lower(index + 1)], index + 2
    filler = scan.lower(index + 1) in {"single", "calendar", "business"}
    if word in {"per", "every", "each", "a"} and filler and scan.lower(index + 2) in PERIODS:
        return PERIODS[scan.lower(index + 2)], index + 3
    return None


def _nearby_period(scan: _Scan, index: int) -> tuple[float, int] | None:
    """Return the first period within the next words of the clause: "links [are created every] month"."""
    if index >= len(scan.tokens):
        return None
    here = scan.clauses[index - 1]
    for position in range(index, min(index + 9, len(scan.tokens))):
        token = scan.tokens[position]
        if (
            scan.clauses[position] != here
            or token.text in {",", "(", ":"}
            or token.lower in {"and", "but", "with", "for"}
        ):
            return None
        if number_at(scan.tokens, position) is not None and token.lower not in {"a", "an"}:
            return None
        period = _period(scan, position)
        if period is not None:
            return period
    return None


def _period_before(scan: _Scan, index: int) -> float | None:
    """Return the period that a clause opens with: "every day 5 million photos are uploaded"."""
    here = scan.clauses[index]
    for position in range(max(0, index - 6), index):
        if scan.clauses[position] != here:
            continue
        if scan.lower(position) in {"every", "each", "per"} and scan.lower(position + 1) in PERIODS:
            between = [scan.lower(item) for item in range(position + 2, index)]
            if not any(number_at(scan.tokens, item) for item in range(position + 2, index)) and "for" not in between:
                return PERIODS[scan.lower(position + 1)]
    return None


def _per_thing(scan: _Scan, index: int) -> tuple[str, int]:
    """Return the thing after "per", "a" or "each" when it is no period: "per user"."""
    if scan.lower(index) == "for" and scan.lower(index + 1) in {"every", "each"}:
        index += 1
    if scan.lower(index) in {"per", "each", "every", "/"} and scan.lower(index + 1) not in PERIODS:
        noun, end = _noun(scan, index + 1)
        if noun:
            return noun, end
    if scan.lower(index) in {"a", "an"} and scan.lower(index + 1) in PEOPLE:
        return scan.lower(index + 1), index + 2
    return "", index


def _is_one_of_a_kind(scan: _Scan, end: int, noun: str) -> bool:
    """Tell "one region", "one message a minute" (figures) from "one of them", "one customer" (prose)."""
    return noun.rsplit(" ", 1)[-1] in COPIES or _period(scan, end) is not None or _every_number(scan, end) is not None


def _every_number(scan: _Scan, index: int) -> tuple[float, int] | None:
    """Return the seconds of "every four seconds" and the index behind it."""
    if scan.lower(index) not in {"every", "each", "per"}:
        return None
    number = number_at(scan.tokens, index + 1)
    if number is None or number.value <= 0 or scan.lower(number.after) not in TIMES:
        return None
    return number.value * TIMES[scan.lower(number.after)], number.after + 1


def _each_before(scan: _Scan, index: int) -> str:
    """Return the thing that the clause speaks of one by one before a figure: "each user sends 40 messages"."""
    here = scan.clauses[index]
    for position in range(max(0, index - 6), index - 1):
        if scan.clauses[position] == here and scan.lower(position) in {"each", "every", "per"}:
            noun = scan.lower(position + 1)
            if noun not in PERIODS and noun not in NOT_NOUN and scan.tokens[position + 1].is_word:
                return noun
    return ""


def _counts_people(noun: str) -> bool:
    """Tell whether a noun counts people or devices, who each do something."""
    return noun.rsplit(" ", 1)[-1] in PEOPLE


def subject_before(scan: _Scan, index: int) -> str:
    """Return the nearest noun before a token in its clause, or an empty string."""
    here = scan.clauses[index]
    position = index - 1
    while position >= 0 and scan.clauses[position] == here and index - position < 14:
        token = scan.tokens[position]
        if (
            token.is_word
            and not is_scale(token.lower)
            and number_at(scan.tokens, position) is None
            and token.lower not in NOT_NOUN
            and token.lower not in _CUE_WORDS
            and token.lower not in PERIODS
            and len(token.text) > 2
        ):
            return token.lower
        position -= 1
    return ""


_CUE_WORDS = (
    LATENCY_CUES | RETENTION_CUES | RECOVERY_CUES | AVAILABILITY_CUES | PEAK_CUES | GROWTH_CUES | SIZE_CUES
    | LEAD_ADJECTIVES | {"roughly", "approximately", "nearly", "almost", "least", "between", "rate", "limit"}
)  # fmt: skip
