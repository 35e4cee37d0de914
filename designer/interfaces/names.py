"""Names in generated code and in interface files: made from ids and texts by rules, never taken over."""

from __future__ import annotations

import keyword
from collections.abc import Iterable

from designer.model.base import slugify

KEYWORDS = frozenset({word.lower() for word in (*keyword.kwlist, *keyword.softkwlist)})


def identifier(text: str, *, prefix: str, reserved: Iterable[str] = ()) -> str:
    """Return a name for a text that programming languages take: lower case, ASCII, no keyword, not in `reserved`.

    >>> identifier("Shorten service", prefix="c_"), identifier("3d-engine", prefix="c_"), identifier("日本", prefix="c_")
    ('shorten_service', 'c_3d_engine', 'c_item')
    >>> identifier("class", prefix="c_", reserved=["class"])
    'class_'
    """
    slug = slugify(text, fallback="")
    name = slug.replace("-", "_") if slug else f"{prefix}item"
    if name[0].isdigit():
        name = prefix + name
    # Names that begin with an underscore or `model_` mean something to pydantic; a slug never begins with one.
    if name in reserved or name in KEYWORDS or name.startswith("model_"):
        name += "_"
    return name


def identifiers(texts: Iterable[str], *, prefix: str, reserved: Iterable[str] = ()) -> dict[str, str]:
    """Return a name for each text, all different; the same texts in the same order give the same names.

    >>> identifiers(["class", "class-", "a"], prefix="c_")
    {'class': 'class_', 'class-': 'class_2', 'a': 'a'}
    """
    held = frozenset(reserved)
    taken: set[str] = set()
    found: dict[str, str] = {}
    for text in texts:
        if text in found:
            continue
        name = base = identifier(text, prefix=prefix, reserved=held)
        number = 2
        while name in taken or name in held:
            name = f"{base.rstrip('_')}_{number}"
            number += 1
        taken.add(name)
        found[text] = name
    return found


def camel(text: str, *, fallback: str = "Item") -> str:
    """Return a name in camel case for a text.

    >>> camel("ledger-entry"), camel("3d shape"), camel("GetUser"), camel("日本")
    ('LedgerEntry', 'E3dShape', 'GetUser', 'Item')
    """
    words = [word for part in text.split() for word in slugify_keeping_case(part)]
    name = "".join(word[:1].upper() + word[1:] for word in words) or fallback
    return f"E{name}" if name[0].isdigit() else name


def slugify_keeping_case(text: str) -> list[str]:
    """Return the words of a text as letters and digits of ASCII, their case kept.

    >>> slugify_keeping_case("Über-GetUser_2")
    ['Uber', 'GetUser', '2']
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", text[:400]).encode("ascii", "ignore").decode()
    return [word for word in "".join(sign if sign.isalnum() else " " for sign in plain).split() if word]


def unique(name: str, taken: set[str]) -> str:
    """Return a name that is not taken yet, numbered from 2 when it would be, and take it.

    >>> unique("Link", {"Link"})
    'Link2'
    """
    free, number = name, 2
    while free in taken:
        free, number = f"{name}{number}", number + 1
    taken.add(free)
    return free


def plural(slug: str) -> str:
    """Return the plural of an id, for the path of a collection.

    >>> plural("ledger-entry"), plural("address"), plural("link")
    ('ledger-entries', 'addresses', 'links')
    """
    if slug.endswith("y") and slug[-2:-1] not in ("a", "e", "i", "o", "u", ""):
        return f"{slug[:-1]}ies"
    return f"{slug}es" if slug.endswith(("s", "x", "z", "ch", "sh")) else f"{slug}s"
