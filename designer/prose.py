"""Sentences of a language model for the sections of a document: few, checked, and never in place of what is computed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from designer.agent.prose import ask_for_prose, sentences_of
from designer.catalog.catalog import Catalog
from designer.docs.kept import Kept
from designer.docs.prose import chapters_of, grounds, prose_region
from designer.edits.text import clip_line
from designer.errors import LanguageModelError
from designer.model.design import Design
from designer.ports import LanguageModel, Usage

SECTIONS = (
    "Summary",
    "Architecture",
    "Data model",
    "Key flows",
    "Scaling",
    "Failure modes",
    "Security and privacy",
    "Risks",
)
"""The sections that sentences are asked for, one question each, where a document has some of them."""
_LISTS = frozenset({"Glossary", "Appendix", "Prior art", "12\\. Glossary"})
"""Chapters that only list, in documents with chapters of another kind."""
MOST_SECTIONS = len(SECTIONS)


class Told(NamedTuple):
    """The regions that hold what may stand, what was refused or failed in words for the user, and the tokens it took."""

    regions: tuple[Kept, ...] = ()
    notes: tuple[str, ...] = ()
    usage: Usage = Usage()


def tell(
    design: Design, document: str, model: LanguageModel, catalog: Catalog, *, sections: Sequence[str] = ()
) -> Told:
    """Return sentences about the sections of a document, each checked against the design.

    A sentence that names what the design does not have is refused, and the computed text stands without it. When the
    model's server fails, no more is asked.

    Args:
        design: the checked design.
        document: its document as Markdown, as it is computed.
        model: whom to ask.
        catalog: where products are known by their words.
        sections: the headings of the sections to ask for; the usual ones when there are none.

    Raises:
        SettingsError: the model's key or name is wrong.
    """
    known, chapters = grounds(design, document, catalog), chapters_of(document)
    told = Told()
    for heading in sections or _usual(chapters):
        try:
            answer = ask_for_prose(heading, chapters[heading], model)
        except LanguageModelError as error:
            return told._replace(notes=(*told.notes, f"{heading}: {error.what}; the computed text stands"))
        kept, notes = [], []
        for sentence in sentences_of(answer.value):
            reason = known[heading].refusal(sentence)
            if reason:
                notes.append(f"{heading}: “{clip_line(sentence, 80)}” is refused: {reason}")
            else:
                kept.append(sentence)
        regions = (prose_region(heading, kept, model.name),) if kept else ()
        told = Told((*told.regions, *regions), (*told.notes, *notes), told.usage + answer.usage)
    return told


def _usual(chapters: Iterable[str]) -> list[str]:
    """Return the sections that are worth a few sentences: the usual ones, else the first chapters there are."""
    there = list(chapters)
    known = [heading for heading in SECTIONS if heading in there]
    others = [heading for heading in there if heading not in _LISTS]
    return known if len(known) > 2 else others[:MOST_SECTIONS]
