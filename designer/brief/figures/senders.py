"""Who sends, reports or has what a figure says: counted before, or named again."""

from __future__ import annotations

from designer.brief.figures.nouns import DETERMINERS, is_actor, is_plural, is_subject, noun_at, singular
from designer.brief.figures.recurring import done
from designer.brief.figures.scan import Scan, Seen
from designer.brief.numbers import number_at
from designer.brief.units import BYTES, PERIODS
from designer.brief.vocabulary import FUNCTION_WORDS
from designer.model.quantity import Quantity

_MOST_KNOWN = 500
_LONGEST = 4
_NEAR = 8
_BE = frozenset("are is was were be been have has had must should can may will do does".split())
_WORN = frozenset({"worn", "carried", "owned", "driven", "held", "ridden"})
_ARTICLES = DETERMINERS | {"a", "an", "one", "his", "her", "every"}
_FEW = 12
"""So few ("no seat may go to two people") are not what a text goes on about."""


def sender(scan: Scan, index: int, seen: Seen) -> str:
    """Return who does something "every hour": who acts in the clause, or what was counted just before."""
    here = scan.clause(index)
    is_same = bool(seen.counted) and scan.clause(seen.counted_end - 1) == here
    if is_same and index - seen.counted_end <= 4:
        return seen.counted
    if is_same and _is_of_one_that(scan, seen.counted_end, index):
        return ""
    if seen.actor and seen.actor_clause == here:
        return seen.actor
    if is_same and scan.is_open(seen.counted_end, index):
        return seen.counted
    many = seen.factor
    is_here = seen.factor_end > seen.counted_end and scan.clause(seen.factor_end - 1) == here
    if many is not None and is_here and scan.lower(seen.factor_end - 3) in {"to", "on", "in"}:
        return many.subject.rsplit(" ", 1)[-1]  # "hives in 120 orchards, 6 to an orchard, report every minute"
    return _named_again(scan, index, seen)


def _is_of_one_that(scan: Scan, first: int, index: int) -> bool:
    """Tell "28 probes, a radar that turns every 3 s", where the verb is another's, from "cows wear a collar that reports"."""
    return any(
        scan.lower(place) in {"that", "which"}
        and scan.lower(place - 2) in {"a", "an", "one"}
        and scan.lower(place - 3) in {",", "and", ";"}
        and is_subject(scan, place - 1)
        and singular(scan.lower(place - 1)) not in {"one", "each"}
        for place in range(max(first + 2, index - _NEAR), index)
    )


def _named_again(scan: Scan, index: int, seen: Seen) -> str:
    """Return who was counted before and is named again in this clause: "the box in the car sends ..."."""
    here, position = scan.clause(index), index - 1
    found = ""
    while position >= 0 and scan.clauses[position] == here and index - position < 24:
        word = scan.lower(position)
        following = scan.lower(position + 1)
        if word in {"each", "every"} and following not in PERIODS:
            is_lone = following in {"one", "of"} or is_plural(following) or following in {"has", "sends", "with"}
            return seen.topic if is_lone else following if is_subject(scan, position + 1) else found
        if not found and singular(word) in seen.known and word not in PERIODS:
            found = word
        position -= 1
    is_they = scan.lower(position + 1) in {"they", "those", "these", "all"}
    return found or (seen.topic if is_they else "")


def sent_behind(scan: Scan, quantity: Quantity, index: int, after: int, seen: Seen) -> Quantity:
    """Return a period that opens a clause with who acts behind it and what comes: "every 5 s each tram sends its position"."""
    is_period = quantity.role == "period" and quantity.unit == "s" and not quantity.per and quantity.name == "period"
    start = scan.start(index)
    if is_period and (wearers := _worn_by(scan, after)):
        return quantity.model_copy(update={"per": wearers})
    if not is_period or index - start > 1:
        return quantity
    place = after + (scan.lower(after) == ",")
    found = _each_behind(scan, place) or _all_behind(scan, place, seen)
    if found is None or scan.clause(found[1]) != scan.clause(index):
        return quantity
    who, verb = found
    what = _sent(scan, verb)
    return quantity.model_copy(update={"subject": what, "per": who}) if what else quantity


def _worn_by(scan: Scan, after: int) -> str:
    """Return who have one each in "patches measure every 5 minutes and are worn by 83,000 patients"."""
    for place in range(after, min(after + _NEAR, len(scan.tokens) - 2)):
        if scan.tokens[place].text in ",;:()" or scan.clause(place) != scan.clause(after - 1):
            return ""
        if scan.lower(place) in _WORN and scan.lower(place + 1) == "by" and scan.lower(place - 1) in _BE:
            many = number_at(scan.tokens, place + 2)
            return noun_at(scan, many.after)[0].rsplit(" ", 1)[-1] if many is not None and not many.is_share else ""
    return ""


def _each_behind(scan: Scan, place: int) -> tuple[str, int] | None:
    """Return the noun of "each weather station reports", "each of the 700 pumps posts", and where its verb stands."""
    many = number_at(scan.tokens, place + 3) if scan.lower(place + 1) == "of" else None
    if many is not None:
        noun, verb = noun_at(scan, many.after)
        return (noun.rsplit(" ", 1)[-1], verb) if is_plural(noun) and scan.lower(verb).endswith("s") else None
    if scan.lower(place) not in {"each", "every"} or scan.lower(place + 1) in PERIODS:
        return None
    for verb in range(place + 2, min(place + 2 + _LONGEST, len(scan.tokens))):
        if scan.tokens[verb].text in ",.;:()" or is_plural(scan.lower(verb - 1)):
            return None
        if scan.lower(verb).endswith("s") and is_subject(scan, verb - 1) and scan.lower(verb) not in _BE:
            return scan.lower(verb - 1), verb
    return None


def _all_behind(scan: Scan, place: int, seen: Seen) -> tuple[str, int] | None:
    """Return the plural of "the trams send", where they were counted or act by themselves, and where its verb stands."""
    if scan.lower(place) not in DETERMINERS:
        return None
    noun, verb = noun_at(scan, place + 1 + (scan.lower(place + 1) in DETERMINERS))
    word = noun.rsplit(" ", 1)[-1]
    is_known = is_plural(word) and (is_actor(word) or singular(word) in seen.known)
    following = scan.token(verb)
    is_verb = following is not None and following.is_word and not following.lower.endswith(("s", "ed", "ing"))
    return (word, verb) if is_known and is_verb and scan.lower(verb) not in FUNCTION_WORDS else None


def _sent(scan: Scan, verb: int) -> str:
    """Return what is sent: the object of a verb, "messages" where bytes are, or what is done; nothing for more than one."""
    place = verb + 1
    while scan.lower(place) in _ARTICLES:
        place += 1
    if (many := number_at(scan.tokens, place)) is not None:
        return "messages" if scan.lower(many.after) in BYTES else ""
    noun = noun_at(scan, place)[0].rsplit(" ", 1)[-1] if scan.clause(place) == scan.clause(verb) else ""
    return noun or done(scan.lower(verb))


def _with(known: frozenset[str], noun: str) -> frozenset[str]:
    """Return what was counted with one more of it; a text that counts more things than that is a table."""
    return known if noun in known or len(known) >= _MOST_KNOWN else known | {noun}


def merged(quantity: Quantity, seen: Seen, clause: int, after: int) -> Seen:
    """Return what is known behind a figure: who acts, what was counted, the last load."""
    subject = quantity.subject or seen.subject
    if quantity.role == "stock" and quantity.unit == "count" and quantity.subject:
        head = quantity.subject.rsplit(" ", 1)[-1]
        if quantity.value > seen.topic_value or (clause != seen.topic_clause and quantity.value >= _FEW):
            seen = seen._replace(topic=head, topic_value=quantity.value, topic_clause=clause)
        seen = seen._replace(
            counted=head, counted_phrase=quantity.subject, counted_end=after, known=_with(seen.known, singular(head)),
            counted_value=quantity.value,
        )  # fmt: skip
    if quantity.role == "share":
        seen = seen._replace(share=quantity, share_end=after)
    if quantity.role == "retention":
        seen = seen._replace(timed=quantity, timed_end=after)
    if quantity.role in {"load", "period"} and quantity.subject and quantity.unit != "bytes/s":
        seen = seen._replace(rated=quantity.subject, rated_clause=clause)
    if quantity.role == "factor" and quantity.per:
        seen = seen._replace(factor=quantity, factor_end=after)
    if quantity.role in {"stock", "factor"} and quantity.subject and is_actor(quantity.subject):
        head = quantity.subject.rsplit(" ", 1)[-1]
        return seen._replace(subject=subject, actor=head, actor_clause=clause)
    if quantity.role == "load":
        return seen._replace(subject=subject, load=quantity, load_clause=clause, load_end=after)
    return seen._replace(subject=subject)
