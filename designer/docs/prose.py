"""Whether a sentence about a design may stand: it names no part, product, figure or id that the design does not have.

What cannot be told is refused, since the computed text says the same: a capital letter inside a sentence is a name, a
figure has its unit, and a word for a kind of part needs a part that is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from designer.catalog.catalog import Catalog
from designer.docs.kept import Kept
from designer.docs.markdown import clean, md
from designer.model.design import Design
from designer.model.kinds import Kind

MARK = "prose "
"""How the regions with sentences of a model are called, before the name of their section."""

_LONGEST = 400
_WORD = re.compile(r"[^\W_][\w'’-]*")
_NUMBER = re.compile(r"(?<![\w.,])([0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\W\d_]+(?:/[^\W\d_]+)?|%|$)?")
_ID = re.compile(r"\b[A-Z]{1,4}[0-9]{1,4}\b")
_LIVE = re.compile(r"https?:|www\.|\]\(|<[a-z/!]|!\[|[`|#*{}]", re.IGNORECASE)
_UNITS = frozenset(
    "ms s min h µs us b kb mb gb tb pb eb kb/s mb/s gb/s tb/s b/s % day days week weeks month months year years hour hours"
    " minute minutes second seconds percent million billion trillion thousand k".split()
)
_COUNTED = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "twenty": "20", "hundred": "100", "thousand": "1,000", "million": "million",
    "billion": "billion", "dozen": "12", "twice": "2", "double": "2", "doubles": "2", "triple": "3", "half": "half",
    "tenfold": "10", "hundreds": "hundreds", "thousands": "thousands", "millions": "millions", "both": "", "zero": "0",
}  # fmt: skip
_STARTERS = frozenset(
    """a after all also although an and any as at because before behind beside between both but by during each either every
    for from here if in inside instead it its later most neither no none not nothing now of on once one only otherwise
    outside over rather since so some such that the their then there these they this those through thus to under until
    what whatever when whenever where whether which while who whoever why with within without yet""".split()
)
# What a part may be called, beside the kinds of the model.
_NOUNS = frozenset(
    """broker bucket cache cdn cluster database db firewall function gateway index lambda ledger balancer log mirror node
    proxy pipeline queue registry replica scheduler server service shard shards sidecar store stream topic vault warehouse
    webhook worker workers caches databases queues replicas services stores""".split()
)
_SMALL = frozenset(
    """a an and any are as at be by each every for from has have in into is it its no not of on one only or other same so such
    than that the their them these this those to what when where which while who whose with without""".split()
)


class Ground:
    """What sentences of one section may be about: the section, and the names of the whole document.

    Args:
        design: the checked design.
        facts: the section as it is computed.
        document: the whole document as it is computed.
        catalog: where products are known by their words.
    """

    def __init__(self, design: Design, facts: str, document: str, catalog: Catalog) -> None:
        self.design = design
        self.facts = clean(facts)
        self.document = clean(document)
        self.catalog = catalog

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_words(self.document))

    @cached_property
    def _said(self) -> str:
        """The words of the document in their order, to find names of several words in."""
        return f" {' '.join(_words(self.document))} "

    @cached_property
    def _numbers(self) -> frozenset[tuple[str, str]]:
        return frozenset(_numbers(self.facts))

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(_ID.findall(self.document))

    @cached_property
    def _products(self) -> frozenset[str]:
        """The products that parts run on or that the brief asks for, by their ids."""
        named = (item.technology for item in self.design.brief.mentions if item.technology and not item.negated)
        own = " | ".join((*(part.technology for part in self.design.graph.components), *named)).casefold()
        return frozenset(found.id for word, found in self.catalog.technology_by_word.items() if _has(own, word))

    def refusal(self, sentence: str) -> str:
        """Return why a sentence may not stand; empty when it may."""
        said = clean(sentence)
        if not said or len(said) > _LONGEST:
            return "it is empty or too long"
        if _LIVE.search(said):
            return "it holds marks or an address"
        return next(self._reasons(said), "")

    def _reasons(self, said: str) -> Iterator[str]:
        for number, unit in _numbers(said):
            if (number, unit) not in self._numbers and (unit or number not in {one for one, _ in self._numbers}):
                yield f"the section has no figure {number} {unit}".rstrip()
        yield from (f"there is no {found}" for found in _ID.findall(said) if found not in self._ids)
        yield from self._unknown_counts(said)
        yield from self._unknown_products(said)
        yield from self._unknown_names(said)
        yield from self._unknown_parts(said)

    def _unknown_counts(self, said: str) -> Iterator[str]:
        facts = frozenset(_words(self.facts))
        plain = {number for number, _ in self._numbers}
        for word in _words(said):
            if (
                word in _COUNTED
                and word != "both"
                and word not in facts
                and _COUNTED[word].replace(",", "") not in plain
            ):
                yield f"the section has no figure {word!r}"

    def _unknown_products(self, said: str) -> Iterator[str]:
        folded = said.casefold()
        for word, found in self.catalog.technology_by_word.items():
            if found.id in self._products or not _has(folded, word):
                continue
            # A short word, or one that is plain English too, is a product only where it is written as one.
            if (len(word) > 3 and word not in {item.casefold() for item in found.ambiguous}) or _has(said, found.name):
                yield f"the design does not have {found.name}"

    def _unknown_names(self, said: str) -> Iterator[str]:
        words = _WORD.findall(said)
        for place, word in enumerate(words):
            folded = word.casefold()
            is_name = word[0].isupper() or any(sign.isupper() for sign in word[1:])
            if is_name and folded not in self._words and not (place == 0 and folded in _STARTERS):
                yield f"nothing in the design is called {word!r}"

    def _unknown_parts(self, said: str) -> Iterator[str]:
        words = _words(said)
        for place, word in enumerate(words):
            if word not in _NOUNS | _KIND_WORDS:
                continue
            if word not in self._words:
                yield f"the design has no {word}"
            elif place and (before := words[place - 1]) not in _SMALL and f" {before} {word} " not in self._said:
                yield f"nothing in the design is called {before} {word!r}"


_KIND_WORDS = frozenset(word for kind in Kind for word in kind.label.casefold().split() if len(word) > 3)


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _has(text: str, word: str) -> bool:
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not text[place - 1 : place].isalnum() and not text[end : end + 1].isalnum():
            return True
        place = text.find(word, place + 1)
    return False


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the figures of a text, each with its unit; what is counted is no unit."""
    for found in _NUMBER.finditer(_ID.sub(" ", text)):
        unit = (found[2] or "").casefold()
        yield found[1].rstrip(",").replace(",", ""), unit if unit in _UNITS or "/" in unit else ""


def prose_region(heading: str, sentences: Iterable[str], by: str) -> Kept:
    """Return the region of a document that holds sentences of a model, one a line, with who wrote them."""
    name = f"{MARK}{re.sub(r'[^a-z0-9]+', '-', heading.casefold()).strip('-') or 'section'}"[:80]
    note = f"*Words of {md(by)}; the names and figures in them were checked.*"
    lines = (f"<!-- keep: {name} -->", *(md(sentence) for sentence in sentences), "", note, "<!-- /keep -->")
    return Kept(name, "\n".join(lines), f"## {heading}", 0)


def is_prose(region: Kept) -> bool:
    """Return whether a region holds sentences of a model."""
    return region.name.startswith(MARK)


def sentences_in(region: Kept) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a region of prose with their lines in the document."""
    for number, line in enumerate(region.text.split("\n")[1:-1], start=region.line + 1):
        if line.strip() and not line.startswith("*Words of "):
            yield number, re.sub(r"\\(.)", r"\1", line.replace("&lt;", "<"))


def chapters_of(document: str) -> dict[str, str]:
    """Return the chapters of a document by their heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in document.split("\n"):
        if line.startswith("## "):
            heading = line[3:].strip()
        found.setdefault(heading, []).append(line)
    return {name: "\n".join(lines) for name, lines in found.items() if name}


def grounds(design: Design, document: str, catalog: Catalog) -> dict[str, Ground]:
    """Return what the sentences of each chapter may be about, by its heading."""
    return {name: Ground(design, facts, document, catalog) for name, facts in chapters_of(document).items()}


def refused_in(region: Kept, known: dict[str, Ground]) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the sentence and the reason for each sentence of a region that may not stand."""
    ground = known.get(region.heading.removeprefix("## ").strip())
    for line, sentence in sentences_in(region):
        reason = ground.refusal(sentence) if ground is not None else "its section is gone"
        if reason:
            yield line, sentence, reason


def still_true(regions: Iterable[Kept], known: dict[str, Ground]) -> tuple[Kept, ...]:
    """Return regions without the prose of which a sentence no longer holds; what people wrote stays as it is."""
    return tuple(
        region for region in regions if not is_prose(region) or not any(True for _ in refused_in(region, known))
    )
