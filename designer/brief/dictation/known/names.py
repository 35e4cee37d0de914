"""Names without what does not tell parts apart."""

from __future__ import annotations

from designer.brief.dictation.nouns.nominal import ORDINALS, Nominal
from designer.brief.dictation.words import LANGUAGE_KINDS, singular
from designer.model.kinds import BROKER_KINDS, DATASTORE_KINDS, Kind

_NO_NAME = frozenset(
    "the a an our their its existing legacy new old this that said same own main local central".split()
)
_SAME: dict[str, str] = {"svc": "service", "svcs": "service", "gw": "gateway", "db": "database", "wkr": "worker",
                         "dbs": "database", "app": "application", "adaptor": "adapter", "lb": "balancer", "doc": "document"}  # fmt: skip


def can_have(kind: Kind, nominal: Nominal) -> bool:
    """Tell whether a part of a kind can be of the product that a phrase names."""
    if nominal.technology is None:
        return False
    kinds = set(nominal.technology.kinds)
    return kind in kinds or (kind in LANGUAGE_KINDS and bool(kinds & LANGUAGE_KINDS)) or (
        kind in DATASTORE_KINDS and bool(kinds & DATASTORE_KINDS)
    ) or (kind in BROKER_KINDS and bool(kinds & BROKER_KINDS)) or kind in {Kind.EXTERNAL_SYSTEM, Kind.API_GATEWAY, Kind.LOAD_BALANCER}  # fmt: skip


def head_of(bare: str) -> str:
    """Return the word of a name that says what the part is: "queue" in "orders queue", "service" in "service of orders"."""
    words = bare.split()
    if "of" in words[1:]:
        return words[words.index("of") - 1]
    return words[-1] if words else ""


def bare_name(name: str) -> str:
    """Return a name for comparing: lower case, singular, without articles, abbreviations written out.

    >>> bare_name("The Profile-svc"), bare_name("API servers")
    ('profile service', 'api server')
    """
    every = name.casefold().replace("-", " ").replace("_", " ").split()
    words = [word for word in every[:-1] if word not in _NO_NAME] + every[-1:]
    return " ".join(_SAME.get(one, one) for one in map(singular, words))


def unnumbered(name: str) -> str:
    """Return a name without the number that tells it from the first of its name.

    >>> unnumbered("Second MySQL"), unnumbered("Second"), unnumbered("Vault copy")
    ('MySQL', 'Second', 'Vault copy')
    """
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in ORDINALS else name
