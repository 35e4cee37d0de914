"""SEC031: copies of the key beside the key safe."""

import re
from collections.abc import Iterator

from designer.model.component import Component
from designer.model.connection import Connection
from designer.model.finding import Severity
from designer.model.kinds import Family, Kind
from designer.rules.dataflow import goes_back, goes_forward
from designer.rules.facts import Facts
from designer.rules.rule import Found, rule
from designer.rules.wording import names_phrase, says, words_of

_TOKENISES = re.compile(r"\b(?:de)?tokeni[sz](?:e|es|er|ers|ing|ation)\b", re.IGNORECASE)
_CARD = frozenset("card cards cardholder pan pans pci payment payments".split())
_VAULTS = (("card", "vault"), ("pan", "vault"), ("pci", "vault"), ("card", "data", "vault"), ("token", "vault"))
_NUMBER = frozenset("cardholder cvc cvv pan pans".split())
_NUMBERS = (
    ("card", "number"),
    ("card", "numbers"),
    ("card", "data"),
    ("card", "details"),
    ("primary", "account", "number"),
)
_IN_ITS_PLACE = frozenset(
    "encrypted hash hashed last masked mask no never not reference token tokenised tokenized tokens truncated without".split()
)
_WITHIN = (Family.COMPUTE, Family.DATA, Family.MESSAGING, Family.OPERATIONS)


@rule("SEC031", "card-data-beyond-tokenisation", severity=Severity.WARNING)
def card_data_beyond_tokenisation(facts: Facts) -> Iterator[Found]:
    """Card numbers get past the part that is there to replace them with tokens.

    Why: every part that sees a card number must be protected, tested and audited like the vault, and is as worth robbing.
    Fix: give these parts the token; let the tokenising part alone keep numbers and pass them to the card network.
    Source: PCI DSS v4.0, Requirement 3.2.1 (account data is kept to a minimum) and section 4, Scope of PCI DSS
        Requirements; PCI SSC, Tokenization Product Security Guidelines.
    """
    vaults = {part.id for part in facts.components if _tokenises(part)}
    if not vaults:
        return
    of_card = {entity.store for entity in facts.sized.entities if any(_is_number(one.name) for one in entity.fields)}
    places = [part for part in facts.components if part.family in (Family.DATA, Family.MESSAGING)]
    for part in places:
        said = part.id in of_card or _is_number(part.name) or _is_number(part.description)
        if said and part.id not in vaults and not _belongs_to(facts, part, vaults):
            yield Found.at(f"{facts.name(part)} keeps card numbers besides {facts.names(vaults)}", part)
    for link in facts.links:
        for giver, taker in _carried(facts, link):
            if taker.id not in vaults and _is_beyond(facts, giver, taker, vaults):
                yield Found.at(f"Card numbers get to {facts.name(taker)}, past {facts.names(vaults)}", taker, link)


def _tokenises(part: Component) -> bool:
    """Return whether a part replaces card numbers with tokens; a tokenizer of a language model is something else."""
    if part.kind is Kind.MODEL_SERVER or part.family not in (Family.COMPUTE, Family.DATA, Family.EXTERNAL):
        return False
    of_cards = says(f"{part.name} {part.description}", _CARD) or part.prop("data_class") == "payment"
    return any(names_phrase(part.name, one) for one in _VAULTS) or (bool(_TOKENISES.search(part.name)) and of_cards)


def _is_number(text: str) -> bool:
    """Return whether a text speaks of card numbers themselves.

    >>> _is_number("card_number"), _is_number("masked card number"), _is_number("shopping card")
    (True, False, False)
    """
    spoken = says(text, _NUMBER) or any(names_phrase(text.replace("_", " "), phrase) for phrase in _NUMBERS)
    return spoken and _IN_ITS_PLACE.isdisjoint(words_of(text.replace("_", " ")))


def _carried(facts: Facts, link: Connection) -> Iterator[tuple[Component, Component]]:
    """Yield from whom to whom card numbers go over a connection, as its label says."""
    source, target = facts.source(link), facts.target(link)
    if says(link.label, frozenset({"detokenise", "detokenize"})):
        yield target, source
    elif _is_number(link.label):
        if goes_forward(facts, link):
            yield source, target
        if link.prop("reads") is True and goes_back(facts, link):
            yield target, source


def _is_beyond(facts: Facts, giver: Component, taker: Component, vaults: set[str]) -> bool:
    """Return whether a part has no business with card numbers: it is not on their way to the vault, nor its store."""
    if taker.family not in _WITHIN or _belongs_to(facts, taker, vaults):
        return False
    passes_on = any(link.target in vaults for link in facts.outgoing[taker.id])
    return giver.id in vaults or taker.family is not Family.COMPUTE or not passes_on


def _belongs_to(facts: Facts, part: Component, vaults: set[str]) -> bool:
    """Return whether a store is the vault's own: nobody else is connected with it."""
    users = {one.id for one in facts.neighbours_of(part) if one.family is not Family.OPERATIONS}
    return part.is_datastore and bool(users) and users <= vaults
