"""Which sections a document has, in which order and under which headings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from designer.docs.sections.registry import SECTION_OF
from designer.errors import SettingsError

PROFILE_FILE = "profile.toml"
DEFAULT = "design-doc"


class Chapter(NamedTuple):
    """A heading and the sections below it, by the names of their templates; one section alone has no heading of its own."""

    title: str
    parts: tuple[str, ...]


class Profile(NamedTuple):
    """A kind of document: its chapters, and what a reader should know of it.

    Without `has_contents` the document is too short for a table of contents.
    """

    name: str
    about: str
    chapters: tuple[Chapter, ...]
    has_contents: bool = True


def _own_titles(*parts: str) -> tuple[Chapter, ...]:
    return tuple(Chapter(SECTION_OF[part].title, (part,)) for part in parts)


_DESIGN_DOC = (
    *_own_titles("summary", "context", "goals", "requirements", "qualities"),
    Chapter("Constraints and assumptions", ("constraints", "assumptions")),
    *_own_titles("numbers"),
    Chapter("Architecture", ("scope", "architecture")),
    *_own_titles("data-model", "interfaces", "flows", "deployment", "scaling", "failures", "security", "observability",
                 "alternatives", "decisions", "rollout", "tests", "risks"),
    Chapter("Open points", ("questions", "gaps")),
    *_own_titles("glossary"),
    Chapter("Appendix", ("findings", "conformance", "sources")),
)  # fmt: skip

_ARC42 = (
    Chapter("1. Introduction and goals", ("context", "goals", "requirements")),
    Chapter("2. Architecture constraints", ("constraints", "assumptions")),
    Chapter("3. Context and scope", ("scope", "interfaces")),
    Chapter("4. Solution strategy", ("summary", "decisions-short")),
    Chapter("5. Building block view", ("architecture", "data-model")),
    Chapter("6. Runtime view", ("flows",)),
    Chapter("7. Deployment view", ("deployment", "rollout")),
    Chapter("8. Crosscutting concepts", ("numbers", "scaling", "security", "observability")),
    Chapter("9. Architecture decisions", ("decisions",)),
    Chapter("10. Quality requirements", ("qualities", "tests")),
    Chapter("11. Risks and technical debt", ("risks", "failures", "findings", "questions", "gaps")),
    Chapter("12. Glossary", ("glossary", "sources")),
)

_RFC = (
    *_own_titles("summary"),
    Chapter("Motivation", ("context", "goals", "requirements", "qualities")),
    Chapter("Detailed design", ("scope", "architecture", "data-model", "interfaces", "flows", "numbers", "deployment")),
    Chapter("Drawbacks and risks", ("risks", "failures", "security")),
    Chapter("Rationale and alternatives", ("decisions-short", "alternatives")),
    Chapter("Prior art", ("sources",)),
    Chapter("Rollout and test plan", ("rollout", "tests", "observability")),
    Chapter("Unresolved questions", ("questions", "constraints", "assumptions", "gaps")),
    Chapter("Future possibilities", ("scaling",)),
)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile(DEFAULT, "everything that is known, for those who build and sign it", _DESIGN_DOC),
            Profile("brief", "two pages for those who decide", _own_titles("summary", "risks", "questions-short"),
                    has_contents=False),
            Profile("arc42", "the twelve chapters of arc42", _ARC42),
            Profile("rfc", "a request for comments", _RFC),
            Profile("adr-only", "the decisions and nothing else", _own_titles("decisions"), has_contents=False),
        )
    }
)  # fmt: skip
"""The shipped profiles by name."""


def profile_named(name: str) -> Profile:
    """Return a shipped profile.

    Raises:
        SettingsError: there is none of this name.
    """
    if name not in PROFILES:
        raise SettingsError(
            f"there is no profile {name[:60]!r}", where="--profile", fix=f"use one of {', '.join(PROFILES)}"
        )
    return PROFILES[name]


def read_profile(text: str, templates: Mapping[str, str], *, where: str) -> Profile:
    """Return the profile that a team's profile.toml describes.

    `[[chapter]]` tables have a `title` and `parts`: names of shipped sections, or of templates in the same folder.

    Raises:
        SettingsError: it is no TOML, or names something that does not exist; all problems at once.
    """
    import tomllib

    from designer.errors import Problem

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"the profile is no TOML: {error}", where=where, fix="mend the line") from error
    rows = data.get("chapter")
    known = {*SECTION_OF, *(name.removesuffix(".md.j2") for name in templates)}
    problems, chapters = [], []
    if not isinstance(rows, list) or not rows:
        raise SettingsError(
            "the profile has no chapter", where=where, fix='add [[chapter]] with title = "…" and parts = ["…"]'
        )
    for number, row in enumerate(rows, start=1):
        title, parts = (row.get("title"), row.get("parts")) if isinstance(row, dict) else (None, None)
        if not isinstance(title, str) or not title.strip() or not isinstance(parts, list) or not parts:
            problems.append(
                Problem("a chapter needs a title and parts", f"{where}: chapter {number}", 'parts = ["context"]')
            )
            continue
        unknown = [part for part in parts if part not in known]
        if unknown:
            fix = f"use one of {', '.join(sorted(SECTION_OF))}, or add the template {unknown[0]}.md.j2"
            problems.append(Problem(f"there is no section {str(unknown[0])[:60]!r}", f"{where}: chapter {number}", fix))
            continue
        chapters.append(Chapter(title, tuple(parts)))
    if problems:
        raise SettingsError(problems=problems)
    return Profile("own", "a team's own", tuple(chapters), has_contents=bool(data.get("contents", True)))
