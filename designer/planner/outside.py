"""Systems of others that a text speaks of in its own words: "the tax office", "the hospital's record system"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designer.brief.people import ORGANISATIONS
from designer.brief.phrases import StemmedText
from designer.planner.nouns import ADJECTIVES, NOT_THINGS, singular
from designer.planner.terms import Phrase, Terms

_MOST = 3
_REACH = 6
# Whose name alone says that somebody else runs it.
_ALWAYS = frozenset(
    "registry authority bureau ministry customs regulator clearinghouse interbank treasury inspectorate erp crm lms pms "
    "mainframe lims wms tms mes hris ehr emr ris pacs sap".split()
)
_OFFICES = frozenset(
    "tax post patent land registration foreign revenue statistics census immigration social city population commercial company companies vehicle civil central national trade".split()
)
# Lists that somebody in office keeps, and everybody else only asks.
_LISTS = frozenset("list database index".split())
_LISTERS = frozenset("police interpol customs sanctions government ministry federal".split())
# Things run by others when a word before says for what, or that they are there already.
_OFFERED = frozenset(
    "provider service feed api gateway network platform system software database exchange directory operator".split()
)
_FOR_WHAT = frozenset(
    "weather map maps mapping sms email mail payment payments card bank banking credit identity id postal geocoding "
    "address traffic exchange fx currency rating ratings flight market insurance customs tax tax-office eid kyc "
    "translation speech satellite forecast stock-market clearing energy grid".split()
)
_THERE = frozenset(
    "existing legacy external third-party partner partners government national federal public municipal state central their accounting booking "
    "payroll erp hr hospital laboratory lab library school warehouse billing university company customer's client's".split()
)
_EXCHANGE = frozenset(
    "connect connects connected integrate integrates integrated integration sync syncs synced synchronise synchronised import "
    "imports imported export exports exported exchange exchanges fetch fetches fetched pull pulls pulled ask asks asked query queries "
    "send sends sent report reports reported forward forwards forwarded transfer transfers transferred submit submits submitted "
    "pass passes passed transmit transmits transmitted file files filed hand get gets receive receives received come comes read reads "
    "talk talks look looked check checks checked interface interfaces linked link links go goes pushed push consult "
    "arrive arrives arrived deliver delivers delivered".split()
)
_TOWARDS = frozenset("to with from into at through via against by".split())


class Outside(NamedTuple):
    """A system of others: its name in the words of the text, and where they stand."""

    name: str
    span: tuple[int, int]


def outside_of(text: StemmedText, terms: Terms) -> tuple[Outside, ...]:
    """Return the systems of others that a text names, at most three."""
    found: dict[str, Outside] = {}
    for phrase in terms.phrases:
        if text.negated.isdisjoint(range(phrase.start, phrase.end)) and _is_outside(text, phrase):
            name = _name(text, phrase)
            found.setdefault(
                singular(phrase.head) if len(phrase.words) == 1 else name.casefold(), Outside(name, phrase.span)
            )
    return tuple(found.values())[:_MOST]


def _is_outside(text: StemmedText, phrase: Phrase) -> bool:
    head, before = singular(phrase.head), [singular(word) for word in phrase.words[:-1]]
    if head in _ALWAYS:
        return bool(before) or _lead(text, phrase) in {"the", "our", "their", "a", "an"}
    if head in _LISTS and _LISTERS.intersection(before):
        return True
    if head in {"office", "register"}:
        return bool(_OFFICES.intersection(before))
    towards = _is_exchanged_with(text, phrase)
    if head in _OFFERED:
        if _FOR_WHAT.intersection(before) and head != "system":
            return True
        is_there = bool(_THERE.intersection(before)) or _is_owned(text, phrase) or "'s" in " ".join(phrase.words)
        return is_there and (towards or bool({"existing", "legacy", "external", "third-party"}.intersection(before)))
    return (
        head in ORGANISATIONS
        and towards
        and _lead(text, phrase) in {"the", "their", "a", "our", "to", "from"}
        and head != "company"
    )


def _lead(text: StemmedText, phrase: Phrase) -> str:
    return text.tokens[phrase.start - 1].lower if phrase.start else ""


def _is_owned(text: StemmedText, phrase: Phrase) -> bool:
    """Tell whether it is said whose it is: "the hospital's record system", "their accounting software"."""
    before = range(max(0, phrase.start - 3), phrase.start)
    return any(
        text.tokens[index].lower in {"their", "existing", "legacy"} or text.tokens[index].lower.endswith(("'s", "’s"))
        for index in before
    )


def _is_exchanged_with(text: StemmedText, phrase: Phrase) -> bool:
    """Tell whether data goes there or comes from there: a preposition before, a verb of exchange before that."""
    clause = text.clauses[phrase.start]
    window = [
        text.tokens[index].lower
        for index in range(max(0, phrase.start - 3), phrase.start)
        if text.clauses[index] == clause
    ]
    if _TOWARDS.isdisjoint(window):
        return False
    first = max(0, phrase.start - 3 - _REACH)
    verbs = (text.tokens[index].lower for index in range(first, phrase.start) if text.clauses[index] == clause)
    return not _EXCHANGE.isdisjoint(verbs)


def _name(text: StemmedText, phrase: Phrase) -> str:
    words = [text.tokens[index].text for index in range(phrase.start, phrase.end)]
    while len(words) > 1 and (words[0].casefold() in ADJECTIVES - {"national", "public"}):
        words = words[1:]
    words = [word.removesuffix("'s").removesuffix("’s") for word in words]
    if words[-1].casefold() not in NOT_THINGS or words[-1].islower():
        words[-1] = singular(words[-1]) if words[-1].islower() else words[-1]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def spans_of(found: Iterable[Outside]) -> Iterator[tuple[int, int]]:
    """Yield where the words for them stand."""
    return (item.span for item in found)
